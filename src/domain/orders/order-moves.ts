import type { Verb } from '../access/verbs.ts';
import { type OrderState, owedStates } from './order.ts';

/** What can be done with an order. */
export const orderCommandTypes = [
  'draft',
  'edit',
  'addProblems',
  'issue',
  'acknowledge',
  'answer',
  'accept',
  'sendBack',
  'withdraw',
  'noteOverdue',
] as const;
export type OrderCommandType = (typeof orderCommandTypes)[number];

/** One row of the table of moves. */
export interface OrderMove {
  /** `null`: the order does not exist yet. */
  readonly from: readonly (OrderState | null)[];
  readonly to: OrderState | 'same';
  /** What a person needs: the office's verb on the unit, or the unit's own. `null`: the system alone. */
  readonly verb: Extract<Verb, 'problem.dispatch' | 'problem.assign'> | null;
  readonly bySystem: boolean;
}

const office = 'problem.dispatch';
const unit = 'problem.assign';

/** Every change of an order's state is a row here. The office sends, the unit answers, the office judges. */
export const orderMoves: Readonly<Record<OrderCommandType, OrderMove>> = {
  draft: { from: [null], to: 'draft', verb: office, bySystem: true },
  edit: { from: ['draft'], to: 'same', verb: office, bySystem: false },
  addProblems: { from: ['draft'], to: 'same', verb: office, bySystem: true },
  issue: { from: ['draft'], to: 'issued', verb: office, bySystem: true },
  acknowledge: { from: ['issued', 'sent_back'], to: 'acknowledged', verb: unit, bySystem: false },
  answer: { from: owedStates, to: 'answered', verb: unit, bySystem: false },
  accept: { from: ['answered'], to: 'accepted', verb: office, bySystem: false },
  sendBack: { from: ['answered'], to: 'sent_back', verb: office, bySystem: false },
  withdraw: {
    from: ['draft', ...owedStates, 'answered'],
    to: 'withdrawn',
    verb: office,
    bySystem: false,
  },
  noteOverdue: { from: owedStates, to: 'same', verb: null, bySystem: true },
};
