import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSweepCity, type SweepCity } from '../../../test/support/sweep-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let city: SweepCity;
const rule = { periodDays: 90, fewestProblems: 3, fewestUnits: 1, fewestSites: 2 };

beforeAll(async () => {
  house = await openTestHouse();
  city = await buildSweepCity(house);
  for (const siteId of [city.siteId, city.yards.second, city.yards.third]) {
    await city.raise({ siteId, title: '楼道堆物' });
  }
  await city.raise({ categoryKey: 'stall', title: '占道经营' });
});
afterAll(() => house.close());

async function confirm(change: Record<string, unknown> = {}, person: 'office' | 'head' = 'office') {
  return (await city.client(person)).post('/api/common-problems', {
    id: uuid(),
    title: '楼道堆物',
    categoryKey: 'litter',
    itemCode: null,
    measure: '楼长每周清一次，社区抽查',
    ownerUnitId: city.district.id,
    dueOn: '2026-12-31',
    ...change,
  });
}

describe('the register of common problems', () => {
  it('counts kinds of problems and says which reach the city’s own rule', async () => {
    const office = await city.client('office');
    const before = await office.get('/api/common-problems');
    expect(before.body.rule.fewestProblems).toBe(10);
    expect(before.body.candidates[0]).toMatchObject({
      categoryKey: 'litter',
      figures: { problems: 3, open: 3, units: 1, sites: 3, recurrences: 0 },
      reaches: false,
    });
    expect((await (await city.client('head')).put('/api/common-problem-rule', rule)).status).toBe(403);
    const bad = await office.put('/api/common-problem-rule', { ...rule, periodDays: 1 });
    expect(bad.body.fields[0].path).toBe('periodDays');
    expect((await office.put('/api/common-problem-rule', rule)).body).toEqual(rule);
    const after = await office.get('/api/common-problems');
    expect(after.body.candidates.map((one: { reaches: boolean }) => one.reaches)).toEqual([true, false]);
  });

  it('shows each unit the figures of its own sight only', async () => {
    const stranger = await (await city.client('stranger')).get('/api/common-problems');
    expect(stranger.body).toMatchObject({ candidates: [], mayConfirm: false, mayConfigure: false });
  });

  it('follows an entry from confirmation to its end', async () => {
    expect((await confirm({}, 'head')).status).toBe(403);
    for (const [field, change] of [
      ['ownerUnitId', { ownerUnitId: uuid() }],
      ['categoryKey', { categoryKey: 'unheard' }],
      ['itemCode', { itemCode: 'NONE-01' }],
    ] as const) {
      const reply = await confirm(change);
      expect(reply.status).toBe(400);
      expect(reply.body.fields[0].path).toBe(field);
    }
    expect((await confirm({ dueOn: '2026-01-01' })).body.code).toBe('commonProblem.duePast');
    const id = uuid();
    const entered = await confirm({ id });
    expect(entered.body).toMatchObject({
      number: 1,
      state: 'confirmed',
      figures: { problems: 3 },
      progress: '',
    });
    expect((await confirm({ id })).body).toEqual(entered.body);
    expect((await confirm()).body.code).toBe('commonProblem.alreadyOpen');
    const send = async (person: 'office' | 'head', path: string, body: object) =>
      (await city.client(person)).post(`/api/common-problems/${id}/${path}`, { commandId: uuid(), ...body });
    // the owner is the district; its street only reads
    expect((await send('head', 'report', { progress: '已清理两处楼道' })).status).toBe(403);
    expect((await send('office', 'report', { progress: '已清理两处楼道' })).body.progress).toBe(
      '已清理两处楼道',
    );
    const plan = { measure: '楼长每周清两次，街道抽查', ownerUnitId: city.street.id, dueOn: '2027-01-31' };
    expect((await send('office', 'revise', plan)).body).toMatchObject({ owner: { name: '一街道' } });
    expect((await send('head', 'report', { progress: '全部楼道已清理' })).status).toBe(200);
    expect((await send('head', 'close', { outcome: '不再出现' })).status).toBe(403);
    expect((await send('office', 'close', { outcome: '好' })).body.code).toBe('commonProblem.wordsNeeded');
    expect((await send('office', 'close', { outcome: '三个月没有再出现' })).body).toMatchObject({
      state: 'closed',
    });
    expect((await send('office', 'report', { progress: '还想补充几句' })).body.code).toBe(
      'commonProblem.wrongState',
    );
    expect((await send('office', 'reopen', { reason: '又出现了两处' })).body.state).toBe('confirmed');
    const page = await (await city.client('office')).get('/api/common-problems');
    expect(page.body).toMatchObject({
      counts: { confirmed: 1, closed: 0 },
      candidates: [{ entryId: id }, {}],
    });
  });
});
