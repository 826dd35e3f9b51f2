import type { Verb } from '../access/verbs.ts';
import type { ProblemCommandType } from './problem-commands.ts';
import { openStates, type ProblemState } from './problem-states.ts';

/** What a person must be allowed to do to move a problem; roles and grants are in `domain/access`. */
export const problemVerbs = [
  'problem.raise',
  'problem.reject',
  'problem.dispatch',
  'problem.return',
  'problem.assign',
  'problem.work',
  'problem.verify',
  'problem.reopen',
  'problem.void',
  'problem.approve',
] as const satisfies readonly Verb[];

export type ProblemVerb = (typeof problemVerbs)[number];

/** What a person must put on the table for a move, for forms and the printed table of moves. */
export type MoveNeed =
  | 'place'
  | 'category'
  | 'photoOrReason'
  | 'reason'
  | 'unit'
  | 'namedPerson'
  | 'deadline'
  | 'proposedOwner'
  | 'ownPhotoAfterClaim'
  | 'photo'
  | 'independence'
  | 'sweepClosed'
  | 'secondPerson'
  | 'approver'
  | 'asked'
  | 'reviewDate'
  | 'listedReason'
  | 'mainProblem'
  | 'parentProblem'
  | 'earlierProblem'
  | 'words';

/** One row of the table of moves: from where, to where, who, with what. */
export interface ProblemMove {
  /** `null`: the problem does not exist yet. */
  readonly from: readonly (ProblemState | null)[];
  /**
   * `same`: the state stays. `before`: back to the state it had. `sameOrDispatched`: begins anew where it
   * goes to another unit.
   */
  readonly to: ProblemState | 'same' | 'before' | 'sameOrDispatched';
  readonly verb: ProblemVerb;
  readonly needs: readonly MoveNeed[];
  /** Whether the system may do it by rule, without a person. */
  readonly bySystem: boolean;
}

const atWork = ['assigned', 'in_progress'] as const satisfies readonly ProblemState[];
const beforeClaim = [
  'reported',
  'dispatched',
  'assigned',
  'in_progress',
] as const satisfies readonly ProblemState[];

/**
 * The table of moves. Every change of a problem's state is a row here; there is no other way but the
 * import of a history that was published elsewhere (`import-problem.ts`).
 */
