import { accept, type Decision, type Refusal, refuse } from '../decision.ts';
import { mostOrderProblems, type Order, type OrderColour, type OrderNumber } from './order.ts';
import type { OrderEvent } from './order-events.ts';
import { type OrderCommandType, orderCommandTypes, orderMoves } from './order-moves.ts';

/** What the letter says; an order is drafted and edited as a whole. */
export interface OrderContent {
  readonly problemIds: readonly string[];
  readonly colour: OrderColour;
  readonly title: string;
  readonly demands: string;
  readonly answerHours: number;
}

export type OrderCommand =
  | ({
      readonly type: 'draft';
      readonly orderId: string;
      readonly unitId: string;
      readonly stepKey: string | null;
    } & OrderContent)
  | ({ readonly type: 'edit' } & OrderContent)
  | { readonly type: 'addProblems'; readonly problemIds: readonly string[]; readonly colour: OrderColour }
  | { readonly type: 'issue' }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'answer'; readonly answer: string; readonly photoIds: readonly string[] }
  | { readonly type: 'accept'; readonly remark: string }
  | { readonly type: 'sendBack'; readonly reason: string; readonly answerDueAt: string }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'noteOverdue' };

/** Everything the rules need from outside. */
export interface OrderFacts {
  readonly now: string;
  readonly actor: {
    /** `null`: the system acts by rule. */
    readonly personId: string | null;
    readonly may: (verb: 'problem.dispatch' | 'problem.assign') => boolean;
  };
  /** Problems that lie with the unit and are open: only such may stand in a letter. */
  readonly openProblemIds: ReadonlySet<string>;
  /** For issue: number and answer day of the letter. */
  readonly number: OrderNumber | null;
  readonly answerDueAt: string | null;
}

/** Shortest demand, answer or reason that says anything, in characters. */
export const shortestOrderText = 4;

/** Why this move is not open now, before any input is given; `null`: it is open. */
export function refusalOfOrderMove(
  order: Order | null,
  type: OrderCommandType,
  actor: OrderFacts['actor'],
): Refusal | null {
  const move = orderMoves[type];
  if (!move.from.includes(order?.state ?? null)) {
    return order === null
      ? { code: 'order.notFound', facts: {} }
      : { code: 'order.wrongState', facts: { state: order.state } };
  }
  if (actor.personId === null) return move.bySystem ? null : { code: 'order.notBySystem', facts: {} };
  if (move.verb === null || !actor.may(move.verb)) {
    return { code: 'order.missingVerb', facts: { verb: move.verb ?? '' } };
  }
  return null;
}

/** Moves that are open to this person. */
export function possibleOrderMoves(order: Order, actor: OrderFacts['actor']): readonly OrderCommandType[] {
  return orderCommandTypes.filter((type) => refusalOfOrderMove(order, type, actor) === null);
}

/** The one place where an order changes. */
export function decideOrder(
  order: Order | null,
  command: OrderCommand,
  facts: OrderFacts,
): Decision<OrderEvent> {
  const gate = refusalOfOrderMove(order, command.type, facts.actor);
  if (gate) return { accepted: false, refusal: gate };
  const stamp = { at: facts.now, by: facts.actor.personId };
  switch (command.type) {
    case 'draft':
      return withContent(command, facts, (content) => {
        const { orderId, unitId, stepKey } = command;
        return accept({ kind: 'order.drafted', ...stamp, data: { orderId, unitId, stepKey, ...content } });
      });
    case 'edit':
      return withContent(command, facts, (data) => accept({ kind: 'order.edited', ...stamp, data }));
    case 'addProblems': {
      const known = new Set(order?.problemIds);
      const problemIds = [...new Set(command.problemIds)].filter((id) => !known.has(id));
      const refusal = refusalOfProblems(problemIds, known.size, facts);
      if (refusal) return { accepted: false, refusal };
      return accept({ kind: 'order.problems_added', ...stamp, data: { problemIds, colour: command.colour } });
    }
    case 'issue': {
      const { number, answerDueAt, now } = facts;
      if (number === null || answerDueAt === null) return refuse('order.noNumber');
      if (Date.parse(answerDueAt) <= Date.parse(now)) return refuse('order.answerDayPast');
      return accept({ kind: 'order.issued', ...stamp, data: { ...number, answerDueAt } });
    }
    case 'acknowledge':
      return accept({ kind: 'order.acknowledged', ...stamp, data: {} });
    case 'answer':
      return withText(command.answer, (answer) =>
        accept({
          kind: 'order.answered',
          ...stamp,
          data: { answer, photoIds: [...new Set(command.photoIds)] },
        }),
      );
    case 'accept':
      return accept({ kind: 'order.accepted', ...stamp, data: { remark: command.remark.trim() } });
    case 'sendBack': {
      if (!(Date.parse(command.answerDueAt) > Date.parse(facts.now))) return refuse('order.answerDayPast');
      return withText(command.reason, (reason) =>
        accept({ kind: 'order.sent_back', ...stamp, data: { reason, answerDueAt: command.answerDueAt } }),
      );
    }
    case 'withdraw':
      return withText(command.reason, (reason) =>
        accept({ kind: 'order.withdrawn', ...stamp, data: { reason } }),
      );
    case 'noteOverdue': {
      const due = order?.answerDueAt ?? null;
      if (due === null || Date.parse(due) >= Date.parse(facts.now)) return refuse('order.notOverdue');
      if (order?.overdueNotedAt != null) return refuse('order.overdueNoted');
      return accept({ kind: 'order.answer_overdue', ...stamp, data: { answerDueAt: due } });
    }
    default: {
      const unknown: never = command;
      throw new Error(`unknown command ${JSON.stringify(unknown)}`);
    }
  }
}

function withText(text: string, next: (text: string) => Decision<OrderEvent>): Decision<OrderEvent> {
  const said = text.trim();
  return said.length < shortestOrderText
    ? refuse('order.textNeeded', { shortest: shortestOrderText })
    : next(said);
}

function withContent(
  given: OrderContent,
  facts: OrderFacts,
  next: (content: OrderContent) => Decision<OrderEvent>,
): Decision<OrderEvent> {
  const problemIds = [...new Set(given.problemIds)];
  const refusal = refusalOfProblems(problemIds, 0, facts);
  if (refusal) return { accepted: false, refusal };
  const title = given.title.trim();
  if (title === '') return refuse('order.noTitle');
  if (!(given.answerHours > 0)) return refuse('order.noAnswerTime');
  const { colour, answerHours } = given;
  return withText(given.demands, (demands) => next({ problemIds, colour, title, demands, answerHours }));
}

function refusalOfProblems(
  problemIds: readonly string[],
  already: number,
  facts: OrderFacts,
): Refusal | null {
  if (problemIds.length === 0) return { code: 'order.noProblems', facts: {} };
  if (problemIds.length + already > mostOrderProblems) {
    return { code: 'order.tooManyProblems', facts: { most: mostOrderProblems } };
  }
  const strange = problemIds.filter((id) => !facts.openProblemIds.has(id)).length;
  return strange > 0 ? { code: 'order.problemsNotOfUnit', facts: { count: strange } } : null;
}
