import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import { isWithin } from '../../domain/access/may.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { invalid } from '../platform/refused.ts';
import type { Condition } from './problem-state-conditions.ts';

/** A part of the organisation: its units and the sites in its territory. */
export interface Area {
  readonly unitIds: readonly string[];
  readonly siteIds: readonly string[];
  /** First two steps of its paths, where it consists of whole districts or bureaus; else null. */
  readonly districts: readonly string[] | null;
}

/** What a person may see: null is the whole city. */
export type Sight = Area | null;

/** Numbers of some problems; null where they are too many to name. */
export type Named = readonly number[] | null;
/** Numbers that are written into a statement at most. */
const mostNamed = 5000;

/** Everything about the asker and his filter that had to be looked up, so that conditions can be written. */
export interface LedgerScope {
  readonly personId: string;
  readonly now: string;
  readonly sight: Sight;
  /** What lies outside, but is seen: units in sight assist with it, or the asker raised it or must do it. */
  readonly beside: Named;
  /** What `filter.assistingUnitId` assists with. */
  readonly assisted: Named;
  /** Of `filter.unitId`; null where none is named, or the city itself. */
  readonly unit: Area | null;
  /** Of `filter.territoryId`. */
  readonly territory: Area | null;
  /** Where the asker has a verb; null is the whole city. */
  reach(verb: Verb): Sight;
}

interface Asker {
  readonly ask: Permissions;
  readonly personId: string;
  readonly now: string;
}

/** Verbs that decide on whose desk a work list lies. */
const deskVerbs = [
  'problem.dispatch',
  'problem.assign',
  'problem.work',
  'problem.verify',
  'problem.void',
  'problem.approve',
  'pledge.view',
] as const satisfies readonly Verb[];

/**
 * Looks up units and sites once for a whole call: ids stand in the statements as constants, which the
 * database then hashes and finds by index, where a subquery would be run for every row.
 *
 * @throws Refused 400 where `unitId` or `territoryId` names no unit of the city.
 */
export async function loadLedgerScope(
  tx: Tx,
  cityId: string,
  { ask, personId, now }: Asker,
  filter: Pick<ProblemFilter, 'unitId' | 'territoryId' | 'assistingUnitId'> = {},
): Promise<LedgerScope> {
  const unitPath = await pathNamed(tx, cityId, 'unitId', filter.unitId);
  const territoryPath = await pathNamed(tx, cityId, 'territoryId', filter.territoryId);
  const rootsOf = new Map<Verb, readonly string[]>();
  for (const verb of ['problem.view', ...deskVerbs] as const) rootsOf.set(verb, ask.reach(verb));
  const wanted = [...[...rootsOf.values()].flat(), unitPath, territoryPath];
  const areaOf = await loadAreas(
    tx,
    cityId,
    wanted.filter((path) => path !== null),
  );
  const sight = areaOf(rootsOf.get('problem.view') ?? []);
  const { assistingUnitId } = filter;
  return {
    personId,
    now,
    sight,
    beside: sight === null ? [] : await loadBeside(tx, cityId, personId, sight),
    assisted: assistingUnitId === undefined ? [] : await loadAssisted(tx, cityId, assistingUnitId),
    unit: unitPath === null ? null : areaOf([unitPath]),
    territory: territoryPath === null ? null : areaOf([territoryPath]),
    reach: (verb) => areaOf(rootsOf.get(verb) ?? []),
  };
}

/** Each part has an index that answers it alone. */
async function loadBeside(tx: Tx, cityId: string, personId: string, area: Area): Promise<Named> {
  const numbers = (condition: Condition) => sql`
    (select p.number from problem p where p.city_id = ${cityId} and ${condition} and not ${liesIn(area)}
      limit ${mostNamed + 1})`;
  const { rows } = await sql<{ number: number }>`
    ${numbers(assistedBy(area.unitIds))} union ${numbers(sql<SqlBool>`p.raised_by = ${personId}`)}
    union ${numbers(sql<SqlBool>`p.person_id = ${personId}`)}`.execute(tx);
  return rows.length > mostNamed ? null : rows.map((row) => row.number);
}

