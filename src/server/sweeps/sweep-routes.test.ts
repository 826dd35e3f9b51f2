import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSweepCity, type SweepCity } from '../../../test/support/sweep-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { countsOf } from '../../domain/sweeps/sweep.ts';
import { foldStoredSweep } from './sweep-history.ts';
import { checkOf, sweepOf } from './sweep-rows.ts';
import { summariseSweeps } from './sweep-summary.ts';

let house: TestHouse;
let city: SweepCity;
beforeAll(async () => {
  house = await openTestHouse();
  city = await buildSweepCity(house);
});
afterAll(() => house.close());

async function begun(change: Record<string, unknown> = {}): Promise<string> {
  const reply = await city.start('office', change);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body.id;
}

const closing = { cause: 'habit', causeNote: '平时没有人去看', restReason: null };

describe('starting a sweep', () => {
  it('takes the active sites of the types in the scope, by the unit that checks them', async () => {
    const office = await city.client('office');
    const seen = await office.get(`/api/sweep-preview?siteTypes=YARD,MARKET&scopeUnitId=${city.district.id}`);
    expect(seen.body).toEqual({
      sites: 6,
      units: [
        { unitId: city.street.id, unitName: '一街道', sites: 5 },
        { unitId: city.nextStreet.id, unitName: '三街道', sites: 1 },
      ],
    });
    const reply = await city.start('office', {
      siteTypes: ['YARD', 'MARKET'],
      scopeUnitId: city.district.id,
      ownerUnitId: city.district.id,
      dueOn: '2026-12-01',
    });
    expect(reply.body).toMatchObject({ total: 6, dueAt: '2026-12-01T10:30:00.000Z', light: 'green' });
    // what comes later is not silently in
    await city.city.write((tx) =>
      tx
        .insertInto('site')
        .values({
          city_id: city.city.id,
          id: uuid(),
          code: 'YARD-NEW',
          name: '新小区',
          site_type: 'YARD',
          territory_unit_id: city.nextStreet.id,
        })
        .execute(),
    );
    expect((await office.get(`/api/sweeps/${reply.body.id}`)).body.total).toBe(6);
  });

  it('is harmless twice, and refuses the id for something else', async () => {
    const id = uuid();
    const first = await city.start('office', { id });
    const again = await city.start('office', { id });
    expect(again.body).toEqual(first.body);
    expect((await city.start('office', { id, title: '别的' })).status).toBe(409);
    expect((await city.start('office2', { id })).status).toBe(409);
  });

  it('belongs to the office and to units within their own', async () => {
    expect((await city.start('head')).status).toBe(200);
    expect((await city.start('head', { scopeUnitId: city.district.id })).status).toBe(400);
    for (const person of ['grid', 'inspector', 'verifier', 'leader', 'admin'] as const) {
      expect((await city.start(person)).status, person).toBe(403);
    }
    expect((await city.start('stranger')).status).toBe(400);
    expect((await strangerClient(house.app).post('/api/sweeps', {})).status).toBe(401);
  });

  it.each([
    ['categoryKey', { categoryKey: 'unheard' }],
    ['siteTypes.0', { siteTypes: ['CASTLE'] }],
    ['scopeUnitId', { scopeUnitId: uuid() }],
    ['ownerUnitId', { ownerUnitId: uuid() }],
    ['itemCode', { itemCode: 'NONE-01' }],
    ['dueOn', { dueOn: '2026-11-29' }],
  ])('names a wrong %s and stores nothing', async (field, change) => {
    const before = await (await city.client('office')).get('/api/sweeps');
    const reply = await city.start('office', change);
    expect(reply.status).toBe(400);
    expect(reply.body.fields[0].path).toBe(field);
    expect(reply.body.fields[0].message).not.toMatch(/^(fault|refusal)\./);
    const after = await (await city.client('office')).get('/api/sweeps');
    expect(after.body.counts).toEqual(before.body.counts);
  });

  it('serves a problem only where it looks for the same in a scope that holds its street', async () => {
    const problemId = await city.raiseGrave();
    const refused = async (change: object) => (await city.start('office', { problemId, ...change })).body;
    expect((await refused({ categoryKey: 'stall' })).code).toBe('sweep.notCovering');
    expect((await refused({ siteTypes: ['MARKET'] })).code).toBe('sweep.notCovering');
    expect((await refused({ scopeUnitId: city.community.id })).code).toBe('sweep.notCovering');
    expect((await refused({ severity: 'normal' })).fields[0].path).toBe('severity');
    // nobody below answers for it, so that nobody excuses it from just above
    expect((await refused({ ownerUnitId: city.community.id })).fields[0].path).toBe('ownerUnitId');
    expect((await city.start('office', { problemId: uuid() })).status).toBe(404);
  });

  it('excuses at once by the office alone, and then the problem may be closed', async () => {
    const problemId = await city.raiseGrave();
    const waiver = { problemId, waiveReason: '全市仅此一处，别处没有' };
    expect((await city.start('head', waiver)).body.code).toBe('sweep.approverNeeded');
    expect((await city.start('office', waiver)).body).toMatchObject({ state: 'waived', total: 0 });
    const beside = await (await city.client('liaison')).get(`/api/problems/${problemId}/sweep`);
    expect(beside.body).toMatchObject({ need: 'waived', sweeps: [{ state: 'waived' }] });
  });
});

