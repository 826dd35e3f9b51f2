import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { countRecurrences } from './recurrence-rate-queries.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const days = 24 * 60;

/** A city whose one yard had litter that was struck off. */
async function cityWithStrikeOff(): Promise<string> {
  house.clock.now = new Date('2026-11-02T02:00:00Z');
  ledger = await buildLedgerCity(house);
  const id = await ledger.struckOff();
  ledger.later(5 * days);
  return id;
}

async function ask(person: Parameters<LedgerCity['client']>[0], categoryKey = 'litter') {
  const query = new URLSearchParams({ siteId: ledger.siteId, categoryKey });
  return (await ledger.client(person)).get(`/api/problems/recurrences?${query}`);
}

async function recurrenceOf(id: string, person: Parameters<LedgerCity['client']>[0] = 'office') {
  return (await ledger.client(person)).get(`/api/problems/${id}/recurrence`);
}

describe('the same again?', () => {
  it('is asked while raising, with who fixed and verified it, when, and the photos', async () => {
    const earlier = await cityWithStrikeOff();
    const { status, body } = await ask('office');
    expect(status).toBe(200);
    expect(body.windowDays).toBe(90);
    expect(body.suggestions).toHaveLength(1);
    const [suggestion] = body.suggestions;
    expect(suggestion).toMatchObject({
      id: earlier,
      state: 'struck_off',
      times: 2,
      siteName: '东方红小区',
      fixedBy: { id: ledger.people.grid.id },
      struckOffBy: { id: ledger.people.verifier.id },
    });
    expect(suggestion.photos.map((photo: { purpose: string }) => photo.purpose)).toEqual([
      'after',
      'verification',
    ]);
    expect((await ask('office', 'stall')).body.suggestions).toEqual([]);
  });

  it('is not asked after the window that the city set', async () => {
    await cityWithStrikeOff();
    await ledger.city.write((tx) =>
      tx
        .updateTable('city')
        .set({ settings: JSON.stringify({ recurrenceDays: 4 }) })
        .execute(),
    );
    expect((await ask('office')).body).toEqual({ windowDays: 4, suggestions: [] });
  });

  it('shows nothing of other districts, and needs a site that one may see', async () => {
    await cityWithStrikeOff();
    expect((await ask('stranger')).status).toBe(404);
    expect((await ask('liaison')).body.suggestions).toHaveLength(1);
    expect((await strangerClient(house.app).get('/api/problems/recurrences')).status).toBe(401);
    const office = await ledger.client('office');
    expect((await office.get(`/api/problems/recurrences?siteId=${uuid()}&categoryKey=litter`)).status).toBe(
      404,
    );
    const bad = await office.get('/api/problems/recurrences?siteId=x&categoryKey=litter');
    expect(bad.status).toBe(400);
    expect(bad.body.fields[0].path).toBe('siteId');
  });

  it('stands on the problem page until somebody answers, and not after "no"', async () => {
    const earlier = await cityWithStrikeOff();
    const again = (await ledger.raise()).body.id;
    const open = (await recurrenceOf(again)).body;
    expect(open).toMatchObject({ answered: false, chain: [], hidden: 0 });
    expect(open.suggestions.map((one: { id: string }) => one.id)).toEqual([earlier]);
    await ledger.move('office', again, 'recurrence', { previousId: earlier, same: false });
    expect((await recurrenceOf(again)).body).toMatchObject({ answered: true, suggestions: [], chain: [] });
  });
});

describe('a chain of recurrences', () => {
  it('shows every time in order from any of its problems, with the count at the next suggestion', async () => {
    const first = await cityWithStrikeOff();
    const second = (await ledger.raise({ recurrenceOf: first })).body.id;
    const photos = [await ledger.photo('grid')];
    await ledger.move('liaison', second, 'assign', { personId: ledger.people.grid.id });
    await ledger.move('grid', second, 'claim-fixed', { photos, reason: null });
    ledger.later();
    const own = [await ledger.photo('verifier')];
    await ledger.move('verifier', second, 'confirm', { photos: own, offSiteReason: null });
    ledger.later(days);
    expect((await ask('office')).body.suggestions.map((one: { times: number }) => one.times)).toEqual([3, 3]);
    const third = (await ledger.raise()).body.id;
    await ledger.move('office', third, 'recurrence', { previousId: second, same: true });
    for (const id of [first, second, third]) {
      const { chain, hidden } = (await recurrenceOf(id)).body;
      expect(chain.map((link: { id: string; time: number }) => [link.id, link.time])).toEqual([
        [first, 1],
        [second, 2],
        [third, 3],
      ]);
      expect(chain[1].struckOffBy.id).toBe(ledger.people.verifier.id);
      expect(hidden).toBe(0);
    }
    expect((await recurrenceOf(first, 'stranger')).status).toBe(404);
  });
});

describe('rates of recurrence', () => {
  it('count what came back by unit, item and verifier, and no rate of a handful', async () => {
    const first = await cityWithStrikeOff();
    await ledger.raise({ recurrenceOf: first });
    const rates = async (person: Parameters<LedgerCity['client']>[0], from = '2026-11-01') =>
      (await ledger.client(person)).get(`/api/recurrences/rates?from=${from}&to=2026-11-30`);
    const { body } = await rates('office');
    const counts = { struckOff: 1, cameBack: 1, windowOpen: 1, rate: null };
    expect(body).toMatchObject({ windowDays: 90, total: counts });
    expect(body.byUnit).toEqual([{ unit: { id: ledger.street.id, name: '一街道' }, ...counts }]);
    expect(body.byItem).toEqual([{ itemCode: null, name: '暴露垃圾', nameEn: 'Litter', ...counts }]);
    expect(body.byVerifier[0]).toMatchObject({ person: { id: ledger.people.verifier.id } });
    expect((await rates('office', '2026-11-03')).body.total.struckOff).toBe(0);
    // a unit sees itself, and no person's rate
    expect((await rates('liaison')).body).toMatchObject({ total: counts, byVerifier: [] });
    expect((await rates('stranger')).body).toMatchObject({ total: { struckOff: 0 }, byUnit: [] });
    const reversed = await rates('office', '2026-12-01');
    expect(reversed.body.fields[0]).toMatchObject({ path: 'to' });
    const period = { from: '2026-11-01', to: '2026-11-30' };
    const byUnit = await ledger.city.write((tx) =>
      countRecurrences(tx, ledger.city.id, period, 90, house.clock.now.toISOString()),
    );
    expect([...byUnit]).toEqual([[ledger.street.id, { struckOff: 1, cameBack: 1, windowOpen: 1 }]]);
  });

  it('do not count a recurrence that was voided or rejected', async () => {
    const first = await cityWithStrikeOff();
    const again = (await ledger.raise({ recurrenceOf: first })).body.id;
    await ledger.move('office', again, 'request-void', { reason: '重复登记，作废' });
    await ledger.move('office2', again, 'approve-void');
    const office = await ledger.client('office');
    const { body } = await office.get('/api/recurrences/rates?from=2026-11-01&to=2026-11-30');
    expect(body.total).toMatchObject({ struckOff: 1, cameBack: 0 });
  });
});
