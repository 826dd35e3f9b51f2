import type { DeadlineClock } from '../standards/checklist.ts';
import type { ProblemState } from './problem-states.ts';

/** `high` problems close only when their sweep is done or waived. */
export type Severity = 'normal' | 'high';

/** Where a problem came from. */
export type ProblemSource = 'inspection' | 'citizen' | 'selfCheck' | 'meeting' | 'import';

/** What is known of a problem when it is found, and never changes. */
export interface FoundProblem {
  readonly siteId: string | null;
  /** Where it is, in words; needed where no site is named. */
  readonly placeText: string;
  /** WGS-84 degrees; both or neither. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly itemCode: string | null;
  /** Version of the standard that `itemCode` belongs to. */
  readonly versionId: string | null;
  readonly categoryKey: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** Defects counted on the spot; `null` where nothing was counted. */
  readonly defects: number | null;
  /** Time allowed by item or category, in hours of `deadlineClock` above 0; the deadline is counted from dispatch. */
  readonly deadlineHours: number;
  readonly deadlineClock: DeadlineClock;
  readonly sourceKind: ProblemSource;
  /** Where the entry came from, such as a document number or a row of an imported ledger. */
  readonly sourceRef: string | null;
  readonly inspectionId: string | null;
  readonly roundId: string | null;
}

/** Current state of an entry of the ledger: the fold of its events. Times are ISO 8601 instants. */
export interface Problem extends FoundProblem {
  readonly id: string;
  /** Human number, given on arrival at the server; `null` before. */
  readonly number: number | null;
  readonly state: ProblemState;
  /** The one responsible unit; stays set while a return waits for its new owner. */
  readonly unitId: string | null;
  readonly assistingUnitIds: readonly string[];
  /** The one named person: the unit's contact at dispatch, then whom the unit assigned. */
  readonly personId: string | null;
  readonly deadlineAt: string | null;
  /** Deadline of the first dispatch; never changes, so every later one stands beside it. */
  readonly originalDeadlineAt: string | null;
  readonly raisedAt: string;
  readonly raisedBy: string | null;
  /** Latest dispatch or reopening. */
  readonly dispatchedAt: string | null;
  readonly startedAt: string | null;
  readonly fixClaimedAt: string | null;
  readonly fixClaimedBy: string | null;
  readonly struckOffAt: string | null;
  readonly struckOffBy: string | null;
  /** Sent back or reopened so many times. */
  readonly reworkCount: number;
  /** Returned as "not ours" so many times. */
  readonly returnCount: number;
  /** Moved to another unit so many times. */
  readonly transferCount: number;
  /** Owner that the last return proposed; `null` once dispatched again. */
  readonly proposedUnitId: string | null;
  /** First of the two persons a void needs. */
  readonly voidRequestedBy: string | null;
  /** Number of events applied. */
  readonly version: number;
}

/** Returns after which an arbiter names the owner, and his word stands. */
export const returnsBeforeArbiter = 2;

/** Whether the problem lies with the arbiter: returned for the second time or more. */
export function awaitsArbiter(problem: Problem): boolean {
  return problem.state === 'returned' && problem.returnCount >= returnsBeforeArbiter;
}
