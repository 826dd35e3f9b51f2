import { beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { foldsToRow } from './problem-history.ts';
import { resumeDueProblems } from './problem-timers.ts';

let house: TestHouse;
let ledger: LedgerCity;

beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});

const reason = '材料尚未到场，需要时间';

function inDays(days: number): string {
  return new Date(house.clock.now.getTime() + days * 86_400_000).toISOString();
}

async function atWork(): Promise<string> {
  const id = await ledger.assigned();
  await ledger.move('grid', id, 'start');
  return id;
}

async function view(id: string, person: Parameters<LedgerCity['client']>[0] = 'office') {
  return (await (await ledger.client(person)).get(`/api/problems/${id}`)).body;
}

function folds(id: string): Promise<boolean> {
  return ledger.city.write((tx) => foldsToRow(tx, ledger.city.id, id));
}

describe('an extension', () => {
  it('is asked by the unit, granted by somebody above it, counted, and keeps the first deadline', async () => {
    const id = await atWork();
    const before = await view(id);
    const asked = await ledger.move('grid', id, 'ask-extension', { until: inDays(20), reason });
    expect(asked.body.extensionAsked).toMatchObject({ by: { id: ledger.people.grid.id } });
    const own = await ledger.move('head', id, 'grant-extension', { deadlineAt: null });
    expect([own.status, own.body.code]).toEqual([409, 'problem.ownUnitRequest']);
    const granted = await ledger.move('office', id, 'grant-extension', { deadlineAt: null });
    expect(granted.body).toMatchObject({
      deadlineAt: asked.body.extensionAsked.until,
      originalDeadlineAt: before.deadlineAt,
      extensionCount: 1,
      extensionAsked: null,
    });
    expect(granted.body.timeline.at(-1)).toMatchObject({
      kind: 'problem.extended',
      fromDeadlineAt: before.deadlineAt,
    });
    expect(await folds(id)).toBe(true);
  });

  it('may be granted for less than was asked, never for more, and not without end', async () => {
    const id = await atWork();
    await ledger.move('grid', id, 'ask-extension', { until: inDays(20), reason });
    const more = await ledger.move('office', id, 'grant-extension', { deadlineAt: inDays(30) });
    expect(more.body.code).toBe('problem.extensionBeyondAsked');
    const less = await ledger.move('office', id, 'grant-extension', { deadlineAt: inDays(10) });
    expect(less.body.deadlineAt).toBe(inDays(10));
    await ledger.move('grid', id, 'ask-extension', { until: inDays(20), reason });
    await ledger.move('office', id, 'grant-extension', { deadlineAt: null });
    const third = await ledger.move('grid', id, 'ask-extension', { until: inDays(40), reason });
    expect([third.status, third.body.code]).toEqual([409, 'problem.extensionsUsedUp']);
  });

  it('names the field that is wrong and stores nothing', async () => {
    const id = await atWork();
    const { version } = await view(id);
    const bad = await ledger.move('grid', id, 'ask-extension', { until: 'morgen', reason });
    expect([bad.status, bad.body.fields?.[0]?.path]).toEqual([400, 'until']);
    const past = await ledger.move('grid', id, 'ask-extension', { until: inDays(-1), reason });
    expect(past.body.code).toBe('problem.dayPast');
    expect((await view(id)).version).toBe(version);
  });
});

describe('a deferral', () => {
  it('comes back by itself on its review date, with a working day at least', async () => {
    const id = await atWork();
    await ledger.move('liaison', id, 'ask-deferral', { until: inDays(30), reason });
    const granted = await ledger.move('office', id, 'grant-deferral', { reason: '列入明年改造计划' });
    expect(granted.body).toMatchObject({ state: 'deferred', deferralCount: 1, overdueHours: null });
    const early = await ledger.city.write((tx) =>
      resumeDueProblems(tx, ledger.city.id, new Date(inDays(29)).toISOString()),
    );
    expect(early).toBe(0);
    const due = inDays(31);
    const resumed = await ledger.city.write((tx) => resumeDueProblems(tx, ledger.city.id, due));
    expect(resumed).toBe(1);
    const again = await ledger.city.write((tx) => resumeDueProblems(tx, ledger.city.id, due));
    expect(again).toBe(0);
    const after = await view(id);
    expect(after.state).toBe('in_progress');
    expect(after.timeline.at(-1)).toMatchObject({ kind: 'problem.resumed', actor: null });
    expect(Date.parse(after.deadlineAt)).toBeGreaterThan(Date.parse(due));
    expect(await folds(id)).toBe(true);
  });

  it('is refused with a reason, and the unit may ask again', async () => {
    const id = await atWork();
    await ledger.move('liaison', id, 'ask-deferral', { until: inDays(30), reason });
    const twice = await ledger.move('liaison', id, 'ask-deferral', { until: inDays(30), reason });
    expect(twice.body.code).toBe('problem.alreadyAsked');
    const refused = await ledger.move('office', id, 'refuse-deferral', { reason: '本月必须完成' });
    expect(refused.body).toMatchObject({ state: 'in_progress', deferralAsked: null });
    const again = await ledger.move('liaison', id, 'ask-deferral', { until: inDays(9), reason });
    expect(again.status).toBe(200);
  });
});

