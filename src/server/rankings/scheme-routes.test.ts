import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestHouse,
  type TestUnit,
} from '../../../test/support/test-city.ts';
import { testScheme } from '../../../test/support/test-scheme.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

function schemeOf(units: readonly TestUnit[], change: object = {}) {
  const bulletin = { documentPrefix: '测城创', issuer: '测试市四城联创指挥部' };
  return testScheme([{ name: '街道', units }], { minimumSites: 0, bulletin, ...change });
}

async function office() {
  const city = await house.city();
  const units = [await city.unit('001', '东方红街道'), await city.unit('002', '焦南街道')];
  const client = await (await city.person('office1', 'campaignOffice')).client();
  return { city, units, client };
}

describe('schemes', () => {
  it('are made, read and edited by the office', async () => {
    const { units, client } = await office();
    const scheme = schemeOf(units);
    const made = await client.post('/api/schemes', scheme);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ version: 1, groups: 1, units: 2, rankings: 0, mayEdit: true });
    expect(made.body.members.map((unit: { name: string }) => unit.name).sort()).toEqual([
      '东方红街道',
      '焦南街道',
    ]);
    const { id, ...content } = scheme;
    const edited = await client.put(`/api/schemes/${id}`, { ...content, name: '新办法', version: 1 });
    expect(edited.body).toMatchObject({ name: '新办法', version: 2 });
    const list = await client.get('/api/schemes');
    expect(list.body.schemes).toHaveLength(1);
    const stale = await client.put(`/api/schemes/${id}`, { ...content, version: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
  });

  it('may be sent twice, but not with another content', async () => {
    const { units, client } = await office();
    const scheme = schemeOf(units);
    await client.post('/api/schemes', scheme);
    expect((await client.post('/api/schemes', scheme)).body).toMatchObject({ id: scheme.id, version: 1 });
    const other = await client.post('/api/schemes', { ...scheme, name: '另一个' });
    expect([other.status, other.body.code]).toEqual([409, 'ranking.idTaken']);
  });

  it('continue an earlier one as a new version', async () => {
    const { units, client } = await office();
    const first = schemeOf(units);
    await client.post('/api/schemes', first);
    const second = { ...schemeOf(units), newVersionOf: first.id };
    expect((await client.post('/api/schemes', second)).body.seriesId).toBe(first.id);
    const third = { ...schemeOf(units), newVersionOf: second.id };
    expect((await client.post('/api/schemes', third)).body.seriesId).toBe(first.id);
  });

  it.each<[string, object, number, string]>([
    [
      'weights that do not add up',
      { components: [{ key: 'field', weight: '0.8' }] },
      409,
      'scheme-weights-sum',
    ],
    ['no group', { groups: [] }, 409, 'scheme-no-group'],
    ['too many decimals', { decimals: 7 }, 409, 'scheme-number-invalid'],
    ['a weight in words', { components: [{ key: 'field', weight: '很多' }] }, 400, 'invalid'],
    ['an unknown component', { components: [{ key: 'charm', weight: '1' }] }, 400, 'invalid'],
    ['an unknown field', { secret: 1 }, 400, 'invalid'],
  ])('are refused with %s, and nothing is stored', async (_, change, status, code) => {
    const { units, client } = await office();
    const reply = await client.post('/api/schemes', schemeOf(units, change));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect((await client.get('/api/schemes')).body.schemes).toEqual([]);
  });

  it('name the place of units and dates that cannot be', async () => {
    const { units, client } = await office();
    const ghost = { id: uuid(), path: 'x', name: '无' };
    const unknown = await client.post('/api/schemes', schemeOf([...units, ghost]));
    expect(unknown.body.fields).toEqual([
      { path: 'rules.groups.0.unitIds', message: '分组“街道”中有不存在的单位' },
    ]);
    const dates = await client.post('/api/schemes', { ...schemeOf(units), validTo: '2025-01-01' });
    expect(dates.body.fields.map((field: { path: string }) => field.path)).toEqual(['validTo']);
    const twice = await client.post('/api/schemes', schemeOf([...units, ...units]));
    expect(twice.status).toBe(409);
    expect((await client.get('/api/schemes')).body.schemes).toEqual([]);
  });

  it('are seen by those who see rankings and edited by nobody else', async () => {
    const { city, units, client } = await office();
    const scheme = schemeOf(units);
    await client.post('/api/schemes', scheme);
    const head = await (await city.person('head1', 'unitHead', units[0])).client();
    expect((await head.get(`/api/schemes/${scheme.id}`)).body.mayEdit).toBe(false);
    expect((await head.post('/api/schemes', schemeOf(units))).status).toBe(403);
    const { id, ...content } = scheme;
    expect((await head.put(`/api/schemes/${id}`, { ...content, version: 1 })).status).toBe(403);
    const inspector = await (await city.person('inspector1', 'inspector')).client();
    expect((await inspector.get('/api/schemes')).status).toBe(403);
    const stranger = strangerClient(house.app);
    expect((await stranger.get('/api/schemes')).status).toBe(401);
    const elsewhere = await office();
    expect((await elsewhere.client.get(`/api/schemes/${id}`)).status).toBe(404);
    expect((await elsewhere.client.get('/api/schemes/7')).status).toBe(400);
  });
});
