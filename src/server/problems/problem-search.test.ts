import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { mostCounted } from './problem-search.ts';
import { findWords, indexWords } from './problem-words.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

/** Numbered by the ledger's counter, as the ledger's own commands number them. */
async function insertReported(count: number, title: string): Promise<void> {
  const { city } = ledger;
  await city.write(async (tx) => {
    await sql`
      with taken as (insert into counter (city_id, kind, value) values (${city.id}, 'problem', ${count})
        on conflict (city_id, kind) do update set value = counter.value + ${count} returning value)
      insert into problem (city_id, id, number, state, place_text, category_key, severity, title, source_kind,
        deadline_hours, deadline_clock, raised_at, version, last_hash)
      select ${city.id}, gen_random_uuid(), value - ${count} + n, 'reported', '北门' || n % 7 || '号', 'litter',
        'normal', replace(${title}, '#', n::text), 'meeting', 8, 'work', now(), 1, ${Buffer.alloc(32)}
      from taken, generate_series(1, ${count}::integer) as n`.execute(tx);
  });
}

const size = 64;
const words = (text: string, most = 1000) =>
  ledger.city.write((tx) => findWords(tx, ledger.city.id, text, most, size));

async function numbersCalled(text: string, below: number): Promise<number[]> {
  const rows = await ledger.city.write((tx) =>
    tx
      .selectFrom('problem')
      .select('number')
      .where('city_id', '=', ledger.city.id)
      .where('number', '<', below)
      .where((or) => or.or([or('title', 'ilike', `%${text}%`), or('place_text', 'ilike', `%${text}%`)]))
      .orderBy('number')
      .execute(),
  );
  return rows.map(({ number }) => number);
}

describe('the index of words', () => {
  it('finds every problem that is called so in full blocks, and says from where it knows nothing', async () => {
    await insertReported(150, '第#处Garbage垃圾');
    await indexWords(house.db, ledger.city.id, size);
    for (const text of [
      '垃圾',
      '第1',
      '处garb',
      '号',
      '北门3号',
      '12处',
      '不存在的',
      '圾垃',
      '第2处Garbage垃圾',
    ]) {
      const { numbers, unindexedFrom } = await words(text);
      expect(unindexedFrom).toBe(128);
      const called = await numbersCalled(text, unindexedFrom);
      if (Array.from(text).length > 1) expect(numbers).toEqual(expect.arrayContaining(called));
    }
    expect((await words('第77处')).numbers).toEqual([77]);
    expect((await words('不存在的')).numbers).toEqual([]);
    expect((await words('垃圾', 20)).numbers).toBeNull();
  });

  it('writes a block once, however often and by however many it is run', async () => {
    const count = async () =>
      (await ledger.city.write((tx) => tx.selectFrom('problem_word').select('pair').execute())).length;
    const before = await count();
    await Promise.all([1, 2, 3].map(() => indexWords(house.db, ledger.city.id, size)));
    expect(await count()).toBe(before);
    await insertReported(60, '新的一批#');
    await Promise.all([1, 2, 3].map(() => indexWords(house.db, ledger.city.id, size)));
    expect(await count()).toBeGreaterThan(before);
    const { numbers, unindexedFrom } = await words('新的一批');
    expect(unindexedFrom).toBe(192);
    expect([...(numbers ?? [])].sort((a, b) => a - b)).toEqual(await numbersCalled('新的一批', 192));
  });
});

describe('a search', () => {
  it('counts a thousand of a common word, and says that there are more', async () => {
    // the blocks of the tests above are smaller than the ledger's own
    const { id: cityId } = ledger.city;
    await ledger.city.write(async (tx) => {
      await tx.deleteFrom('problem_word').where('city_id', '=', cityId).execute();
      await tx
        .deleteFrom('counter')
        .where('city_id', '=', cityId)
        .where('kind', '=', 'problemWords')
        .execute();
    });
    await insertReported(21_000, '路面积水#');
    await indexWords(house.db, ledger.city.id);
    const office = await ledger.client('office');
    const counts = async (text: string) =>
      (await office.get(`/api/problems?search=${encodeURIComponent(text)}&limit=3`)).body.counts;
    expect(await counts('积水')).toMatchObject({ shown: mostCounted, areMore: true });
    expect(await counts('路')).toMatchObject({ shown: mostCounted, areMore: true });
    expect(await counts('Garbage')).toMatchObject({ shown: 150, areMore: false });
    expect(await counts('积水1999')).toMatchObject({ shown: 11, areMore: false });
    expect(await counts('积水20050')).toMatchObject({ shown: 1, areMore: false });
    expect(await counts('没有')).toMatchObject({ shown: 0, areMore: false });
  });
});
