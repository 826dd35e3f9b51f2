import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { verifyProblemChain } from './problem-history.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

describe('the life of a problem', () => {
  it('goes from a raise to an independent strike-off, each step chained', async () => {
    const raised = await ledger.raise();
    expect(raised.status).toBe(200);
    expect(raised.body).toMatchObject({
      state: 'dispatched',
      unitName: '一街道',
      personName: '样本liaison',
      light: 'green',
      chainHolds: true,
      // Monday 10:00 plus eight working hours
      deadlineAt: '2026-11-24T02:00:00.000Z',
    });
    const { id } = raised.body;
    const assigned = await ledger.move('head', id, 'assign', { personId: ledger.people.grid.id });
    expect(assigned.body).toMatchObject({ state: 'assigned', personName: '样本grid' });
    expect((await ledger.move('grid', id, 'start')).body.state).toBe('in_progress');
    const handed = await ledger.move('grid', id, 'hand-over', {
      personId: ledger.people.head.id,
      reason: '本人请假',
    });
    expect(handed.body).toMatchObject({ state: 'in_progress', personName: '样本head' });
    const after = await ledger.photo('head');
    expect((await ledger.move('head', id, 'claim-fixed', { photos: [after], reason: null })).body.state).toBe(
      'fix_claimed',
    );
    ledger.later();
    const seen = await ledger.photo('verifier');
    const sent = await ledger.move('verifier', id, 'send-back', {
      photos: [seen],
      reason: '垃圾还在原处',
      deadlineAt: null,
    });
    expect(sent.body).toMatchObject({ state: 'in_progress', reworkCount: 1 });
    ledger.later();
    const again = await ledger.photo('head');
    await ledger.move('head', id, 'claim-fixed', { photos: [again], reason: null });
    ledger.later();
    const proof = await ledger.photo('verifier');
    const done = await ledger.move('verifier', id, 'confirm', { photos: [proof], offSiteReason: null });
    expect(done.body).toMatchObject({ state: 'struck_off', light: null, chainHolds: true });
    expect(done.body.struckOffBy.name).toBe('样本verifier');
    expect(done.body.timeline.map((entry: { kind: string }) => entry.kind)).toEqual([
      'problem.raised',
      'problem.dispatched',
      'problem.assigned',
      'problem.started',
      'problem.handed_over',
      'problem.fix_claimed',
      'problem.sent_back',
      'problem.fix_claimed',
      'problem.struck_off',
    ]);
    expect(done.body.timeline.every((entry: { verified: boolean }) => entry.verified)).toBe(true);
    expect(done.body.timeline[1].actor).toBeNull();
    expect(done.body.photos.map((photo: { purpose: string }) => photo.purpose)).toEqual([
      'after',
      'verification',
      'after',
      'verification',
    ]);
    const reopened = await ledger.move('verifier', id, 'reopen', {
      reason: '一周后又有垃圾',
      unitId: ledger.street.id,
      assistingUnitIds: [ledger.bureau.id],
      deadlineAt: null,
    });
    expect(reopened.body).toMatchObject({ state: 'dispatched', reworkCount: 2, struckOffAt: null });
    const check = await ledger.city.write((tx) => verifyProblemChain(tx, ledger.city.id, id));
    expect(check).toEqual({ holds: true, brokenAt: null, endsAtRow: true, foldsToRow: true });
  });

  it('waits for the dispatcher where the rule finds nobody, and can be refused or dispatched there', async () => {
    const raised = await ledger.raise({ siteId: null, placeText: '人民路桥下' });
    expect(raised.body).toMatchObject({ state: 'reported', unitId: null, deadlineAt: null });
    const dispatch = { unitId: ledger.bureau.id, assistingUnitIds: [], deadlineAt: null };
    const done = await ledger.move('office', raised.body.id, 'dispatch', dispatch);
    expect(done.body).toMatchObject({ state: 'dispatched', personName: '样本bureauhead' });
    const other = await ledger.raise({ siteId: null, placeText: '人民路桥下' });
    const rejected = await ledger.move('office', other.body.id, 'reject', { reason: '不在本市范围' });
    expect(rejected.body.state).toBe('rejected');
  });

  it('comes back as "not ours" with a proposed owner and goes on to him', async () => {
    const id = await ledger.dispatched();
    const back = { reason: '属于城管职责', proposedUnitId: ledger.bureau.id };
    const returned = await ledger.move('liaison', id, 'return', back);
    expect(returned.body).toMatchObject({
      state: 'returned',
      returnCount: 1,
      proposedUnit: { name: '城管局' },
    });
    const dispatch = { unitId: ledger.bureau.id, assistingUnitIds: [], deadlineAt: null };
    const moved = await ledger.move('office', id, 'dispatch', dispatch);
    expect(moved.body).toMatchObject({ state: 'dispatched', unitName: '城管局', transferCount: 1 });
  });

  it('is voided only by two persons and stays in history', async () => {
    const id = await ledger.dispatched();
    expect((await ledger.move('office', id, 'request-void', { reason: '重复录入的问题' })).status).toBe(200);
    const alone = await ledger.move('office', id, 'approve-void');
    expect([alone.status, alone.body.code]).toEqual([409, 'problem.voidSamePerson']);
    expect((await ledger.move('office2', id, 'decline-void', { reason: '不是重复录入' })).status).toBe(200);
    await ledger.move('office2', id, 'request-void', { reason: '确实重复录入' });
    const voided = await ledger.move('office', id, 'approve-void');
    expect(voided.body).toMatchObject({ state: 'voided', chainHolds: true });
  });
});

