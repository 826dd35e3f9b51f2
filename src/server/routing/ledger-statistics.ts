import { sql } from 'kysely';
import type { UnitStatistics } from '../../contract/statistics.ts';
import type { ClosureFormula } from '../../domain/deadlines/ledger-settings.ts';
import { closureRate } from '../../domain/problems/closure-rate.ts';
import { openStates } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import { unitsWithin } from '../problems/problem-sight.ts';

type Counted = Omit<UnitStatistics, 'closureRate' | 'closureBase' | 'unit'> & {
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly isSum: boolean;
};

/**
 * How the units in sight handle their problems: counts, times and the closure rate, and the sum of all, in
 * one pass over the ledger. Times are medians and deciles over what was struck off; what is open keeps its
 * own age beside them, so that a heap that nobody touches cannot hide behind quick cases.
 *
 * @param roots from `ask.reach('problem.view')`.
 * @param from first day on which a problem was raised, `to` last; days of the city.
 */
export async function loadLedgerStatistics(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: string },
  formula: ClosureFormula,
): Promise<{ units: UnitStatistics[]; sum: UnitStatistics }> {
  const isWholeCity = roots.some((root) => !root.includes('.'));
  const inSight = isWholeCity ? sql`true` : sql`p.unit_id in (select unnest(${unitsWithin(cityId, roots)}))`;
  const open: readonly string[] = openStates;
  const { rows } = await sql<Counted>`
    with counted as (
      select p.unit_id, grouping(p.unit_id) = 1 as is_sum,
        count(*)::int as total,
        count(*) filter (where p.state = any (${open}::text[]))::int as open,
        count(*) filter (where p.state = 'struck_off')::int as struck_off,
        count(*) filter (where p.deadline_at < ${now} and p.clock_stopped_at is null
          and p.state in ('dispatched','returned','assigned','in_progress'))::int as overdue,
        count(*) filter (where p.state = 'deferred')::int as deferred,
        count(*) filter (where p.state = 'voided')::int as voided,
        percentile_cont(0.5) within group (order by extract(epoch from p.struck_off_at - p.raised_at) / 86400)
          filter (where p.state = 'struck_off') as median,
        percentile_cont(0.9) within group (order by extract(epoch from p.struck_off_at - p.raised_at) / 86400)
          filter (where p.state = 'struck_off') as ninth,
        avg(extract(epoch from ${now}::timestamptz - p.raised_at) / 86400)
          filter (where p.state = any (${open}::text[])) as open_age,
        coalesce(sum(p.extension_count), 0)::int as extensions,
        coalesce(sum(p.deferral_count), 0)::int as deferrals,
        coalesce(sum(p.clock_stop_count), 0)::int as clock_stops,
        coalesce(sum(p.return_count), 0)::int as returns,
        coalesce(sum(p.transfer_count), 0)::int as transfers,
        coalesce(sum(p.rework_count), 0)::int as rework
      from problem p
      where p.city_id = ${cityId} and p.unit_id is not null and p.state <> 'duplicate'
        and p.raised_at >= ${`${from}T00:00:00+08:00`}::timestamptz
        and p.raised_at < ${`${to}T00:00:00+08:00`}::timestamptz + interval '1 day'
        and ${inSight}
      group by grouping sets ((p.unit_id), ()))
    select c.unit_id as "unitId", u.name as "unitName", c.is_sum as "isSum", c.total, c.open,
      c.struck_off as "struckOff", c.overdue, c.deferred, c.voided, c.median::float8 as "medianDays",
      c.ninth::float8 as "ninthDecileDays", c.open_age::float8 as "openAgeDays", c.extensions, c.deferrals,
      c.clock_stops as "clockStops", c.returns, c.transfers, c.rework
    from counted c left join unit u on u.city_id = ${cityId} and u.id = c.unit_id
    order by u.path`.execute(tx);
  const viewed = rows.map((row) => ({ isSum: row.isSum, view: viewOf(row, formula) }));
  const sum = viewed.find((row) => row.isSum)?.view;
  if (!sum) throw new Error('a grouping set of everything answers one row');
  return { units: viewed.filter((row) => !row.isSum).map((row) => row.view), sum };
}

function viewOf(row: Counted, formula: ClosureFormula): UnitStatistics {
  const { unitId, unitName, isSum: _isSum, ...counts } = row;
  const { rate, base } = closureRate(counts, formula);
  return {
    unit: unitId === null ? null : { id: unitId, name: unitName ?? '' },
    ...counts,
    closureRate: rate,
    closureBase: base,
  };
}
