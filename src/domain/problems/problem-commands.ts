import type { FoundProblem, ProblemLinks, Severity } from './problem.ts';

/**
 * Enters a problem into the ledger. The id is made where the thing is made (UUIDv7). Links that are left
 * out are none.
 */
export interface RaiseProblem extends FoundProblem, Partial<ProblemLinks> {
  readonly type: 'raise';
  readonly problemId: string;
  readonly photoIds: readonly string[];
  /** Why there is no photo. */
  readonly reason: string | null;
}

export type ProblemCommand =
  | RaiseProblem
  | { readonly type: 'reject'; readonly reason: string }
  /** Person and deadline come from the facts (the unit's contact, category and calendar). */
  | { readonly type: 'dispatch'; readonly unitId: string; readonly assistingUnitIds: readonly string[] }
  | { readonly type: 'returnNotOurs'; readonly reason: string; readonly proposedUnitId: string }
  | { readonly type: 'assign'; readonly personId: string }
  | { readonly type: 'start' }
  | { readonly type: 'handOver'; readonly personId: string; readonly reason: string }
  | { readonly type: 'claimFixed'; readonly photoIds: readonly string[]; readonly reason: string | null }
  | {
      readonly type: 'confirmFixed';
      readonly photoIds: readonly string[];
      /** Why the photo has no position within the site's radius. */
      readonly offSiteReason: string | null;
    }
  | { readonly type: 'sendBack'; readonly photoIds: readonly string[]; readonly reason: string }
  | {
      readonly type: 'reopen';
      readonly reason: string;
      readonly unitId: string;
      readonly assistingUnitIds: readonly string[];
    }
  | { readonly type: 'requestVoid'; readonly reason: string }
  | { readonly type: 'approveVoid' }
  | { readonly type: 'declineVoid'; readonly reason: string }
  /** What is done and how far it has come; `null` leaves the earlier words. */
  | { readonly type: 'reportProgress'; readonly measures: string | null; readonly progress: string | null }
  /** `until`: ISO 8601 instant. */
  | { readonly type: 'askExtension'; readonly until: string; readonly reason: string }
  /** The new deadline comes from the facts: the one asked for, or an earlier one the approver chose. */
  | { readonly type: 'grantExtension' }
  | { readonly type: 'refuseExtension'; readonly reason: string }
  /** `until`: review date, ISO 8601 instant. */
  | { readonly type: 'askDeferral'; readonly until: string; readonly reason: string }
  | { readonly type: 'grantDeferral'; readonly reason: string }
  | { readonly type: 'refuseDeferral'; readonly reason: string }
  /** Back to work after a deferral, with what was left of its time. */
  | { readonly type: 'resume' }
  | {
      readonly type: 'stopClock';
      /** Key from the city's list of reasons. */
      readonly reasonKey: string;
      readonly reason: string;
      /** ISO 8601 instant at which it runs on by itself. */
      readonly until: string;
    }
  | { readonly type: 'startClock' }
  /** Unit, limit and deadline come from the facts (the category's rule and the calendar). */
  | {
      readonly type: 'changeCategory';
      readonly categoryKey: string;
      readonly severity: Severity;
      readonly reason: string;
    }
  | { readonly type: 'linkDuplicate'; readonly mainProblemId: string; readonly reason: string }
  | { readonly type: 'unlinkDuplicate'; readonly reason: string }
  | { readonly type: 'setParent'; readonly parentId: string }
  | { readonly type: 'clearParent'; readonly reason: string }
  | { readonly type: 'answerRecurrence'; readonly previousId: string; readonly same: boolean };

export type ProblemCommandType = ProblemCommand['type'];
