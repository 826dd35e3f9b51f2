import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerCity } from '../../../test/support/ledger-city.ts';
import {
  buildRevisitCity,
  dayMinutes,
  type RevisitCity,
  revisitWish,
  sha256,
} from '../../../test/support/revisit-city.ts';
import { openTestHouse, type TestClient, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let city: RevisitCity;
let ledger: LedgerCity;
let office: TestClient;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  city = await buildRevisitCity(house);
  ({ ledger, office } = city);
});

describe('the announcement of a round', () => {
  it('freezes a register whose hash anybody can check, and keeps the secret', async () => {
    const id = await city.announced(3);
    const { body } = await office.get(`/api/revisits/rounds/${id}`);
    expect(body).toMatchObject({ state: 'announced', registerCount: 3, revisits: 0, seesPlan: true });
    expect(body.facts).toMatchObject({
      secret: null,
      publicNumber: null,
      seedSource: revisitWish.seedSource,
    });
    const register = (await office.get(`/api/revisits/rounds/${id}/register`)).bytes.toString('utf8');
    expect(register).toBe('s1|1\ns1|2\ns1|3\n');
    expect(sha256(register)).toBe(body.facts.registerHash);
    // a fix that is struck off later does not come in
    await ledger.struckOff();
    expect((await office.get(`/api/revisits/rounds/${id}/register`)).bytes.toString('utf8')).toBe(register);
  });

  it('is the same command again, and another under its id is refused', async () => {
    const id = await city.announced(1);
    expect((await office.post('/api/revisits/rounds', { id, ...revisitWish })).status).toBe(200);
    const other = await office.post('/api/revisits/rounds', { id, ...revisitWish, size: 9 });
    expect(other).toMatchObject({ status: 409, body: { code: 'revisit.idTaken' } });
    expect((await office.get('/api/revisits/rounds')).body).toMatchObject({
      counts: { announced: 1, drawn: 0, closed: 0, voided: 0 },
      mayPlan: true,
    });
  });

  it('is previewed by unit, and refused for a period that is not over, empty or too small', async () => {
    await ledger.struckOff();
    const announce = async (change: object) =>
      (await office.post('/api/revisits/rounds', { id: uuid(), ...revisitWish, ...change })).body.code;
    expect(await announce({})).toBe('revisit.periodNotOver');
    ledger.later(6 * dayMinutes);
    expect(await announce({ periodFrom: '2026-10-01', periodTo: '2026-10-09' })).toBe(
      'revisit.nothingStruckOff',
    );
    expect(await announce({ periodTo: '2026-10-09' })).toBe('revisit.periodReversed');
    expect((await office.get('/api/revisits/rounds')).body.rounds).toEqual([]);
    const preview = await office.get(
      '/api/revisits/preview?from=2026-11-01&to=2026-11-05&size=5&minimumPerUnit=2',
    );
    expect(preview.body).toMatchObject({ registerCount: 1, least: 1, enough: 1, toleratedPercent: 10 });
    expect(preview.body.units).toEqual([
      { unit: { id: ledger.street.id, name: '一街道' }, code: 's1', fixes: 1, drawn: 1 },
    ]);
    const bad = await office.post('/api/revisits/rounds', { id: uuid(), ...revisitWish, size: 0 });
    expect(bad).toMatchObject({ status: 400, body: { fields: [{ path: 'size' }] } });
  });

  it('is the city office’s: nobody else announces, draws or closes', async () => {
    const id = await city.announced(1);
    for (const person of ['head', 'inspector', 'verifier', 'leader', 'stranger'] as const) {
      const client = await ledger.client(person);
      const path = `/api/revisits/rounds/${id}`;
      expect((await client.post('/api/revisits/rounds', { id: uuid(), ...revisitWish })).status).toBe(403);
      expect((await client.post(`${path}/draw`, { publicNumber: '735' })).status).toBe(403);
      expect((await client.post(`${path}/close`, { leaveOpen: true })).status).toBe(403);
      expect((await client.post(`${path}/void`, { reason: '期间填错了' })).status).toBe(403);
    }
  });
});

