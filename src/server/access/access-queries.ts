import type { Tx } from '../platform/database/database.ts';

/** A person by login, with what sign-in needs; undefined when unknown. */
export async function findPersonByLogin(tx: Tx, cityId: string, login: string) {
  return tx
    .selectFrom('person')
    .select(['id', 'password_hash', 'is_active'])
    .where('city_id', '=', cityId)
    .where('login', '=', login)
    .executeTakeFirst();
}

export async function findPasswordHash(
  tx: Tx,
  cityId: string,
  personId: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('person')
    .select('password_hash')
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return row?.password_hash;
}

/** Name of the city and of the units the person holds roles on. */
export async function findCity(tx: Tx, cityId: string) {
  return tx
    .selectFrom('city')
    .select(['city_id', 'name', 'name_en', 'is_sample'])
    .where('city_id', '=', cityId)
    .executeTakeFirstOrThrow();
}

export async function listUnitNames(
  tx: Tx,
  cityId: string,
  unitIds: readonly string[],
): Promise<Map<string, string>> {
  if (unitIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('id', 'in', unitIds)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
