import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRankedRound } from '../../../test/support/ranked-round.ts';
import {
  openTestHouse,
  strangerClient,
  type TestClient,
  type TestHouse,
} from '../../../test/support/test-city.ts';
import { testScheme } from '../../../test/support/test-scheme.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const period = { from: '2026-11-01', to: '2026-11-20' };

/** Three streets with sites and problems, a scheme, and the office at its desk. */
async function ready(scores: readonly [string, string, string] = ['90', '80', '70']) {
  const city = await house.city();
  const district = await city.unit('d1', '山阳区', { kind: 'district' });
  const units = [
    await city.unit('001', '东方红街道', { parent: district }),
    await city.unit('002', '焦南街道', { parent: district }),
    await city.unit('003', '新华街道', { parent: district }),
  ] as const;
  const round = await openRankedRound(city);
  for (const [index, unit] of units.entries()) await round.inspect(unit, scores[index] ?? '0');
  const office = await (await city.person('office1', 'campaignOffice')).client();
  const scheme = testScheme([{ name: '街道', units }]);
  expect((await office.post('/api/schemes', scheme)).status).toBe(200);
  const ranking = { id: uuid(), schemeId: scheme.id, roundId: round.id, title: '11月督导结果通报', period };
  return { city, district, units, round, office, scheme, ranking };
}

type Ready = Awaited<ReturnType<typeof ready>>;

