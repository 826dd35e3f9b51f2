import { accept, type Decision, refuse } from '../decision.ts';
import type { RaiseProblem } from './problem-commands.ts';
import type { ProblemEvent } from './problem-events.ts';
import { shortestReason, statedReason } from './problem-evidence.ts';

/** A problem whose life so far was published or kept elsewhere. */
export interface ImportedProblem {
  readonly raise: Omit<RaiseProblem, 'type'>;
  readonly number: number;
  /** When it was found, as its source says; ISO 8601 instant. */
  readonly foundAt: string;
  readonly end:
    | { readonly kind: 'open' }
    /** `closedAt`: as the source says, else the time of the import. */
    | { readonly kind: 'struckOff'; readonly closedAt: string; readonly reason: string }
    /** Entered for reference only, such as a case of another city. */
    | { readonly kind: 'voided'; readonly reason: string };
  /** Who answers for it from now on; `null` leaves an open entry to the dispatcher. */
  readonly assignment: {
    readonly unitId: string;
    readonly personId: string;
    readonly deadlineAt: string;
  } | null;
}

/**
 * The history that an import writes, always as the system: nobody of this city made these moves here.
 *
 * A foreign strike-off carries no evidence of ours, so it is an event of its own kind and never counts as
 * a verification. A deadline that the source names stays as published, even where it has long passed.
 *
 * @param now time of the import; the dispatch of an open entry happens then, not on the day it was found.
 */
export function importedHistory(imported: ImportedProblem, now: string): Decision<readonly ProblemEvent[]> {
  const { raise, number, foundAt, end, assignment } = imported;
  if (Date.parse(foundAt) > Date.parse(now)) return refuse('problem.foundInFuture', { foundAt });
  if (raise.title.trim() === '') return refuse('problem.noTitle');
  if (raise.siteId === null && raise.placeText.trim() === '') return refuse('problem.noPlace');
  const raised: ProblemEvent = {
    kind: 'problem.raised',
    data: { ...raise, number },
    at: foundAt,
    by: null,
  };
  if (end.kind === 'voided') {
    const reason = statedReason(end.reason);
    if (reason === null) return refuse('problem.reasonNeeded', { shortest: shortestReason });
    return accept([raised, { kind: 'problem.import_voided', data: { reason }, at: now, by: null }]);
  }
  if (assignment === null) {
    return end.kind === 'open' ? accept([raised]) : refuse('problem.unknownUnit');
  }
  const at = end.kind === 'open' ? now : end.closedAt;
  const dispatched: ProblemEvent = {
    kind: 'problem.dispatched',
    data: { ...assignment, assistingUnitIds: [] },
    at,
    by: null,
  };
  if (end.kind === 'open') return accept([raised, dispatched]);
  if (Date.parse(end.closedAt) < Date.parse(foundAt)) return refuse('problem.closedBeforeFound');
  const reason = statedReason(end.reason);
  if (reason === null) return refuse('problem.reasonNeeded', { shortest: shortestReason });
  return accept([raised, dispatched, { kind: 'problem.import_struck_off', data: { reason }, at, by: null }]);
}
