import { readFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { recomputeRanking } from '../../domain/rankings/recompute-ranking.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe('a table that was published before', () => {
  const sample = JSON.parse(
    readFileSync(
      new URL('../../../sample/bulletins/jiaozuo-2019-048-district.json', import.meta.url),
      'utf8',
    ),
  );
  const body = (change: object = {}) => ({
    id: uuid(),
    table: sample,
    period: '2019年8月集中攻坚',
    source: sample.source.url,
    ...change,
  });

  it('enters the history with its scores, number, source and flags', async () => {
    const city = await house.city();
    const district = await city.unit('410811', '山阳区', { kind: 'district' });
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const reply = await office.post('/api/rankings/imports', body());
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    expect(reply.body).toMatchObject({
      state: 'published',
      documentNumber: '焦城创指〔2019〕48号',
      source: sample.source.url,
      schemeId: null,
    });
    const rows = reply.body.groups[0].units;
    expect(rows.map((row: { name: string; flag: string | null }) => [row.name, row.flag])).toEqual([
      ['山阳区', 'red'],
      ['示范区', 'red'],
      ['解放区', null],
      ['马村区', null],
      ['中站区', 'blue'],
    ]);
    expect(rows[0].unitId).toBe(district.id);
    expect(rows[0].counts).toBeNull();
    const flags = (await office.get(`/api/flags?unitId=${district.id}&from=2019-08-21&to=2019-08-21`)).body;
    expect(flags.flags[0]).toMatchObject({ colour: 'red', awardedOn: '2019-08-21', score: '83.00', rank: 1 });
    const exported = (await office.get(`/api/rankings/${reply.body.id}/export`)).body;
    expect(recomputeRanking(exported)).toBeNull();
  });

  it('comes in once, under one number, and only whole', async () => {
    const city = await house.city();
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const first = body();
    await office.post('/api/rankings/imports', first);
    expect((await office.post('/api/rankings/imports', first)).status).toBe(200);
    expect((await office.post('/api/rankings/imports', body())).body.code).toBe(
      'ranking.documentNumberTaken',
    );
    const path = async (table: object) =>
      (await office.post('/api/rankings/imports', body({ table }))).body.fields?.[0]?.path;
    expect(await path({ ...sample, date: undefined })).toBe('table.date');
    expect(await path({ ...sample, title: undefined })).toBe('table.title');
    expect(await path({ ...sample, documentNumber: '第四十八号' })).toBe('table.documentNumber');
    expect(await path({ ...sample, groups: [] })).toBe('table.groups');
    const twice = {
      name: '区',
      units: [
        { name: '甲', score: '1' },
        { name: '甲', score: '2' },
      ],
    };
    expect(await path({ ...sample, documentNumber: undefined, groups: [twice] })).toBe(
      'table.groups.0.units.1.name',
    );
    expect((await office.get('/api/rankings')).body.total).toBe(1);
  });
});