async function published(story: Ready, decisions: object[] = []) {
  await story.office.post('/api/rankings', story.ranking);
  const reply = await story.office.post(`/api/rankings/${story.ranking.id}/publish`, {
    version: 1,
    decisions,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
}

async function countRows(story: Ready, table: 'ranking' | 'flag') {
  return story.city.write(async (tx) => (await tx.selectFrom(table).select('id').execute()).length);
}

describe('a computed ranking', () => {
  it('ranks units by their sites and problems, with the counts beside every score', async () => {
    const story = await ready();
    const [first, second] = story.units;
    await story.round.problem(first, {
      deadlineAt: '2026-11-12T02:00:00Z',
      struckOffAt: '2026-11-12T02:00:00Z',
    });
    await story.round.problem(first, {
      deadlineAt: '2026-11-12T02:00:00Z',
      struckOffAt: '2026-11-12T02:00:01Z',
    });
    await story.round.problem(second, { deadlineAt: '2026-11-12T02:00:00Z' });
    await story.round.problem(second, { deadlineAt: '2026-10-31T02:00:00Z' });
    await story.round.problem(second, { deadlineAt: '2026-11-13T02:00:00Z', state: 'deferred' });
    const reply = await story.office.post('/api/rankings', story.ranking);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ state: 'draft', version: 1, documentNumber: null });
    expect(reply.body.nextDocument).toEqual({ prefix: '测城创', year: 2026, number: 1 });
    const rows = reply.body.groups[0].units;
    expect(
      rows.map((row: { name: string; score: string; rank: number; flag: string | null }) => [
        row.name,
        row.score,
        row.rank,
        row.flag,
      ]),
    ).toEqual([
      ['东方红街道', '86.00', 1, 'red'],
      ['焦南街道', '72.00', 2, null],
      ['新华街道', '70.00', 3, 'blue'],
    ]);
    expect(rows[0].counts).toEqual({ sites: 1, problemsDue: 2, problemsStruckOffOnTime: 1 });
    expect(rows[1].counts).toEqual({ sites: 1, problemsDue: 1, problemsStruckOffOnTime: 0 });
    expect(rows[2].remarks).toEqual([
      { code: 'component-without-value', facts: { component: 'rectification' } },
    ]);
    expect(rows[0].margin).toEqual({ other: '焦南街道', points: '14.00' });
    expect([rows[0].tone, rows[2].tone]).toEqual(['praise', 'criticism']);
  });

  it('counts what lies in the subtree, and for a bureau what its line holds', async () => {
    const story = await ready();
    const { city, district, units, round, office } = story;
    const community = await city.unit('0011', '东环社区', { parent: units[0], kind: 'community' });
    const bureau = await city.unit('b1', '市城市管理局', { kind: 'bureau' });
    await round.inspect(community, '60', { bureau });
    await round.inspect(units[1], '20', { scored: false, bureau });
    const scheme = testScheme(
      [
        { name: '区', units: [district] },
        { name: '局', units: [bureau] },
      ],
      { components: [{ key: 'field', weight: '1' }] },
    );
    await office.post('/api/schemes', scheme);
    const reply = await office.post('/api/rankings', { ...story.ranking, id: uuid(), schemeId: scheme.id });
    const [districts, bureaus] = reply.body.groups;
    expect(districts.units[0]).toMatchObject({ score: '75.00', counts: { sites: 4 } });
    expect(bureaus.units[0]).toMatchObject({ score: '60.00', counts: { sites: 1 } });
  });

  it('may be asked for twice, but not with another content', async () => {
    const story = await ready();
    await story.office.post('/api/rankings', story.ranking);
    expect((await story.office.post('/api/rankings', story.ranking)).body.version).toBe(1);
    const other = await story.office.post('/api/rankings', { ...story.ranking, title: '另一个' });
    expect([other.status, other.body.code]).toEqual([409, 'ranking.idTaken']);
    expect(await countRows(story, 'ranking')).toBe(1);
  });

  it('takes in what happened since, and is thrown away, while it is a draft', async () => {
    const story = await ready();
    const address = `/api/rankings/${story.ranking.id}`;
    const before = await story.office.post('/api/rankings', story.ranking);
    await story.round.inspect(story.units[2], '100');
    const after = await story.office.post(`${address}/recompute`, { version: 1 });
    expect(after.body.groups[0].units[1]).toMatchObject({ name: '新华街道', score: '85.00', rank: 2 });
    expect(after.body.hash).not.toBe(before.body.hash);
    expect((await story.office.post(`${address}/recompute`, { version: 1 })).body.code).toBe('stale');
    expect((await story.office.delete(address)).status).toBe(200);
    expect((await story.office.get(address)).status).toBe(404);
    expect((await story.office.delete(address)).status).toBe(404);
  });

  it('is refused where period, scheme or round cannot be, and nothing is stored', async () => {
    const story = await ready();
    const post = (change: object) => story.office.post('/api/rankings', { ...story.ranking, ...change });
    const places = async (change: object) => (await post(change)).body.fields?.[0]?.path;
    expect(await places({ period: { from: '2026-11-20', to: '2026-11-01' } })).toBe('period.to');
    expect(await places({ period: { from: '2026-02-30', to: '2026-03-01' } })).toBe('period.from');
    expect(await places({ schemeId: uuid() })).toBe('schemeId');
    expect(await places({ roundId: uuid() })).toBe('roundId');
    expect(await places({ correctsId: uuid() })).toBe('correctsId');
    expect(await places({ title: 'a\u0000b' })).toBe('title');
    expect((await post({ period: { from: '2020-01-01', to: '2020-02-01' } })).body.code).toBe(
      'ranking.schemeNotValid',
    );
    expect(await countRows(story, 'ranking')).toBe(0);
  });
});

