import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { climbLadder, requeueLadder } from './ladder-climbing.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

/** Monday 10:00; the limit of the category is one working day. */
const monday = '2026-11-23T02:00:00Z';

interface Heard {
  readonly number: number;
  readonly step: string;
  readonly people: string[];
  readonly order: string | null;
  readonly late: number;
}

async function heard(): Promise<Heard[]> {
  const { rows } = await ledger.city.write((tx) =>
    sql<Heard>`select (data->>'number')::int as number, data->>'stepKey' as step, data->'personIds' as people,
      data->>'orderId' as order, (data->>'hoursLate')::float8 as late
      from event where city_id = ${ledger.city.id} and subject_kind = 'escalation' and version = 1
      order by seq`.execute(tx),
  );
  return rows;
}

async function runAt(time: string): Promise<Heard[]> {
  const before = (await heard()).length;
  house.clock.now = new Date(time);
  await house.runPeriodic('deadlines.escalate');
  return (await heard()).slice(before);
}

async function escalateAt(id: string): Promise<string | null> {
  const { rows } = await ledger.city.write((tx) =>
    sql<{ at: string | null }>`select escalate_at as at from problem where id = ${id}`.execute(tx),
  );
  return rows[0]?.at ?? null;
}

describe('the timer of the ladder', () => {
  it('reminds before the deadline, then climbs, and says each thing once', async () => {
    house.clock.now = new Date(monday);
    const id = await ledger.dispatched();
    const { liaison, head, office, office2, leader } = ledger.people;
    expect(await runAt('2026-11-23T10:00:00Z')).toEqual([]);
    expect(await escalateAt(id)).toBe('2026-11-23T20:00:00.000Z');
    const reminder = { step: 'lastQuarter', people: [liaison.id] };
    expect(await runAt('2026-11-23T21:00:00Z')).toMatchObject([reminder]);
    expect(await runAt('2026-11-23T21:05:00Z')).toEqual([]);
    const late = await runAt('2026-11-24T03:00:00Z');
    expect(late).toMatchObject([{ step: 'deadlinePassed', people: [liaison.id], late: 1 }]);
    // Two working days and more at once: nothing is skipped on the way up.
    const climbed = await runAt('2026-11-27T03:00:00Z');
    expect(climbed.map((one) => one.step)).toEqual(['dayLate', 'orderDue']);
    expect(climbed[1]?.people).toEqual([head.id, office.id, office2.id].sort());
    expect(climbed[1]?.order).not.toBeNull();
    const last = await runAt('2026-12-02T03:00:00Z');
    // Nobody heads the district, so the office hears in his place.
    expect(last).toMatchObject([{ step: 'leaderHears', people: [office.id, office2.id, leader.id].sort() }]);
    expect(await escalateAt(id)).toBeNull();
  });

  it('says everything once even when two timers run at the same moment and one runs again', async () => {
    house.clock.now = new Date(monday);
    const ids = await Promise.all([ledger.dispatched(), ledger.dispatched(), ledger.dispatched()]);
    const before = (await heard()).length;
    const now = '2026-11-24T09:00:00.000Z';
    await Promise.all([1, 2, 3].map(() => climbLadder(house.db, ledger.city.id, now)));
    await requeueLadder(house.db, ledger.city.id);
    await climbLadder(house.db, ledger.city.id, now);
    expect((await heard()).length - before).toBe(ids.length);
  });

  it('leaves stopped, deferred, claimed and closed problems in peace, and begins anew with a new deadline', async () => {
    house.clock.now = new Date(monday);
    const stopped = await ledger.dispatched();
    const claimed = await ledger.claimed();
    await ledger.city.write((tx) =>
      sql`update problem set clock_stopped_at = ${monday}, clock_stopped_until = '2026-12-31T00:00:00Z',
        clock_stop_reason = 'severeWeather' where id = ${stopped}`.execute(tx),
    );
    expect([await escalateAt(stopped), await escalateAt(claimed)]).toEqual([null, null]);
    await runAt('2026-11-24T03:00:00Z');
    const newDeadline = '2026-11-25T03:00:00Z';
    await ledger.city.write((tx) =>
      sql`update problem set clock_stopped_at = null, clock_stopped_until = null, clock_stop_reason = null,
        deadline_at = ${newDeadline} where id = ${stopped}`.execute(tx),
    );
    expect(await escalateAt(stopped)).not.toBeNull();
    const again = await runAt('2026-11-25T03:01:00Z');
    expect(again.filter((one) => one.step === 'deadlinePassed')).toHaveLength(1);
  });

  it('tells office and arbiter about a returned problem, not the unit that returned it', async () => {
    house.clock.now = new Date(monday);
    const id = await ledger.dispatched();
    const reply = await ledger.move('liaison', id, 'return', {
      reason: '不属于我街道管辖范围',
      proposedUnitId: ledger.bureau.id,
    });
    expect(reply.status).toBe(200);
    const told = (await runAt('2026-11-24T03:00:00Z')).filter((one) => one.number === reply.body.number);
    expect(told).toMatchObject([{ step: 'deadlinePassed' }]);
    expect(told[0]?.people).toEqual([ledger.people.office.id, ledger.people.office2.id].sort());
  });
});

describe('letters by the ladder', () => {
  it('gather the late problems of a unit in one draft, which goes out under a number when signed', async () => {
    const office = await ledger.client('office');
    const { orders } = (await office.get('/api/orders?state=draft')).body;
    expect(orders).toMatchObject([{ colour: 'overdue', byRule: true, unit: { id: ledger.street.id } }]);
    house.clock.now = new Date(monday);
    await ledger.dispatched();
    await runAt('2026-12-01T03:00:00Z');
    const grown = (await office.get('/api/orders?state=draft')).body.orders;
    expect(grown).toHaveLength(1);
    expect(grown[0].problemCount).toBeGreaterThan(orders[0].problemCount);
  });

  it('are noted once for each answer day that passes', async () => {
    const office = await ledger.client('office');
    const [draft] = (await office.get('/api/orders?state=draft')).body.orders;
    const { version } = (await office.get(`/api/orders/${draft.id}`)).body;
    const issued = await office.post(`/api/orders/${draft.id}/issue`, {
      commandId: '018f0000-0000-7000-8000-00000000a001',
      version,
    });
    expect(issued.body).toMatchObject({ state: 'issued', number: '创督〔2026〕1号' });
    house.clock.now = new Date(Date.parse(issued.body.answerDueAt) + 60_000);
    await house.runPeriodic('orders.noteLate');
    await house.runPeriodic('orders.noteLate');
    const late = (await office.get('/api/orders?late=true')).body;
    expect([late.late, late.orders[0].isLate]).toEqual([1, true]);
    expect((await office.get(`/api/orders/${draft.id}`)).body.overdueCount).toBe(1);
  });
});
