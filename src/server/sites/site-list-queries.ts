import { type RawBuilder, type SqlBool, sql } from 'kysely';
import {
  type MapCluster,
  type MapPoint,
  mostMapPoints,
  type SiteCounts,
  type SiteFilter,
  type SiteLine,
} from '../../contract/sites.ts';
import { answeredForStates, openStates } from '../../domain/problems/problem-states.ts';
import { findUnitPath, likePart } from '../organisation/unit-queries.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';

/** A filter made ready: subtrees instead of units, and the instant that decides what is overdue. */
export interface SiteScope {
  readonly now: string;
  readonly where: RawBuilder<SqlBool>;
}

/** Joins the caller's subtrees and the filter's. A unit the city does not have finds nothing. */
export async function scopeOf(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  filter: SiteFilter,
  now: string,
): Promise<SiteScope> {
  const parts: RawBuilder<unknown>[] = [
    sql`s.city_id = ${cityId}`,
    sql`${withinSubtrees('s.territory_unit_id', cityId, roots)}`,
  ];
  if (filter.unitId) {
    const path = await findUnitPath(tx, cityId, filter.unitId);
    parts.push(sql`${withinSubtrees('s.territory_unit_id', cityId, path ? [path] : [])}`);
  }
  if (filter.siteType) parts.push(sql`s.site_type = ${filter.siteType}`);
  if (filter.state !== 'all') parts.push(sql`s.state = ${filter.state}`);
  if (filter.ownerless !== undefined) parts.push(sql`s.is_ownerless = ${filter.ownerless}`);
  if (filter.hasPosition !== undefined) parts.push(sql`(s.lon is not null) = ${filter.hasPosition}`);
  if (filter.light) parts.push(lightIs[filter.light]);
  if (filter.search) {
    const part = `%${likePart(filter.search)}%`;
    parts.push(sql`(s.name ilike ${part} or s.code ilike ${part} or s.address ilike ${part})`);
  }
  return { now, where: sql<SqlBool>`${sql.join(parts, sql` and `)}` };
}

const lightIs = {
  clear: sql`st.open = 0`,
  open: sql`(st.open > 0 and st.overdue = 0)`,
  overdue: sql`st.overdue > 0`,
} as const;

const answeredFor = sql.join(answeredForStates.map((state) => sql.lit(state)));

/**
 * Open and overdue problems of each site, overdue as in the ledger. One index probe a site: a join with
 * a grouped list may run as a nested loop right after an import, before the planner has statistics.
 */
function standing(now: string): RawBuilder<unknown> {
  return sql`cross join lateral (
    select count(*)::int as open,
      (count(*) filter (where p.deadline_at < ${now} and p.state in (${answeredFor})))::int as overdue
    from problem p
    where p.city_id = s.city_id and p.site_id = s.id
      and p.state in (${sql.join([...openStates])})) as st`;
}

const lastVisit = sql`left join lateral (
    select i.score, i.finished_at from inspection i
    where i.city_id = s.city_id and i.site_id = s.id
    order by i.finished_at desc limit 1) as last on true`;

type SiteLineRow = Omit<SiteLine, 'territory' | 'state'> & {
  territoryId: string;
  territoryName: string;
  state: string;
};

const lineColumns = sql`s.id, s.code, s.name, s.site_type as "siteType", t.name as "siteTypeName",
  t.name_en as "siteTypeNameEn", u.id as "territoryId", u.name as "territoryName", s.address, s.lon, s.lat,
  s.is_ownerless as "isOwnerless", s.state, st.open as "openProblems",
  st.overdue as "overdueProblems", last.score as "lastScore",
  last.finished_at as "lastInspectedAt", s.is_sample as "isSample"`;

/** Sites with type, territory, standing and last visit, under the aliases s, t, u, st, last. */
export function siteTables(now: string): RawBuilder<unknown> {
  return sql`site s
  join site_type t on t.city_id = s.city_id and t.code = s.site_type
  join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
  ${standing(now)} ${lastVisit}`;
}

function lineOf({ territoryId, territoryName, state, ...rest }: SiteLineRow): SiteLine {
  return {
    ...rest,
    territory: { id: territoryId, name: territoryName },
    state: state === 'retired' ? 'retired' : 'active',
  };
}