describe('looking at sites', () => {
  it('is for the people of the site, of the right sweep, once', async () => {
    const id = await begun();
    const check = await city.checkOf(id, city.yards.second);
    expect((await city.check('office', check, 'clear')).status).toBe(403);
    expect((await city.check('inspector', check, 'clear')).status).toBe(403);
    expect((await city.check('stranger', check, 'clear')).status).toBe(404);
    expect((await city.check('grid', uuid(), 'clear')).status).toBe(404);
    const bare = await city.check('grid', check, 'clear', { photos: [] });
    expect(bare.body.code).toBe('sweep.photoNeeded');
    const unknown = { sha256: 'f'.repeat(64), deviceTakenAt: null, lon: null, lat: null, accuracyM: null };
    expect((await city.check('grid', check, 'clear', { photos: [unknown] })).body.fields[0].path).toBe(
      'photos.0.sha256',
    );
    const commandId = uuid();
    const photos = [await city.photo('grid')];
    const first = await city.check('grid', check, 'clear', { commandId, photos });
    expect(first.body).toMatchObject({ result: 'clear', photoCount: 1, mayCheck: true });
    expect((await city.check('grid', check, 'clear', { commandId, photos })).body).toEqual(first.body);
    expect((await city.check('grid', check, 'found', { commandId })).status).toBe(409);
    expect((await city.check('grid', check, 'clear')).body.code).toBe('sweep.alreadyClear');
    const page = await (await city.client('grid')).get(`/api/sweep-checks/${check}`);
    expect(page.body.photos).toMatchObject([{ sha256: photos[0]?.sha256, subjectKind: 'sweepCheck' }]);
  });

  it('leaves a site unchecked where the reason says so', async () => {
    const id = await begun();
    const check = await city.checkOf(id, city.yards.third);
    expect((await city.check('grid', check, 'notChecked')).body.code).toBe('sweep.reasonNeeded');
    await city.check('grid', check, 'notChecked', { reason: '院门锁着进不去' });
    const seen = await (await city.client('office')).get(`/api/sweeps/${id}`);
    expect(seen.body).toMatchObject({ clear: 0, found: 0, notChecked: 1 });
    const left = await (await city.client('office')).get(`/api/sweeps/${id}/checks?show=left`);
    expect(left.body.shown).toBe(seen.body.total);
  });

  it('again by an inspector counts a false "clear" against the unit, openly', async () => {
    const id = await begun();
    const check = await city.checkOf(id, city.yards.second);
    expect((await city.spotCheck('inspector', check, 'found')).body.code).toBe('sweep.nothingToSpotCheck');
    await city.check('grid', check, 'clear');
    expect((await city.spotCheck('grid', check, 'found')).status).toBe(403);
    const caught = await city.spotCheck('inspector', check, 'found');
    expect(caught.body).toMatchObject({ result: 'clear', spotResult: 'found', mayCheck: false });
    const office = await city.client('office');
    expect((await office.get(`/api/problems/${caught.body.spotProblem.id}`)).body).toMatchObject({
      state: 'dispatched',
      sourceKind: 'inspection',
    });
    const seen = await office.get(`/api/sweeps/${id}`);
    expect(seen.body.units[0]).toMatchObject({ found: 1, clear: 0, spotChecked: 1, contradicted: 1 });
  });

  it('ties a grave finding to the sweep that found it', async () => {
    const id = await begun();
    const check = await city.checkOf(id, city.yards.second);
    const found = await city.check('grid', check, 'found', { severity: 'high' });
    const beside = await (await city.client('office')).get(`/api/problems/${found.body.problem.id}/sweep`);
    expect(beside.body).toMatchObject({ need: 'open', sweeps: [{ id }], foundBy: { id } });
  });
});

