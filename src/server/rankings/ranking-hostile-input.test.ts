import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRankedRound } from '../../../test/support/ranked-round.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

async function office() {
  const city = await house.city();
  const client = await (await city.person('office1', 'campaignOffice')).client();
  const unit = await city.unit('001', '东方红街道');
  const scheme = {
    id: uuid(),
    name: '办法',
    validFrom: '2026-01-01',
    validTo: null as string | null,
    rules: {
      groups: [{ name: '街道', unitIds: [unit.id] }],
      components: [{ key: 'field', weight: '1' }],
      decimals: 2,
      tieRule: 'competition',
      minimumSites: 0,
      bulletin: {},
    },
  };
  return { city, client, unit, scheme };
}

describe('bad input to rankings', () => {
  it('finds days no calendar holds at their place', async () => {
    const { client, scheme } = await office();
    for (const validFrom of ['0000-01-01', '1800-01-01', '9999-12-31', '2026-02-30', '']) {
      const reply = await client.post('/api/schemes', { ...scheme, validFrom });
      expect([validFrom, reply.status, reply.body.fields?.[0]?.path]).toEqual([validFrom, 400, 'validFrom']);
    }
    expect((await client.get('/api/flags?from=0000-01-01')).status).toBe(400);
    expect((await client.get('/api/flags?unitId=7')).status).toBe(400);
  });

  it('does not trust cursors', async () => {
    const { client } = await office();
    const forged = [['0000-01-01', uuid()], ['2026-01-01', 'x'], ['x'], 7, null, 'x'.repeat(150)];
    for (const place of forged) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect((await client.get(`/api/rankings?cursor=${cursor}`)).status).toBe(400);
      expect((await client.get(`/api/flags?cursor=${cursor}`)).status).toBe(400);
    }
  });

  it('stores nothing of a table it cannot keep', async () => {
    const { client } = await office();
    const table = (change: object) => ({
      title: '通报',
      date: '2019-08-21',
      groups: [{ name: '区', units: [{ name: '甲', score: '1' }] }],
      ...change,
    });
    const many = Array.from({ length: 5001 }, (_, index) => ({ name: `单位${index}`, score: '1' }));
    const bad: [object, string][] = [
      [{ title: 'a\u0000b' }, 'table.title'],
      [{ groups: [{ name: '区', units: [{ name: '甲\u0000', score: '1' }] }] }, 'table'],
      [{ groups: [{ name: '\ud800', units: [{ name: '甲', score: '1' }] }] }, 'table'],
      [{ date: '0000-01-01' }, 'table.date'],
      [{ groups: [{ name: '区', units: [{ name: '甲', score: '1e9' }] }] }, 'table.groups.0.units.0.score'],
      [{ groups: [{ name: '区', units: [{ name: '甲' }] }] }, 'table.groups'],
      [{ groups: [{ name: '区', units: many }] }, 'table.groups'],
      [{ title: '长'.repeat(500) }, 'table.title'],
    ];
    for (const [change, path] of bad) {
      const body = { id: uuid(), table: table(change), period: '8月', source: '网页' };
      const reply = await client.post('/api/rankings/imports', body);
      expect([path, reply.status]).toEqual([path, 400]);
      expect(reply.body.fields[0].path).toBe(path);
    }
    expect((await client.get('/api/rankings')).body.total).toBe(0);
  });

  it('keeps a table of odd names as it is', async () => {
    const { client } = await office();
    const names = [
      '__proto__',
      'constructor',
      '<b>甲</b>',
      '{{score}}',
      '😀街道',
      "'; drop table ranking; --",
    ];
    const units = names.map((name, index) => ({ name, score: String(90 - index) }));
    const flags = {
      top: { count: 40_000, flag: '流动红旗'.repeat(9), minimumScore: '90.0000000000000000000001' },
    };
    const table = {
      title: '<i>通报</i>',
      date: '2019-08-21',
      groups: [{ name: '区'.repeat(90), flags, units }],
    };
    const reply = await client.post('/api/rankings/imports', {
      id: uuid(),
      table,
      period: '8月',
      source: '网页',
    });
    expect(reply.body.groups[0].units.map((unit: { name: string }) => unit.name)).toEqual(names);
    const bulletin = await client.get(`/api/rankings/${reply.body.id}/bulletin.docx`);
    expect(bulletin.bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('ranks nobody where nobody was inspected, and can still publish', async () => {
    const { city, client, scheme } = await office();
    const round = await openRankedRound(city);
    await client.post('/api/schemes', scheme);
    const body = {
      id: uuid(),
      schemeId: scheme.id,
      roundId: round.id,
      title: '空',
      period: { from: '2026-11-01', to: '2026-11-02' },
    };
    const reply = await client.post('/api/rankings', body);
    expect(reply.body.groups[0].units[0]).toMatchObject({ rank: null, score: null, flag: null });
    expect(reply.body.groups[0].warnings[0].code).toBe('missing-score');
    const published = await client.post(`/api/rankings/${body.id}/publish`, { version: 1, decisions: [] });
    expect(published.body).toMatchObject({ state: 'published', documentNumber: null });
    const bulletin = await client.get(`/api/rankings/${body.id}/bulletin.docx`);
    expect(bulletin.status).toBe(200);
  });
});
