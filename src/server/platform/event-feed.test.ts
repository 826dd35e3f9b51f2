import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestCity, type TestHouse } from '../../../test/support/test-city.ts';
import { inCity, type Tx } from './database/database.ts';
import { openCursor, readFeed } from './event-feed.ts';
import { recordEvents } from './event-log.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

/** Something happened, numbered for the eye. */
async function happen(tx: Tx, cityId: string, number: number): Promise<void> {
  await recordEvents(
    tx,
    cityId,
    { kind: 'unit', id: uuid() },
    [{ kind: 'unit.created', data: { number } }],
    { personId: null },
    '2026-11-24T01:00:00.000Z',
  );
}

async function readNumbers(city: TestCity, limit = 100, consumer = 'test'): Promise<unknown[]> {
  await house.settle();
  return readNow(city, limit, consumer);
}

async function readNow(city: TestCity, limit = 100, consumer = 'test'): Promise<unknown[]> {
  const events = await city.write((tx) => readFeed(tx, city.id, consumer, limit));
  return events.map((event) => event.data.number);
}

async function cityWithReader(): Promise<TestCity> {
  const city = await house.city();
  await city.write((tx) => openCursor(tx, city.id, 'test'));
  return city;
}

describe('the feed of events', () => {
  it('begins for a new reader where the history ends', async () => {
    const city = await house.city();
    await city.write((tx) => happen(tx, city.id, 1));
    expect(await readNumbers(city)).toEqual([]);
    await city.write((tx) => happen(tx, city.id, 2));
    expect(await readNumbers(city)).toEqual([2]);
    expect(await readNumbers(city)).toEqual([]);
  });

  it('gives each event once to each reader, in pages', async () => {
    const city = await cityWithReader();
    await city.write((tx) => openCursor(tx, city.id, 'other'));
    for (let number = 1; number <= 5; number += 1) await city.write((tx) => happen(tx, city.id, number));
    expect(await readNumbers(city, 2)).toEqual([1, 2]);
    expect(await readNumbers(city, 2)).toEqual([3, 4]);
    expect(await readNumbers(city, 2)).toEqual([5]);
    expect(await readNumbers(city, 2)).toEqual([]);
    expect(await readNumbers(city, 100, 'other')).toEqual([1, 2, 3, 4, 5]);
  });

  it('passes over no event of a transaction that ends late', async () => {
    const city = await cityWithReader();
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = inCity(house.db, city.id, 'write', async (tx) => {
      await happen(tx, city.id, 1);
      begun();
      await held;
    });
    await written;
    await city.write((tx) => happen(tx, city.id, 2));
    // 2 is committed, but 1 with a lower number may still come
    expect(await readNow(city)).toEqual([]);
    finish();
    await slow;
    expect(await readNumbers(city)).toEqual([1, 2]);
  });

  it('gives the events again when the reader did not finish', async () => {
    const city = await cityWithReader();
    await city.write((tx) => happen(tx, city.id, 1));
    const broken = city.write(async (tx) => {
      await readFeed(tx, city.id, 'test', 10);
      throw new Error('the process died');
    });
    await expect(broken).rejects.toThrow('the process died');
    expect(await readNumbers(city)).toEqual([1]);
  });

  it('gives each event to one of two readers at once', async () => {
    const city = await cityWithReader();
    for (let number = 1; number <= 20; number += 1) await city.write((tx) => happen(tx, city.id, number));
    const read = await Promise.all([readNumbers(city, 7), readNumbers(city, 7), readNumbers(city, 7)]);
    expect(read.flat().sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('goes on in a database that was restored into a younger server', async () => {
    const city = await cityWithReader();
    // what the dump brought along: transaction numbers this server has not come to yet
    await city.write(async (tx) => {
      for (const number of [1, 2, 3]) await happen(tx, city.id, number);
      await sql`alter table event disable trigger event_is_append_only`.execute(tx);
      await sql`update event set xact_id = (900000000 + (data->>'number')::int)::text::xid8
        where city_id = ${city.id}`.execute(tx);
      await sql`alter table event enable trigger event_is_append_only`.execute(tx);
      await sql`update feed_cursor set xact_id = '900000001', seq =
        (select seq from event where city_id = ${city.id} and data->>'number' = '1')
        where city_id = ${city.id}`.execute(tx);
    });
    await city.write((tx) => happen(tx, city.id, 4));
    expect(await readNumbers(city)).toEqual([2, 3]);
    expect(await readNumbers(city)).toEqual([4]);
    await city.write((tx) => happen(tx, city.id, 5));
    expect(await readNumbers(city)).toEqual([5]);
    expect(await readNumbers(city)).toEqual([]);
  });

  it('is fenced by city', async () => {
    const [east, west] = [await cityWithReader(), await cityWithReader()];
    await east.write((tx) => happen(tx, east.id, 1));
    expect(await readNumbers(west)).toEqual([]);
    expect(await readNumbers(east)).toEqual([1]);
  });
});