async function loadAssisted(tx: Tx, cityId: string, unitId: string): Promise<Named> {
  const { rows } = await sql<{ number: number }>`
    select p.number from problem p where p.city_id = ${cityId} and ${assistedBy([unitId])}
    limit ${mostNamed + 1}`.execute(tx);
  return rows.length > mostNamed ? null : rows.map((row) => row.number);
}

async function pathNamed(
  tx: Tx,
  cityId: string,
  field: 'unitId' | 'territoryId',
  id: string | undefined,
): Promise<string | null> {
  if (id === undefined) return null;
  const unit = await tx
    .selectFrom('unit')
    .select('path')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!unit) throw invalid(field, 'notFound');
  return unit.path;
}

const isCity = (path: string) => !path.includes('.');

async function loadAreas(
  tx: Tx,
  cityId: string,
  paths: readonly string[],
): Promise<(roots: readonly string[]) => Sight> {
  const parts = [...new Set(paths)].filter((path) => !isCity(path));
  const { rows } =
    parts.length === 0
      ? { rows: [] }
      : await sql<{ path: string; id: string; sites: string[] }>`
          select u.path, u.id, array(select s.id::text from site s
            where s.city_id = u.city_id and s.territory_unit_id = u.id) as sites
          from unit u where u.city_id = ${cityId} and (${sql.join(
            parts.map(
              (path) => sql`u.path = ${path} or (u.path >= ${`${path}.`} and u.path < ${`${path}/`})`,
            ),
            sql` or `,
          )})`.execute(tx);
  return (roots) => {
    if (roots.some(isCity)) return null;
    const inside = rows.filter((row) => roots.some((root) => isWithin(row.path, root)));
    return {
      unitIds: inside.map((row) => row.id),
      siteIds: inside.flatMap((row) => row.sites),
      districts: roots.every((root) => root.split('.').length === 2) ? roots : null,
    };
  };
}

/** "The responsible unit or the territory lies in this area." Never null, so that it can be turned round. */
export function liesIn(area: Area): Condition {
  return sql<SqlBool>`(coalesce(p.unit_id = any (${[...area.unitIds]}::uuid[]), false)
    or coalesce(p.site_id = any (${[...area.siteIds]}::uuid[]), false))`;
}

/** "One of these units assists." */
function assistedBy(unitIds: readonly string[]): Condition {
  return sql<SqlBool>`(p.assisting_unit_ids <> '{}' and p.assisting_unit_ids && ${[...unitIds]}::uuid[])`;
}

/** "The unit of the filter assists." By number, which an index finds; an array of units is in no index. */
export function isAssisted(unitId: string, assisted: Named): Condition {
  return assisted === null ? assistedBy([unitId]) : sql<SqlBool>`p.number = any (${[...assisted]}::bigint[])`;
}

/** "Seen, though it lies outside." */
export function isBeside(sight: Area, { beside, personId }: LedgerScope): Condition {
  return beside === null
    ? sql<SqlBool>`(${assistedBy(sight.unitIds)} or p.raised_by = ${personId} or p.person_id = ${personId})`
    : sql<SqlBool>`p.number = any (${[...beside]}::bigint[])`;
}

/** The conditions of `requireSightOfProblem` for lists: nothing for who sees the whole city. */
export function inSightOf(scope: LedgerScope): Condition[] {
  const { sight } = scope;
  if (sight === null) return [];
  return [
    sql<SqlBool>`(p.unit_id = any (${[...sight.unitIds]}::uuid[]) or p.site_id = any (${[...sight.siteIds]}::uuid[])
      or ${isBeside(sight, scope)})`,
  ];
}

/** Where a verb counts: in the responsible unit, before dispatch in the territory of the site. */
export function belongingTo(area: Sight): Condition {
  if (area === null) return sql<SqlBool>`true`;
  return sql<SqlBool>`(p.unit_id = any (${[...area.unitIds]}::uuid[])
    or (p.unit_id is null and p.site_id = any (${[...area.siteIds]}::uuid[])))`;
}