describe('the draw', () => {
  it('can be repeated by anybody with the published facts', async () => {
    const id = await city.drawn(5);
    const { facts } = (await office.get(`/api/revisits/rounds/${id}`)).body;
    expect(sha256(facts.secret)).toBe(facts.secretHash);
    const register = (await office.get(`/api/revisits/rounds/${id}/register`)).bytes.toString('utf8');
    const keyed = register
      .trim()
      .split('\n')
      .map((line) => line.split('|'))
      .map(([unit, number]) => ({
        number: Number(number),
        key: sha256(`735-${facts.secret}|2026-11-01/2026-11-05|${unit}|revisit|${number}`),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const { revisits } = (await office.get(`/api/revisits/rounds/${id}/revisits`)).body;
    expect(revisits.map((one: { problem: { number: number } }) => one.problem.number)).toEqual(
      keyed.slice(0, 2).map(({ number }) => number),
    );
  });

  it('is made once: the same number again changes nothing, another is refused, and no voiding after it', async () => {
    const id = await city.drawn(3);
    const before = (await office.get(`/api/revisits/rounds/${id}/revisits`)).body;
    const again = await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '735' });
    expect(again.body).toEqual({ drawn: 2, withoutInspector: 0 });
    expect((await office.get(`/api/revisits/rounds/${id}/revisits`)).body).toEqual(before);
    const other = await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '736' });
    expect(other.body.code).toBe('revisit.notAnnounced');
    const gone = await office.post(`/api/revisits/rounds/${id}/void`, { reason: '结果不满意，重抽' });
    expect(gone.body.code).toBe('revisit.notAnnounced');
  });

  it('refuses the separator in the number', async () => {
    const id = await city.announced(1);
    const reply = await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '7|5' });
    expect(reply).toMatchObject({ status: 400, body: { fields: [{ path: 'publicNumber' }] } });
  });

  it('is kept from the units until a revisit was made', async () => {
    const id = await city.drawn(2);
    const head = await ledger.client('head');
    const facts = (await head.get(`/api/revisits/rounds/${id}`)).body;
    expect(facts).toMatchObject({ seesPlan: false, revisits: 0, facts: { secret: null } });
    expect((await head.get(`/api/revisits/rounds/${id}/revisits`)).body.revisits).toEqual([]);
    expect((await head.get(`/api/revisits/rounds/${id}/register`)).status).toBe(404);
    const [task] = await city.mine();
    expect((await head.get(`/api/revisits/${task?.id}`)).status).toBe(404);
    await city.answer(task?.id ?? '');
    expect((await head.get(`/api/revisits/rounds/${id}/revisits`)).body.revisits).toHaveLength(1);
    expect((await head.get(`/api/revisits/${task?.id}`)).status).toBe(200);
    const stranger = await ledger.client('stranger');
    expect((await stranger.get(`/api/revisits/${task?.id}`)).status).toBe(404);
  });

  it('goes to nobody who had a hand in the fix, and tells where everybody must stay away', async () => {
    await ledger.city.write((tx) =>
      tx
        .updateTable('person')
        .set({ home_unit_id: ledger.street.id })
        .where('id', '=', ledger.people.inspector.id)
        .execute(),
    );
    const id = await city.drawn(2);
    expect((await office.get(`/api/revisits/rounds/${id}`)).body.withoutInspector).toBe(2);
    expect(await city.mine()).toEqual([]);
    const [first] = (await office.get(`/api/revisits/rounds/${id}/revisits`)).body.revisits;
    const assign = (inspectorId: string) => office.post(`/api/revisits/${first.id}/assign`, { inspectorId });
    for (const person of ['inspector', 'verifier', 'grid'] as const) {
      expect((await assign(ledger.people[person].id)).body.code).toBe('revisit.notIndependent');
    }
    const other = await ledger.city.person('inspector2', 'inspector');
    expect((await office.get(`/api/revisits/${first.id}/inspectors`)).body.inspectors).toEqual([
      { id: other.id, name: '样本inspector2', open: 0 },
    ]);
    expect((await assign(other.id)).status).toBe(200);
    expect((await (await other.client()).get('/api/my/revisits')).body.counts.open).toBe(1);
  });
});