/**
 * Lines of the register in the order of their codes.
 *
 * @param after code after which the page begins.
 */
export async function listSiteLines(
  tx: Tx,
  scope: SiteScope,
  page: { after: string | undefined; limit: number },
): Promise<SiteLine[]> {
  const after = page.after === undefined ? sql`true` : sql`s.code > ${page.after}`;
  const { rows } = await sql<SiteLineRow>`
    select ${lineColumns} from ${siteTables(scope.now)}
    where ${scope.where} and ${after} order by s.code limit ${page.limit}`.execute(tx);
  return rows.map(lineOf);
}

/** One line of the register, whatever its state. */
export async function findSiteLine(
  tx: Tx,
  cityId: string,
  id: string,
  now: string,
): Promise<SiteLine | undefined> {
  const { rows } = await sql<SiteLineRow>`
    select ${lineColumns} from ${siteTables(now)}
    where s.city_id = ${cityId} and s.id = ${id}`.execute(tx);
  return rows[0] && lineOf(rows[0]);
}

/** How many sites the filter has, and how they stand. */
export async function countSites(tx: Tx, scope: SiteScope): Promise<SiteCounts> {
  const { rows } = await sql<SiteCounts>`
    select count(*)::int as "all",
      (count(*) filter (where ${lightIs.clear}))::int as clear,
      (count(*) filter (where ${lightIs.open}))::int as open,
      (count(*) filter (where ${lightIs.overdue}))::int as overdue,
      (count(*) filter (where s.is_ownerless))::int as ownerless,
      count(s.lon)::int as positioned
    from site s ${standing(scope.now)}
    where ${scope.where}`.execute(tx);
  const [counts] = rows;
  if (!counts) throw new Error('a count without a row');
  return counts;
}

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

function inside(box: Box | undefined): RawBuilder<unknown> {
  if (!box) return sql`s.lon is not null`;
  const [west, south, east, north] = box;
  return sql`s.lon between ${west} and ${east} and s.lat between ${south} and ${north}`;
}

/** Columns and rows of the grid on which points are grouped. */
const gridSteps = 60;

/**
 * The positions of a filter: every point, or, where there are more than the map takes, groups on a grid
 * laid over them. Points or groups add up to `inBox`.
 */
export async function listSitePositions(
  tx: Tx,
  scope: SiteScope,
  box: Box | undefined,
): Promise<{ points: MapPoint[]; clusters: MapCluster[]; inBox: number }> {
  const { rows } = await sql<{ point: MapPoint }>`
    select json_build_array(s.id, s.lon, s.lat, s.site_type, st.open, st.overdue,
      last.score::text) as point
    from site s ${standing(scope.now)} ${lastVisit}
    where ${scope.where} and ${inside(box)} order by s.code limit ${mostMapPoints + 1}`.execute(tx);
  if (rows.length <= mostMapPoints) {
    return { points: rows.map(({ point }) => point), clusters: [], inBox: rows.length };
  }
  const clusters = await listClusters(tx, scope, box);
  return { points: [], clusters, inBox: clusters.reduce((sum, cluster) => sum + cluster[2], 0) };
}

async function listClusters(tx: Tx, scope: SiteScope, box: Box | undefined): Promise<MapCluster[]> {
  const { rows } = await sql<{ cluster: MapCluster }>`
    with shown as (
      select s.lon, s.lat, st.open, st.overdue
      from site s ${standing(scope.now)}
      where ${scope.where} and ${inside(box)}),
    extent as materialized (
      select min(lon) as west, min(lat) as south,
        greatest(max(lon) - min(lon), max(lat) - min(lat), 0.001) / ${sql.lit(gridSteps)} as step
      from shown)
    select json_build_array(avg(lon), avg(lat), count(*),
      count(*) filter (where open = 0), count(*) filter (where open > 0 and overdue = 0),
      count(*) filter (where overdue > 0)) as cluster
    from shown, extent
    group by floor((lon - west) / step), floor((lat - south) / step)`.execute(tx);
  return rows.map(({ cluster }) => cluster);
}
