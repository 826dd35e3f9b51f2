import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildRoundCity, type RoundCity } from '../../../test/support/round-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let here: RoundCity;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  here = await buildRoundCity(house);
});

const everywhere = { choose: { unitIds: [], siteTypes: [] }, inspectorId: null };

describe('opening and closing', () => {
  it('opens a round when every visit has somebody on it, and closes it for good', async () => {
    const id = await here.emptyRound();
    const open = () => here.office.post(`/api/rounds/${id}/open`);
    const close = () => here.office.post(`/api/rounds/${id}/close`);
    expect((await open()).body.code).toBe('round.noVisits');
    await here.office.post(`/api/rounds/${id}/sites`, everywhere);
    const unassigned = await open();
    expect([unassigned.status, unassigned.body.code, unassigned.body.facts]).toEqual([
      409,
      'round.unassigned',
      { count: 5 },
    ]);
    expect((await close()).body.code).toBe('round.notOpen');
    const inspectorIds = here.inspectors.map((person) => person.id);
    await here.office.post(`/api/rounds/${id}/distribution`, { seed: 's', inspectorIds, again: false });
    expect((await open()).body).toEqual({ state: 'open' });
    expect((await open()).body.code).toBe('round.alreadyOpen');
    expect((await close()).body).toEqual({ state: 'closed' });
    const late = [await open(), await close(), await here.office.post(`/api/rounds/${id}/sites`, everywhere)];
    expect(late.map((reply) => [reply.status, reply.body.code])).toEqual(
      Array(3).fill([409, 'round.closed']),
    );
  });

  it('keeps a history whose end is the round’s version', async () => {
    const round = await here.openRound();
    const kinds = await here.city.write(async (tx) => {
      const row = await tx
        .selectFrom('round')
        .select('version')
        .where('id', '=', round.id)
        .executeTakeFirstOrThrow();
      const events = await tx
        .selectFrom('event')
        .select(['kind', 'version'])
        .where('subject_id', '=', round.id)
        .orderBy('version')
        .execute();
      expect(events.at(-1)?.version).toBe(row.version);
      return events.map((event) => event.kind);
    });
    expect(kinds).toEqual(['round.planned', 'round.sites_added', 'round.opened']);
  });
});

describe('looking at rounds', () => {
  it('shows the city its plan and progress, and a unit only what was done in its own territory', async () => {
    const round = await here.openRound();
    const planned = await here.emptyRound();
    await here.inspect(round.visitIds[0]);
    await here.inspect(round.visitIds[3]);
    const whole = (await here.office.get(`/api/rounds/${round.id}`)).body;
    expect(whole).toMatchObject({
      visits: 5,
      assigned: 5,
      done: 2,
      scored: 2,
      meanScore: '75.00',
      problems: 4,
      seesPlan: true,
      byUnit: [
        { unitName: '一街道', visits: 3, done: 1, meanScore: '75.00', problems: 2 },
        { unitName: '二街道', visits: 2, done: 1 },
      ],
    });
    const own = (await here.head.get(`/api/rounds/${round.id}`)).body;
    expect(own).toMatchObject({ visits: 1, done: 1, problems: 2, seesPlan: false, mayPlan: false });
    expect(own.byUnit.map((unit: { unitName: string }) => unit.unitName)).toEqual(['一街道']);
    const visits = await here.visits(round.id, here.head);
    expect(visits).toHaveLength(1);
    expect(visits[0].inspection).toMatchObject({ score: '75.00', problems: 2, vetoFailed: false });
    expect((await here.head.get(`/api/rounds/${planned}`)).status).toBe(404);
    const list = (await here.head.get('/api/rounds')).body;
    expect([list.rounds.length, list.counts]).toEqual([1, { planned: 0, open: 1, closed: 0 }]);
    expect((await here.office.get('/api/rounds')).body.counts).toEqual({ planned: 1, open: 1, closed: 0 });
  });

  it('pages through rounds and visits without losing one', async () => {
    const round = await here.openRound();
    await here.emptyRound();
    await here.emptyRound();
    const pages = async (path: string, key: string) => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await here.office.get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...body[key].map((row: { id: string }) => row.id));
        cursor = body.nextCursor ?? '';
      } while (cursor);
      return seen;
    };
    expect(new Set(await pages('/api/rounds', 'rounds')).size).toBe(3);
    expect(await pages(`/api/rounds/${round.id}/visits`, 'visits')).toEqual(round.visitIds);
    for (const path of ['/api/rounds', `/api/rounds/${round.id}/visits`]) {
      expect((await here.office.get(`${path}?cursor=nonsense`)).status).toBe(400);
    }
  });

  it('filters visits by unit, inspector, type and state, with the count of the filter', async () => {
    const round = await here.openRound();
    await here.inspect(round.visitIds[0]);
    const count = async (query: string) =>
      (await here.office.get(`/api/rounds/${round.id}/visits?${query}`)).body.count;
    expect(await count(`unitId=${here.district.id}`)).toBe(3);
    expect(await count(`inspectorId=${here.inspectors[1]?.id}`)).toBe(0);
    expect(await count('siteType=YARD')).toBe(5);
    expect(await count('state=done')).toBe(1);
    expect(await count('state=waiting')).toBe(4);
    expect(await count('state=unassigned')).toBe(0);
    expect((await here.office.get(`/api/rounds/${round.id}/visits?state=lost`)).status).toBe(400);
    expect((await here.office.get(`/api/rounds/${round.id}/visits?unitId=${uuid()}`)).status).toBe(404);
  });
});
