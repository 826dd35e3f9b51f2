import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { withinSubtrees } from './unit-subtree.ts';

/** A unit as other features need it. `path`: codes from the root down, dot between. */
export interface Unit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly nameEn: string | null;
  readonly aliases: readonly string[];
  readonly kind: string;
  readonly unitType: string | null;
  readonly parentId: string | null;
  readonly path: string;
  readonly contactPersonId: string | null;
  /** First day, and the first day after the last one; null while it goes on. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string | null;
  readonly isSample: boolean;
}

export const unitColumns = [
  'unit.id',
  'unit.code',
  'unit.name',
  'unit.short_name as shortName',
  'unit.name_en as nameEn',
  'unit.aliases',
  'unit.kind',
  'unit.unit_type as unitType',
  'unit.parent_id as parentId',
  'unit.path',
  'unit.contact_person_id as contactPersonId',
  'unit.valid_from as validFrom',
  'unit.valid_to as validTo',
  'unit.source',
  'unit.is_sample as isSample',
] as const;

/** A unit by id, also a closed one; undefined when the city has none. */
export async function findUnit(tx: Tx, cityId: string, id: string): Promise<Unit | undefined> {
  return tx
    .selectFrom('unit')
    .select(unitColumns)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Like {@link findUnit}, and nobody else can change it until this transaction ends. */
export async function lockUnit(tx: Tx, cityId: string, id: string): Promise<Unit | undefined> {
  return tx
    .selectFrom('unit')
    .select(unitColumns)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Units by id, in no order; ids the city does not have are left out. */
export async function findUnits(tx: Tx, cityId: string, ids: readonly string[]): Promise<readonly Unit[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('unit')
    .select(unitColumns)
    .where('city_id', '=', cityId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute();
}

/** The path of a unit, for permission questions; undefined when the city has none. */
export async function findUnitPath(tx: Tx, cityId: string, id: string): Promise<string | undefined> {
  return (await findUnit(tx, cityId, id))?.path;
}

/** The person on whom what the unit must do lands by rule; undefined where none is set or he left. */
export async function findContact(
  tx: Tx,
  cityId: string,
  unitId: string,
): Promise<{ personId: string; name: string } | undefined> {
  return tx
    .selectFrom('unit as u')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'u.city_id').onRef('p.id', '=', 'u.contact_person_id'),
    )
    .select(['p.id as personId', 'p.name'])
    .where('u.city_id', '=', cityId)
    .where('u.id', '=', unitId)
    .where('p.is_active', '=', true)
    .executeTakeFirst();
}

/** What a flat list of units asks for. */
export interface UnitFilter {
  /** Part of a name, short name, alias, or the beginning of a code. */
  readonly search?: string | undefined;
  readonly kind?: string | undefined;
  /** Only this subtree (a path). */
  readonly within?: string | undefined;
  /** Also units that are closed. */
  readonly closedToo?: boolean;
  /** The path after which the page begins. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Units of the subtrees `roots`, in the order of the tree (by path). */
export async function listUnits(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  filter: UnitFilter,
): Promise<readonly Unit[]> {
  let query = filtered(tx, cityId, roots, filter).select(unitColumns);
  if (filter.after !== undefined) query = query.where('unit.path', '>', filter.after);
  return query.orderBy('unit.path').limit(filter.limit).execute();
}

/** How many units {@link listUnits} has over all its pages. */
export async function countUnits(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  filter: UnitFilter,
): Promise<number> {
  const { count } = await filtered(tx, cityId, roots, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function filtered(tx: Tx, cityId: string, roots: readonly string[], filter: UnitFilter) {
  let query = tx.selectFrom('unit').where('unit.city_id', '=', cityId);
  query = query.where(withinSubtrees('unit.id', cityId, roots));
  if (filter.within !== undefined) query = query.where(withinSubtrees('unit.id', cityId, [filter.within]));
  if (filter.kind) query = query.where('unit.kind', '=', filter.kind);
  if (!filter.closedToo) query = query.where('unit.valid_to', 'is', null);
  if (filter.search) {
    const part = likePart(filter.search);
    query = query.where(({ or, eb }) =>
      or([
        eb('unit.name', 'ilike', `%${part}%`),
        eb('unit.short_name', 'ilike', `%${part}%`),
        eb('unit.code', 'ilike', `${part}%`),
        eb(sql<string>`array_to_string(unit.aliases, ' ')`, 'ilike', `%${part}%`),
      ]),
    );
  }
  return query;
}

/** Text of a person as a piece of a LIKE pattern: its own wildcards mean themselves. */
export function likePart(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Names from the root down to each unit, the unit's own last; by unit id. */
export async function listPathNames(
  tx: Tx,
  cityId: string,
  units: readonly { readonly id: string; readonly path: string }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const codes = [...new Set(units.flatMap(({ path }) => path.split('.')))];
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('unit')
    .select(['code', 'name'])
    .where('city_id', '=', cityId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  const names = new Map(rows.map((row) => [row.code, row.name]));
  return new Map(units.map(({ id, path }) => [id, path.split('.').map((code) => names.get(code) ?? code)]));
}

/** The units above a path, the highest first. */
export async function listAbove(
  tx: Tx,
  cityId: string,
  path: string,
): Promise<readonly { id: string; name: string; path: string }[]> {
  const codes = path.split('.').slice(0, -1);
  if (codes.length === 0) return [];
  return tx
    .selectFrom('unit')
    .select(['id', 'name', 'path'])
    .where('city_id', '=', cityId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .orderBy('path')
    .execute();
}
