import type { Insertable, Selectable } from 'kysely';
import type { Severity } from '../../domain/problems/problem.ts';
import type {
  CheckResult,
  RootCause,
  SpotResult,
  Sweep,
  SweepCheck,
  SweepState,
} from '../../domain/sweeps/sweep.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export type SweepRow = Selectable<Tables['sweep']>;
export type SweepCheckRow = Selectable<Tables['sweep_check']>;

/** The sweep a row holds. */
export function sweepOf(row: SweepRow): Sweep {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    categoryKey: row.category_key,
    itemCode: row.item_code,
    versionId: row.version_id,
    severity: row.severity as Severity,
    siteTypes: row.site_types,
    scopeUnitId: row.scope_unit_id,
    ownerUnitId: row.owner_unit_id,
    problemId: row.problem_id,
    dueAt: row.due_at,
    state: row.state as SweepState,
    total: row.total_count,
    clear: row.clear_count,
    found: row.found_count,
    notChecked: row.not_checked_count,
    withPhoto: row.photo_count,
    spotChecked: row.spot_count,
    contradicted: row.contradicted_count,
    startedAt: row.started_at,
    startedBy: row.started_by,
    cause: row.cause as RootCause | null,
    causeNote: row.cause_note,
    waiveReason: row.waive_reason,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    reopenCount: row.reopen_count,
    version: row.version,
  };
}

/** The row a sweep makes, with the end of its history's chain. */
export function sweepColumns(
  cityId: string,
  sweep: Sweep,
  lastHash: Buffer,
): Omit<Insertable<Tables['sweep']>, 'command_id' | 'command_hash' | 'is_sample'> {
  return {
    city_id: cityId,
    id: sweep.id,
    number: sweep.number,
    title: sweep.title,
    category_key: sweep.categoryKey,
    item_code: sweep.itemCode,
    version_id: sweep.versionId,
    severity: sweep.severity,
    site_types: [...sweep.siteTypes],
    scope_unit_id: sweep.scopeUnitId,
    owner_unit_id: sweep.ownerUnitId,
    problem_id: sweep.problemId,
    due_at: sweep.dueAt,
    state: sweep.state,
    total_count: sweep.total,
    clear_count: sweep.clear,
    found_count: sweep.found,
    not_checked_count: sweep.notChecked,
    photo_count: sweep.withPhoto,
    spot_count: sweep.spotChecked,
    contradicted_count: sweep.contradicted,
    started_at: sweep.startedAt,
    started_by: sweep.startedBy,
    cause: sweep.cause,
    cause_note: sweep.causeNote,
    waive_reason: sweep.waiveReason,
    closed_at: sweep.closedAt,
    closed_by: sweep.closedBy,
    reopen_count: sweep.reopenCount,
    version: sweep.version,
    last_hash: lastHash,
  };
}

/** The check a row holds. */
export function checkOf(row: SweepCheckRow): SweepCheck {
  return {
    checkId: row.id,
    siteId: row.site_id,
    unitId: row.unit_id,
    result: row.result as CheckResult | null,
    reason: row.reason,
    photoCount: row.photo_count,
    problemId: row.problem_id,
    checkedAt: row.checked_at,
    checkedBy: row.checked_by,
    spotResult: row.spot_result as SpotResult | null,
    spotReason: row.spot_reason,
    spotPhotoCount: row.spot_photo_count,
    spotProblemId: row.spot_problem_id,
    spottedAt: row.spotted_at,
    spottedBy: row.spotted_by,
  };
}

/** What a look at a site changes in its row. */
export function checkColumns(check: SweepCheck) {
  return {
    result: check.result,
    reason: check.reason,
    photo_count: check.photoCount,
    problem_id: check.problemId,
    checked_at: check.checkedAt,
    checked_by: check.checkedBy,
    spot_result: check.spotResult,
    spot_reason: check.spotReason,
    spot_photo_count: check.spotPhotoCount,
    spot_problem_id: check.spotProblemId,
    spotted_at: check.spottedAt,
    spotted_by: check.spottedBy,
  };
}