describe('the end of a sweep', () => {
  it('excuses the rest from above only, and can be undone by the office', async () => {
    const id = await begun();
    expect((await city.moveSweep('liaison', id, 'close', closing)).body.code).toBe('sweep.unchecked');
    const rest = { ...closing, restReason: '其余楼院正在拆迁' };
    expect((await city.moveSweep('head', id, 'close', rest)).body.code).toBe('sweep.approverNeeded');
    expect((await city.moveSweep('head', id, 'waive', { reason: '没有必要查' })).body.code).toBe(
      'sweep.ownUnit',
    );
    expect((await city.moveSweep('grid', id, 'waive', { reason: '没有必要查' })).status).toBe(403);
    expect((await city.moveSweep('stranger', id, 'waive', { reason: '没有必要查' })).status).toBe(404);
    const commandId = uuid();
    const done = await city.moveSweep('office', id, 'close', { ...rest, commandId });
    expect(done.body).toMatchObject({ state: 'done', cause: 'habit', waiveReason: '其余楼院正在拆迁' });
    expect((await city.moveSweep('office', id, 'close', { ...rest, commandId })).body).toEqual(done.body);
    expect((await city.moveSweep('office', id, 'waive', { commandId, reason: '换一个做法' })).status).toBe(
      409,
    );
    const again = await city.moveSweep('office', id, 'reopen', { reason: '抽查推翻了三处' });
    expect(again.body).toMatchObject({ state: 'open', cause: null, reopenCount: 1 });
    expect((await city.moveSweep('office', id, 'waive', { reason: '全部楼院已经拆除' })).body.state).toBe(
      'waived',
    );
  });

  it('by cancelling leaves its problem as if there had been none', async () => {
    const problemId = await city.raiseGrave();
    const id = await begun({ problemId });
    expect((await city.moveSweep('office', id, 'cancel', { reason: '范围选错了重来' })).body.state).toBe(
      'cancelled',
    );
    const beside = await (await city.client('office')).get(`/api/problems/${problemId}/sweep`);
    expect(beside.body).toMatchObject({ need: 'missing', sweeps: [] });
  });

  it('may serve a second problem of the same kind and place', async () => {
    const id = await begun();
    const problemId = await city.raiseGrave();
    const office = await city.client('office');
    const beside = await office.get(`/api/problems/${problemId}/sweep`);
    expect(beside.body.covering.map((one: { id: string }) => one.id)).toContain(id);
    expect((await city.moveSweep('head', id, 'attach', { problemId })).status).toBe(403);
    expect((await city.moveSweep('office', id, 'attach', { problemId })).status).toBe(200);
    expect((await city.moveSweep('office', id, 'attach', { problemId })).body.code).toBe(
      'sweep.alreadyAttached',
    );
    expect((await office.get(`/api/problems/${problemId}/sweep`)).body.need).toBe('open');
    const other = (await city.raise({ severity: 'high', categoryKey: 'stall', title: '占道' })).body.id;
    expect((await city.moveSweep('office', id, 'attach', { problemId: other })).body.code).toBe(
      'sweep.notCovering',
    );
  });
});

