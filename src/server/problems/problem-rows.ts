import type { Insertable, Selectable } from 'kysely';
import type { Problem } from '../../domain/problems/problem.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export type ProblemRow = Selectable<Tables['problem']>;
type NewProblemRow = Insertable<Tables['problem']>;

/** The stored row as the rules know it. */
export function problemOf(row: ProblemRow): Problem {
  return {
    id: row.id,
    number: row.number,
    state: row.state as Problem['state'],
    siteId: row.site_id,
    placeText: row.place_text ?? '',
    lon: row.lon,
    lat: row.lat,
    itemCode: row.item_code,
    versionId: row.version_id,
    categoryKey: row.category_key,
    severity: row.severity as Problem['severity'],
    title: row.title,
    description: row.description,
    defects: row.defects,
    sourceKind: row.source_kind as Problem['sourceKind'],
    sourceRef: row.source_ref,
    inspectionId: row.inspection_id,
    roundId: row.round_id,
    unitId: row.unit_id,
    assistingUnitIds: row.assisting_unit_ids,
    personId: row.person_id,
    deadlineHours: Number(row.deadline_hours),
    deadlineClock: row.deadline_clock as Problem['deadlineClock'],
    deadlineAt: row.deadline_at,
    originalDeadlineAt: row.original_deadline_at,
    raisedAt: row.raised_at,
    raisedBy: row.raised_by,
    dispatchedAt: row.dispatched_at,
    startedAt: row.started_at,
    fixClaimedAt: row.fix_claimed_at,
    fixClaimedBy: row.fix_claimed_by,
    struckOffAt: row.struck_off_at,
    struckOffBy: row.struck_off_by,
    reworkCount: row.rework_count,
    returnCount: row.return_count,
    transferCount: row.transfer_count,
    proposedUnitId: row.proposed_unit_id,
    voidRequestedBy: row.void_requested_by,
    recurrenceOf: row.recurrence_of,
    sweepId: row.sweep_id,
    parentId: row.parent_id,
    mainProblemId: row.main_problem_id,
    linkedFromState: row.linked_from_state as Problem['linkedFromState'],
    recurrenceAnswered: row.recurrence_answered,
    extensionAskedUntil: row.extension_asked_until,
    extensionAskedBy: row.extension_asked_by,
    extensionCount: row.extension_count,
    deferralAskedUntil: row.deferral_asked_until,
    deferralAskedBy: row.deferral_asked_by,
    deferredAt: row.deferred_at,
    deferredUntil: row.deferred_until,
    deferralCount: row.deferral_count,
    clockStoppedAt: row.clock_stopped_at,
    clockStoppedUntil: row.clock_stopped_until,
    clockStopReason: row.clock_stop_reason,
    clockStopCount: row.clock_stop_count,
    measures: row.measures,
    progress: row.progress,
    version: row.version,
  };
}

/**
 * The row that a problem makes, with the end of its history's chain.
 *
 * @param problem result of `applyProblem`; its number must have been given.
 */
export function problemColumns(
  cityId: string,
  problem: Problem,
  lastHash: Buffer,
): Omit<NewProblemRow, 'is_sample'> {
  if (problem.number === null) throw new Error(`problem ${problem.id} has no number yet`);
  return {
    city_id: cityId,
    id: problem.id,
    number: problem.number,
    state: problem.state,
    site_id: problem.siteId,
    place_text: problem.placeText === '' ? null : problem.placeText,
    lon: problem.lon,
    lat: problem.lat,
    item_code: problem.itemCode,
    version_id: problem.versionId,
    category_key: problem.categoryKey,
    severity: problem.severity,
    title: problem.title,
    description: problem.description,
    defects: problem.defects,
    source_kind: problem.sourceKind,
    source_ref: problem.sourceRef,
    inspection_id: problem.inspectionId,
    round_id: problem.roundId,
    unit_id: problem.unitId,
    assisting_unit_ids: [...problem.assistingUnitIds],
    person_id: problem.personId,
    deadline_hours: String(problem.deadlineHours),
    deadline_clock: problem.deadlineClock,
    deadline_at: problem.deadlineAt,
    original_deadline_at: problem.originalDeadlineAt,
    raised_at: problem.raisedAt,
    raised_by: problem.raisedBy,
    dispatched_at: problem.dispatchedAt,
    started_at: problem.startedAt,
    fix_claimed_at: problem.fixClaimedAt,
    fix_claimed_by: problem.fixClaimedBy,
    struck_off_at: problem.struckOffAt,
    struck_off_by: problem.struckOffBy,
    rework_count: problem.reworkCount,
    return_count: problem.returnCount,
    transfer_count: problem.transferCount,
    proposed_unit_id: problem.proposedUnitId,
    void_requested_by: problem.voidRequestedBy,
    recurrence_of: problem.recurrenceOf,
    sweep_id: problem.sweepId,
    parent_id: problem.parentId,
    main_problem_id: problem.mainProblemId,
    linked_from_state: problem.linkedFromState,
    recurrence_answered: problem.recurrenceAnswered,
    extension_asked_until: problem.extensionAskedUntil,
    extension_asked_by: problem.extensionAskedBy,
    extension_count: problem.extensionCount,
    deferral_asked_until: problem.deferralAskedUntil,
    deferral_asked_by: problem.deferralAskedBy,
    deferral_count: problem.deferralCount,
    deferred_at: problem.deferredAt,
    deferred_until: problem.deferredUntil,
    clock_stopped_at: problem.clockStoppedAt,
    clock_stopped_until: problem.clockStoppedUntil,
    clock_stop_reason: problem.clockStopReason,
    clock_stop_count: problem.clockStopCount,
    measures: problem.measures,
    progress: problem.progress,
    version: problem.version,
    last_hash: lastHash,
  };
}

/**
 * Problems that fit one statement with their history: PostgreSQL takes 65 535 parameters, a problem fills
 * about sixty and each of its events eleven.
 */
export const problemsPerInsert = 500;
