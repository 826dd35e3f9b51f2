import { accept, type Decision, refuse } from '../decision.ts';
import { applyProblem } from './apply-problem.ts';
import type { Problem } from './problem.ts';
import type { RaiseProblem } from './problem-commands.ts';
import type { CarriedState, ProblemEvent } from './problem-events.ts';
import { shortestReason, statedReason } from './problem-evidence.ts';
import { isAnsweredFor } from './problem-states.ts';

/** Who answers for an imported entry from now on, or did until it was closed. */
export interface ImportedAssignment {
  readonly unitId: string;
  readonly assistingUnitIds?: readonly string[];
  readonly personId: string;
  /** Deadline of the first dispatch; a later one is carried. */
  readonly deadlineAt: string;
  /** When the source dispatched it; left out: at the import, a closed entry when it was closed. */
  readonly at?: string;
}

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
  /** `null` leaves an open entry to the dispatcher. */
  readonly assignment: ImportedAssignment | null;
  /** What else the source says of it; left out: nothing. `state` is the state before its end. */
  readonly carried?: CarriedState;
}

/**
 * The history that an import writes, always as the system: nobody of this city made these moves here.
 *
 * A foreign strike-off carries no evidence of ours, so it is an event of its own kind and never counts as
 * a verification; the same holds for what the source says of work under way. A deadline that the source
 * names stays as published, even where it has long passed.
 *
 * @param now time of the import; the dispatch of an open entry happens then, not on the day it was found.
 */
export function importedHistory(imported: ImportedProblem, now: string): Decision<readonly ProblemEvent[]> {
  const refusal = refusalOfContent(imported) ?? refusalOfDates(imported, now);
  if (refusal) return refusal;
  const { raise, number, foundAt, end, assignment, carried } = imported;
  const endedAt = end.kind === 'struckOff' ? end.closedAt : now;
  const events: ProblemEvent[] = [
    { kind: 'problem.raised', data: { ...raise, number }, at: foundAt, by: null },
  ];
  if (assignment !== null) {
    const { unitId, personId, deadlineAt, assistingUnitIds = [], at = endedAt } = assignment;
    const data = { unitId, assistingUnitIds, personId, deadlineAt };
    events.push({ kind: 'problem.dispatched', data, at, by: null });
  }
  if (carried && changes(events, carried)) {
    events.push({ kind: 'problem.import_carried', data: carried, at: endedAt, by: null });
  }
  if (end.kind === 'open') return accept(events);
  const reason = statedReason(end.reason);
  if (reason === null) return refuse('problem.reasonNeeded', { shortest: shortestReason });
  const kind = end.kind === 'voided' ? 'problem.import_voided' : 'problem.import_struck_off';
  events.push({ kind, data: { reason }, at: endedAt, by: null });
  return accept(events);
}

type Refusal = ReturnType<typeof refuse>;

function refusalOfDates({ foundAt, end, assignment, carried }: ImportedProblem, now: string): Refusal | null {
  if (isAfter(foundAt, now)) return refuse('problem.foundInFuture', { foundAt });
  const past = [
    end.kind === 'struckOff' ? end.closedAt : null,
    assignment?.at ?? null,
    carried?.startedAt ?? null,
    carried?.fixClaimedAt ?? null,
    carried?.deferredAt ?? null,
    carried?.clockStoppedAt ?? null,
  ].filter((at) => at !== null);
  const future = past.find((at) => isAfter(at, now));
  if (future !== undefined) return refuse('problem.importInFuture', { at: future });
  if (end.kind === 'struckOff' && isAfter(foundAt, end.closedAt)) return refuse('problem.closedBeforeFound');
  if (past.some((at) => isAfter(foundAt, at))) return refuse('problem.importBeforeFound', { foundAt });
  return null;
}

function isAfter(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}

function refusalOfContent({ raise, end, assignment, carried }: ImportedProblem): Refusal | null {
  if (raise.title.trim() === '') return refuse('problem.noTitle');
  if (raise.siteId === null && raise.placeText.trim() === '') return refuse('problem.noPlace');
  if (end.kind === 'struckOff' && assignment === null) return refuse('problem.unknownUnit');
  if (assignment?.assistingUnitIds?.includes(assignment.unitId)) {
    return refuse('problem.assistingIsResponsible');
  }
  if (!carried) return null;
  if (!isStateBefore(end.kind, carried.state, assignment !== null)) return refuse('problem.importState');
  if ((carried.state === 'deferred') !== (carried.deferredUntil !== null))
    return refuse('problem.importReview');
  if ((carried.state === 'duplicate') !== (carried.mainProblemId !== null))
    return refuse('problem.importMain');
  if (carried.mainProblemId === raise.problemId || raise.parentId === raise.problemId) {
    return refuse('problem.importMain');
  }
  const stop = [carried.clockStoppedAt, carried.clockStoppedUntil, carried.clockStopReason];
  const named = stop.filter((part) => part !== null).length;
  return named === 0 || named === stop.length ? null : refuse('problem.importClockStop');
}

/** Whether an entry can be in this state before its end, with or without a unit that answers for it. */
function isStateBefore(
  end: ImportedProblem['end']['kind'],
  state: CarriedState['state'],
  isAssigned: boolean,
): boolean {
  if (state === 'struck_off' || state === 'voided') return false;
  // entries that were refused or linked may have been dispatched before, and have no further end
  if (state === 'rejected' || state === 'duplicate') return end === 'open';
  return end !== 'open' || isAnsweredFor(state) === isAssigned;
}

/** Whether the source says anything that raising and dispatching did not already make so. */
function changes(events: readonly ProblemEvent[], carried: CarriedState): boolean {
  let problem: Problem | null = null;
  for (const event of events) problem = applyProblem(problem, event);
  if (!problem) return false;
  const before = problem;
  return (Object.keys(carried) as (keyof CarriedState)[]).some((key) => carried[key] !== before[key]);
}
