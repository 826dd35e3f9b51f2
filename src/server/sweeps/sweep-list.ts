import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { listSweeps } from '../../contract/sweeps.ts';
import type { SweepState } from '../../domain/sweeps/sweep.ts';
import { likePart } from '../organisation/unit-queries.ts';
import { pageOf, readCursor } from '../platform/paging.ts';
import { unitsWithin } from '../problems/problem-sight.ts';
import type { SweepCall } from './sweep-actor.ts';
import { selectSweeps, sweepLineOf } from './sweep-lines.ts';
import { sweepsInSight } from './sweep-sight.ts';

type Condition = RawBuilder<SqlBool>;
type Filter = z.output<typeof listSweeps.query>;

/** Open and past its day. */
function overdueAt(now: string): Condition {
  return sql<SqlBool>`(sw.state = 'open' and sw.due_at < ${now}::timestamptz)`;
}

/** Sweeps in sight, latest first, with the counts of the same filter. `unitPath`: that of `filter.unitId`. */
export async function listSweepPage(call: SweepCall, filter: Filter, unitPath: string | undefined) {
  const { tx, cityId, ask, now } = call;
  const shared: Condition[] = [
    sql<SqlBool>`sw.city_id = ${cityId}`,
    sweepsInSight(cityId, ask.reach('problem.view')),
  ];
  if (unitPath?.includes('.')) shared.push(touches(cityId, unitPath));
  if (filter.category) shared.push(sql<SqlBool>`sw.category_key = ${filter.category}`);
  if (filter.search) shared.push(searched(filter.search));
  if (filter.overdue !== undefined) {
    shared.push(filter.overdue ? overdueAt(now) : sql<SqlBool>`not ${overdueAt(now)}`);
  }
  const counts = await countSweeps(call, shared, filter.state);
  const conditions = [...shared];
  if (filter.state) conditions.push(sql<SqlBool>`sw.state = ${filter.state}`);
  const after = readCursor(z.tuple([z.number().int()]), filter.cursor);
  if (after) conditions.push(sql<SqlBool>`sw.number < ${after[0]}`);
  const found = await selectSweeps(
    tx,
    sql.join(conditions, sql` and `),
    sql`sw.number desc`,
    filter.limit + 1,
  );
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.number]);
  return { rows: rows.map((row) => sweepLineOf(row, now)), next, counts };
}

/** The unit, or one below it, answers for the sweep or has sites in it. */
function touches(cityId: string, unitPath: string): Condition {
  const units = unitsWithin(cityId, [unitPath]);
  return sql<SqlBool>`(sw.owner_unit_id = any (${units}) or exists (
    select 1 from sweep_check c join site s on s.city_id = c.city_id and s.id = c.site_id
    where c.city_id = sw.city_id and c.sweep_id = sw.id and s.territory_unit_id = any (${units})))`;
}

function searched(text: string): Condition {
  const title = sql<SqlBool>`sw.title ilike ${`%${likePart(text)}%`}`;
  return /^\d{1,15}$/.test(text) ? sql<SqlBool>`(${title} or sw.number = ${Number(text)})` : title;
}

async function countSweeps(
  { tx, now }: SweepCall,
  conditions: readonly Condition[],
  shownState: SweepState | undefined,
) {
  const { rows } = await sql<{ state: SweepState; count: number; overdue: number }>`
    select sw.state, count(*) as count, count(*) filter (where ${overdueAt(now)}) as overdue
    from sweep sw where ${sql.join(conditions, sql` and `)} group by sw.state`.execute(tx);
  const counted = rows.filter((row) => shownState === undefined || row.state === shownState);
  return {
    byState: Object.fromEntries(rows.map((row) => [row.state, row.count])),
    shown: counted.reduce((sum, row) => sum + row.count, 0),
    overdue: rows.reduce((sum, row) => sum + row.overdue, 0),
  };
}
