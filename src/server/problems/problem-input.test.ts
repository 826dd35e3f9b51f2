import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

describe('stale, repeated and simultaneous commands', () => {
  it('refuse a version that has moved on, with the state it moved to', async () => {
    const id = await ledger.dispatched();
    const body = { commandId: uuid(), version: 1, personId: ledger.people.grid.id };
    const reply = await (await ledger.client('liaison')).post(`/api/problems/${id}/assign`, body);
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({ code: 'stale', facts: { version: 2, state: 'dispatched' } });
  });

  it('answer a repeated command as done, and its id with other content as taken', async () => {
    const id = await ledger.dispatched();
    const liaison = await ledger.client('liaison');
    const body = { commandId: uuid(), version: 2, personId: ledger.people.grid.id };
    const first = await liaison.post(`/api/problems/${id}/assign`, body);
    const second = await liaison.post(`/api/problems/${id}/assign`, body);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.body.version).toBe(3);
    const other = { ...body, personId: ledger.people.head.id };
    expect((await liaison.post(`/api/problems/${id}/assign`, other)).status).toBe(409);
  });

  it('ten claims at once make one event', async () => {
    const id = await ledger.dispatched();
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    const grid = await ledger.client('grid');
    const claim = { version: 3, photos: [], reason: '已经清理干净' };
    const same = uuid();
    const ids = [...Array.from({ length: 5 }, () => same), ...Array.from({ length: 5 }, () => uuid())];
    const replies = await Promise.all(
      ids.map((commandId) => grid.post(`/api/problems/${id}/claim-fixed`, { commandId, ...claim })),
    );
    const statuses = replies.map((reply) => reply.status);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    expect(statuses).toContain(200);
    const seen = await grid.get(`/api/problems/${id}`);
    expect(
      seen.body.timeline.filter((entry: { kind: string }) => entry.kind === 'problem.fix_claimed'),
    ).toHaveLength(1);
    expect(seen.body.chainHolds).toBe(true);
  });

  it('ten sendings of one raise make one problem with one number', async () => {
    const id = uuid();
    const replies = await Promise.all(Array.from({ length: 10 }, () => ledger.raise({ id })));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(new Set(replies.map((reply) => reply.body.number)).size).toBe(1);
    expect((await ledger.raise({ id, title: '另一个问题' })).status).toBe(409);
  });
});

describe('input', () => {
  it.each([
    ['title', { title: '' }],
    ['title', { title: '题'.repeat(201) }],
    ['title', { title: '一\u0000二' }],
    ['categoryKey', { categoryKey: 'unknown' }],
    ['siteId', { siteId: '018f0000-0000-7000-8000-000000000000' }],
    ['siteId', { siteId: 'x' }],
    ['lat', { lon: 113 }],
    [
      'photos.0.sha256',
      { photos: [{ sha256: 'f'.repeat(64), deviceTakenAt: null, lon: null, lat: null, accuracyM: null }] },
    ],
    ['body', { state: 'struck_off' }],
    ['severity', { severity: 'terrible' }],
  ])('names the fault at %s and stores nothing', async (path, change) => {
    const id = uuid();
    const reply = await ledger.raise({ id, ...change });
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(path);
    expect((await (await ledger.client('office')).get(`/api/problems/${id}`)).status).toBe(404);
  });

  it('needs a place, and a photo or a reason', async () => {
    const placeless = await ledger.raise({ siteId: null });
    expect([placeless.status, placeless.body.code]).toEqual([409, 'problem.noPlace']);
    const bare = await ledger.raise({ reason: null });
    expect([bare.status, bare.body.code]).toEqual([409, 'problem.photoOrReason']);
  });

  it('keeps hostile text as the data it is', async () => {
    const title = `'; drop table problem; -- <script>alert(1)</script> {{name}} %_\\ 👁 \u202E`;
    const raised = await ledger.raise({ title, description: '<img src=x onerror=alert(1)>\n第二行' });
    expect(raised.body.title).toBe(title);
    const found = await (await ledger.client('office')).get(
      `/api/problems?search=${encodeURIComponent('%_\\ 👁')}`,
    );
    expect(found.body.rows.map((row: { title: string }) => row.title)).toEqual([title]);
    const reason = '$1 $' + '{x} <b>不属于我们</b>';
    const returned = await ledger.move('liaison', raised.body.id, 'return', {
      reason,
      proposedUnitId: ledger.bureau.id,
    });
    expect(returned.body.timeline.at(-1).reason).toBe(reason);
    expect(returned.body.chainHolds).toBe(true);
  });

  it('refuses roles that cannot raise', async () => {
    for (const person of ['leader', 'admin', 'verifier', 'head', 'grid'] as const) {
      const reply = await (await ledger.client(person)).post('/api/problems', {
        id: uuid(),
        siteId: ledger.siteId,
        placeText: '',
        lon: null,
        lat: null,
        categoryKey: 'litter',
        severity: 'normal',
        title: '题',
        description: '',
        sourceKind: 'meeting',
        photos: [],
        reason: '没有照片可用',
      });
      expect(reply.status, person).toBe(403);
    }
  });
});

describe('the database', () => {
  it.each([
    ['person_id', null],
    ['unit_id', null],
    ['deadline_at', null],
  ])('refuses a dispatched problem without %s', async (column, value) => {
    const id = await ledger.dispatched();
    const spoil = ledger.city.write((tx) =>
      sql`update problem set ${sql.ref(column)} = ${value} where id = ${id}`.execute(tx),
    );
    await expect(spoil).rejects.toThrow(/dispatched_has_unit_person_deadline/);
  });

  it('refuses a strike-off by the one who fixed', async () => {
    const id = await ledger.claimed();
    const spoil = ledger.city.write((tx) =>
      sql`update problem set state = 'struck_off', struck_off_at = now(), struck_off_by = fix_claimed_by
        where id = ${id}`.execute(tx),
    );
    await expect(spoil).rejects.toThrow(/verifier_is_not_the_fixer/);
  });

  it('shows on the page when a row was changed behind the history', async () => {
    const id = await ledger.dispatched();
    await ledger.city.write((tx) => sql`update problem set rework_count = 9 where id = ${id}`.execute(tx));
    const seen = await (await ledger.client('office')).get(`/api/problems/${id}`);
    expect(seen.body.chainHolds).toBe(false);
  });
});
