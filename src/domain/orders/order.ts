/**
 * `sent_back`: the office was not satisfied and asks again. `withdrawn`: no answer is owed any more.
 */
export const orderStates = [
  'draft',
  'issued',
  'acknowledged',
  'answered',
  'sent_back',
  'accepted',
  'withdrawn',
] as const;
export type OrderState = (typeof orderStates)[number];

/** States in which the unit owes an answer. */
export const owedStates = ['issued', 'acknowledged', 'sent_back'] as const satisfies readonly OrderState[];

/** Whether the unit owes an answer. */
export function isOwed(state: OrderState): boolean {
  return (owedStates as readonly OrderState[]).includes(state);
}

/** Three colours of letters: near its date (yellow), slow (orange), overdue (red). */
export const orderColours = ['near', 'slow', 'overdue'] as const;
export type OrderColour = (typeof orderColours)[number];

/** Number of a letter in parts, as printed 焦城创督〔2026〕3号. */
export interface OrderNumber {
  readonly prefix: string;
  readonly year: number;
  readonly number: number;
}

/** A letter to a unit that must answer by a day (督办单): the fold of its events. Times are ISO instants. */
export interface Order {
  readonly id: string;
  readonly state: OrderState;
  readonly colour: OrderColour;
  readonly unitId: string;
  /** Problems the letter is about, in its order; at least one. */
  readonly problemIds: readonly string[];
  readonly title: string;
  readonly demands: string;
  /** Working hours to answer, counted from issue. */
  readonly answerHours: number;
  readonly answerDueAt: string | null;
  readonly number: OrderNumber | null;
  readonly madeAt: string;
  /** `null`: by rule. */
  readonly madeBy: string | null;
  /** Step of the ladder that demanded it. */
  readonly stepKey: string | null;
  readonly issuedAt: string | null;
  /** `null` also where the rule issued it. */
  readonly issuedBy: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly answer: string | null;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
  readonly acceptedAt: string | null;
  readonly acceptedBy: string | null;
  readonly sentBackReason: string | null;
  readonly sentBackCount: number;
  /** How often an answer day has passed without an answer. */
  readonly overdueCount: number;
  /** When the present answer day was noted as passed. */
  readonly overdueNotedAt: string | null;
  readonly withdrawnReason: string | null;
  readonly version: number;
}

/** Most problems in one letter: what one table still tells a reader. */
export const mostOrderProblems = 200;

/** What the colour of a letter is decided by. */
export interface OrderedProblem {
  readonly state: string;
  /** Latest assignment. */
  readonly dispatchedAt: string;
  readonly deadlineAt: string;
}

/** States in which nobody has begun the work. */
const notBegun: ReadonlySet<string> = new Set(['dispatched', 'returned', 'assigned']);

/**
 * Colour of the letter by its problems' dates: `overdue` where a deadline has passed, `slow` where more than
 * half of the time is gone and nobody has begun, else `near`.
 */
export function orderColour(problems: readonly OrderedProblem[], now: string): OrderColour {
  const time = Date.parse(now);
  if (problems.some((problem) => Date.parse(problem.deadlineAt) < time)) return 'overdue';
  const isSlow = problems.some(({ state, dispatchedAt, deadlineAt }) => {
    const middle = (Date.parse(dispatchedAt) + Date.parse(deadlineAt)) / 2;
    return notBegun.has(state) && time > middle;
  });
  return isSlow ? 'slow' : 'near';
}