export const problemMoves = {
  raise: {
    from: [null],
    to: 'reported',
    verb: 'problem.raise',
    needs: ['place', 'category', 'photoOrReason'],
    bySystem: true,
  },
  reject: {
    from: ['reported'],
    to: 'rejected',
    verb: 'problem.reject',
    needs: ['reason'],
    bySystem: false,
  },
  dispatch: {
    from: ['reported', 'returned'],
    to: 'dispatched',
    verb: 'problem.dispatch',
    needs: ['unit', 'namedPerson', 'deadline'],
    bySystem: true,
  },
  returnNotOurs: {
    from: ['dispatched'],
    to: 'returned',
    verb: 'problem.return',
    needs: ['reason', 'proposedOwner'],
    bySystem: false,
  },
  assign: {
    from: ['dispatched'],
    to: 'assigned',
    verb: 'problem.assign',
    needs: ['namedPerson'],
    bySystem: false,
  },
  start: { from: ['assigned'], to: 'in_progress', verb: 'problem.work', needs: [], bySystem: false },
  handOver: {
    from: ['assigned', 'in_progress'],
    to: 'same',
    verb: 'problem.work',
    needs: ['namedPerson'],
    bySystem: false,
  },
  claimFixed: {
    from: ['assigned', 'in_progress'],
    to: 'fix_claimed',
    verb: 'problem.work',
    needs: ['photoOrReason'],
    bySystem: false,
  },
  confirmFixed: {
    from: ['fix_claimed'],
    to: 'struck_off',
    verb: 'problem.verify',
    needs: ['independence', 'ownPhotoAfterClaim', 'sweepClosed'],
    bySystem: false,
  },
  sendBack: {
    from: ['fix_claimed'],
    to: 'in_progress',
    verb: 'problem.verify',
    needs: ['independence', 'photo', 'reason', 'deadline'],
    bySystem: false,
  },
  reopen: {
    from: ['struck_off'],
    to: 'dispatched',
    verb: 'problem.reopen',
    needs: ['reason', 'unit', 'namedPerson', 'deadline'],
    bySystem: true,
  },
  reportProgress: { from: atWork, to: 'same', verb: 'problem.work', needs: ['words'], bySystem: false },
  askExtension: {
    from: ['in_progress'],
    to: 'same',
    verb: 'problem.work',
    needs: ['reason', 'deadline'],
    bySystem: false,
  },
  grantExtension: {
    from: ['in_progress'],
    to: 'same',
    verb: 'problem.approve',
    needs: ['asked', 'approver', 'deadline'],
    bySystem: false,
  },
  refuseExtension: {
    from: ['in_progress'],
    to: 'same',
    verb: 'problem.approve',
    needs: ['asked', 'approver', 'reason'],
    bySystem: false,
  },
  askDeferral: {
    from: ['in_progress'],
    to: 'same',
    verb: 'problem.work',
    needs: ['reason', 'reviewDate'],
    bySystem: false,
  },
  grantDeferral: {
    from: ['in_progress'],
    to: 'deferred',
    verb: 'problem.approve',
    needs: ['asked', 'approver', 'reason', 'reviewDate'],
    bySystem: false,
  },
  refuseDeferral: {
    from: ['in_progress'],
    to: 'same',
    verb: 'problem.approve',
    needs: ['asked', 'approver', 'reason'],
    bySystem: false,
  },
  resume: {
    from: ['deferred'],
    to: 'in_progress',
    verb: 'problem.approve',
    needs: ['approver', 'deadline'],
    bySystem: true,
  },
  stopClock: {
    from: atWork,
    to: 'same',
    verb: 'problem.approve',
    needs: ['listedReason', 'approver', 'reason', 'reviewDate'],
    bySystem: false,
  },
  startClock: {
    from: atWork,
    to: 'same',
    verb: 'problem.approve',
    needs: ['approver', 'deadline'],
    bySystem: true,
  },
  changeCategory: {
    from: beforeClaim,
    to: 'sameOrDispatched',
    verb: 'problem.dispatch',
    needs: ['category', 'reason', 'unit', 'deadline'],
    bySystem: false,
  },
  linkDuplicate: {
    from: beforeClaim,
    to: 'duplicate',
    verb: 'problem.dispatch',
    needs: ['mainProblem', 'reason'],
    bySystem: false,
  },
  unlinkDuplicate: {
    from: ['duplicate'],
    to: 'before',
    verb: 'problem.dispatch',
    needs: ['reason'],
    bySystem: false,
  },
  setParent: {
    from: openStates,
    to: 'same',
    verb: 'problem.dispatch',
    needs: ['parentProblem'],
    bySystem: false,
  },
  clearParent: {
    from: openStates,
    to: 'same',
    verb: 'problem.dispatch',
    needs: ['reason'],
    bySystem: false,
  },
  answerRecurrence: {
    from: [...openStates, 'struck_off'],
    to: 'same',
    verb: 'problem.dispatch',
    needs: ['earlierProblem'],
    bySystem: false,
  },
  requestVoid: {
    from: openStates,
    to: 'same',
    verb: 'problem.void',
    needs: ['reason'],
    bySystem: false,
  },
  approveVoid: {
    from: openStates,
    to: 'voided',
    verb: 'problem.void',
    needs: ['secondPerson'],
    bySystem: false,
  },
  declineVoid: {
    from: openStates,
    to: 'same',
    verb: 'problem.void',
    needs: ['reason'],
    bySystem: false,
  },
} as const satisfies Record<ProblemCommandType, ProblemMove>;

/** Every command, in the order of a problem's life. */
export const problemCommandTypes = Object.keys(problemMoves) as readonly ProblemCommandType[];

/** The row of a command, with its wide type. */
export function moveOf(command: ProblemCommandType): ProblemMove {
  return problemMoves[command];
}
