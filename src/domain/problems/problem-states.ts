/** Every state of a problem, in the order of its life. */
export const problemStates = [
  'reported',
  'rejected',
  'duplicate',
  'dispatched',
  'returned',
  'assigned',
  'in_progress',
  'deferred',
  'fix_claimed',
  'struck_off',
  'voided',
] as const;

export type ProblemState = (typeof problemStates)[number];

/**
 * States in which somebody still has to act. `struck_off` can be reopened but is closed until then; a
 * `duplicate` follows its main problem and counts nowhere by itself.
 */
export const openStates = [
  'reported',
  'dispatched',
  'returned',
  'assigned',
  'in_progress',
  'deferred',
  'fix_claimed',
] as const satisfies readonly ProblemState[];

export type OpenState = (typeof openStates)[number];

/** Open states in which a problem must have one unit, one person and one deadline. */
export const answeredForStates = [
  'dispatched',
  'returned',
  'assigned',
  'in_progress',
  'deferred',
  'fix_claimed',
] as const satisfies readonly OpenState[];

/** States that end a problem's life, for good or until it is reopened. */
export const closedStates = [
  'rejected',
  'duplicate',
  'struck_off',
  'voided',
] as const satisfies readonly Exclude<ProblemState, OpenState>[];

const open: ReadonlySet<ProblemState> = new Set(openStates);
const answeredFor: ReadonlySet<ProblemState> = new Set(answeredForStates);

export function isOpen(state: ProblemState): state is OpenState {
  return open.has(state);
}

/** Whether the state demands a responsible unit, a named person and a deadline. */
export function isAnsweredFor(state: ProblemState): boolean {
  return answeredFor.has(state);
}

/**
 * Whether a deadline runs: somebody answers for the problem, and neither a deferral nor a stopped clock
 * holds it. Only then it can be late.
 */
export function clockRuns(problem: {
  readonly state: ProblemState;
  readonly clockStoppedAt: string | null;
}): boolean {
  return isAnsweredFor(problem.state) && problem.state !== 'deferred' && problem.clockStoppedAt === null;
}
