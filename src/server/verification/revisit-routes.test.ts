import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestClient, type TestHouse } from '../../../test/support/test-city.ts';
import { applyRevisit, type Revisit, type RevisitEvent } from '../../domain/verification/revisit.ts';
import {
  applyRevisitRound,
  type RevisitRound,
  type RevisitRoundEvent,
} from '../../domain/verification/revisit-round.ts';
import type { Tx } from '../platform/database/database.ts';
import { revisitOf } from './revisit-queries.ts';
import { findRevisitRound, revisitRoundOf } from './revisit-round-queries.ts';

let house: TestHouse;
let ledger: LedgerCity;
let office: TestClient;
let inspector: TestClient;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const days = 24 * 60;

beforeEach(async () => {
  house.clock.now = new Date('2026-11-02T02:00:00Z');
  ledger = await buildLedgerCity(house);
  office = await ledger.client('office');
  inspector = await ledger.client('inspector');
});

const wish = {
  name: '11月上旬回头看',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-05',
  size: 2,
  minimumPerUnit: 1,
  seedSource: '福彩3D第2026310期开奖号码',
};

/** Strikes off so many problems, lets the period end and announces a round over them. */
async function announced(fixes: number, change: object = {}): Promise<string> {
  for (let count = 0; count < fixes; count += 1) await ledger.struckOff();
  ledger.later(6 * days);
  const id = uuid();
  const reply = await office.post('/api/revisits/rounds', { id, ...wish, ...change });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return id;
}

async function drawn(fixes: number, change: object = {}): Promise<string> {
  const id = await announced(fixes, change);
  ledger.later(days);
  await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '735' });
  ledger.later(60);
  return id;
}

async function mine(): Promise<{ id: string; problem: { id: string; number: number } }[]> {
  return (await inspector.get('/api/my/revisits')).body.revisits;
}

