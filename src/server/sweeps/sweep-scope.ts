import { type RawBuilder, sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { SweptSite } from '../../domain/sweeps/sweep.ts';
import type { Tx } from '../platform/database/database.ts';
import { unitsWithin } from '../problems/problem-sight.ts';

/** The street, town or township a territory belongs to; null where it belongs to none. */
function streetOf(path: RawBuilder<unknown>, cityId: string): RawBuilder<unknown> {
  return sql`(select g.id from unit g where g.city_id = ${cityId}
    and g.code = any (string_to_array(${path}, '.')) and g.kind in ('street','town','township')
    order by length(g.path) desc limit 1)`;
}

interface Scope {
  readonly scopePath: string;
  readonly siteTypes: readonly string[];
  /** The site where the fault is known already. */
  readonly withoutSiteId: string | null;
}

function sitesOf(cityId: string, { scopePath, siteTypes, withoutSiteId }: Scope): RawBuilder<unknown> {
  const within = scopePath.includes('.')
    ? sql`s.territory_unit_id = any (${unitsWithin(cityId, [scopePath])})`
    : sql`true`;
  return sql`from site s join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    where s.city_id = ${cityId} and s.state = 'active' and s.site_type = any (${siteTypes}::text[])
      and s.id is distinct from ${withoutSiteId}::uuid and ${within}`;
}

/** The sites a sweep takes into its snapshot now, in the order of their codes; at most `most` and one more. */
export async function snapshotSites(
  tx: Tx,
  cityId: string,
  scope: Scope,
  most: number,
): Promise<SweptSite[]> {
  const { rows } = await sql<{ siteId: string; unitId: string }>`
    select s.id as "siteId", coalesce(${streetOf(sql`t.path`, cityId)}, t.id) as "unitId"
    ${sitesOf(cityId, scope)} order by s.code limit ${most + 1}`.execute(tx);
  return rows.map((row) => ({ ...row, checkId: uuid() }));
}

/** How many sites a sweep would hold, by the unit that would check them. */
export async function previewSites(
  tx: Tx,
  cityId: string,
  scope: Scope,
): Promise<{ unitId: string; unitName: string; sites: number }[]> {
  const { rows } = await sql<{ unitId: string; unitName: string; sites: number }>`
    with swept as (select coalesce(${streetOf(sql`t.path`, cityId)}, t.id) as unit_id ${sitesOf(cityId, scope)})
    select u.id as "unitId", u.name as "unitName", count(*) as sites
    from swept join unit u on u.city_id = ${cityId} and u.id = swept.unit_id
    group by u.id, u.name, u.path order by u.path`.execute(tx);
  return rows;
}

/** How many sites of these types lie in each scope. */
export async function countSitesIn(
  tx: Tx,
  cityId: string,
  scopePaths: readonly string[],
  siteTypes: readonly string[],
  withoutSiteId: string | null,
): Promise<number[]> {
  if (siteTypes.length === 0) return scopePaths.map(() => 0);
  const counts: number[] = [];
  for (const scopePath of scopePaths) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count ${sitesOf(cityId, { scopePath, siteTypes, withoutSiteId })}`.execute(tx);
    counts.push(rows[0]?.count ?? 0);
  }
  return counts;
}

/** Path of the street, town or township of a territory, else the territory's own. */
export async function findStreetPath(tx: Tx, cityId: string, territoryPath: string): Promise<string> {
  const { rows } = await sql<{ path: string }>`
    select path from unit where city_id = ${cityId} and id = ${streetOf(sql`${territoryPath}::text`, cityId)}`.execute(
    tx,
  );
  return rows[0]?.path ?? territoryPath;
}