describe('the paragraph of a bulletin', () => {
  it('tells how the sweeps of the period stood then, whatever came later', async () => {
    house.clock.now = new Date('2026-12-01T02:00:00Z');
    const span = { from: '2026-11-30T16:00:00Z', to: '2026-12-01T16:00:00Z' };
    const read = (asOf: string) =>
      city.city.write((tx) => summariseSweeps(tx, city.city.id, { ...span, asOf }));
    expect(await read('2026-12-01T16:00:00Z')).toBeNull();
    const id = await begun();
    const check = await city.checkOf(id, city.yards.second);
    await city.check('grid', check, 'found');
    const cancelled = await begun();
    await city.moveSweep('office', cancelled, 'cancel', { reason: '范围选错了重来' });
    city.later(60);
    const then = house.clock.now.toISOString();
    const before = await read(then);
    expect(before).toMatchObject({ sweeps: 1, done: 0, checked: 1, found: 1, topCause: null });
    city.later(60);
    await city.moveSweep('office', id, 'close', { ...closing, restReason: '其余楼院正在拆迁' });
    expect(await read(then)).toEqual(before);
    expect(await read(house.clock.now.toISOString())).toMatchObject({ done: 1, topCause: 'habit' });
  });
});

describe('what is seen of sweeps', () => {
  it('ends at the asker’s subtree', async () => {
    const id = await begun({ scopeUnitId: city.district.id, ownerUnitId: city.district.id });
    const head = await city.client('head');
    const seen = await head.get(`/api/sweeps/${id}`);
    expect(seen.body.units.map((unit: { unitName: string }) => unit.unitName)).toEqual(['一街道']);
    expect(seen.body.total).toBeGreaterThan(seen.body.units[0].total);
    const rows = (await head.get(`/api/sweeps/${id}/checks?limit=200`)).body.rows;
    expect(rows).toHaveLength(seen.body.units[0].total);
    const stranger = await city.client('stranger');
    expect((await stranger.get(`/api/sweeps/${id}`)).status).toBe(404);
    expect((await stranger.get(`/api/sweeps/${id}/checks`)).status).toBe(404);
    expect((await stranger.get('/api/sweeps')).body).toMatchObject({ rows: [], counts: { shown: 0 } });
    expect((await stranger.get('/api/sweep-checks')).body.shown).toBe(0);
    expect((await stranger.get(`/api/sweep-units/${city.street.id}`)).status).toBe(404);
  });

  it('pages without gap and agrees with its counts', async () => {
    const office = await city.client('office');
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await office.get(`/api/sweeps?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.body.rows.map((row: { number: number }) => row.number));
      cursor = page.body.next;
      expect(page.body.counts.shown).toBeGreaterThanOrEqual(seen.length);
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    const all = await office.get('/api/sweeps?limit=200');
    expect(all.body.counts.shown).toBe(seen.length);
    const open = await office.get('/api/sweeps?limit=200&state=open');
    expect(open.body.counts.shown).toBe(open.body.rows.length);
    expect(open.body.counts.byState).toEqual(all.body.counts.byState);
    expect((await office.get('/api/sweeps?cursor=nonsense')).status).toBe(400);
  });

  it('is what the histories fold to, for every sweep of this city', async () => {
    await city.city.write(async (tx) => {
      const sweeps = await tx.selectFrom('sweep').selectAll().where('city_id', '=', city.city.id).execute();
      expect(sweeps.length).toBeGreaterThan(8);
      for (const row of sweeps) {
        const folded = await foldStoredSweep(tx, city.city.id, row.id);
        expect(folded?.sweep).toEqual(sweepOf(row));
        const checks = await tx
          .selectFrom('sweep_check')
          .selectAll()
          .where('sweep_id', '=', row.id)
          .execute();
        for (const check of checks) expect(folded?.checks.get(check.id)).toEqual(checkOf(check));
        expect(checks).toHaveLength(row.total_count);
        const counted = checks.map((check) => countsOf(checkOf(check)));
        expect(row.found_count).toBe(counted.reduce((sum, one) => sum + one.found, 0));
      }
    });
    // the database's own counts say the same
    const office = await city.client('office');
    const card = await office.get(`/api/sweep-units/${city.city.root.id}`);
    const { rows } = await city.city.write((tx) =>
      sql<{ total: number; clear: number; found: number }>`
        select sum(total_count)::int as total, sum(clear_count)::int as clear, sum(found_count)::int as found
        from sweep where state <> 'cancelled'`.execute(tx),
    );
    expect(card.body.counts).toMatchObject(rows[0] ?? {});
  });
});
