import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerCity } from '../../../test/support/ledger-city.ts';
import { buildRevisitCity, type RevisitCity, sha256 } from '../../../test/support/revisit-city.ts';
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
let city: RevisitCity;
let ledger: LedgerCity;
let office: TestClient;
let inspector: TestClient;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  city = await buildRevisitCity(house);
  ({ ledger, office, inspector } = city);
});

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

describe('the answer of a revisit', () => {
  it('that held needs an own photo on the spot, counts, and stays', async () => {
    const id = await city.drawn(2);
    const [task] = await city.mine();
    const revisitId = task?.id ?? '';
    expect((await city.answer(revisitId, { photos: [] })).body.code).toBe('revisit.ownPhotoNeeded');
    const others = await ledger.photo('office');
    expect((await city.answer(revisitId, { photos: [others] })).body.code).toBe('revisit.ownPhotoNeeded');
    const far = await ledger.photo('inspector', { far: true });
    expect((await city.answer(revisitId, { photos: [far] })).body.code).toBe('revisit.photoOffSite');
    const photos = [await ledger.photo('inspector')];
    const body = { photos, raisedId: uuid() };
    const done = await city.answer(revisitId, body);
    expect(done.body).toEqual({
      state: 'held',
      consequence: null,
      raisedProblemId: null,
      reserveDrawn: false,
    });
    expect((await city.answer(revisitId, body)).body).toEqual(done.body);
    expect((await city.answer(revisitId)).body.code).toBe('revisit.alreadyAnswered');
    const view = (await inspector.get(`/api/revisits/${revisitId}`)).body;
    expect(view).toMatchObject({ state: 'held', mayAnswer: false, distanceMetres: 0 });
    expect(view.photos.at(-1)).toMatchObject({ sha256: photos[0]?.sha256, purpose: 'verification' });
    expect((await office.get(`/api/revisits/rounds/${id}`)).body).toMatchObject({ revisits: 2, held: 1 });
  });

  it('is the inspector’s alone', async () => {
    await city.drawn(1);
    const [task] = await city.mine();
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
    expect((await city.answer(task?.id ?? '', {}, 'office')).status).toBe(403);
    expect((await city.answer(task?.id ?? '', {}, 'liaison')).status).toBe(404);
  });

  it('"never fixed" reopens the problem with its unit and a new deadline, in the inspector’s name', async () => {
    await city.drawn(1);
    const [task] = await city.mine();
    const done = await city.answer(task?.id ?? '', {
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
    await city.drawn(1);
    const [task] = await city.mine();
    const raisedId = uuid();
    const given = { result: 'failed', finding: 'cameBack', reason: '清理后又堆满了垃圾', raisedId };
    expect((await city.answer(task?.id ?? '', { ...given, reason: '又有' })).body.code).toBe(
      'revisit.reasonNeeded',
    );
    const done = await city.answer(task?.id ?? '', given);
    expect(done.body).toMatchObject({ consequence: 'raised', raisedProblemId: raisedId });
    const raised = (await office.get(`/api/problems/${raisedId}`)).body;
    expect(raised).toMatchObject({ state: 'dispatched', recurrenceAnswered: true, chainHolds: true });
    expect(raised.photos).toHaveLength(1);
    const { chain } = (await office.get(`/api/problems/${raisedId}/recurrence`)).body;
    expect(chain.map((link: { id: string }) => link.id)).toEqual([task?.problem.id, raisedId]);
    expect((await office.get(`/api/problems/${task?.problem.id}`)).body.state).toBe('struck_off');
  });

  it('raises anew where the unit has nobody to answer any more', async () => {
    await city.drawn(1);
    await ledger.city.write((tx) =>
      tx.updateTable('unit').set({ contact_person_id: null }).where('id', '=', ledger.street.id).execute(),
    );
    const [task] = await city.mine();
    const given = { result: 'failed', finding: 'neverFixed', reason: '垃圾原样堆放，没有清理' };
    const { body } = await city.answer(task?.id ?? '', given);
    expect(body.consequence).toBe('raised');
    expect((await office.get(`/api/problems/${body.raisedProblemId}`)).body.state).toBe('reported');
  });

  it('"not possible" draws the reserves in order, until none is left', async () => {
    const id = await city.drawn(3, { size: 1 });
    const order: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const [task] = await city.mine();
      order.push(task?.problem.number ?? 0);
      const reply = await city.answer(task?.id ?? '', {
        result: 'notPossible',
        photos: [],
        reason: '施工围挡无法进入',
      });
      expect(reply.body).toMatchObject({ state: 'notPossible', reserveDrawn: turn < 2 });
    }
    expect(new Set(order).size).toBe(3);
    expect(await city.mine()).toEqual([]);
    const { revisits, counts } = (await office.get(`/api/revisits/rounds/${id}/revisits`)).body;
    expect(counts.notPossible).toBe(3);
    expect(revisits.map((one: { isReserve: boolean }) => one.isReserve)).toEqual([false, true, true]);
    expect(revisits.map((one: { problem: { number: number } }) => one.problem.number)).toEqual(order);
  });
});

describe('results and closing', () => {
  it('show counts with the exact interval, people only to the city, and reveal the secret at the end', async () => {
    const id = await city.drawn(4, { size: 3 });
    const [first, second, third] = await city.mine();
    await city.answer(first?.id ?? '');
    await city.answer(second?.id ?? '', { result: 'failed', finding: 'cameBack', reason: '清理后又堆满了' });
    const early = await office.post(`/api/revisits/rounds/${id}/close`, { leaveOpen: false });
    expect(early.body).toMatchObject({ code: 'revisit.stillOpen', facts: { count: 1 } });
    const { body } = await office.get(`/api/revisits/results?roundId=${id}`);
    expect(body).toMatchObject({ rounds: 1, open: 1, toleratedPercent: 10, enough: 29, fewest: 5 });
    expect(body.total).toMatchObject({ claimed: 4, checked: 2, failed: 1, share: 0.5, unseenUnits: 0 });
    // of 4 fixes 2 were seen, one failed: between 1 and 3 of 4
    expect(body.byUnit).toEqual([
      expect.objectContaining({
        name: '一街道',
        interval: { lower: 0.25, upper: 0.75, method: 'finite' },
        saying: 'tooFew',
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
    expect((await city.answer(third?.id ?? '')).body.code).toBe('revisit.roundClosed');
    expect(await city.mine()).toEqual([]);
  });

  it('leave histories that fold to the rows', async () => {
    const id = await city.drawn(3);
    const [first, second] = await city.mine();
    await city.answer(first?.id ?? '');
    await city.answer(second?.id ?? '', {
      result: 'failed',
      finding: 'neverFixed',
      reason: '垃圾原样堆放着',
    });
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
