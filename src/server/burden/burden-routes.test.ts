import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { addTiming } from './burden-queries.ts';

let house: TestHouse;
let ledger: LedgerCity;

beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

async function time(person: Parameters<LedgerCity['client']>[0], form: string, seconds: number) {
  return (await ledger.client(person)).post('/api/burden/timings', { form, seconds });
}

async function rowOf(form: string, role: string, days = 90) {
  const { body } = await (await ledger.client('office')).get(`/api/burden?days=${days}`);
  return body.rows.find((one: { form: string; role: string }) => one.form === form && one.role === role);
}

describe('the burden meter', () => {
  it('tells the fields of every form for every role that meets it, before anything was timed', async () => {
    expect(await rowOf('problems.assign', 'liaison')).toMatchObject({
      asked: 0,
      chosen: 1,
      count: 0,
      medianSeconds: null,
    });
    expect(await rowOf('problems.assign', 'gridWorker')).toBeUndefined();
    expect(await rowOf('inspections.submit', 'inspector')).toMatchObject({ carried: 5, asked: 0 });
  });

  it('tells median and ninth decile once there are enough', async () => {
    for (const seconds of [10, 10, 10, 10])
      expect((await time('liaison', 'problems.assign', seconds)).status).toBe(200);
    expect(await rowOf('problems.assign', 'liaison')).toMatchObject({ count: 4, medianSeconds: null });
    await time('liaison', 'problems.assign', 300);
    const row = await rowOf('problems.assign', 'liaison');
    expect(row.count).toBe(5);
    expect(row.medianSeconds).toBeGreaterThan(7);
    expect(row.medianSeconds).toBeLessThan(13);
    expect(row.ninthDecileSeconds).toBeGreaterThan(230);
    expect(row.ninthDecileSeconds).toBeLessThan(380);
  });

  it('counts days back from today', async () => {
    await ledger.city.write((tx) =>
      addTiming(tx, ledger.city.id, {
        form: 'problems.claimFixed',
        role: 'gridWorker',
        day: addDays(cityDay(house.clock.now.toISOString()), -40),
        span: 3,
      }),
    );
    expect(await rowOf('problems.claimFixed', 'gridWorker', 30)).toMatchObject({ count: 0 });
    expect(await rowOf('problems.claimFixed', 'gridWorker', 90)).toMatchObject({ count: 1 });
  });

  it('keeps neither person nor unit nor the single time', async () => {
    const columns = await ledger.city.write((tx) => tx.selectFrom('form_timing').selectAll().execute());
    expect(new Set(columns.flatMap((row) => Object.keys(row)))).toEqual(
      new Set(['city_id', 'form', 'role', 'day', 'span', 'count']),
    );
    const kept = await ledger.city.write((tx) => tx.selectFrom('event').select('kind').execute());
    expect(kept).toEqual([]);
  });

  it('is for the office, and a time is taken only from who can have filled in the form', async () => {
    expect((await strangerClient(house.app).get('/api/burden')).status).toBe(401);
    for (const person of ['liaison', 'grid', 'inspector', 'leader'] as const) {
      expect((await (await ledger.client(person)).get('/api/burden')).status, person).toBe(403);
    }
    expect((await time('inspector', 'problems.assign', 5)).status).toBe(403);
  });

  it.each([
    ['an unknown form', { form: 'x', seconds: 1 }, 'form'],
    ['a form nobody fills in', { form: 'burden.recordTiming', seconds: 1 }, 'form'],
    ['less than no time', { form: 'problems.assign', seconds: -1 }, 'seconds'],
    ['a night', { form: 'problems.assign', seconds: 40_000 }, 'seconds'],
    ['a person', { form: 'problems.assign', seconds: 1, personId: 'x' }, 'body'],
  ])('refuses %s', async (_, body, path) => {
    const reply = await (await ledger.client('liaison')).post('/api/burden/timings', body);
    expect(reply.status).toBe(400);
    expect(reply.body.fields[0].path).toBe(path);
  });
});
