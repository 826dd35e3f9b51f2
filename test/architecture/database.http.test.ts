import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, inCity, openPool } from '../../src/server/platform/database/database.ts';
import { generateTables } from '../../src/server/platform/database/generate-tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openPool(database.url, { max: 2 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

interface TableFacts {
  readonly name: string;
  readonly fenced: boolean;
  readonly forced: boolean;
  readonly policies: number;
  readonly key: string[];
}

async function listTables(): Promise<TableFacts[]> {
  const { rows } = await sql<TableFacts>`
    select c.relname as name, c.relrowsecurity as fenced, c.relforcerowsecurity as forced,
           (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
           coalesce((select array_agg(a.attname::text order by k.place)
             from pg_index i, unnest(i.indkey) with ordinality k(number, place), pg_attribute a
             where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number),
             '{}') as key
    from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by c.relname`.execute(db);
  return rows;
}

/** Tables of no city: the cities themselves, whose names are public, and the migrations. */
const unfenced = ['city', 'schema_migration'];

describe('every table', () => {
  it('shows a transaction only rows of its city, its owner too', async () => {
    const tables = await listTables();
    expect(tables.length).toBeGreaterThan(25);
    for (const { name, ...facts } of tables) {
      if (unfenced.includes(name)) continue;
      expect({ name, ...facts }).toMatchObject({ name, fenced: true, forced: true, policies: 1 });
    }
  });

  it('has a primary key that begins with the city, so that it can be spread by city', async () => {
    for (const { name, key } of await listTables()) {
      if (name !== 'schema_migration') expect(key[0], name).toBe('city_id');
    }
  });

  it('is unique by city first', async () => {
    const { rows } = await sql<{ index: string; first: string }>`
      select i.indexrelid::regclass::text as index, a.attname::text as first
      from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and not c.relname = any(${unfenced})`.execute(db);
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => row.first !== 'city_id')).toEqual([]);
  });

  it('is typed as the migrations made it', async () => {
    const committed = readFileSync(
      new URL('../../src/server/platform/database/tables.generated.ts', import.meta.url),
      'utf8',
    );
    expect(committed).toBe(await generateTables(database.url));
  });
});

interface ForeignKey {
  readonly key: string;
  readonly columns: string[];
  readonly indexed: boolean;
}

async function listForeignKeys(): Promise<ForeignKey[]> {
  const { rows } = await sql<ForeignKey>`
      with foreign_key as (
        select f.conrelid, f.conrelid::regclass::text || '(' || string_agg(a.attname, ',' order by k.place) || ')' as key,
               array_agg(a.attname::text order by k.place) as columns,
               array_agg(a.attnum order by a.attnum) as numbers
        from pg_constraint f, unnest(f.conkey) with ordinality k(number, place), pg_attribute a
        where f.contype = 'f' and f.connamespace = 'public'::regnamespace
          and a.attrelid = f.conrelid and a.attnum = k.number
        group by f.oid, f.conrelid)
      select key, columns, exists (
        select from pg_index i
        where i.indrelid = conrelid and numbers = (
          select array_agg(n order by n)
          from (select n from unnest(i.indkey) with ordinality u(n, place)
                order by place limit cardinality(numbers)) first)) as indexed
      from foreign_key order by key`.execute(db);
  return rows;
}

describe('every foreign key', () => {
  it('begins with the city and has an index that starts with its columns', async () => {
    const rows = await listForeignKeys();
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => !row.columns.includes('city_id'))).toEqual([]);
    expect(rows.filter((row) => !row.indexed).map((row) => row.key)).toEqual([]);
  });

  it('would be missed without its index', async () => {
    await sql`create table probe (city_id uuid, unit_id uuid,
      foreign key (city_id, unit_id) references unit (city_id, id))`.execute(db);
    await sql`create index probe_other on probe (unit_id)`.execute(db);
    const probe = async () => (await listForeignKeys()).find((one) => one.key.startsWith('probe('));
    expect(await probe()).toMatchObject({ indexed: false });
    await sql`create index probe_unit on probe (city_id, unit_id)`.execute(db);
    expect(await probe()).toMatchObject({ indexed: true });
    await sql`drop table probe`.execute(db);
  });
});