describe('who may', () => {
  it('see: published ones all who see rankings, drafts the office alone', async () => {
    const story = await ready();
    const { city, units, ranking, office } = story;
    const address = `/api/rankings/${ranking.id}`;
    const liaison = await (await city.person('liaison1', 'liaison', units[0])).client();
    const inspector = await (await city.person('inspector1', 'inspector')).client();
    const stranger = strangerClient(house.app);
    const elsewhere = (await ready()).office;
    await office.post('/api/rankings', ranking);
    expect((await liaison.get(address)).status).toBe(404);
    expect((await liaison.get(`${address}/export`)).status).toBe(404);
    expect((await liaison.get('/api/rankings')).body.total).toBe(0);
    await office.post(`${address}/publish`, { version: 1, decisions: [] });
    expect((await liaison.get(address)).status).toBe(200);
    expect((await liaison.get('/api/rankings')).body.total).toBe(1);
    for (const path of ['', '/export', '/bulletin.docx', `/units/${units[0].id}`]) {
      expect([path, (await stranger.get(address + path)).status]).toEqual([path, 401]);
      expect([path, (await inspector.get(address + path)).status]).toEqual([path, 403]);
      expect([path, (await elsewhere.get(address + path)).status]).toEqual([path, 404]);
    }
    expect((await inspector.get('/api/flags')).status).toBe(403);
    expect((await stranger.get('/api/flags')).status).toBe(401);
  });

  it('compute, publish, import and throw away: the office alone', async () => {
    const story = await ready();
    await story.office.post('/api/rankings', story.ranking);
    const address = `/api/rankings/${story.ranking.id}`;
    const table = {
      title: '通报',
      date: '2019-08-21',
      groups: [{ name: '区', units: [{ name: '甲', score: '1' }] }],
    };
    const attempts: ((client: TestClient) => Promise<{ status: number }>)[] = [
      (client) => client.post('/api/rankings', { ...story.ranking, id: uuid() }),
      (client) => client.post(`${address}/recompute`, { version: 1 }),
      (client) => client.post(`${address}/publish`, { version: 1, decisions: [] }),
      (client) => client.delete(address),
      (client) => client.post('/api/rankings/imports', { id: uuid(), table, period: '8月', source: '网页' }),
    ];
    const head = await (await story.city.person('head1', 'unitHead', story.units[0])).client();
    const leader = await (await story.city.person('leader1', 'cityLeader')).client();
    const stranger = strangerClient(house.app);
    for (const attempt of attempts) {
      expect((await attempt(head)).status).toBe(403);
      expect((await attempt(leader)).status).toBe(403);
      expect((await attempt(stranger)).status).toBe(401);
    }
    expect(await countRows(story, 'ranking')).toBe(1);
  });

  it('open what each point was lost for: those above the unit', async () => {
    const story = await ready();
    const { city, district, units } = story;
    await published(story);
    const address = `/api/rankings/${story.ranking.id}/units`;
    const head = await (await city.person('head1', 'unitHead', district)).client();
    const own = await (await city.person('liaison1', 'liaison', units[0])).client();
    const reply = await head.get(`${address}/${units[0].id}`);
    expect(reply.body).toMatchObject({
      name: '东方红街道',
      sites: [
        { name: '点位1', score: '90.00', lost: [{ itemCode: 'BJ-01', title: '无暴露垃圾', lost: '10.00' }] },
      ],
    });
    expect((await own.get(`${address}/${units[0].id}`)).status).toBe(200);
    expect((await own.get(`${address}/${units[1].id}`)).status).toBe(404);
    expect((await own.get(`${address}/${uuid()}`)).status).toBe(404);
    const view = await own.get(`/api/rankings/${story.ranking.id}`);
    expect(view.body.groups[0].units.map((unit: { mayOpen: boolean }) => unit.mayOpen)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('lists', () => {
  it('page through rankings without losing or repeating one', async () => {
    const story = await ready();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const ranking = { ...story.ranking, id: uuid() };
      ids.push(ranking.id);
      await story.office.post('/api/rankings', ranking);
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await story.office.get(`/api/rankings?limit=2${cursor}`);
      expect(page.body.total).toBe(5);
      seen.push(...page.body.rankings.map((ranking: { id: string }) => ranking.id));
      cursor = page.body.next ? `&cursor=${encodeURIComponent(page.body.next)}` : '';
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect((await story.office.get('/api/rankings?cursor=nonsense')).status).toBe(400);
    expect((await story.office.get('/api/rankings?state=published')).body.total).toBe(0);
  });
});
