import type { FoundProblem } from './problem.ts';

/** Enters a problem into the ledger. The id is made where the thing is made (UUIDv7). */
export interface RaiseProblem extends FoundProblem {
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
  | { readonly type: 'declineVoid'; readonly reason: string };

export type ProblemCommandType = ProblemCommand['type'];
