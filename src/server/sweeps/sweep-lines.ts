import { type RawBuilder, sql } from 'kysely';
import type { SweepCountsView, SweepLine } from '../../contract/sweeps.ts';
import { light } from '../../domain/deadlines/light.ts';
import type { Tx } from '../platform/database/database.ts';
import { type SweepRow, sweepOf } from './sweep-rows.ts';

/** The counts of some checks `c`, as `countsOf` counts each; a test holds them together. */
export const countColumns = sql`count(*) as total,
  count(*) filter (where c.result = 'clear' and c.spot_result is distinct from 'found') as clear,
  count(*) filter (where c.result = 'found' or c.spot_result = 'found') as found,
  count(*) filter (where c.result = 'notChecked') as "notChecked",
  count(*) filter (where c.result in ('clear','found') and c.photo_count > 0) as "withPhoto",
  count(*) filter (where c.spot_result is not null) as "spotChecked",
  count(*) filter (where c.spot_result = 'found') as contradicted`;

/** Only the counts of something that has more. */
export function onlyCounts(from: SweepCountsView): SweepCountsView {
  const { total, clear, found, notChecked, withPhoto, spotChecked, contradicted } = from;
  return { total, clear, found, notChecked, withPhoto, spotChecked, contradicted };
}

/** A sweep with the names its line shows. */
export type NamedSweepRow = SweepRow & {
  readonly scopeName: string;
  readonly ownerName: string;
  readonly problemNumber: number | null;
};

/** Sweeps `sw` under a condition. */
export async function selectSweeps(
  tx: Tx,
  condition: RawBuilder<unknown>,
  orderBy: RawBuilder<unknown>,
  limit: number,
): Promise<NamedSweepRow[]> {
  const { rows } = await sql<NamedSweepRow>`
    select sw.*, su.name as "scopeName", ou.name as "ownerName", p.number as "problemNumber" from sweep sw
    join unit su on su.city_id = sw.city_id and su.id = sw.scope_unit_id
    join unit ou on ou.city_id = sw.city_id and ou.id = sw.owner_unit_id
    left join problem p on p.city_id = sw.city_id and p.id = sw.problem_id
    where ${condition} order by ${orderBy} limit ${limit}`.execute(tx);
  return rows;
}

/** A sweep as lists show it. */
export function sweepLineOf(row: NamedSweepRow, now: string): SweepLine {
  const sweep = sweepOf(row);
  return {
    ...onlyCounts(sweep),
    id: sweep.id,
    number: sweep.number,
    state: sweep.state,
    title: sweep.title,
    severity: sweep.severity,
    categoryKey: sweep.categoryKey,
    itemCode: sweep.itemCode,
    siteTypes: [...sweep.siteTypes],
    scope: { id: sweep.scopeUnitId, name: row.scopeName },
    owner: { id: sweep.ownerUnitId, name: row.ownerName },
    problem:
      sweep.problemId === null || row.problemNumber === null
        ? null
        : { id: sweep.problemId, number: row.problemNumber },
    startedAt: sweep.startedAt,
    dueAt: sweep.dueAt,
    light: sweep.state === 'open' ? light(now, sweep.startedAt, sweep.dueAt) : null,
    cause: sweep.cause,
    closedAt: sweep.closedAt,
    isSample: row.is_sample,
  };
}
