import { sql } from 'kysely';
import type { WorstLine } from '../../contract/work-lists.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { readWorstFormula, type WorstFormula, worstPoints } from '../../domain/problems/worst-first.ts';
import type { Tx } from '../platform/database/database.ts';
import { inSightOf, type LedgerScope } from './problem-scope.ts';
import { answeredFor, open, overdueAt } from './problem-state-conditions.ts';

/** Strike-offs of so many days say how fast a place closes. */
const closingDays = 90;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly above: string | null;
  readonly score: string | null;
  readonly scoredSites: number;
  readonly open: number;
  readonly overdue: number;
  readonly recurrences: number;
  readonly medianAge: number | null;
  readonly decileAge: number | null;
  readonly closed: number;
  readonly medianClosing: number | null;
  readonly decileClosing: number | null;
}

/**
 * The worst sites or units in sight, worst first; equal points by the longer open list, then by name. What
 * has nothing open, nothing that came back and no score is no place to begin and is left out.
 */
export async function loadWorst(
  tx: Tx,
  cityId: string,
  scope: LedgerScope,
  of: 'sites' | 'units',
  limit: number,
): Promise<{ formula: WorstFormula; total: number; rows: WorstLine[] }> {
  const { settings } = await tx
    .selectFrom('city')
    .select('settings')
    .where('city_id', '=', cityId)
    .executeTakeFirstOrThrow();
  const formula = readWorstFormula(settings as Json, of);
  const { rows } = await (of === 'sites' ? siteRows : unitRows)(cityId, scope, formula).execute(tx);
  const lines = rows.map((row) => lineOf(row, formula));
  lines.sort((a, b) => b.points - a.points || b.open - a.open || a.name.localeCompare(b.name, 'zh'));
  return { formula, total: lines.length, rows: lines.slice(0, limit) };
}

function lineOf(row: Row, formula: WorstFormula): WorstLine {
  const { id, name, above, score, scoredSites, overdue, recurrences } = row;
  const { points, parts } = worstPoints(
    { score: score === null ? null : Number(score), overdue, medianAgeDays: row.medianAge, recurrences },
    formula,
  );
  const openAge =
    row.medianAge === null || row.decileAge === null
      ? null
      : { median: row.medianAge, ninthDecile: row.decileAge };
  const closing =
    row.medianClosing === null || row.decileClosing === null
      ? null
      : { count: row.closed, median: row.medianClosing, ninthDecile: row.decileClosing };
  return {
    id,
    name,
    above,
    points,
    parts,
    score,
    scoredSites,
    open: row.open,
    overdue,
    recurrences,
    openAge,
    closing,
  };
}

/** Whole days, of the youngest half and of the youngest nine tenths: of things counted, never between two. */
function days(seconds: ReturnType<typeof sql>, share: number) {
  return sql`floor(percentile_disc(${sql.lit(share)}) within group (order by extract(epoch from ${seconds})) / 86400)::int`;
}

/** Open, overdue, recurrent and lately closed problems under a key (`site_id` or `unit_id`). */
function figuresBy(key: 'site_id' | 'unit_id', cityId: string, scope: LedgerScope, formula: WorstFormula) {
  const { now } = scope;
  const column = sql.ref(`p.${key}`);
  const seen = sql.join(
    [sql`p.city_id = ${cityId}`, sql`${column} is not null`, ...inSightOf(scope)],
    sql` and `,
  );
  const since = (span: number) => sql`(${now}::timestamptz - ${span} * interval '1 day')`;
  const age = sql`(${now}::timestamptz - p.raised_at)`;
  const closing = sql`(p.struck_off_at - p.raised_at)`;
  return sql`
    standing as (
      select ${column} as key, count(*)::int as open, count(*) filter (where ${overdueAt(now)})::int as overdue,
        ${days(age, 0.5)} as median_age, ${days(age, 0.9)} as decile_age
      from problem p where ${seen} and ${key === 'unit_id' ? answeredFor : open} group by 1),
    again as (
      select ${column} as key, count(*)::int as recurrences from problem p
      where ${seen} and p.recurrence_of is not null and p.raised_at >= ${since(formula.recurrenceDays)}
        and p.state not in ('rejected','duplicate','voided') group by 1),
    ended as (
      select ${column} as key, count(*)::int as closed, ${days(closing, 0.5)} as median_closing,
        ${days(closing, 0.9)} as decile_closing
      from problem p where ${seen} and p.struck_off_at >= ${since(closingDays)} group by 1)`;
}

const figureColumns = sql`
  coalesce(standing.open, 0) as open, coalesce(standing.overdue, 0) as overdue,
  coalesce(again.recurrences, 0) as recurrences, standing.median_age as "medianAge",
  standing.decile_age as "decileAge", coalesce(ended.closed, 0) as closed,
  ended.median_closing as "medianClosing", ended.decile_closing as "decileClosing"`;

/** The latest scored inspection of every site. */
const latestScore = sql`left join lateral (
  select i.score from inspection i where i.city_id = s.city_id and i.site_id = s.id and i.score is not null
  order by i.finished_at desc limit 1) latest on true`;

function siteRows(cityId: string, scope: LedgerScope, formula: WorstFormula) {
  const area = scope.sight === null ? sql`true` : sql`s.id = any (${[...scope.sight.siteIds]}::uuid[])`;
  return sql<Row>`
    with ${figuresBy('site_id', cityId, scope, formula)}
    select s.id, s.name, u.name as above, latest.score::text as score,
      case when latest.score is null then 0 else 1 end as "scoredSites", ${figureColumns}
    from site s join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id ${latestScore}
    left join standing on standing.key = s.id left join again on again.key = s.id
    left join ended on ended.key = s.id
    where s.city_id = ${cityId} and s.state = 'active' and ${area}
      and (standing.open > 0 or again.recurrences > 0 or latest.score < 100)`;
}

/** Units that answer for problems; scores are those of the sites in their territory or of their line. */
function unitRows(cityId: string, scope: LedgerScope, formula: WorstFormula) {
  const area = scope.sight === null ? sql`true` : sql`u.id = any (${[...scope.sight.unitIds]}::uuid[])`;
  return sql<Row>`
    with ${figuresBy('unit_id', cityId, scope, formula)},
    scored as materialized (
      select t.path, s.line_bureau_id, latest.score from site s
      join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id ${latestScore}
      where s.city_id = ${cityId} and s.state = 'active' and latest.score is not null),
    rated as (
      select u.id, count(*)::int as sites, percentile_disc(0.5) within group (order by scored.score) as score
      from unit u join scored on scored.line_bureau_id = u.id or scored.path = u.path
        or starts_with(scored.path, u.path || '.')
      where u.city_id = ${cityId} and (u.id in (select key from standing) or u.id in (select key from ended))
      group by u.id)
    select u.id, u.name, parent.name as above, rated.score::text as score,
      coalesce(rated.sites, 0) as "scoredSites", ${figureColumns}
    from unit u left join unit parent on parent.city_id = u.city_id and parent.id = u.parent_id
    left join rated on rated.id = u.id
    left join standing on standing.key = u.id left join again on again.key = u.id
    left join ended on ended.key = u.id
    where u.city_id = ${cityId} and ${area}
      and (standing.open > 0 or again.recurrences > 0 or ended.closed > 0)`;
}
