import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SweepCountsView } from '../../contract/sweeps.ts';
import { type RootCause, rootCauses } from '../../domain/sweeps/sweep.ts';
import { unitsWithin } from '../problems/problem-sight.ts';
import type { SweepCall } from './sweep-actor.ts';
import { countColumns, onlyCounts, selectSweeps, sweepLineOf } from './sweep-lines.ts';
import { sweepsInSight } from './sweep-sight.ts';

/** Most open sweeps on a unit's card. */
const firstSweeps = 5;

/** "Site `s` lies in the subtree of this path". */
function siteWithin(cityId: string, path: string): RawBuilder<SqlBool> {
  if (!path.includes('.')) return sql<SqlBool>`true`;
  return sql<SqlBool>`s.territory_unit_id = any (${unitsWithin(cityId, [path])})`;
}

/** How far a unit is with the sweeps that touch its sites. The caller has asked whether it may be seen. */
export async function viewUnitSweeps({ tx, cityId, now }: SweepCall, unitPath: string) {
  const { rows } = await sql<SweepCountsView & { id: string; isOpen: boolean; isOverdue: boolean }>`
    select sw.id, sw.state = 'open' as "isOpen",
      sw.state = 'open' and sw.due_at < ${now}::timestamptz as "isOverdue", ${countColumns}
    from sweep_check c
    join sweep sw on sw.city_id = c.city_id and sw.id = c.sweep_id
    join site s on s.city_id = c.city_id and s.id = c.site_id
    where c.city_id = ${cityId} and sw.state <> 'cancelled' and ${siteWithin(cityId, unitPath)}
    group by sw.id, sw.state, sw.due_at order by sw.due_at, sw.id`.execute(tx);
  const open = rows.filter((row) => row.isOpen);
  const firstIds = open.slice(0, firstSweeps).map((row) => row.id);
  const lines = await selectSweeps(
    tx,
    sql`sw.city_id = ${cityId} and sw.id = any (${firstIds}::uuid[])`,
    sql`sw.due_at, sw.id`,
    firstSweeps,
  );
  const ownCounts = new Map(open.map((row) => [row.id, onlyCounts(row)]));
  return {
    counts: sumCounts(rows),
    open: open.length,
    overdue: open.filter((row) => row.isOverdue).length,
    first: lines.map((line) => ({ ...sweepLineOf(line, now), ...ownCounts.get(line.id) })),
  };
}

function sumCounts(rows: readonly SweepCountsView[]): SweepCountsView {
  const sum = (key: keyof SweepCountsView): number => rows.reduce((total, row) => total + row[key], 0);
  return {
    total: sum('total'),
    clear: sum('clear'),
    found: sum('found'),
    notChecked: sum('notChecked'),
    withPhoto: sum('withPhoto'),
    spotChecked: sum('spotChecked'),
    contradicted: sum('contradicted'),
  };
}

/** Most words of one cause that are shown. */
const mostNotes = 5;

/** Root causes of the sweeps in sight that were closed from one instant to another. */
export async function countRootCauses(
  { tx, cityId, ask }: SweepCall,
  span: { readonly from: string; readonly to: string; readonly unitPath: string | undefined },
) {
  const conditions = [
    sql<SqlBool>`sw.city_id = ${cityId} and sw.state = 'done'`,
    sql<SqlBool>`sw.closed_at >= ${span.from}::timestamptz and sw.closed_at < ${span.to}::timestamptz`,
    sweepsInSight(cityId, ask.reach('problem.view')),
  ];
  if (span.unitPath?.includes('.')) {
    conditions.push(sql<SqlBool>`sw.owner_unit_id = any (${unitsWithin(cityId, [span.unitPath])})`);
  }
  const condition = sql.join(conditions, sql` and `);
  const { rows } = await sql<{ cause: RootCause; sweeps: number; found: number; notes: CauseNote[] }>`
    select sw.cause, count(*) as sweeps, sum(sw.found_count)::int as found,
      (array_agg(jsonb_build_object('sweepId', sw.id, 'number', sw.number, 'title', sw.title,
        'note', sw.cause_note) order by sw.number desc))[1:${sql.lit(mostNotes)}] as notes
    from sweep sw where ${condition} group by sw.cause order by count(*) desc`.execute(tx);
  const byCause = new Map(rows.map((row) => [row.cause, row]));
  return {
    sweeps: rows.reduce((sum, row) => sum + row.sweeps, 0),
    causes: rootCauses
      .map((cause) => byCause.get(cause) ?? { cause, sweeps: 0, found: 0, notes: [] })
      .sort((a, b) => b.sweeps - a.sweeps),
  };
}

interface CauseNote {
  readonly sweepId: string;
  readonly number: number;
  readonly title: string;
  readonly note: string;
}