/** A city with one row of history. */
async function openCity(code: string): Promise<string> {
  const cityId = uuid();
  await inCity(db, cityId, 'write', async (tx) => {
    await tx.insertInto('city').values({ city_id: cityId, code, name: code, name_en: code }).execute();
    await tx
      .insertInto('event')
      .values({
        city_id: cityId,
        subject_kind: 'unit',
        subject_id: uuid(),
        version: 1,
        kind: 'unit.created',
        data: '{}',
        actor_kind: 'system',
        at: '2026-11-24T00:00:00Z',
        prev_hash: Buffer.alloc(32),
        hash: Buffer.alloc(32),
      })
      .execute();
    await tx
      .insertInto('unit')
      .values({
        city_id: cityId,
        id: uuid(),
        code,
        name: code,
        kind: 'city',
        path: code,
        valid_from: '2019-01-01',
      })
      .execute();
  });
  return cityId;
}

describe('history', () => {
  it.each([
    ['changed', "update event set data = '{}'"],
    ['removed', 'delete from event'],
    ['emptied', 'truncate event'],
    ['emptied with others', 'truncate event, counter'],
    ['shortened by its flags', 'truncate flag cascade'],
    ['shortened by its rankings', 'truncate ranking cascade'],
  ])('cannot be %s', async (name, statement) => {
    const cityId = await openCity(`history-${name.replaceAll(' ', '-')}`);
    await expect(inCity(db, cityId, 'write', (tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
      'history is append-only',
    );
    const left = await inCity(db, cityId, 'read', (tx) => tx.selectFrom('event').select('kind').execute());
    expect(left).toEqual([{ kind: 'unit.created' }]);
  });

  it('takes one event for each version of a subject', async () => {
    const cityId = await openCity('history-twice');
    const again = inCity(db, cityId, 'write', (tx) =>
      sql`insert into event (city_id, subject_kind, subject_id, version, kind, data, actor_kind, at, prev_hash, hash)
          select city_id, subject_kind, subject_id, version, 'unit.closed', data, actor_kind, at, prev_hash, hash
          from event`.execute(tx),
    );
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });
});

describe('two cities in one database', () => {
  it('never see each other, even where a query forgets the city', async () => {
    const [east, west] = [await openCity('east'), await openCity('west')];
    for (const [cityId, code] of [
      [east, 'east'],
      [west, 'west'],
    ] as const) {
      const units = await inCity(db, cityId, 'read', (tx) => tx.selectFrom('unit').select('code').execute());
      expect(units).toEqual([{ code }]);
      const events = await inCity(db, cityId, 'read', (tx) =>
        tx.selectFrom('event').select('city_id').execute(),
      );
      expect(events).toEqual([{ city_id: cityId }]);
    }
  });

  it('cannot write into each other', async () => {
    const [north, south] = [await openCity('north'), await openCity('south')];
    const foreign = inCity(db, north, 'write', (tx) =>
      tx.insertInto('counter').values({ city_id: south, kind: 'problem', value: 9 }).execute(),
    );
    await expect(foreign).rejects.toMatchObject({ code: '42501' });
    const changed = await inCity(db, north, 'write', (tx) =>
      tx.updateTable('unit').set({ name: '改' }).where('city_id', '=', south).executeTakeFirst(),
    );
    expect(Number(changed.numUpdatedRows)).toBe(0);
  });

  it('show nothing outside a city, and keep no city on a connection that goes back to the pool', async () => {
    await openCity('alone');
    for (let round = 0; round < 4; round += 1) {
      expect(await db.selectFrom('unit').select('code').execute()).toEqual([]);
      expect(await db.selectFrom('event').select('kind').execute()).toEqual([]);
    }
  });

  it('let no read change anything', async () => {
    const cityId = await openCity('reader');
    const write = inCity(db, cityId, 'read', (tx) => tx.updateTable('unit').set({ name: '改' }).execute());
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });
});
