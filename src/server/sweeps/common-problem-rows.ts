import type { Insertable, Selectable } from 'kysely';
import type { CommonProblem, CommonProblemState } from '../../domain/sweeps/common-problem.ts';
import type { CommonFigures } from '../../domain/sweeps/common-problem-rule.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export type CommonProblemRow = Selectable<Tables['common_problem']>;

/** The entry a row holds. */
export function commonProblemOf(row: CommonProblemRow): CommonProblem {
  return {
    id: row.id,
    number: row.number,
    state: row.state as CommonProblemState,
    title: row.title,
    categoryKey: row.category_key,
    itemCode: row.item_code,
    versionId: row.version_id,
    measure: row.measure,
    ownerUnitId: row.owner_unit_id,
    dueOn: row.due_on,
    figures: row.figures as unknown as CommonFigures,
    confirmedAt: row.confirmed_at,
    confirmedBy: row.confirmed_by,
    progress: row.progress,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    outcome: row.outcome,
    version: row.version,
  };
}

/** The row an entry makes, with the end of its history's chain. */
export function commonProblemColumns(
  cityId: string,
  entry: CommonProblem,
  lastHash: Buffer,
): Omit<Insertable<Tables['common_problem']>, 'command_id' | 'command_hash' | 'is_sample'> {
  return {
    city_id: cityId,
    id: entry.id,
    number: entry.number,
    state: entry.state,
    title: entry.title,
    category_key: entry.categoryKey,
    item_code: entry.itemCode,
    version_id: entry.versionId,
    measure: entry.measure,
    owner_unit_id: entry.ownerUnitId,
    due_on: entry.dueOn,
    figures: JSON.stringify(entry.figures),
    confirmed_at: entry.confirmedAt,
    confirmed_by: entry.confirmedBy,
    progress: entry.progress,
    closed_at: entry.closedAt,
    closed_by: entry.closedBy,
    outcome: entry.outcome,
    version: entry.version,
    last_hash: lastHash,
  };
}
