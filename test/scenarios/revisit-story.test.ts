import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRevisitCity, dayMinutes, type RevisitCity, sha256 } from '../support/revisit-city.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

// "We were satisfied with the single case" – and with the single picture: what was struck off is looked at again.
let house: TestHouse;
let city: RevisitCity;
let roundId: string;
let raisedId: string;
beforeAll(async () => {
  house = await openTestHouse();
  city = await buildRevisitCity(house);
});
afterAll(() => house.close());

describe('a fix that did not last', () => {
  it('was struck off with picture and verification, like its neighbours', async () => {
    roundId = await city.announced(3, { size: 3 });
    const { body } = await city.office.get('/api/problems?states=struck_off');
    expect(body.counts.shown).toBe(3);
  });

  it('is drawn by a number that nobody could choose, for somebody who had no hand in it', async () => {
    city.ledger.later(dayMinutes);
    const { facts: before } = (await city.office.get(`/api/revisits/rounds/${roundId}`)).body;
    await city.office.post(`/api/revisits/rounds/${roundId}/draw`, { publicNumber: '735' });
    city.ledger.later(60);
    const { facts: after } = (await city.office.get(`/api/revisits/rounds/${roundId}`)).body;
    expect(after.registerHash).toBe(before.registerHash);
    expect(sha256(after.secret)).toBe(before.secretHash);
    expect(await city.mine()).toHaveLength(3);
  });

  it('is found again on the spot, and goes back into the ledger as the second time', async () => {
    const [again, never, fine] = await city.mine();
    raisedId = uuid();
    const came = await city.answer(again?.id ?? '', {
      result: 'failed',
      finding: 'cameBack',
      reason: '清理后三天又堆满了垃圾',
      raisedId,
    });
    expect(came.body.consequence).toBe('raised');
    const not = await city.answer(never?.id ?? '', {
      result: 'failed',
      finding: 'neverFixed',
      reason: '与整改前照片一样，没有动过',
    });
    expect(not.body.consequence).toBe('reopened');
    await city.answer(fine?.id ?? '');
    const { chain } = (await city.office.get(`/api/problems/${raisedId}/recurrence`)).body;
    expect(chain.map((link: { time: number; state: string }) => [link.time, link.state])).toEqual([
      [1, 'struck_off'],
      [2, 'dispatched'],
    ]);
    expect((await city.office.get(`/api/problems/${never?.problem.id}`)).body).toMatchObject({
      state: 'dispatched',
      reworkCount: 1,
    });
  });

  it('is asked about when the unit’s own people raise it the next time', async () => {
    const { ledger, office } = city;
    const query = new URLSearchParams({ siteId: ledger.siteId, categoryKey: 'litter' });
    const { suggestions } = (await office.get(`/api/problems/recurrences?${query}`)).body;
    // still struck off: the one that held, and the one that came back, whose next time would be the third
    expect(suggestions.map((one: { times: number }) => one.times).sort()).toEqual([2, 3]);
  });

  it('shows in the unit’s recheck rate with its interval, and says no more than three checks can', async () => {
    const { byUnit, total } = (await city.office.get(`/api/revisits/results?roundId=${roundId}`)).body;
    expect(total).toMatchObject({ claimed: 3, checked: 3, failed: 2 });
    expect(byUnit[0]).toMatchObject({ interval: { method: 'finite' }, saying: 'tooFew' });
    const rates = (await city.office.get('/api/recurrences/rates?from=2026-11-01&to=2026-11-30')).body;
    expect(rates.total).toMatchObject({ cameBack: 1, rate: null });
  });

  it('can be checked by anybody once the round is closed', async () => {
    await city.office.post(`/api/revisits/rounds/${roundId}/close`, { leaveOpen: false });
    const head = await city.ledger.client('head');
    const { facts } = (await head.get(`/api/revisits/rounds/${roundId}`)).body;
    const register = (await head.get(`/api/revisits/rounds/${roundId}/register`)).bytes.toString('utf8');
    expect(sha256(register)).toBe(facts.registerHash);
    expect(sha256(facts.secret)).toBe(facts.secretHash);
  });
});
