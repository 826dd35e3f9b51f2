import type { Problem } from './problem.ts';
import type { Assignment, CarriedState, ProblemEvent } from './problem-events.ts';

/**
 * The problem after one more event. The stored row is this function's result, so the history always folds
 * back to the row.
 *
 * @throws Error where the history is broken: it begins without `problem.raised`, or raises twice.
 */
export function applyProblem(problem: Problem | null, event: ProblemEvent): Problem {
  if (event.kind === 'problem.raised') {
    if (problem) throw new Error(`problem ${problem.id} is raised twice`);
    return raised(event);
  }
  if (!problem) throw new Error(`history begins with ${event.kind} instead of problem.raised`);
  return { ...problem, ...changeBy(problem, event), version: problem.version + 1 };
}

/** The problem its whole history makes; `null` of no events. Throws as {@link applyProblem} does. */
export function foldProblem(events: Iterable<ProblemEvent>): Problem | null {
  let problem: Problem | null = null;
  for (const event of events) problem = applyProblem(problem, event);
  return problem;
}

/** No extension and no deferral waits for an answer. */
const nothingAsked = {
  extensionAskedUntil: null,
  extensionAskedBy: null,
  deferralAskedUntil: null,
  deferralAskedBy: null,
} as const satisfies Partial<Problem>;

const clockRuns = {
  clockStoppedAt: null,
  clockStoppedUntil: null,
  clockStopReason: null,
} as const satisfies Partial<Problem>;

function raised({ at, by, data }: Extract<ProblemEvent, { kind: 'problem.raised' }>): Problem {
  return {
    id: data.problemId,
    number: data.number,
    state: 'reported',
    siteId: data.siteId,
    placeText: data.placeText,
    lon: data.lon,
    lat: data.lat,
    itemCode: data.itemCode,
    versionId: data.versionId,
    categoryKey: data.categoryKey,
    severity: data.severity,
    title: data.title,
    description: data.description,
    defects: data.defects,
    sourceKind: data.sourceKind,
    sourceRef: data.sourceRef,
    inspectionId: data.inspectionId,
    roundId: data.roundId,
    unitId: null,
    assistingUnitIds: [],
    personId: null,
    deadlineHours: data.deadlineHours,
    deadlineClock: data.deadlineClock,
    deadlineAt: null,
    originalDeadlineAt: null,
    raisedAt: at,
    raisedBy: by,
    dispatchedAt: null,
    startedAt: null,
    fixClaimedAt: null,
    fixClaimedBy: null,
    struckOffAt: null,
    struckOffBy: null,
    reworkCount: 0,
    returnCount: 0,
    transferCount: 0,
    proposedUnitId: null,
    voidRequestedBy: null,
    recurrenceOf: data.recurrenceOf ?? null,
    sweepId: data.sweepId ?? null,
    parentId: data.parentId ?? null,
    mainProblemId: null,
    linkedFromState: null,
    recurrenceAnswered: typeof data.recurrenceOf === 'string',
    ...nothingAsked,
    extensionCount: 0,
    deferredAt: null,
    deferredUntil: null,
    deferralCount: 0,
    ...clockRuns,
    clockStopCount: 0,
    measures: '',
    progress: '',
    version: 1,
  };
}

/** A full assignment begins the work anew: nothing of an earlier try stays but the counts. */
function assignedTo(problem: Problem, data: Assignment, at: string): Partial<Problem> {
  const moved = problem.unitId !== null && problem.unitId !== data.unitId;
  return {
    state: 'dispatched',
    unitId: data.unitId,
    assistingUnitIds: data.assistingUnitIds,
    personId: data.personId,
    deadlineAt: data.deadlineAt,
    originalDeadlineAt: problem.originalDeadlineAt ?? data.deadlineAt,
    dispatchedAt: at,
    startedAt: null,
    fixClaimedAt: null,
    fixClaimedBy: null,
    struckOffAt: null,
    struckOffBy: null,
    transferCount: problem.transferCount + (moved ? 1 : 0),
    proposedUnitId: null,
    ...nothingAsked,
    ...clockRuns,
  };
}

/** The same unit goes on with a new limit; another one begins anew. */
function recategorised(
  problem: Problem,
  { at, data }: Extract<ProblemEvent, { kind: 'problem.recategorised' }>,
): Partial<Problem> {
  const { categoryKey, severity, deadlineHours, deadlineClock, assignment } = data;
  const category = { categoryKey, severity, deadlineHours, deadlineClock };
  if (assignment === null) return category;
  if (assignment.unitId === problem.unitId) return { ...category, deadlineAt: assignment.deadlineAt };
  return { ...category, ...assignedTo(problem, assignment, at) };
}