async function answer(revisitId: string, change: object = {}, by: LedgerPerson = 'inspector') {
  const body = {
    result: 'held',
    finding: null,
    reason: null,
    offSiteReason: null,
    photos: [await ledger.photo(by)],
    raisedId: uuid(),
    ...change,
  };
  return (await ledger.client(by)).post(`/api/revisits/${revisitId}/answer`, body);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The events of a subject, oldest first. */
async function historyOf<E>(tx: Tx, id: string): Promise<E[]> {
  const rows = await tx
    .selectFrom('event')
    .select(['kind', 'data'])
    .where('subject_kind', '=', 'revisit')
    .where('subject_id', '=', id)
    .orderBy('version')
    .execute();
  return rows as unknown as E[];
}

describe('the announcement of a round', () => {
  it('freezes a register whose hash anybody can check, and keeps the secret', async () => {
    const id = await announced(3);
    const { body } = await office.get(`/api/revisits/rounds/${id}`);
    expect(body).toMatchObject({ state: 'announced', registerCount: 3, revisits: 0, seesPlan: true });
    expect(body.facts).toMatchObject({ secret: null, publicNumber: null, seedSource: wish.seedSource });
    const register = (await office.get(`/api/revisits/rounds/${id}/register`)).bytes.toString('utf8');
    expect(register).toBe('s1|1\ns1|2\ns1|3\n');
    expect(sha256(register)).toBe(body.facts.registerHash);
    // a fix that is struck off later does not come in
    await ledger.struckOff();
    expect((await office.get(`/api/revisits/rounds/${id}/register`)).bytes.toString('utf8')).toBe(register);
  });

  it('is the same command again, and another under its id is refused', async () => {
    const id = await announced(1);
    expect((await office.post('/api/revisits/rounds', { id, ...wish })).status).toBe(200);
    const other = await office.post('/api/revisits/rounds', { id, ...wish, size: 9 });
    expect(other).toMatchObject({ status: 409, body: { code: 'revisit.idTaken' } });
    expect((await office.get('/api/revisits/rounds')).body).toMatchObject({
      counts: { announced: 1, drawn: 0, closed: 0, voided: 0 },
      mayPlan: true,
    });
  });

  it('is previewed by unit, and refused for a period that is not over, empty or too small', async () => {
    await ledger.struckOff();
    const announce = async (change: object) =>
      (await office.post('/api/revisits/rounds', { id: uuid(), ...wish, ...change })).body.code;
    expect(await announce({})).toBe('revisit.periodNotOver');
    ledger.later(6 * days);
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
    const bad = await office.post('/api/revisits/rounds', { id: uuid(), ...wish, size: 0 });
    expect(bad).toMatchObject({ status: 400, body: { fields: [{ path: 'size' }] } });
  });

  it('is the city office’s: nobody else announces, draws or closes', async () => {
    const id = await announced(1);
    for (const person of ['head', 'inspector', 'verifier', 'leader', 'stranger'] as const) {
      const client = await ledger.client(person);
      const path = `/api/revisits/rounds/${id}`;
      expect((await client.post('/api/revisits/rounds', { id: uuid(), ...wish })).status).toBe(403);
      expect((await client.post(`${path}/draw`, { publicNumber: '735' })).status).toBe(403);
      expect((await client.post(`${path}/close`, { leaveOpen: true })).status).toBe(403);
      expect((await client.post(`${path}/void`, { reason: '期间填错了' })).status).toBe(403);
    }
  });
});

describe('the draw', () => {
  it('can be repeated by anybody with the published facts', async () => {
    const id = await drawn(5);
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
    const id = await drawn(3);
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
    const id = await announced(1);
    const reply = await office.post(`/api/revisits/rounds/${id}/draw`, { publicNumber: '7|5' });
    expect(reply).toMatchObject({ status: 400, body: { fields: [{ path: 'publicNumber' }] } });
  });

  it('is kept from the units until a revisit was made', async () => {
    const id = await drawn(2);
    const head = await ledger.client('head');
    const facts = (await head.get(`/api/revisits/rounds/${id}`)).body;
    expect(facts).toMatchObject({ seesPlan: false, revisits: 0, facts: { secret: null } });
    expect((await head.get(`/api/revisits/rounds/${id}/revisits`)).body.revisits).toEqual([]);
    expect((await head.get(`/api/revisits/rounds/${id}/register`)).status).toBe(404);
    const [task] = await mine();
    expect((await head.get(`/api/revisits/${task?.id}`)).status).toBe(404);
    await answer(task?.id ?? '');
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
    const id = await drawn(2);
    expect((await office.get(`/api/revisits/rounds/${id}`)).body.withoutInspector).toBe(2);
    expect(await mine()).toEqual([]);
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

describe('the answer of a revisit', () => {
  it('that held needs an own photo on the spot, counts, and stays', async () => {
    const id = await drawn(2);
    const [task] = await mine();
    const revisitId = task?.id ?? '';
    expect((await answer(revisitId, { photos: [] })).body.code).toBe('revisit.ownPhotoNeeded');
    const others = await ledger.photo('office');
    expect((await answer(revisitId, { photos: [others] })).body.code).toBe('revisit.ownPhotoNeeded');
    const far = await ledger.photo('inspector', { far: true });
    expect((await answer(revisitId, { photos: [far] })).body.code).toBe('revisit.photoOffSite');
    const photos = [await ledger.photo('inspector')];
    const body = { photos, raisedId: uuid() };
    const done = await answer(revisitId, body);
    expect(done.body).toEqual({
      state: 'held',
      consequence: null,
      raisedProblemId: null,
      reserveDrawn: false,
    });
    expect((await answer(revisitId, body)).body).toEqual(done.body);
    expect((await answer(revisitId)).body.code).toBe('revisit.alreadyAnswered');
    const view = (await inspector.get(`/api/revisits/${revisitId}`)).body;
    expect(view).toMatchObject({ state: 'held', mayAnswer: false, distanceMetres: 0 });
    expect(view.photos.at(-1)).toMatchObject({ sha256: photos[0]?.sha256, purpose: 'verification' });
    expect((await office.get(`/api/revisits/rounds/${id}`)).body).toMatchObject({ revisits: 2, held: 1 });
  });

  it('is the inspector’s alone', async () => {
    await drawn(1);
    const [task] = await mine();
    const other = await ledger.city.person('inspector2', 'inspector');
    const reply = await (await other.client()).post(`/api/revisits/${task?.id}/answer`, {
      result: 'notPossible',
      finding: null,
      reason: '替同事填一下',
      offSiteReason: null,
      photos: [],
      raisedId: uuid(),
    });
    expect(reply.body.code).toBe('revisit.notYours');
    expect((await answer(task?.id ?? '', {}, 'office')).status).toBe(403);
    expect((await answer(task?.id ?? '', {}, 'liaison')).status).toBe(404);
  });

  it('"never fixed" reopens the problem with its unit and a new deadline, in the inspector’s name', async () => {
    await drawn(1);
    const [task] = await mine();
    const done = await answer(task?.id ?? '', {
      result: 'failed',
      finding: 'neverFixed',
      reason: '垃圾原样堆放，没有清理',
    });
    expect(done.body).toMatchObject({ state: 'failed', consequence: 'reopened', raisedProblemId: null });
    const { body } = await office.get(`/api/problems/${task?.problem.id}`);
    expect(body).toMatchObject({ state: 'dispatched', reworkCount: 1, chainHolds: true });
    expect(body.unitId).toBe(ledger.street.id);
    expect(body.deadlineAt > house.clock.now.toISOString()).toBe(true);
    expect(body.timeline.at(-1)).toMatchObject({
      kind: 'problem.reopened',
      actor: { id: ledger.people.inspector.id },
      reason: '垃圾原样堆放，没有清理',
    });
  });

  it('"came back" raises it anew as a recurrence, with the photo', async () => {
    await drawn(1);
    const [task] = await mine();
    const raisedId = uuid();
    const given = { result: 'failed', finding: 'cameBack', reason: '清理后又堆满了垃圾', raisedId };
    expect((await answer(task?.id ?? '', { ...given, reason: '又有' })).body.code).toBe(
      'revisit.reasonNeeded',
    );
    const done = await answer(task?.id ?? '', given);
    expect(done.body).toMatchObject({ consequence: 'raised', raisedProblemId: raisedId });
    const raised = (await office.get(`/api/problems/${raisedId}`)).body;
    expect(raised).toMatchObject({ state: 'dispatched', recurrenceAnswered: true, chainHolds: true });
    expect(raised.photos).toHaveLength(1);
    const { chain } = (await office.get(`/api/problems/${raisedId}/recurrence`)).body;
    expect(chain.map((link: { id: string }) => link.id)).toEqual([task?.problem.id, raisedId]);
    expect((await office.get(`/api/problems/${task?.problem.id}`)).body.state).toBe('struck_off');
  });

  it('raises anew where the unit has nobody to answer any more', async () => {
    await drawn(1);
    await ledger.city.write((tx) =>
      tx.updateTable('unit').set({ contact_person_id: null }).where('id', '=', ledger.street.id).execute(),
    );
    const [task] = await mine();
    const given = { result: 'failed', finding: 'neverFixed', reason: '垃圾原样堆放，没有清理' };
    const { body } = await answer(task?.id ?? '', given);
    expect(body.consequence).toBe('raised');
    expect((await office.get(`/api/problems/${body.raisedProblemId}`)).body.state).toBe('reported');
  });

  it('"not possible" draws the reserves in order, until none is left', async () => {
    const id = await drawn(3, { size: 1 });
    const order: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const [task] = await mine();
      order.push(task?.problem.number ?? 0);
      const reply = await answer(task?.id ?? '', {
        result: 'notPossible',
        photos: [],
        reason: '施工围挡无法进入',
      });
      expect(reply.body).toMatchObject({ state: 'notPossible', reserveDrawn: turn < 2 });
    }
    expect(new Set(order).size).toBe(3);
    expect(await mine()).toEqual([]);
    const { revisits, counts } = (await office.get(`/api/revisits/rounds/${id}/revisits`)).body;
    expect(counts.notPossible).toBe(3);
    expect(revisits.map((one: { isReserve: boolean }) => one.isReserve)).toEqual([false, true, true]);
    expect(revisits.map((one: { problem: { number: number } }) => one.problem.number)).toEqual(order);
  });
});

describe('results and closing', () => {
  it('show counts with the exact interval, people only to the city, and reveal the secret at the end', async () => {
    const id = await drawn(4, { size: 3 });
    const [first, second, third] = await mine();
    await answer(first?.id ?? '');
    await answer(second?.id ?? '', { result: 'failed', finding: 'cameBack', reason: '清理后又堆满了' });
    const early = await office.post(`/api/revisits/rounds/${id}/close`, { leaveOpen: false });
    expect(early.body).toMatchObject({ code: 'revisit.stillOpen', facts: { count: 1 } });
    const { body } = await office.get(`/api/revisits/results?roundId=${id}`);
    expect(body).toMatchObject({ rounds: 1, open: 1, toleratedPercent: 10, enough: 29 });
    expect(body.total).toMatchObject({ claimed: 4, checked: 2, failed: 1, share: 0.5, unseenUnits: 0 });
    // of 4 fixes 2 were seen, one failed: between 1 and 3 of 4
    expect(body.byUnit).toEqual([
      expect.objectContaining({
        name: '一街道',
        interval: { lower: 0.25, upper: 0.75, method: 'finite' },
        saying: 'notCredible',
      }),
    ]);
    expect(body.byVerifier[0].id).toBe(ledger.people.verifier.id);
    const seen = (await (await ledger.client('head')).get('/api/revisits/results')).body;
    expect(seen).toMatchObject({ byVerifier: [], open: 0, total: { checked: 2 } });
    expect((await (await ledger.client('stranger')).get('/api/revisits/results')).body.byUnit).toEqual([]);

    expect((await office.post(`/api/revisits/rounds/${id}/close`, { leaveOpen: true })).body.state).toBe(
      'closed',
    );
    const head = await ledger.client('head');
    const { facts } = (await head.get(`/api/revisits/rounds/${id}`)).body;
    expect(sha256(facts.secret)).toBe(facts.secretHash);
    expect((await head.get(`/api/revisits/rounds/${id}/register`)).status).toBe(200);
    expect((await answer(third?.id ?? '')).body.code).toBe('revisit.roundClosed');
    expect(await mine()).toEqual([]);
  });

  it('leave histories that fold to the rows', async () => {
    const id = await drawn(3);
    const [first, second] = await mine();
    await answer(first?.id ?? '');
    await answer(second?.id ?? '', { result: 'failed', finding: 'neverFixed', reason: '垃圾原样堆放着' });
    await office.post(`/api/revisits/rounds/${id}/close`, { leaveOpen: false });
    await ledger.city.write(async (tx) => {
      const row = await findRevisitRound(tx, ledger.city.id, id);
      let round: RevisitRound | null = null;
      for (const event of await historyOf<RevisitRoundEvent>(tx, id)) round = applyRevisitRound(round, event);
      expect(row && revisitRoundOf(row)).toEqual(round);
      const rows = await tx.selectFrom('revisit').selectAll().where('round_id', '=', id).execute();
      expect(rows).toHaveLength(2);
      for (const one of rows) {
        let revisit: Revisit | null = null;
        for (const event of await historyOf<RevisitEvent>(tx, one.id)) revisit = applyRevisit(revisit, event);
        expect(revisitOf(one)).toEqual(revisit);
      }
    });
  });
});
