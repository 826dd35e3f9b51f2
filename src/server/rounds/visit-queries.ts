import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SiteGroup, VisitLine, visitStates } from '../../contract/rounds.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import { type RoundSight, visitInSight } from './round-sight.ts';

/** What a list of visits asks for. */
export interface VisitFilter {
  readonly roundId: string;
  /** Path of a unit: sites of its subtree. */
  readonly within: string | undefined;
  readonly inspectorId: string | undefined;
  readonly siteType: string | undefined;
  readonly state: (typeof visitStates)[number] | undefined;
  /** Unit path, site code and visit id of the last one shown. */
  readonly after: readonly [string, string, string] | undefined;
  readonly limit: number;
}

/** A visit with the place in the order of the list. */
export interface ListedVisit extends VisitLine {
  readonly place: readonly [string, string, string];
}

interface VisitRow {
  readonly id: string;
  readonly siteId: string;
  readonly code: string;
  readonly name: string;
  readonly siteType: string;
  readonly siteTypeName: string;
  readonly siteTypeNameEn: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly unitPath: string;
  readonly inspectorId: string | null;
  readonly inspectorName: string | null;
  readonly inspectionId: string | null;
  readonly finishedAt: string;
  readonly isScored: boolean;
  readonly score: string | null;
  readonly uncappedScore: string | null;
  readonly vetoFailed: boolean;
  readonly problems: number;
}

/** Visits of a round in the order of the units' tree, then by site code. */
export async function listVisits(
  tx: Tx,
  cityId: string,
  sight: RoundSight,
  filter: VisitFilter,
): Promise<ListedVisit[]> {
  const after = filter.after
    ? sql<SqlBool>`(u.path, s.code, v.id) > (${filter.after[0]}, ${filter.after[1]}, ${filter.after[2]}::uuid)`
    : sql<SqlBool>`true`;
  const { rows } = await sql<VisitRow>`
    select v.id, s.id as "siteId", s.code, s.name, s.site_type as "siteType", t.name as "siteTypeName",
      t.name_en as "siteTypeNameEn", u.id as "unitId", u.name as "unitName", u.path as "unitPath",
      pe.id as "inspectorId", pe.name as "inspectorName", i.id as "inspectionId",
      i.finished_at as "finishedAt", i.is_scored as "isScored", i.score, i.uncapped_score as "uncappedScore",
      i.veto_failed as "vetoFailed",
      (select count(*) from problem p where p.city_id = v.city_id and p.inspection_id = i.id) as problems
    ${visitsFrom(cityId, sight, filter)} and ${after}
    order by u.path, s.code, v.id limit ${filter.limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    site: {
      id: row.siteId,
      code: row.code,
      name: row.name,
      siteType: row.siteType,
      siteTypeName: row.siteTypeName,
      siteTypeNameEn: row.siteTypeNameEn,
      unitId: row.unitId,
      unitName: row.unitName,
    },
    inspector: row.inspectorId === null ? null : { id: row.inspectorId, name: row.inspectorName ?? '' },
    inspection:
      row.inspectionId === null
        ? null
        : {
            id: row.inspectionId,
            finishedAt: row.finishedAt,
            isScored: row.isScored,
            score: row.score,
            uncappedScore: row.uncappedScore,
            vetoFailed: row.vetoFailed,
            problems: row.problems,
          },
    place: [row.unitPath, row.code, row.id],
  }));
}

/** How many visits {@link listVisits} has over all its pages. */
export async function countVisits(
  tx: Tx,
  cityId: string,
  sight: RoundSight,
  filter: VisitFilter,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count ${visitsFrom(cityId, sight, filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

function visitsFrom(cityId: string, sight: RoundSight, filter: VisitFilter): RawBuilder<unknown> {
  const conditions = [
    visitInSight(cityId, sight),
    ...(filter.within === undefined ? [] : [withinSubtrees('s.territory_unit_id', cityId, [filter.within])]),
    ...(filter.inspectorId === undefined ? [] : [sql<SqlBool>`v.inspector_id = ${filter.inspectorId}`]),
    ...(filter.siteType === undefined ? [] : [sql<SqlBool>`s.site_type = ${filter.siteType}`]),
    stateCondition(filter.state),
  ];
  return sql`
    from round_visit v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    join site_type t on t.city_id = s.city_id and t.code = s.site_type
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    left join person pe on pe.city_id = v.city_id and pe.id = v.inspector_id
    left join inspection i on i.city_id = v.city_id and i.visit_id = v.id
    where v.city_id = ${cityId} and v.round_id = ${filter.roundId}
      and ${sql.join(conditions, sql` and `)}`;
}

function stateCondition(state: VisitFilter['state']): RawBuilder<SqlBool> {
  switch (state) {
    case 'unassigned':
      return sql<SqlBool>`v.inspector_id is null`;
    case 'waiting':
      return sql<SqlBool>`(v.inspector_id is not null and i.id is null)`;
    case 'done':
      return sql<SqlBool>`i.id is not null`;
    case undefined:
      return sql<SqlBool>`true`;
    default:
      return state satisfies never;
  }
}

/** Active sites that have a checklist in the version, by unit and type, with how many are in the round. */
export async function listSiteGroups(
  tx: Tx,
  cityId: string,
  round: { readonly id: string; readonly versionId: string },
): Promise<SiteGroup[]> {
  const { rows } = await sql<SiteGroup>`
    select u.id as "unitId", u.name as "unitName", u.path as "unitPath", t.code as "siteType",
      t.name as "siteTypeName", t.name_en as "siteTypeNameEn", count(*) as sites,
      count(*) filter (where exists (select 1 from round_visit v
        where v.city_id = s.city_id and v.round_id = ${round.id} and v.site_id = s.id)) as "inRound"
    from site s
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    join site_type t on t.city_id = s.city_id and t.code = s.site_type
    join checklist c on c.city_id = s.city_id and c.version_id = ${round.versionId} and c.site_type = t.code
    where s.city_id = ${cityId} and s.state = 'active'
    group by u.id, u.name, u.path, t.code, t.name, t.name_en, t.position
    order by u.path, t.position`.execute(tx);
  return rows;
}

/** The units above some paths, and their own, by path; for drawing the tree. */
export async function listUnitsAbove(tx: Tx, cityId: string, paths: readonly string[]) {
  const all = new Set<string>();
  for (const path of paths) {
    const codes = path.split('.');
    for (let length = 1; length <= codes.length; length += 1) all.add(codes.slice(0, length).join('.'));
  }
  if (all.size === 0) return [];
  return tx
    .selectFrom('unit')
    .select(['id', 'name', 'path'])
    .where('city_id', '=', cityId)
    .where('path', '=', sql<string>`any(${[...all]}::text[])`)
    .orderBy('path')
    .execute();
}
