import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegister, siteBody } from '../../../test/support/site-register.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { saveMapLayer } from './map-layer-queries.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe('the map', () => {
  it('has the very sites the list counts, and a box cuts them', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    for (const [index, lon] of [113.1, 113.2, 113.3].entries()) {
      await office.post(
        '/api/sites',
        siteBody(street, { code: `M${index}`, position: { lon, lat: 35.2, source: 'map' } }),
      );
    }
    await office.post('/api/sites', siteBody(street));
    const map = await office.get('/api/sites/map');
    const list = await office.get('/api/sites');
    expect(map.body.counts).toEqual(list.body.counts);
    expect(map.body.points).toHaveLength(map.body.counts.positioned);
    expect(map.body.points[0]).toEqual([expect.any(String), 113.1, 35.2, 'YARD', 0, 0, null]);
    const boxed = await office.get('/api/sites/map?box=113.15,35,113.4,36');
    expect(boxed.body).toMatchObject({ inBox: 2, counts: { all: 4 } });
    for (const box of ['1,2,3', '2,1,1,2', 'a,b,c,d', '1,1,1,1']) {
      expect((await office.get(`/api/sites/map?box=${box}`)).status, box).toBe(400);
    }
  });

  it('groups what is too many, without losing one', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    await city.write((tx) =>
      sql`insert into site (city_id, id, code, name, site_type, territory_unit_id, lon, lat)
        select ${city.id}, gen_random_uuid(), 'G' || n, '点' || n, 'YARD', ${street.id},
          113 + (n % 173) * 0.003, 35 + (n % 211) * 0.002
        from generate_series(1, 20500) n`.execute(tx),
    );
    const map = await office.get('/api/sites/map');
    expect(map.body.points).toEqual([]);
    expect(map.body.clusters.length).toBeGreaterThan(10);
    const total = map.body.clusters.reduce((sum: number, cluster: number[]) => sum + (cluster[2] ?? 0), 0);
    expect(total).toBe(20500);
    expect(map.body).toMatchObject({ inBox: 20500, counts: { positioned: 20500 } });
    for (const [lon, lat, sites, clear, open, overdue] of map.body.clusters) {
      expect(clear + open + overdue).toBe(sites);
      expect(lon).toBeGreaterThanOrEqual(113);
      expect(lat).toBeLessThan(35.5);
    }
    const near = await office.get('/api/sites/map?box=113,35,113.1,35.1');
    expect(near.body.clusters).toEqual([]);
    expect(near.body.points).toHaveLength(near.body.inBox);
  });

  it('shows borders with their caution, and says when there are none', async () => {
    const { city } = await openRegister(house);
    const leader = await (await city.person('leader1', 'cityLeader')).client();
    expect((await leader.get('/api/map/districts')).body).toEqual({ layer: null });
    const square = [
      [113, 35],
      [114, 35],
      [114, 36],
      [113, 35],
    ];
    const layer = {
      key: 'districts' as const,
      title: '区县边界',
      source: '样本',
      caution: '边界仅供示意',
      geojson: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { code: '410811', name: '山阳区', level: 'county' },
            geometry: { type: 'Polygon', coordinates: [square] },
          },
        ],
      },
    };
    await city.write((tx) => saveMapLayer(tx, city.id, layer));
    await city.write((tx) => saveMapLayer(tx, city.id, { ...layer, title: '新边界' }));
    const reply = await leader.get('/api/map/districts');
    expect(reply.body.layer).toMatchObject({ title: '新边界', caution: '边界仅供示意' });
    expect(reply.body.layer.geojson.features[0].properties).toEqual({
      code: '410811',
      name: '山阳区',
      name_en: null,
      label_point: null,
    });
    const broken = { ...layer, geojson: { type: 'FeatureCollection', features: [{ type: 'Point' }] } };
    await expect(city.write((tx) => saveMapLayer(tx, city.id, broken))).rejects.toThrow();
  });
});
