import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { workLists } from '../../contract/problems.ts';
import { problemStates } from '../../domain/problems/problem-states.ts';

let house: TestHouse;
let ledger: LedgerCity;
/** 260 problems of every state, source and unit, some deferred, stopped, recurrent, assisted, asked for. */
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  const { city, street, bureau, elsewhere, people, siteId, district } = ledger;
  const otherSite = uuid();
  await city.write(async (tx) => {
    const site = await tx.selectFrom('site').selectAll().where('id', '=', siteId).executeTakeFirstOrThrow();
    await tx
      .insertInto('site')
      .values({ ...site, id: otherSite, code: 'YARD-2', name: '西关楼院', territory_unit_id: elsewhere.id })
      .execute();
    await sql`
      insert into problem (city_id, id, number, state, site_id, place_text, category_key, severity, title, source_kind,
        unit_id, assisting_unit_ids, person_id, deadline_hours, deadline_clock, deadline_at, original_deadline_at,
        raised_at, raised_by, dispatched_at, fix_claimed_by, struck_off_at, struck_off_by, rework_count,
        main_problem_id, recurrence_of, deferred_until, clock_stopped_at, clock_stopped_until, clock_stop_reason,
        extension_asked_by, extension_asked_until, void_requested_by, version, last_hash)
      select ${city.id}, md5('p' || n)::uuid, 100000 + n, state, site, case when site is null then '桥下' end,
        (array['litter','stall','nobody'])[1 + n / 7 % 3], case when n % 4 = 0 then 'high' else 'normal' end,
        '第' || n || '处垃圾', (array['inspection','citizen','selfCheck','meeting','import'])[1 + n % 5],
        case when answered then unit end,
        case when answered and n % 9 = 0 then array[case when unit = ${street.id} then ${bureau.id} else ${street.id} end::uuid]
          else '{}' end,
        case when answered then person end, 8, 'work', due, due, raised, ${people.office.id},
        case when answered then raised end,
        case when state in ('fix_claimed','struck_off') then person end,
        case when state = 'struck_off' then raised + interval '2 days' end,
        case when state = 'struck_off' then ${people.verifier.id}::uuid end, n % 3 / 2,
        case when state = 'duplicate' then md5('p1')::uuid end,
        case when n % 11 = 0 then md5('p1')::uuid end,
        case when state = 'deferred' then ${house.clock.now.toISOString()}::timestamptz + interval '9 days' end,
        case when stopped then raised end, case when stopped then raised + interval '90 days' end,
        case when stopped then 'weather' end,
        case when state = 'in_progress' and n % 2 = 0 then person end,
        case when state = 'in_progress' and n % 2 = 0 then due + interval '5 days' end,
        case when state = 'assigned' and n % 5 = 0 then ${people.office2.id}::uuid end, 2, ${Buffer.alloc(32)}
      from (select n, (array['struck_off','reported','rejected','duplicate','dispatched','returned','assigned',
            'in_progress','deferred','fix_claimed','struck_off','voided','struck_off'])[1 + n * 5 % 13] as state,
          (array[${siteId}::uuid, ${otherSite}::uuid, null])[1 + n % 3] as site,
          ${house.clock.now.toISOString()}::timestamptz - n * interval '7 hours' as raised
        from generate_series(1, 260) as n) drawn,
        lateral (select state not in ('reported','rejected') as answered,
          (array[${street.id}::uuid, ${bureau.id}::uuid, ${elsewhere.id}::uuid, ${district.id}::uuid])[1 + n % 4] as unit,
          (array[${people.liaison.id}::uuid, ${people.bureauHead.id}::uuid, ${people.stranger.id}::uuid,
            ${people.grid.id}::uuid])[1 + n % 4] as person,
          state in ('assigned','in_progress') and n % 6 = 0 as stopped) more,
        lateral (select case when answered then raised + (n % 17) * interval '4 days' end as due) dates`.execute(
      tx,
    );
  });
});
afterAll(() => house.close());

type Page = {
  rows: { id: string; light: string | null; overdueHours: number | null; state: string }[];
  next: string | null;
  counts: { byState: Record<string, number>; shown: number; overdue: number };
};