describe('a stopped clock', () => {
  it('stands still for a listed reason and runs on with what was left', async () => {
    const id = await atWork();
    const { deadlineAt } = await view(id);
    const because = await ledger.move('office', id, 'stop-clock', {
      reasonKey: 'because',
      reason,
      until: inDays(3),
    });
    expect(because.body.code).toBe('problem.clockReasonNotListed');
    const stopped = await ledger.move('office', id, 'stop-clock', {
      reasonKey: 'severeWeather',
      reason,
      until: inDays(3),
    });
    expect(stopped.body.clockStop).toMatchObject({ label: expect.stringMatching(/./) });
    const started = await ledger.move('office', id, 'start-clock');
    expect(started.body).toMatchObject({ clockStop: null, clockStopCount: 1, deadlineAt });
    await ledger.move('office', id, 'stop-clock', { reasonKey: 'severeWeather', reason, until: inDays(3) });
    await ledger.city.write((tx) => resumeDueProblems(tx, ledger.city.id, inDays(4)));
    const after = await view(id);
    expect(after).toMatchObject({ clockStop: null, clockStopCount: 2 });
    expect(Date.parse(after.deadlineAt)).toBeGreaterThan(Date.parse(deadlineAt));
    expect(await folds(id)).toBe(true);
  });

  it('is no matter of the unit itself', async () => {
    const id = await atWork();
    const body = { reasonKey: 'severeWeather', reason, until: inDays(3) };
    expect((await ledger.move('head', id, 'stop-clock', body)).body.code).toBe('problem.ownUnitRequest');
    expect((await ledger.move('liaison', id, 'stop-clock', body)).status).toBe(403);
  });
});

describe('another category', () => {
  it('moves the problem to the unit of its rule with its limit, and keeps the old values', async () => {
    const id = await atWork();
    const moved = await ledger.move('office', id, 'category', {
      categoryKey: 'stall',
      severity: 'high',
      reason: '现场看是占道经营',
    });
    expect(moved.body).toMatchObject({
      state: 'dispatched',
      categoryKey: 'stall',
      severity: 'high',
      unitId: ledger.bureau.id,
      personId: ledger.people.bureauHead.id,
      transferCount: 1,
    });
    expect(moved.body.timeline.at(-1)).toMatchObject({
      fromCategory: { name: '暴露垃圾' },
      toCategory: { name: '占道经营' },
      unit: { id: ledger.bureau.id },
    });
    expect(await folds(id)).toBe(true);
  });

  it('stays with its unit where the rule finds none, and must change something', async () => {
    const id = await atWork();
    const same = await ledger.move('office', id, 'category', {
      categoryKey: 'litter',
      severity: 'normal',
      reason,
    });
    expect(same.body.code).toBe('problem.sameCategory');
    const unknown = await ledger.move('office', id, 'category', {
      categoryKey: 'none',
      severity: 'normal',
      reason,
    });
    expect(unknown.body.code).toBe('problem.noCategory');
    const kept = await ledger.move('office', id, 'category', {
      categoryKey: 'litter',
      severity: 'high',
      reason,
    });
    expect(kept.body).toMatchObject({ state: 'in_progress', unitId: ledger.street.id, transferCount: 0 });
  });
});

describe('duplicates', () => {
  it('follow their main problem, carry their reporters, hold it open, and can be undone', async () => {
    const main = await atWork();
    const twin = await ledger.dispatched();
    const linked = await ledger.move('office', twin, 'link-duplicate', { mainProblemId: main, reason });
    expect(linked.body).toMatchObject({ state: 'duplicate', main: { id: main, state: 'in_progress' } });
    expect((await view(main)).duplicates).toMatchObject([
      { id: twin, raisedBy: { id: ledger.people.office.id } },
    ]);
    const voiding = await ledger.move('office', main, 'request-void', { reason: '误录的问题' });
    expect(voiding.body.code).toBe('problem.hasDuplicates');
    const circle = await ledger.move('office', main, 'link-duplicate', { mainProblemId: twin, reason });
    expect(circle.body.code).toBe('problem.mainNotOpen');
    const undone = await ledger.move('office', twin, 'unlink-duplicate', { reason: '不是同一处' });
    expect(undone.body).toMatchObject({ state: 'dispatched', main: null });
    expect((await view(main)).duplicates).toEqual([]);
    expect(await folds(twin)).toBe(true);
  });

  it('cannot hang on a problem out of sight or on themselves', async () => {
    const id = await ledger.dispatched();
    const self = await ledger.move('office', id, 'link-duplicate', { mainProblemId: id, reason });
    expect(self.body.code).toBe('problem.duplicateOfItself');
    const nowhere = await ledger.move('office', id, 'link-duplicate', {
      mainProblemId: '0197c0de-0000-7000-8000-000000000000',
      reason,
    });
    expect(nowhere.body.code).toBe('problem.otherNotFound');
  });
});

