import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { ProblemRow } from './problem-rows.ts';

/** The row of a problem; undefined where the city has none with this id. */
export async function findProblem(tx: Tx, cityId: string, id: string): Promise<ProblemRow | undefined> {
  return tx
    .selectFrom('problem')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Like {@link findProblem}, and nobody else moves the problem until this transaction ends. */
export async function lockProblem(tx: Tx, cityId: string, id: string): Promise<ProblemRow | undefined> {
  return tx
    .selectFrom('problem')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Where a problem belongs, as paths, for permission questions. */
export interface ProblemPlace {
  /** Of the responsible unit; null before dispatch. */
  readonly unitPath: string | null;
  /** Of the site's territorial unit; null where only a place in words is known. */
  readonly territoryPath: string | null;
  readonly assistingPaths: readonly string[];
  readonly rootPath: string;
  readonly site: { readonly lon: number | null; readonly lat: number | null } | null;
}

/** The paths of a problem's unit, assisting units and territory, in one statement. */
export async function findProblemPlace(
  tx: Tx,
  cityId: string,
  problem: Pick<ProblemRow, 'unit_id' | 'assisting_unit_ids' | 'site_id'>,
): Promise<ProblemPlace> {
  const { rows } = await sql<ProblemPlace>`
    select
      (select path from unit where city_id = ${cityId} and id = ${problem.unit_id}) as "unitPath",
      (select u.path from site s join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
        where s.city_id = ${cityId} and s.id = ${problem.site_id}) as "territoryPath",
      coalesce((select jsonb_agg(path) from unit
        where city_id = ${cityId} and id = any (${problem.assisting_unit_ids}::uuid[])), '[]') as "assistingPaths",
      (select path from unit where city_id = ${cityId} and parent_id is null order by path limit 1) as "rootPath",
      (select jsonb_build_object('lon', lon, 'lat', lat) from site
        where city_id = ${cityId} and id = ${problem.site_id}) as "site"`.execute(tx);
  const [place] = rows;
  if (!place) throw new Error('a select without from answers one row');
  return place;
}

/** Path of the unit that holds the problem now: the responsible one, before dispatch the territory's. */
export function owningPath(place: ProblemPlace): string {
  return place.unitPath ?? place.territoryPath ?? place.rootPath;
}

/** Names of units and people by id, in one statement. */
export async function findNames(
  tx: Tx,
  cityId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from unit where city_id = ${cityId} and id = any (${known}::uuid[])
    union all
    select id, name from person where city_id = ${cityId} and id = any (${known}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}