describe('independence and evidence', () => {
  it.each<[LedgerPerson, number, string]>([
    ['streetVerifier', 409, 'problem.ownUnitFix'],
    ['grid', 403, 'problem.missingVerb'],
    ['office', 403, 'problem.missingVerb'],
  ])('%s cannot strike off a fix of the street', async (person, status, code) => {
    const id = await ledger.claimed();
    const photos = [await ledger.photo(person)];
    const reply = await ledger.move(person, id, 'confirm', { photos, offSiteReason: null });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('a verifier whom the street employs cannot strike off its fix, though his role covers the city', async () => {
    const id = await ledger.claimed();
    const employ = (unitId: string | null) =>
      ledger.city.write((tx) =>
        tx
          .updateTable('person')
          .set({ home_unit_id: unitId })
          .where('id', '=', ledger.people.verifier.id)
          .execute(),
      );
    await employ(ledger.community.id);
    const photos = [await ledger.photo('verifier')];
    const reply = await ledger.move('verifier', id, 'confirm', { photos, offSiteReason: null });
    expect([reply.status, reply.body.code]).toEqual([409, 'problem.ownUnitFix']);
    await employ(ledger.bureau.id);
    const other = await ledger.move('verifier', id, 'confirm', { photos, offSiteReason: null });
    expect(other.status).toBe(200);
    await employ(null);
  });

  it('needs an own photo, taken after the claim, on the spot or with a reason', async () => {
    const early = await ledger.photo('verifier');
    const id = await ledger.claimed();
    const confirm = async (photos: unknown[], offSiteReason: string | null = null) =>
      (await ledger.move('verifier', id, 'confirm', { photos, offSiteReason })).body.code;
    expect(await confirm([])).toBe('problem.ownPhotoNeeded');
    expect(await confirm([await ledger.photo('grid')])).toBe('problem.ownPhotoNeeded');
    expect(await confirm([early])).toBe('problem.photoBeforeClaim');
    const ahead = { ...early, deviceTakenAt: '2027-01-01T00:00:00.000Z' };
    expect(await confirm([ahead])).toBe('problem.photoBeforeClaim');
    expect(await confirm([await ledger.photo('verifier', { far: true })])).toBe('problem.photoOffSite');
    const lost = { ...(await ledger.photo('verifier')), lon: null, lat: null };
    expect(await confirm([lost])).toBe('problem.photoWithoutPosition');
    expect(await confirm([{ ...early, sha256: 'a'.repeat(64) }])).toBe('problem.unknownPhoto');
    expect(await confirm([lost], '楼内没有卫星信号')).toBeUndefined();
  });

  it('takes no claim without photo or reason', async () => {
    const id = await ledger.dispatched();
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    const reply = await ledger.move('grid', id, 'claim-fixed', { photos: [], reason: '好了' });
    expect([reply.status, reply.body.code]).toEqual([409, 'problem.photoOrReason']);
    expect(reply.body.message).toContain('5');
  });
});
