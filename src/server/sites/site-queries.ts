import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/** A site with the path of its territory, as other features need it. Degrees are WGS-84. */
export interface SiteFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly siteType: string;
  readonly territoryUnitId: string;
  readonly territoryPath: string;
  readonly lineBureauId: string | null;
  readonly operatorUnitId: string | null;
  readonly keeperPersonId: string | null;
  readonly address: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly positionSource: string | null;
  readonly isOwnerless: boolean;
  readonly note: string | null;
  readonly state: 'active' | 'retired';
  readonly source: string | null;
  readonly isSample: boolean;
  readonly version: number;
}

function selectSites(tx: Tx, cityId: string) {
  return tx
    .selectFrom('site as s')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 's.city_id').onRef('u.id', '=', 's.territory_unit_id'),
    )
    .select([
      's.id',
      's.code',
      's.name',
      's.site_type as siteType',
      's.territory_unit_id as territoryUnitId',
      'u.path as territoryPath',
      's.line_bureau_id as lineBureauId',
      's.operator_unit_id as operatorUnitId',
      's.keeper_person_id as keeperPersonId',
      's.address',
      's.lon',
      's.lat',
      's.position_source as positionSource',
      's.is_ownerless as isOwnerless',
      's.note',
      's.state',
      's.source',
      's.is_sample as isSample',
      's.version',
    ])
    .where('s.city_id', '=', cityId);
}

function stateOf<Row extends { state: string }>(row: Row): Row & { state: 'active' | 'retired' } {
  return { ...row, state: row.state === 'retired' ? 'retired' : 'active' };
}

/** The site, retired or not; undefined where the city has none with this id. */
export async function findSite(tx: Tx, cityId: string, id: string): Promise<SiteFacts | undefined> {
  const row = await selectSites(tx, cityId).where('s.id', '=', id).executeTakeFirst();
  return row && stateOf(row);
}

/** Like {@link findSite}, and nobody else changes the site until this transaction ends. */
export async function lockSite(tx: Tx, cityId: string, id: string): Promise<SiteFacts | undefined> {
  const row = await selectSites(tx, cityId).where('s.id', '=', id).forUpdate('s').executeTakeFirst();
  return row && stateOf(row);
}

/** Those of `ids` that exist, in no order. One statement however many. */
export async function findSites(tx: Tx, cityId: string, ids: readonly string[]): Promise<SiteFacts[]> {
  if (ids.length === 0) return [];
  const rows = await selectSites(tx, cityId)
    .where('s.id', 'in', [...new Set(ids)])
    .execute();
  return rows.map(stateOf);
}

/** Those of `codes` that exist, locked in one order until this transaction ends. */
export async function lockSitesByCode(
  tx: Tx,
  cityId: string,
  codes: readonly string[],
): Promise<SiteFacts[]> {
  if (codes.length === 0) return [];
  const rows = await selectSites(tx, cityId)
    .where('s.code', '=', sql<string>`any(${[...new Set(codes)]}::text[])`)
    .orderBy('s.id')
    .forUpdate('s')
    .execute();
  return rows.map(stateOf);
}
