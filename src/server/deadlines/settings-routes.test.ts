import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { loadLedgerSettings } from './ledger-settings-queries.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

async function put(path: string, body: object, person: 'office' | 'admin' | 'head' | 'inspector' = 'office') {
  const seen = (await (await ledger.client('office')).get('/api/settings/ledger')).body;
  return (await ledger.client(person)).put(path, { version: seen.version, ...body });
}

async function settings() {
  const reply = await (await ledger.client('head')).get('/api/settings/ledger');
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('the settings of the ledger', () => {
  it('have a default for everything and name built-in reasons in both languages', async () => {
    const { settings: known, mayEdit } = await settings();
    expect(mayEdit).toBe(false);
    expect(known).toMatchObject({ reopenDays: 7, maxExtensions: 2, siteRadiusMetres: 100 });
    expect(known.clockStopReasons[0]).toEqual({
      key: 'severeWeather',
      label: '极端天气',
      labelEn: 'Severe weather',
      maxDays: 15,
    });
  });

  it('are changed by office and administrator alone, and count at once', async () => {
    const { settings: known } = await settings();
    const wanted = { ...known, reopenDays: 15, arbiterPersonId: ledger.people.leader.id };
    for (const person of ['head', 'inspector'] as const) {
      expect((await put('/api/settings/ledger', { settings: wanted }, person)).status).toBe(403);
    }
    const saved = await put('/api/settings/ledger', { settings: wanted });
    expect(saved.body).toMatchObject({ settings: { reopenDays: 15 }, arbiterName: '样本leader' });
    const read = await ledger.city.write((tx) => loadLedgerSettings(tx, ledger.city.id));
    expect(read).toMatchObject({ reopenDays: 15, arbiterPersonId: ledger.people.leader.id });
    expect((await strangerClient(house.app).get('/api/settings/ledger')).status).toBe(401);
  });

  it('tell who saved over whom, and record nothing where nothing changed', async () => {
    const { settings: known, version } = await settings();
    expect((await put('/api/settings/ledger', { settings: known }, 'admin')).body.version).toBe(version);
    const stale = await put('/api/settings/ledger', { settings: known, version: version - 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
  });

  it('refuse what cannot be, naming the place', async () => {
    const { settings: known, version } = await settings();
    const reason = { key: 'flood', label: '洪水', labelEn: 'Flood', maxDays: 5 };
    const cases: [object, string][] = [
      [{ ...known, reopenDays: 0 }, 'settings.reopenDays'],
      [{ ...known, arbiterPersonId: ledger.street.id }, 'settings.arbiterPersonId'],
      [{ ...known, clockStopReasons: [reason, reason] }, 'settings.clockStopReasons.1.key'],
      [{ ...known, clockStopReasons: [{ ...reason, label: '' }] }, 'settings.clockStopReasons.0.label'],
      [{ ...known, closure: { ...known.closure, targetPercent: 101 } }, 'settings.closure.targetPercent'],
    ];
    for (const [wanted, path] of cases) {
      const reply = await put('/api/settings/ledger', { settings: wanted });
      expect([reply.status, reply.body.fields?.[0]?.path]).toEqual([400, path]);
    }
    expect((await settings()).version).toBe(version);
  });
});

describe('the calendar', () => {
  it('shows years without an arrangement and takes one as a notice', async () => {
    const client = await ledger.client('office');
    const before = (await client.get('/api/settings/calendar?year=2026')).body;
    expect(before.years).toEqual([
      { year: 2027, covered: false, off: 0, work: 0 },
      { year: 2026, covered: false, off: 0, work: 0 },
    ]);
    const text = '国庆节：10月1日（周四）至7日（周三）放假调休，共7天。10月10日（周六）上班。';
    const { days, unread } = (await client.post('/api/settings/calendar/read', { year: 2026, text })).body;
    expect([days.length, unread]).toEqual([8, []]);
    const saved = await put('/api/settings/calendar/2026', { days, source: '国办发明电〔2025〕7号' });
    expect(saved.body.years[1]).toEqual({ year: 2026, covered: true, off: 7, work: 1 });
    expect((await put('/api/settings/calendar/2026', { days, source: '' }, 'head')).status).toBe(403);
    const wrong = await put('/api/settings/calendar/2027', { days, source: '' });
    expect([wrong.status, wrong.body.fields[0].path]).toEqual([400, 'days.0.date']);
    const twice = await put('/api/settings/calendar/2026', { days: [days[0], days[0]], source: '' });
    expect([twice.status, twice.body.fields[0].path]).toEqual([400, 'days.1.date']);
  });

  it('counts new deadlines by new office hours', async () => {
    const hours = [{ from: '09:00', to: '17:00' }];
    expect((await put('/api/settings/office-hours', { hours })).body.hours).toEqual(hours);
    house.clock.now = new Date('2026-11-23T02:00:00Z');
    const raised = await ledger.raise();
    expect(raised.body.deadlineAt).toBe('2026-11-24T02:00:00.000Z');
    const wrong = await put('/api/settings/office-hours', { hours: [{ from: '18:00', to: '09:00' }] });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'calendar.badHours']);
  });
});

describe('limits and ladder', () => {
  it('give high severity less time, never more', async () => {
    const limit = { hours: 16, clock: 'work', highHours: 4, defaultSeverity: 'high' };
    const saved = await put('/api/settings/limits/stall', limit);
    expect(saved.body.limits.find((one: { key: string }) => one.key === 'stall')).toMatchObject(limit);
    const longer = await put('/api/settings/limits/stall', { ...limit, highHours: 20 });
    expect([longer.status, longer.body.fields[0].path]).toEqual([400, 'highHours']);
    expect((await put('/api/settings/limits/unheard-of', limit)).status).toBe(404);
  });

  it('refuse a ladder that cannot be climbed, with the step', async () => {
    const client = await ledger.client('office');
    const { steps, isDefault } = (await client.get('/api/settings/ladder')).body;
    expect(isDefault).toBe(true);
    const mute = steps.map((step: object) => ({ ...step, audience: [] }));
    const refused = await put('/api/settings/ladder', { steps: mute });
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      409,
      'ladder.nobodyHears',
      { step: 1 },
    ]);
    const shorter = await put('/api/settings/ladder', { steps: steps.slice(0, 2) });
    expect([shorter.body.steps.length, shorter.body.isDefault]).toEqual([2, false]);
  });

  it('leave their history', async () => {
    const client = await ledger.client('admin');
    const first = (await client.get('/api/settings/changes?limit=2')).body;
    expect(first.changes.map((one: { kind: string }) => one.kind)).toEqual([
      'city.ladder_changed',
      'city.limit_changed',
    ]);
    const rest = (await client.get(`/api/settings/changes?cursor=${first.next}`)).body;
    expect(rest.changes.length + 2).toBe(first.count);
    expect((await (await ledger.client('head')).get('/api/settings/changes')).status).toBe(403);
    expect((await client.get('/api/settings/changes?cursor=eHg')).status).toBe(400);
  });
});
