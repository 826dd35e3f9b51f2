import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldStoredSweep } from '../../src/server/sweeps/sweep-history.ts';
import { buildSweepCity, type SweepCity } from '../support/sweep-city.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

let house: TestHouse;
let city: SweepCity;
beforeAll(async () => {
  house = await openTestHouse();
  city = await buildSweepCity(house);
});
afterAll(() => house.close());

/** The unit's people put a problem right, as far as the claim. */
async function fix(problemId: string): Promise<void> {
  const done = await city.move('liaison', problemId, 'assign', { personId: city.people.grid.id });
  expect(done.status).toBe(200);
  const photos = [await city.photo('grid')];
  expect((await city.move('grid', problemId, 'claim-fixed', { photos, reason: null })).status).toBe(200);
  city.later();
}

async function confirm(problemId: string) {
  const photos = [await city.photo('verifier')];
  const reply = await city.move('verifier', problemId, 'confirm', {
    photos,
    offSiteReason: '拆迁围挡内没有定位',
  });
  city.later();
  return reply;
}

describe('“对于督导组反馈的问题，满足于就事论事，没有举一反三”', () => {
  it('is not enough any more: the single case waits for the sweep of all its kind', async () => {
    // the supervision group finds a grave problem, and the street puts that one case right
    const origin = await city.raiseGrave();
    await fix(origin);
    const early = await confirm(origin);
    expect(early.status).toBe(409);
    expect(early.body.code).toBe('problem.sweepMissing');

    // the office is told, with what the house knows already filled in
    const office = await city.client('office');
    const missing = await office.get('/api/sweeps-missing');
    expect(missing.body).toMatchObject({ count: 1, first: [{ id: origin }] });
    const beside = await office.get(`/api/problems/${origin}/sweep`);
    expect(beside.body).toMatchObject({
      need: 'missing',
      suggestion: {
        title: '消防通道被堵',
        categoryKey: 'litter',
        siteTypes: ['YARD'],
        scopes: [
          { name: '一街道', sites: 3 },
          { name: '一区', sites: 4 },
          { name: '测试市', sites: 4 },
        ],
      },
    });
    const sweep = await city.start('office', { problemId: origin });
    expect(sweep.status, JSON.stringify(sweep.body)).toBe(200);
    expect(sweep.body).toMatchObject({
      number: 1,
      state: 'open',
      total: 3,
      units: [{ unitName: '一街道', total: 3, clear: 0, found: 0 }],
    });
    const { id } = sweep.body;
    expect((await confirm(origin)).body.code).toBe('problem.sweepOpen');

    // the street's own people look at every yard and find two more
    const mine = await (await city.client('grid')).get('/api/sweep-checks');
    expect(mine.body.shown).toBe(2);
    const second = await city.checkOf(id, city.yards.second);
    const third = await city.checkOf(id, city.yards.third);
    const fourth = await city.checkOf(id, city.yards.fourth);
    const [foundTwo, foundThree] = [
      await city.check('grid', second, 'found'),
      await city.check('grid', third, 'found'),
    ];
    expect(foundTwo.body).toMatchObject({ result: 'found', problem: { number: 2 }, photoCount: 1 });
    expect((await city.moveSweep('liaison', id, 'close', closing)).body.code).toBe('sweep.unchecked');
    expect((await city.check('liaison', fourth, 'clear')).body).toMatchObject({ result: 'clear' });

    // both are in the ledger like any other problem, and are put right
    for (const found of [foundTwo, foundThree]) {
      const problem = await office.get(`/api/problems/${found.body.problem.id}`);
      expect(problem.body).toMatchObject({
        state: 'dispatched',
        unitName: '一街道',
        title: '消防通道被堵',
        sourceKind: 'selfCheck',
        chainHolds: true,
      });
      await fix(found.body.problem.id);
      expect((await confirm(found.body.problem.id)).body.state).toBe('struck_off');
    }

    // the sweep ends with its cause, and only then the single case is struck off
    const done = await city.moveSweep('liaison', id, 'close', closing);
    expect(done.body).toMatchObject({
      state: 'done',
      cause: 'person',
      total: 3,
      clear: 1,
      found: 2,
      withPhoto: 3,
    });
    expect(done.body.problems.map((one: { tie: string; state: string }) => [one.tie, one.state])).toEqual([
      ['origin', 'fix_claimed'],
      ['found', 'struck_off'],
      ['found', 'struck_off'],
    ]);
    expect((await confirm(origin)).body.state).toBe('struck_off');

    // history and rows say the same
    const folded = await city.city.write((tx) => foldStoredSweep(tx, city.city.id, id));
    expect(folded?.sweep).toMatchObject({ state: 'done', clear: 1, found: 2, version: 5 });
    const causes = await office.get('/api/sweep-causes');
    expect(causes.body).toMatchObject({
      sweeps: 1,
      causes: [{ cause: 'person', sweeps: 1, found: 2 }, {}, {}, {}, {}, {}],
    });
    const card = await office.get(`/api/sweep-units/${city.street.id}`);
    expect(card.body).toMatchObject({ open: 0, overdue: 0, counts: { total: 3, clear: 1, found: 2 } });
  });
});

const closing = { cause: 'person', causeNote: '楼长没有落实到人，堵了没人管', restReason: null };
