import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/** How units and people are written in a ledger file, so that each word means one of them. */
export interface LedgerNames {
  unit(id: string | null): string | null;
  person(id: string | null): string | null;
  category(key: string): string;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly alone: boolean;
}

/**
 * A name where nobody else has it; else a unit's code, a category's key, and a person's name with the
 * login in brackets.
 */
export async function loadLedgerNames(tx: Tx, cityId: string): Promise<LedgerNames> {
  // a name is taken as well where it is the code or other name of another unit
  const { rows: units } = await sql<Named>`
    with word as (
      select id, code as word from unit where city_id = ${cityId}
      union select id, name from unit where city_id = ${cityId}
      union select id, short_name from unit where city_id = ${cityId} and short_name is not null
      union select id, unnest(aliases) from unit where city_id = ${cityId}),
    shared as (select word from word group by word having count(*) > 1)
    select u.id, u.name, u.code, not exists (select from shared s where s.word = u.name) as alone
    from unit u where u.city_id = ${cityId}`.execute(tx);
  const { rows: people } = await sql<Named>`
    select id, name, login as code, count(*) over (partition by name) = 1 as alone
    from person where city_id = ${cityId}`.execute(tx);
  const { rows: categories } = await sql<Named>`
    select key as id, name, key as code, count(*) over (partition by name) = 1 as alone
    from category where city_id = ${cityId}`.execute(tx);
  const unitWords = new Map(units.map((unit) => [unit.id, unit.alone ? unit.name : unit.code]));
  const personWords = new Map(
    people.map((one) => [one.id, one.alone ? one.name : `${one.name}（${one.code}）`]),
  );
  const categoryWords = new Map(categories.map((one) => [one.id, one.alone ? one.name : one.code]));
  return {
    unit: (id) => (id === null ? null : (unitWords.get(id) ?? null)),
    person: (id) => (id === null ? null : (personWords.get(id) ?? null)),
    category: (key) => categoryWords.get(key) ?? key,
  };
}
