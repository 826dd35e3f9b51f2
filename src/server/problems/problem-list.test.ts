import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import {
  openTestHouse,
  strangerClient,
  type TestClient,
  type TestHouse,
} from '../../../test/support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
let office: TestClient;
/** 12 litter problems of the street (every third severe), 4 of the bureau, 2 with nobody yet. */
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  office = await ledger.client('office');
  for (let index = 0; index < 12; index += 1) {
    await ledger.raise({ title: `垃圾${index}`, severity: index % 3 === 0 ? 'high' : 'normal' });
    ledger.later(30);
  }
  for (let index = 0; index < 4; index += 1) await ledger.raise({ categoryKey: 'stall', title: '占道' });
  for (let index = 0; index < 2; index += 1) await ledger.raise({ siteId: null, placeText: '迎宾桥下' });
});
afterAll(() => house.close());

interface Line {
  id: string;
  number: number;
  state: string;
  severity: string;
  light: string | null;
  deadlineAt: string | null;
}

async function list(query: string, client = office) {
  const reply = await client.get(`/api/problems?${query}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body as {
    rows: Line[];
    next: string | null;
    counts: { byState: Record<string, number>; shown: number; overdue: number };
  };
}

describe('the list', () => {
  it('shows the newest first, with counts of every state beside it', async () => {
    const page = await list('limit=5');
    const numbers = page.rows.map((row) => row.number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(page.counts).toEqual({
      byState: { dispatched: 16, reported: 2 },
      shown: 18,
      overdue: 0,
      areMore: false,
    });
  });

  it.each([
    ['newest', 18],
    ['deadline', 16],
    ['worst', 16],
  ])('gives every row once, page by page, by %s', async (sort, total) => {
    const seen: Line[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `sort=${sort}&limit=5${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.rows);
      cursor = page.next;
      expect(page.counts.shown).toBe(total);
    }
    expect(new Set(seen.map((row) => row.id)).size).toBe(total);
    expect(seen).toHaveLength(total);
    if (sort === 'worst') {
      const gravity = seen.map((row) => (row.severity === 'high' ? 0 : 1));
      expect(gravity).toEqual([...gravity].sort());
    }
    if (sort === 'deadline') {
      const due = seen.map((row) => row.deadlineAt ?? '');
      expect(due).toEqual([...due].sort());
    }
  });

  it('filters by unit and all below it, category, state, severity and site', async () => {
    expect((await list(`unitId=${ledger.district.id}`)).counts.shown).toBe(12);
    expect((await list(`unitId=${ledger.bureau.id}`)).counts.shown).toBe(4);
    expect((await list(`unitId=${ledger.city.root.id}`)).counts.shown).toBe(18);
    expect((await list('category=stall')).counts.shown).toBe(4);
    expect((await list('states=reported,returned')).counts.shown).toBe(2);
    expect((await list('severity=high')).counts.shown).toBe(4);
    expect((await list(`siteId=${ledger.siteId}`)).counts.shown).toBe(16);
    expect((await list(`personId=${ledger.people.bureauHead.id}`)).counts.shown).toBe(4);
    expect((await list('mine=true', await ledger.client('liaison'))).counts.shown).toBe(12);
    expect((await list(`roundId=${uuid()}`)).counts.shown).toBe(0);
  });

  it('finds by number, title, place and site, and takes signs as text', async () => {
    const [newest] = (await list('limit=1')).rows;
    expect((await list(`search=${newest?.number}`)).rows.map((row) => row.id)).toEqual([newest?.id]);
    expect((await list(`search=%23${newest?.number}`)).rows).toHaveLength(1);
    expect((await list(`search=${encodeURIComponent('垃圾1')}`)).counts.shown).toBe(3);
    expect((await list(`search=${encodeURIComponent('迎宾桥')}`)).counts.shown).toBe(2);
    expect((await list(`search=${encodeURIComponent('东方红')}`)).counts.shown).toBe(16);
    expect((await list(`search=${encodeURIComponent('%')}`)).counts.shown).toBe(0);
    expect((await list(`search=${encodeURIComponent("' or 1=1 --")}`)).counts.shown).toBe(0);
  });

  it('filters by light exactly as the light it shows', async () => {
    const before = house.clock.now;
    // the deadlines fall due one after another over these hours
    for (const hours of [0, 15, 19, 21, 23, 24, 30]) {
      house.clock.now = new Date(before.getTime() + hours * 3_600_000);
      const all = (await list('limit=200')).rows;
      for (const light of ['green', 'yellow', 'red']) {
        const filtered = (await list(`limit=200&light=${light}`)).rows.map((row) => row.id);
        const shown = all.filter((row) => row.light === light).map((row) => row.id);
        expect(filtered, `${light} after ${hours} h`).toEqual(shown);
      }
      const late = await list('limit=200&overdue=true');
      expect(late.rows.every((row) => row.light === 'red')).toBe(true);
      expect(late.counts.overdue).toBe(all.filter((row) => row.light === 'red').length);
    }
    house.clock.now = before;
  });

  it.each([
    ['states=closed', 'states.0'],
    ['light=blue', 'light'],
    ['sort=random', 'sort'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('["worst","high","infinity",1]').toString('base64url')}`, 'cursor'],
    ['unitId=x', 'unitId'],
    [`unitId=018f0000-0000-7000-8000-000000000000`, 'unitId'],
    ['state=reported', 'body'],
    ['states=reported&states=returned', 'states'],
  ])('refuses %s and names %s', async (query, path) => {
    const reply = await office.get(`/api/problems?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(path);
  });

  it('shows each role only its own subtree', async () => {
    const shownTo = async (person: Parameters<LedgerCity['client']>[0]) =>
      (await list('', await ledger.client(person))).counts.shown;
    expect(await shownTo('leader')).toBe(18);
    expect(await shownTo('verifier')).toBe(18);
    // the street's own, and those of the bureau at a site of the street
    expect(await shownTo('liaison')).toBe(16);
    expect(await shownTo('grid')).toBe(16);
    expect(await shownTo('bureauHead')).toBe(4);
    expect(await shownTo('stranger')).toBe(0);
    expect((await strangerClient(house.app).get('/api/problems')).status).toBe(401);
  });
});