async function page(person: LedgerPerson, query: Record<string, string>): Promise<Page> {
  const reply = await (await ledger.client(person)).get(`/api/problems?${new URLSearchParams(query)}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
}

async function everyRow(person: LedgerPerson, query: Record<string, string>) {
  const first = await page(person, { ...query, limit: '120' });
  const rows = [...first.rows];
  for (let { next } = first; next !== null; ) {
    const more = await page(person, { ...query, limit: '120', cursor: next });
    rows.push(...more.rows);
    next = more.next;
  }
  return { counts: first.counts, rows };
}

const viewers = [
  'office',
  'leader',
  'verifier',
  'head',
  'liaison',
  'grid',
  'bureauHead',
  'stranger',
] as const;

function filters(): fc.Arbitrary<Record<string, string>> {
  const units = [ledger.city.root, ledger.district, ledger.street, ledger.community, ledger.bureau];
  const unit = fc.constantFrom(...units.map(({ id }) => id));
  const day = fc
    .integer({ min: 0, max: 90 })
    .map((days) => new Date(house.clock.now.getTime() - days * 86_400_000).toISOString().slice(0, 10));
  const flag = fc.constant('true');
  const parts: Record<string, fc.Arbitrary<string>> = {
    list: fc.constantFrom(...workLists),
    unitId: unit,
    territoryId: unit,
    assistingUnitId: fc.constantFrom(ledger.street.id, ledger.bureau.id),
    states: fc.subarray([...problemStates], { minLength: 1 }).map((states) => states.join(',')),
    overdue: fc.constantFrom('true', 'false'),
    light: fc.constantFrom('green', 'yellow', 'red'),
    category: fc.constantFrom('litter', 'stall'),
    siteId: fc.constant(ledger.siteId),
    personId: fc.constantFrom(ledger.people.liaison.id, ledger.people.grid.id),
    mine: flag,
    severity: fc.constantFrom('high', 'normal'),
    sourceKind: fc.constantFrom('inspection', 'citizen', 'import'),
    raisedFrom: day,
    raisedTo: day,
    struckOffFrom: day,
    struckOffTo: day,
    recurrence: flag,
    clockStopped: flag,
    requests: fc.constantFrom('any', 'extension', 'deferral'),
    search: fc.constantFrom('垃圾', '1', '西关', '桥下', '第5'),
    sort: fc.constantFrom('newest', 'deadline', 'worst'),
  };
  return fc
    .subarray(Object.keys(parts), { maxLength: 4 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, parts[name] ?? fc.constant('')]))),
    ) as fc.Arbitrary<Record<string, string>>;
}

describe('counts', () => {
  it('are the length of the list under any filter, for everybody, before and after the tally is folded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...viewers), filters(), async (person, query) => {
        const { counts, rows } = await everyRow(person, query);
        expect(counts.shown).toBe(rows.length);
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
        expect(counts.overdue).toBe(rows.filter((row) => row.light === 'red').length);
        if (query.states === undefined && (query.sort ?? 'newest') === 'newest') {
          const byState: Record<string, number> = {};
          for (const row of rows) byState[row.state] = (byState[row.state] ?? 0) + 1;
          expect(counts.byState).toEqual(byState);
        }
      }),
      { numRuns: 60 },
    );
    const lines = () => ledger.city.write((tx) => tx.selectFrom('problem_tally').select('id').execute());
    const unfolded = (await lines()).length;
    await house.runPeriodic('problems.foldTallies');
    expect((await lines()).length).toBeLessThan(unfolded);
    for (const person of viewers) {
      const { counts, rows } = await everyRow(person, {});
      expect([person, counts.shown]).toEqual([person, rows.length]);
    }
  });

  it('stay right while problems close, change and come back', async () => {
    const before = (await page('office', { unitId: ledger.street.id })).counts.byState;
    const id = await ledger.struckOff();
    const after = (await page('office', { unitId: ledger.street.id })).counts.byState;
    expect(after.struck_off).toBe((before.struck_off ?? 0) + 1);
    await ledger.move('office', id, 'reopen', {
      reason: '又有了新的垃圾',
      unitId: ledger.bureau.id,
      assistingUnitIds: [],
      deadlineAt: null,
    });
    expect((await page('office', { unitId: ledger.street.id })).counts.byState).toEqual(before);
  });

  it('follow a site to another territory and a unit to another place of the tree', async () => {
    const { city, elsewhere, siteId } = ledger;
    const seen = async () => (await everyRow('stranger', {})).counts.shown;
    const all = async () => (await everyRow('stranger', {})).rows.length;
    await city.write((tx) =>
      tx
        .updateTable('site')
        .set({ territory_unit_id: elsewhere.id })
        .where('city_id', '=', city.id)
        .where('id', '=', siteId)
        .execute(),
    );
    expect(await seen()).toBe(await all());
    const byDistrict = async () => page('office', { territoryId: ledger.district.id });
    expect((await byDistrict()).counts.shown).toBe(0);
    await city.write((tx) =>
      tx
        .updateTable('site')
        .set({ territory_unit_id: ledger.community.id })
        .where('city_id', '=', city.id)
        .where('id', '=', siteId)
        .execute(),
    );
    const { counts, rows } = await everyRow('office', { territoryId: ledger.district.id });
    expect(counts.shown).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(50);
  });
});

describe('work lists', () => {
  it('show each role its lists, with the count and the rows that the ledger has under them', async () => {
    for (const person of viewers) {
      const reply = await (await ledger.client(person)).get('/api/work-lists');
      expect(reply.status).toBe(200);
      for (const { list, count } of reply.body.lists as { list: string; count: number }[]) {
        expect([person, list, (await everyRow(person, { list })).rows.length]).toEqual([person, list, count]);
      }
    }
    const own = await (await ledger.client('liaison')).get('/api/work-lists');
    const names = own.body.lists.map((one: { list: string }) => one.list);
    expect(names).toEqual(
      expect.arrayContaining(['assignedToMe', 'myUnit', 'sentBack', 'overdue', 'dueSoon']),
    );
    expect(names).not.toContain('toDispatch');
    expect(names).not.toContain('requests');
  });

  it('count on the desk what stands in the ledger', async () => {
    for (const person of viewers) {
      const reply = await (await ledger.client(person)).get('/api/problems/desk');
      for (const { heap, count } of reply.body.heaps as { heap: string; count: number }[]) {
        expect([person, heap, (await page(person, { list: heap })).counts.shown]).toEqual([
          person,
          heap,
          count,
        ]);
      }
    }
  });

  it('hold nothing for who has nothing to do with them', async () => {
    expect((await page('grid', { list: 'toDispatch' })).counts.shown).toBe(0);
    expect((await page('inspector', { list: 'overdue' })).counts.shown).toBe(0);
  });

  it('call nothing overdue whose clock stands still or which is deferred, and tell the hours of the rest', async () => {
    const { rows } = await everyRow('office', { overdue: 'true' });
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((row) => row.state !== 'deferred' && (row.overdueHours ?? -1) >= 0)).toBe(true);
    const stopped = await everyRow('office', { clockStopped: 'true' });
    expect(stopped.rows.length).toBeGreaterThan(2);
    expect(stopped.rows.every((row) => row.light === null && row.overdueHours === null)).toBe(true);
    const deferred = await everyRow('office', { list: 'deferred' });
    expect(deferred.rows.every((row) => row.light === null)).toBe(true);
  });

  it('order a span of days by the day, the newest first', async () => {
    const now = house.clock.now.toISOString().slice(0, 10);
    const reply = await (await ledger.client('office')).get(`/api/problems?struckOffTo=${now}&limit=30`);
    const days = reply.body.rows.map((row: { struckOffAt: string }) => row.struckOffAt);
    expect(days).toEqual([...days].sort().reverse());
    expect(days.length).toBeGreaterThan(20);
  });

  it('are for people who are signed in', async () => {
    expect((await strangerClient(house.app).get('/api/work-lists')).status).toBe(401);
  });
});

describe('worst first', () => {
  it('lists sites and units by their points, which are the sum of the parts it shows', async () => {
    for (const of of ['sites', 'units']) {
      const reply = await (await ledger.client('office')).get(`/api/worst-first?of=${of}`);
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      const { rows, total, formula } = reply.body;
      expect(rows.length).toBe(total);
      expect(rows.length).toBeGreaterThan(1);
      expect(formula.scorePoints).toBe(40);
      const points = rows.map((row: { points: number }) => row.points);
      expect(points).toEqual([...points].sort((a, b) => b - a));
      for (const { points: sum, parts, open, openAge } of rows) {
        const added = (parts.score ?? 0) + parts.overdue + parts.age + parts.recurrence;
        expect(sum).toBeCloseTo(added, 6);
        expect(openAge === null).toBe(open === 0);
        if (openAge) expect(openAge.median).toBeLessThanOrEqual(openAge.ninthDecile);
      }
    }
  });

  it('shows a unit its own subtree, and nothing to who answers for nothing', async () => {
    const own = await (await ledger.client('liaison')).get('/api/worst-first?of=units');
    expect(own.body.rows.map((row: { id: string }) => row.id)).toEqual([ledger.street.id]);
    expect((await (await ledger.client('inspector')).get('/api/worst-first?of=units')).status).toBe(403);
    expect((await (await ledger.client('office')).get('/api/worst-first?of=rounds')).status).toBe(400);
  });
});

describe('saved views', () => {
  const view = (change: object = {}) => ({
    id: uuid(),
    name: '我的超期',
    filter: { overdue: 'true', sort: 'deadline' },
    sharedUnitId: null,
    ...change,
  });
  const namesFor = async (person: LedgerPerson) => {
    const reply = await (await ledger.client(person)).get('/api/saved-views');
    return reply.body.views.map((one: { name: string }) => one.name) as string[];
  };

  it('are kept for their owner, replaced by name, and gone when deleted', async () => {
    const own = await ledger.client('liaison');
    const first = view();
    expect((await own.post('/api/saved-views', first)).status).toBe(200);
    const again = await own.post('/api/saved-views', first);
    expect(again.body).toMatchObject({ id: first.id, filter: first.filter, ownerName: null });
    expect((await own.post('/api/saved-views', { ...first, name: '另一个' })).status).toBe(409);
    const second = view({ filter: { list: 'sentBack' } });
    expect((await own.post('/api/saved-views', second)).status).toBe(200);
    expect(await namesFor('liaison')).toEqual(['我的超期']);
    expect(await namesFor('head')).toEqual([]);
    const head = await ledger.client('head');
    expect((await head.delete(`/api/saved-views/${second.id}`)).status).toBe(404);
    expect((await own.delete(`/api/saved-views/${second.id}`)).status).toBe(200);
    expect(await namesFor('liaison')).toEqual([]);
  });

  it('are shared with everybody who works in the unit or below it, and nobody else', async () => {
    const head = await ledger.client('head');
    const shared = view({ name: '全街道返工', sharedUnitId: ledger.street.id });
    expect((await head.post('/api/saved-views', shared)).body.sharedUnit.id).toBe(ledger.street.id);
    expect(await namesFor('grid')).toEqual(['全街道返工']);
    expect(await namesFor('bureauHead')).toEqual([]);
    expect(await namesFor('office')).toEqual([]);
    const strange = await head.post('/api/saved-views', view({ sharedUnitId: ledger.bureau.id }));
    expect([strange.status, strange.body.fields[0].path]).toEqual([400, 'sharedUnitId']);
  });

  it.each([
    [{ filter: { overdue: 'maybe' } }, 'filter.overdue'],
    [{ filter: { states: 'closed' } }, 'filter.states.0'],
    [{ filter: { cursor: 'x' } }, 'filter'],
    [{ name: '' }, 'name'],
  ])('refuse what the ledger cannot read: %j', async (change, path) => {
    const reply = await (await ledger.client('liaison')).post('/api/saved-views', view(change));
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(path);
  });
});
