import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

const anything = {
  categoryKeys: [],
  categoryKinds: [],
  siteTypes: [],
  sources: [],
  areaUnitIds: [],
  severity: 'any',
  ownerless: 'any',
};

function rule(key: string, when: object, lead: object[], assisting: object[] = []) {
  return { key, name: `规则${key}`, when: { ...anything, ...when }, lead, assisting };
}

async function save(rules: object[], person: 'office' | 'head' = 'office') {
  const { version } = (await (await ledger.client('office')).get('/api/routing')).body;
  return (await ledger.client(person)).put('/api/routing', { version, rules });
}

async function tryIt(change: object = {}) {
  const body = {
    siteId: ledger.siteId,
    categoryKey: 'litter',
    severity: 'normal',
    source: 'meeting',
    ...change,
  };
  return (await ledger.client('office')).post('/api/routing/try', body);
}

describe('routing rules', () => {
  it('are nobody but item and category at first, and say so', async () => {
    const { body } = await tryIt();
    expect(body).toMatchObject({
      unit: { id: ledger.street.id, name: '一街道' },
      contactName: '样本liaison',
      reason: { ruleKey: null, target: 'standard', ground: 'street' },
    });
    expect((await tryIt({ categoryKey: 'nobody', siteId: null })).body).toMatchObject({
      unit: null,
      reason: null,
    });
  });

  it('can be tried before they are saved, and count once they are', async () => {
    const rules = [
      rule('a', { areaUnitIds: [ledger.elsewhere.id] }, [{ to: 'unit', unitId: ledger.elsewhere.id }]),
      rule(
        'b',
        { sources: ['meeting'], areaUnitIds: [ledger.district.id] },
        [{ to: 'operator' }, { to: 'unitType', unitType: 'urban_management' }],
        [{ to: 'street' }],
      ),
    ];
    expect((await tryIt({ rules })).body).toMatchObject({
      unit: { id: ledger.bureau.id },
      assisting: [{ id: ledger.street.id }],
      reason: { ruleKey: 'b', target: 'unitType' },
    });
    expect((await tryIt()).body.unit.id).toBe(ledger.street.id);
    expect((await save(rules)).status).toBe(200);
    const raised = await ledger.raise();
    expect(raised.body).toMatchObject({
      unitId: ledger.bureau.id,
      assistingUnits: [{ id: ledger.street.id }],
    });
    const why = await (await ledger.client('bureauHead')).get(`/api/problems/${raised.body.id}/unit-choice`);
    expect(why.body.reason).toEqual({ ruleKey: 'b', ruleName: '规则b', target: 'unitType', ground: null });
    const citizens = await ledger.raise({ sourceKind: 'citizen' });
    expect(citizens.body.unitId).toBe(ledger.street.id);
  });

  it('are refused where they cannot be, with the place, and change nothing', async () => {
    const before = (await (await ledger.client('office')).get('/api/routing')).body;
    const cases: [object[], number, string][] = [
      [[rule('x', {}, [])], 409, 'routing.noLead'],
      [[rule('x', {}, [{ to: 'street' }]), rule('x', {}, [{ to: 'street' }])], 409, 'routing.keyTwice'],
      [[rule('x', {}, [{ to: 'unit', unitId: uuid() }])], 400, 'rules.0.lead'],
      [[rule('x', {}, [{ to: 'unitType', unitType: 'dragons' }])], 400, 'rules.0.lead'],
      [[rule('x', { siteTypes: ['NONE'] }, [{ to: 'street' }])], 400, 'rules.0.when.siteTypes'],
      [[rule('x', { areaUnitIds: ['here'] }, [{ to: 'street' }])], 400, 'rules.0.when.areaUnitIds.0'],
    ];
    for (const [rules, status, told] of cases) {
      const reply = await save(rules);
      expect([reply.status, status === 400 ? reply.body.fields[0].path : reply.body.code]).toEqual([
        status,
        told,
      ]);
    }
    expect((await save([], 'head')).status).toBe(403);
    expect((await (await ledger.client('head')).post('/api/routing/try', {})).status).toBe(400);
    expect((await strangerClient(house.app).get('/api/routing')).status).toBe(401);
    expect((await (await ledger.client('office')).get('/api/routing')).body).toEqual(before);
  });
});

