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

/** Other records that a problem hangs on. */
export interface ProblemLinks {
  /** The struck-off problem that this one is again. */
  readonly recurrenceOf: string | null;
  /** The sweep (举一反三) that found it. */
  readonly sweepId: string | null;
  /** The problem of which this one is a part. */
  readonly parentId: string | null;
}

/** Current state of an entry of the ledger: the fold of its events. Times are ISO 8601 instants. */
export interface Problem extends FoundProblem, ProblemLinks {
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
  /** The entry that counts, where this one is its duplicate. */
  readonly mainProblemId: string | null;
  /** State to return to when the link to the main problem is undone. */
  readonly linkedFromState: ProblemState | null;
  /** Whether anybody said if this is the same problem again; `recurrenceOf` is the answer. */
  readonly recurrenceAnswered: boolean;
  /** Deadline that was asked for; `null` where no extension waits for an answer. */
  readonly extensionAskedUntil: string | null;
  readonly extensionAskedBy: string | null;
  /** Extensions that were granted. */
  readonly extensionCount: number;
  /** Review date that was asked for; `null` where no deferral waits for an answer. */
  readonly deferralAskedUntil: string | null;
  readonly deferralAskedBy: string | null;
  readonly deferredAt: string | null;
  /** Review date of the deferral that runs; the problem comes back by itself then. */
  readonly deferredUntil: string | null;
  /** Deferrals that were granted. */
  readonly deferralCount: number;
  /** Since when the clock stands still; `null` while it runs. */
  readonly clockStoppedAt: string | null;
  /** When it runs on by itself. */
  readonly clockStoppedUntil: string | null;
  /** Key of the reason, from the city's list. */
  readonly clockStopReason: string | null;
  readonly clockStopCount: number;
  /** What is to be done, in the unit's words; empty where nothing was reported. */
  readonly measures: string;
  /** How far it has come, in the unit's words. */
  readonly progress: string;
  /** Number of events applied. */
  readonly version: number;
}

/** Returns after which an arbiter names the owner, and his word stands. */
export const returnsBeforeArbiter = 2;

/** Whether the problem lies with the arbiter: returned for the second time or more. */
export function awaitsArbiter(problem: Problem): boolean {
  return problem.state === 'returned' && problem.returnCount >= returnsBeforeArbiter;
}