describe('parts', () => {
  it('hold the whole open until they are closed', async () => {
    const whole = await ledger.claimed();
    const part = (await ledger.raise({ parentId: whole })).body.id;
    expect((await view(whole)).parts).toMatchObject([{ id: part }]);
    const photos = [await ledger.photo('verifier')];
    const early = await ledger.move('verifier', whole, 'confirm', { photos, offSiteReason: null });
    expect([early.body.code, early.body.facts?.count]).toEqual(['problem.partsOpen', 1]);
    await ledger.move('office', part, 'clear-parent', { reason: '单独办理更清楚' });
    const late = await ledger.move('verifier', whole, 'confirm', { photos, offSiteReason: null });
    expect(late.body.state).toBe('struck_off');
    const tooLate = await ledger.move('office', part, 'parent', { parentId: whole });
    expect(tooLate.body.code).toBe('problem.parentNotOpen');
  });

  it('names the field where a raised problem hangs on nothing', async () => {
    const bad = await ledger.raise({ parentId: '0197c0de-0000-7000-8000-000000000000' });
    expect([bad.status, bad.body.fields?.[0]?.path]).toEqual([400, 'parentId']);
    const open = await ledger.dispatched();
    const again = await ledger.raise({ recurrenceOf: open });
    expect([again.status, again.body.fields?.[0]?.path]).toEqual([400, 'recurrenceOf']);
  });
});

describe('the same again', () => {
  it('is said on raising or afterwards, by whoever raised it, and shown as a chain', async () => {
    const first = await ledger.struckOff();
    const second = (await ledger.raise({ recurrenceOf: first })).body;
    expect(second).toMatchObject({ earlier: { id: first }, recurrenceAnswered: true });
    const third = await ledger.dispatched();
    const answered = await ledger.move('office', third, 'recurrence', { previousId: first, same: true });
    expect(answered.body.earlier.id).toBe(first);
    const denied = await ledger.move('verifier', third, 'recurrence', { previousId: first, same: false });
    expect(denied.body).toMatchObject({ earlier: null, recurrenceAnswered: true });
    const open = await ledger.move('office', third, 'recurrence', { previousId: second.id, same: true });
    expect(open.body.code).toBe('problem.earlierNotStruckOff');
    expect(await folds(third)).toBe(true);
  });
});

describe('measures and progress', () => {
  it('are kept in the unit’s words, and an empty report is none', async () => {
    const id = await ledger.assigned();
    const said = await ledger.move('grid', id, 'progress', { measures: '增设垃圾桶两个', progress: null });
    expect(said.body).toMatchObject({ measures: '增设垃圾桶两个', progress: '' });
    const more = await ledger.move('liaison', id, 'progress', { measures: null, progress: '已到货' });
    expect(more.body).toMatchObject({ measures: '增设垃圾桶两个', progress: '已到货' });
    const empty = await ledger.move('grid', id, 'progress', { measures: ' ', progress: null });
    expect(empty.body.code).toBe('problem.noProgressWords');
  });
});

describe('reopening by whoever reported it', () => {
  it('is open for some days and keeps the unit', async () => {
    const raised = await (await ledger.client('inspector')).post('/api/problems', {
      id: '0197c0de-1111-7000-8000-000000000001',
      siteId: ledger.siteId,
      placeText: '',
      lon: null,
      lat: null,
      categoryKey: 'litter',
      severity: 'normal',
      title: '绿地有垃圾',
      description: '',
      sourceKind: 'selfCheck',
      photos: [],
      reason: '口头反映，没有照片',
    });
    const { id } = raised.body;
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    await ledger.move('grid', id, 'claim-fixed', { photos: [await ledger.photo('grid')], reason: null });
    ledger.later();
    await ledger.move('verifier', id, 'confirm', {
      photos: [await ledger.photo('verifier')],
      offSiteReason: null,
    });
    const body = { reason: '第二天又是老样子', assistingUnitIds: [], deadlineAt: null };
    const other = await ledger.move('inspector', id, 'reopen', { ...body, unitId: ledger.bureau.id });
    expect(other.body.code).toBe('problem.reporterKeepsUnit');
    ledger.later(60 * 24 * 8);
    const late = await ledger.move('inspector', id, 'reopen', { ...body, unitId: ledger.street.id });
    expect(late.status).toBe(403);
    ledger.later(-60 * 24 * 5);
    const intime = await ledger.move('inspector', id, 'reopen', { ...body, unitId: ledger.street.id });
    expect(intime.body).toMatchObject({ state: 'dispatched', reworkCount: 1 });
  });
});
