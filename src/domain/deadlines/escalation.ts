import type { Decision, Refusal } from '../decision.ts';
import { accept } from '../decision.ts';
import type { Calendar } from './calendar.ts';
import { deadlineAt, workingHoursBefore, workingHoursBetween } from './deadline.ts';

/** Who may hear of lateness, from the person at work up to the city. */
export const audiences = [
  'namedPerson',
  'liaison',
  'unitHead',
  'office',
  'parentHead',
  'cityLeader',
] as const;
export type Audience = (typeof audiences)[number];

/**
 * When a step is reached: a share of the time limit has passed (by the clock on the wall, as the light), or
 * so many working hours after the deadline; negative hours lie before it.
 */
export type StepTime =
  | { readonly from: 'limit'; readonly share: number }
  | { readonly from: 'deadline'; readonly hours: number };

/** One step of the ladder of escalation. */
export interface LadderStep {
  readonly key: string;
  /** Empty for a built-in step: the words name it. */
  readonly name: string;
  readonly when: StepTime;
  readonly audience: readonly Audience[];
  /** Whether an order (督办单) to the unit is made; it must be answered within `answerHours`. */
  readonly makesOrder: boolean;
  /** Working hours; null: as the city set for all orders. */
  readonly answerHours: number | null;
  readonly severity: 'any' | 'high';
}

export type Ladder = readonly LadderStep[];

/** A reminder in the last quarter, then up: person, head, order, city. */
export const defaultLadder: Ladder = [
  step('lastQuarter', { from: 'limit', share: 0.75 }, ['namedPerson']),
  step('deadlinePassed', { from: 'deadline', hours: 0 }, ['namedPerson', 'liaison']),
  step('dayLate', { from: 'deadline', hours: 8 }, ['unitHead']),
  { ...step('orderDue', { from: 'deadline', hours: 24 }, ['unitHead', 'office']), makesOrder: true },
  step('leaderHears', { from: 'deadline', hours: 40 }, ['parentHead', 'cityLeader']),
];

function step(key: string, when: StepTime, audience: readonly Audience[]): LadderStep {
  return { key, name: '', when, audience, makesOrder: false, answerHours: null, severity: 'any' };
}

/** Most steps, and the farthest in working hours from the deadline: half a year. */
export const mostSteps = 20;
export const farthestHours = 1000;

/** Everything wrong with a ladder, each with the number of its step from 1; empty where it can be climbed. */
export function checkLadder(ladder: Ladder): readonly Refusal[] {
  const found: Refusal[] = [];
  const keys = new Set<string>();
  if (ladder.length > mostSteps) found.push({ code: 'ladder.tooLong', facts: { most: mostSteps } });
  for (const [index, { key, when, audience, answerHours }] of ladder.entries()) {
    const at = { step: index + 1 };
    if (keys.has(key)) found.push({ code: 'ladder.keyTwice', facts: { ...at, key } });
    keys.add(key);
    if (audience.length === 0) found.push({ code: 'ladder.nobodyHears', facts: at });
    if (when.from === 'limit' && !(when.share > 0 && when.share < 1)) {
      found.push({ code: 'ladder.badShare', facts: at });
    }
    if (when.from === 'deadline' && !(Math.abs(when.hours) <= farthestHours)) {
      found.push({ code: 'ladder.badHours', facts: { ...at, most: farthestHours } });
    }
    if (answerHours !== null && !(answerHours > 0 && answerHours <= farthestHours)) {
      found.push({ code: 'ladder.badAnswerHours', facts: { ...at, most: farthestHours } });
    }
  }
  return found;
}

/** The ladder, or the first thing wrong with it. */
export function decideLadder(ladder: Ladder): Decision<Ladder> {
  const [first] = checkLadder(ladder);
  return first ? { accepted: false, refusal: first } : accept(ladder);
}

/** What the ladder needs to know of a problem. Times are ISO instants. */
export interface LadderFacts {
  /** Latest assignment: since then the clock runs. */
  readonly startedAt: string;
  readonly deadlineAt: string;
  readonly severity: 'normal' | 'high';
  /** Deferred, with a stopped clock, or not in the unit's hands: no step is reached. */
  readonly isResting: boolean;
}

export interface DueStep {
  readonly step: LadderStep;
  readonly at: string;
  /** Working hours past the deadline now; negative before it. */
  readonly hoursLate: number;
}

export interface LadderPosition {
  /** Steps that are reached and were not yet announced, in order of time. */
  readonly due: readonly DueStep[];
  /** When the next step will be reached; null: the ladder has no more for this deadline. */
  readonly nextAt: string | null;
}

/** When a step is reached for a deadline. */
export function stepAt(
  when: StepTime,
  facts: Pick<LadderFacts, 'startedAt' | 'deadlineAt'>,
  calendar: Calendar,
): string {
  const { startedAt, deadlineAt: deadline } = facts;
  if (when.from === 'limit') {
    const [start, end] = [Date.parse(startedAt), Date.parse(deadline)];
    return new Date(start + Math.round((end - start) * when.share)).toISOString();
  }
  if (when.hours === 0) return new Date(deadline).toISOString();
  return when.hours > 0
    ? deadlineAt(deadline, when.hours, 'work', calendar)
    : workingHoursBefore(deadline, -when.hours, calendar);
}

/**
 * Which steps are due.
 *
 * A step is reached once its instant has passed (the deadline itself is still in time). What should remind
 * before the deadline is no longer said after it, and not in the same breath as the assignment itself. No
 * step comes twice for one deadline; a new deadline begins the ladder anew.
 *
 * @param fired keys of the steps announced for this deadline.
 * @param now ISO instant.
 */
export function dueSteps(
  facts: LadderFacts,
  ladder: Ladder,
  fired: ReadonlySet<string>,
  now: string,
  calendar: Calendar,
): LadderPosition {
  if (facts.isResting) return { due: [], nextAt: null };
  const time = Date.parse(now);
  const deadline = Date.parse(facts.deadlineAt);
  const open = ladder
    .filter((one) => !fired.has(one.key) && (one.severity === 'any' || one.severity === facts.severity))
    .map((one) => ({ step: one, at: stepAt(one.when, facts, calendar) }))
    .filter(({ at }) => {
      const reminds = Date.parse(at) < deadline;
      return !reminds || (time <= deadline && Date.parse(at) > Date.parse(facts.startedAt));
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const reached = open.filter(({ at }) => Date.parse(at) < time);
  const next = open.find(({ at }) => Date.parse(at) >= time);
  const hoursLate = reached.length === 0 ? 0 : workingHoursBetween(facts.deadlineAt, now, calendar);
  return { due: reached.map((one) => ({ ...one, hoursLate })), nextAt: next?.at ?? null };
}