/** Member by member: a stored event carries remarks besides. */
function carried(data: CarriedState): CarriedState {
  return {
    state: data.state,
    deadlineAt: data.deadlineAt,
    startedAt: data.startedAt,
    fixClaimedAt: data.fixClaimedAt,
    reworkCount: data.reworkCount,
    returnCount: data.returnCount,
    transferCount: data.transferCount,
    proposedUnitId: data.proposedUnitId,
    mainProblemId: data.mainProblemId,
    linkedFromState: data.linkedFromState,
    extensionCount: data.extensionCount,
    deferredAt: data.deferredAt,
    deferredUntil: data.deferredUntil,
    deferralCount: data.deferralCount,
    clockStoppedAt: data.clockStoppedAt,
    clockStoppedUntil: data.clockStoppedUntil,
    clockStopReason: data.clockStopReason,
    clockStopCount: data.clockStopCount,
    measures: data.measures,
    progress: data.progress,
  };
}

function changeBy(
  problem: Problem,
  event: Exclude<ProblemEvent, { kind: 'problem.raised' }>,
): Partial<Problem> {
  switch (event.kind) {
    case 'problem.rejected':
      return { state: 'rejected', voidRequestedBy: null };
    case 'problem.dispatched':
      return assignedTo(problem, event.data, event.at);
    case 'problem.returned':
      return {
        state: 'returned',
        returnCount: problem.returnCount + 1,
        proposedUnitId: event.data.proposedUnitId,
      };
    case 'problem.assigned':
      return { state: 'assigned', personId: event.data.personId };
    case 'problem.started':
      return { state: 'in_progress', startedAt: event.at };
    case 'problem.handed_over':
      return { personId: event.data.personId };
    case 'problem.fix_claimed':
      return {
        state: 'fix_claimed',
        fixClaimedAt: event.at,
        fixClaimedBy: event.by,
        ...nothingAsked,
        ...clockRuns,
      };
    case 'problem.struck_off':
      return { state: 'struck_off', struckOffAt: event.at, struckOffBy: event.by, voidRequestedBy: null };
    case 'problem.sent_back':
      return {
        state: 'in_progress',
        deadlineAt: event.data.deadlineAt,
        fixClaimedAt: null,
        fixClaimedBy: null,
        reworkCount: problem.reworkCount + 1,
      };
    case 'problem.reopened':
      return { ...assignedTo(problem, event.data, event.at), reworkCount: problem.reworkCount + 1 };
    case 'problem.void_requested':
      return { voidRequestedBy: event.by };
    case 'problem.void_declined':
      return { voidRequestedBy: null };
    case 'problem.voided':
      return {
        state: 'voided',
        voidRequestedBy: event.data.requestedBy,
        deferredUntil: null,
        ...nothingAsked,
        ...clockRuns,
      };
    case 'problem.progress_reported':
      return {
        measures: event.data.measures ?? problem.measures,
        progress: event.data.progress ?? problem.progress,
      };
    case 'problem.extension_asked':
      return { extensionAskedUntil: event.data.until, extensionAskedBy: event.by };
    case 'problem.extended':
      return {
        deadlineAt: event.data.deadlineAt,
        extensionCount: problem.extensionCount + 1,
        extensionAskedUntil: null,
        extensionAskedBy: null,
      };
    case 'problem.extension_refused':
      return { extensionAskedUntil: null, extensionAskedBy: null };
    case 'problem.deferral_asked':
      return { deferralAskedUntil: event.data.until, deferralAskedBy: event.by };
    case 'problem.deferral_refused':
      return { deferralAskedUntil: null, deferralAskedBy: null };
    case 'problem.deferred':
      return {
        state: 'deferred',
        deferredAt: event.at,
        deferredUntil: event.data.until,
        deferralCount: problem.deferralCount + 1,
        ...nothingAsked,
        ...clockRuns,
      };
    case 'problem.resumed':
      return { state: 'in_progress', deadlineAt: event.data.deadlineAt, deferredUntil: null };
    case 'problem.clock_stopped':
      return {
        clockStoppedAt: event.at,
        clockStoppedUntil: event.data.until,
        clockStopReason: event.data.reasonKey,
        clockStopCount: problem.clockStopCount + 1,
      };
    case 'problem.clock_started':
      return { deadlineAt: event.data.deadlineAt, ...clockRuns };
    case 'problem.recategorised':
      return recategorised(problem, event);
    case 'problem.linked_duplicate':
      return {
        state: 'duplicate',
        mainProblemId: event.data.mainProblemId,
        linkedFromState: event.data.fromState,
        voidRequestedBy: null,
        ...nothingAsked,
        ...clockRuns,
      };
    case 'problem.unlinked_duplicate':
      return { state: problem.linkedFromState ?? 'reported', mainProblemId: null, linkedFromState: null };
    case 'problem.parent_set':
      return { parentId: event.data.parentId };
    case 'problem.parent_cleared':
      return { parentId: null };
    case 'problem.recurrence_answered':
      return {
        recurrenceOf: event.data.same ? event.data.previousId : null,
        recurrenceAnswered: true,
      };
    case 'problem.import_carried':
      return carried(event.data);
    case 'problem.import_struck_off':
      return {
        state: 'struck_off',
        struckOffAt: event.at,
        struckOffBy: event.by,
        deferredUntil: null,
        ...clockRuns,
      };
    case 'problem.import_voided':
      return { state: 'voided', deferredUntil: null, ...clockRuns };
    default: {
      const unknown: never = event;
      throw new Error(`unknown event ${JSON.stringify(unknown)}`);
    }
  }
}
