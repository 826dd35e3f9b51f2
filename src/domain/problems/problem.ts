import type { ProblemState } from './problem-states.ts';

/** `high` problems close only when their sweep is done or waived. */
export type Severity = 'normal' | 'high';

/** Where a problem came from. */
export type ProblemSource = 'inspection' | 'citizen' | 'selfCheck' | 'meeting' | 'import';

/** Current state of an entry of the ledger: the fold of its events. Times are ISO 8601 instants. */
export interface Problem {
  readonly id: string;
  /** Human number, given on arrival at the server; `null` before. */
  readonly number: string | null;
  readonly state: ProblemState;
  readonly siteId: string | null;
  /** Where it is, in words; needed where no site is named. */
  readonly placeText: string;
  readonly itemCode: string | null;
  /** Version of the standard that `itemCode` belongs to. */
  readonly versionId: string | null;
  readonly categoryKey: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly sourceKind: ProblemSource;
  readonly inspectionId: string | null;
  readonly roundId: string | null;
  /** The one responsible unit; stays set while a return waits for its new owner. */
  readonly unitId: string | null;
  readonly assistingUnitIds: readonly string[];
  /** The one named person: the unit's contact at dispatch, then whom the unit assigned. */
  readonly personId: string | null;
  readonly deadlineAt: string | null;
  /** Deadline of the first dispatch; never changes, so every later one stands beside it. */
  readonly originalDeadlineAt: string | null;
  readonly raisedAt: string;
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
  /** Waits for an arbiter (after two returns). */
  readonly awaitsArbiter: boolean;
  readonly arbiterPersonId: string | null;
  readonly arbiterDueAt: string | null;
  /** An arbiter named the owner: it cannot be returned again. */
  readonly arbitrated: boolean;
  /** First of the two persons a void needs. */
  readonly voidRequestedBy: string | null;
  /** Number of events applied. */
  readonly version: number;
}