describe('dispatching many at once', () => {
  async function waiting(count: number) {
    const raised = await Promise.all(
      Array.from({ length: count }, () =>
        ledger.raise({ categoryKey: 'nobody', siteId: null, placeText: '某处' }),
      ),
    );
    return raised.map((reply) => ({ id: reply.body.id, version: reply.body.version, commandId: uuid() }));
  }
  const bulk = async (body: object, person: 'office' | 'head' = 'office') =>
    (await ledger.client(person)).post('/api/problems/bulk-dispatch', body);

  it('gives each its own fate: the good ones go, each refused one is named and untouched', async () => {
    const problems = await waiting(3);
    const [first, second, third] = problems;
    const body = {
      problems: [first, { ...second, version: 99 }, third, { id: uuid(), version: 1, commandId: uuid() }],
      to: { unitId: ledger.bureau.id, assistingUnitIds: [] },
    };
    const reply = await bulk(body);
    expect(reply.body.done.map((one: { id: string }) => one.id).sort()).toEqual(
      [first?.id, third?.id].sort(),
    );
    expect(reply.body.refused).toHaveLength(2);
    expect(reply.body.refused).toContainEqual(expect.objectContaining({ id: second?.id, code: 'stale' }));
    expect(reply.body.refused).toContainEqual(expect.objectContaining({ number: null, code: 'notFound' }));
    const untouched = await (await ledger.client('office')).get(`/api/problems/${second?.id}`);
    expect(untouched.body).toMatchObject({ state: 'reported', version: 1 });
    // the same sending again is answered as done
    const again = await bulk(body);
    expect(again.body.done).toHaveLength(2);
  });

  it('goes by the rules where asked, and says which find nobody', async () => {
    await save([
      rule('water', { categoryKeys: ['nobody'], severity: 'high' }, [
        { to: 'unit', unitId: ledger.bureau.id },
      ]),
    ]);
    const [one] = await waiting(1);
    await save([]);
    const high = await ledger.raise({
      categoryKey: 'nobody',
      siteId: null,
      placeText: '某处',
      severity: 'high',
    });
    await save([
      rule('water', { categoryKeys: ['nobody'], severity: 'high' }, [
        { to: 'unit', unitId: ledger.bureau.id },
      ]),
    ]);
    const reply = await bulk({
      problems: [one, { id: high.body.id, version: 1, commandId: uuid() }],
      to: null,
    });
    expect(reply.body).toMatchObject({
      done: [{ id: high.body.id, unitName: '城管局' }],
      refused: [{ id: one?.id, code: 'routing.noUnit', message: '规则找不到责任单位，请指定单位' }],
    });
    const why = await (await ledger.client('office')).get(`/api/problems/${high.body.id}/unit-choice`);
    expect(why.body.reason).toMatchObject({ ruleKey: 'water', target: 'unit' });
  });

  it('is for dispatchers, and bounded', async () => {
    const problems = await waiting(1);
    expect((await bulk({ problems, to: null }, 'head')).status).toBe(403);
    const many = Array.from({ length: 201 }, () => ({ id: uuid(), version: 1, commandId: uuid() }));
    expect((await bulk({ problems: many, to: null })).status).toBe(400);
    expect((await bulk({ problems: [], to: null })).status).toBe(400);
  });
});

describe('the statistics of the ledger', () => {
  it('count everything once, by unit and in sum, and show their formula', async () => {
    const struck = await ledger.struckOff();
    await ledger.dispatched();
    const { body } = await (await ledger.client('office')).get('/api/statistics/ledger');
    expect(body.formula).toEqual({ leavesOutDeferred: true, targetPercent: 70, pointsPerRework: 0.5 });
    const totals = body.units.reduce((sum: number, unit: { total: number }) => sum + unit.total, 0);
    expect([body.sum.unit, body.sum.total]).toEqual([null, totals]);
    const street = body.units.find((one: { unit: { id: string } }) => one.unit.id === ledger.street.id);
    expect(street).toMatchObject({ struckOff: 1, overdue: 0, rework: 0 });
    expect(street.medianDays).toBeGreaterThan(0);
    expect(street.openAgeDays).toBeGreaterThan(0);
    expect(street.closureRate).toBeCloseTo(100 / street.closureBase, 9);
    expect(struck).toBeTruthy();
  });

  it('show a unit only itself, and refuse days that cannot be', async () => {
    const own = (await (await ledger.client('head')).get('/api/statistics/ledger')).body;
    expect(own.units.map((one: { unit: { id: string } }) => one.unit.id)).toEqual([ledger.street.id]);
    expect(own.sum.total).toBe(own.units[0].total);
    const stranger = (await (await ledger.client('stranger')).get('/api/statistics/ledger')).body;
    expect([stranger.units, stranger.sum.total, stranger.sum.closureRate]).toEqual([[], 0, null]);
    const client = await ledger.client('office');
    expect((await client.get('/api/statistics/ledger?from=2026-02-30')).status).toBe(400);
    const reversed = await client.get('/api/statistics/ledger?from=2026-02-02&to=2026-02-01');
    expect([reversed.status, reversed.body.fields[0].path]).toEqual([400, 'from']);
    expect((await client.get('/api/statistics/ledger?from=2020-01-01&to=2020-02-01')).body.sum.total).toBe(0);
  });
});