describe('the desk', () => {
  async function desk(person: Parameters<LedgerCity['client']>[0]) {
    const reply = await (await ledger.client(person)).get('/api/problems/desk');
    expect(reply.status).toBe(200);
    const heaps = reply.body.heaps as { heap: string; count: number; first: Line[] }[];
    return Object.fromEntries(heaps.map(({ heap, count, first }) => [heap, [count, first.length]]));
  }

  it('shows each role what waits for it, with counts and the first lines', async () => {
    expect(await desk('office')).toEqual({
      toDispatch: [2, 2],
      overdue: [0, 0],
      requests: [0, 0],
      toVoid: [0, 0],
    });
    expect(await desk('liaison')).toEqual({
      toAssign: [12, 5],
      assignedToMe: [0, 0],
      sentBack: [0, 0],
      overdue: [0, 0],
    });
    expect(await desk('verifier')).toEqual({ toVerify: [0, 0] });
    expect((await desk('stranger')).toAssign).toEqual([0, 0]);
  });

  it('moves a problem from desk to desk as it lives', async () => {
    const id = await ledger.assigned();
    expect((await desk('grid')).assignedToMe).toEqual([1, 1]);
    const photos = [await ledger.photo('grid')];
    await ledger.move('grid', id, 'claim-fixed', { photos, reason: null });
    ledger.later();
    expect((await desk('grid')).assignedToMe).toEqual([0, 0]);
    expect((await desk('verifier')).toVerify).toEqual([1, 1]);
    const seen = [await ledger.photo('verifier')];
    await ledger.move('verifier', id, 'send-back', {
      photos: seen,
      reason: '没有清理干净',
      deadlineAt: null,
    });
    expect((await desk('liaison')).sentBack).toEqual([1, 1]);
    await ledger.move('office', id, 'request-void', { reason: '重复录入的问题' });
    expect((await desk('office')).toVoid).toEqual([0, 0]);
    expect((await desk('office2')).toVoid).toEqual([1, 1]);
  });

  it('is for people who are signed in', async () => {
    expect((await strangerClient(house.app).get('/api/problems/desk')).status).toBe(401);
  });
});
