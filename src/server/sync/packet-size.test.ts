import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildRoundCity, type RoundCity } from '../../../test/support/round-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let here: RoundCity;

beforeAll(async () => {
  house = await openTestHouse();
  here = await buildRoundCity(house);
});
afterAll(() => house.close());

/** 1,200 sites with 20,000 open problems among them, written straight into the tables. */
async function crowd(): Promise<void> {
  await here.city.write(async (tx) => {
    await sql`
      insert into site (city_id, id, code, name, site_type, territory_unit_id, lon, lat)
      select ${here.city.id}, gen_random_uuid(), 'CROWD-' || n, '第' || n || '号居民楼院（无物业管理）', s.site_type,
        s.territory_unit_id, 113.2 + n * 0.0001, 35.2 + n * 0.0001
      from generate_series(1, 1200) n, (select * from site where city_id = ${here.city.id} limit 1) s`.execute(
      tx,
    );
    const { rows } = await sql<{ key: string }>`
      select key from category where city_id = ${here.city.id} limit 1`.execute(tx);
    await sql`
      insert into problem (city_id, id, number, state, site_id, category_key, severity, title, description,
        source_kind, unit_id, person_id, deadline_hours, deadline_clock, deadline_at, original_deadline_at,
        raised_at, dispatched_at, version, last_hash)
      select ${here.city.id}, gen_random_uuid(), 100000 + row_number() over (), 'assigned', s.id, ${rows[0]?.key},
        'normal', '楼道堆放杂物，影响通行和消防安全', '单元门口至二楼平台堆放纸箱、旧家具和电动车', 'inspection',
        ${here.street.id}, ${here.inspectors[1]?.id}, 8, 'work', now() + n * interval '1 hour', now(), now(), now(), 1,
        '\\x00'
      from (select id, row_number() over (order by code) as n from site
        where city_id = ${here.city.id} and code like 'CROWD-%') s, generate_series(1, 17) k
      where s.n <= 1177`.execute(tx);
  });
}

it('stays under 2 MB for an inspector of thirty sites in a city of 1,200 sites and 20,000 open problems', async () => {
  await crowd();
  const roundId = uuid();
  const days = { startsOn: '2026-11-23', endsOn: '2026-11-30' };
  await here.office.post('/api/rounds', { id: roundId, name: '第一轮', ...days });
  const { rows } = await here.city.write((tx) =>
    sql<{ id: string }>`select id from site where city_id = ${here.city.id} and code like 'CROWD-%'
      order by code limit 30`.execute(tx),
  );
  const choose = { siteIds: rows.map((row) => row.id) };
  const inspectorId = here.inspectors[0]?.id;
  expect((await here.office.post(`/api/rounds/${roundId}/sites`, { choose, inspectorId })).status).toBe(200);
  expect((await here.office.post(`/api/rounds/${roundId}/open`)).status).toBe(200);
  const packet = await here.first.get('/api/field/packet');
  expect(packet.body.visits).toHaveLength(30);
  expect(packet.body.checklists).toHaveLength(1);
  expect(packet.body.problems.length).toBeGreaterThanOrEqual(17 * 29);
  expect(packet.bytes.length).toBeLessThan(2_000_000);
  const worker = await here.second.get('/api/field/packet');
  expect(worker.bytes.length).toBeLessThan(2_000_000);
  expect(worker.body.leftOut.mine).toBeGreaterThan(18_000);
});
