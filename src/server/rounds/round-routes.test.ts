import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildRoundCity, type RoundCity } from '../../../test/support/round-city.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let here: RoundCity;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  here = await buildRoundCity(house);
});

function plan(change: Record<string, unknown> = {}) {
  return { id: uuid(), name: '第一轮', startsOn: '2026-11-23', endsOn: '2026-11-30', ...change };
}

const everywhere = { choose: { unitIds: [], siteTypes: [] }, inspectorId: null };

async function filledRound(): Promise<string> {
  const id = await here.emptyRound();
  expect((await here.office.post(`/api/rounds/${id}/sites`, everywhere)).body).toEqual({
    added: 5,
    visits: 5,
  });
  return id;
}

describe('planning a round', () => {
  it('takes the current standard, and the same plan again changes nothing', async () => {
    const body = plan();
    const replies = await Promise.all([1, 2, 3].map(() => here.office.post('/api/rounds', body)));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
    const other = await here.office.post('/api/rounds', { ...body, name: '另一个名字' });
    expect([other.status, other.body.code]).toEqual([409, 'round.otherContent']);
    const round = (await here.office.get(`/api/rounds/${body.id}`)).body;
    expect(round).toMatchObject({
      name: '第一轮',
      state: 'planned',
      versionId: here.versionId,
      standardTitle: '测试标准',
      visits: 0,
      mayPlan: true,
    });
  });

  const wrong: [string, Record<string, unknown>, string][] = [
    ['without a name', { name: ' ' }, 'name'],
    ['that ends before it starts', { endsOn: '2026-11-01' }, 'endsOn'],
    ['of two years', { endsOn: '2028-11-01' }, 'endsOn'],
    ['on a day that does not exist', { startsOn: '2026-02-30' }, 'startsOn'],
    ['in the year nought', { startsOn: '0000-01-01' }, 'startsOn'],
  ];
  it.each(wrong)('refuses a round %s', async (_what, change, path) => {
    const reply = await here.office.post('/api/rounds', plan(change));
    expect(reply.status).toBe(400);
    expect(reply.body.fields[0].path).toBe(path);
    expect(reply.body.message).not.toMatch(/\{\{|round\./);
    expect((await here.office.get('/api/rounds')).body.rounds).toEqual([]);
  });

  it('refuses a city that has published no standard', async () => {
    const city = await house.city();
    const office = await (await city.person('office', 'campaignOffice')).client();
    const reply = await office.post('/api/rounds', plan());
    expect([reply.status, reply.body.code]).toEqual([409, 'round.noStandard']);
  });

  it('is for the campaign office of the city alone', async () => {
    const id = await filledRound();
    const [visit] = await here.visits(id);
    const ids = { visitIds: [visit.id] };
    const draw = { seed: 's', inspectorIds: [here.inspectors[0]?.id], again: false };
    const assignment = { assignments: [{ visitId: visit.id, inspectorId: null }] };
    const district = await (
      await here.city.person('districtoffice', 'campaignOffice', here.district)
    ).client();
    for (const client of [here.head, here.first, district]) {
      const replies = [
        await client.post('/api/rounds', plan()),
        await client.post(`/api/rounds/${id}/sites`, everywhere),
        await client.post(`/api/rounds/${id}/removals`, ids),
        await client.post(`/api/rounds/${id}/assignments`, assignment),
        await client.post(`/api/rounds/${id}/distribution-preview`, draw),
        await client.post(`/api/rounds/${id}/distribution`, draw),
        await client.post(`/api/rounds/${id}/open`),
        await client.post(`/api/rounds/${id}/close`),
        await client.get(`/api/rounds/${id}/candidates`),
        await client.get(`/api/rounds/${id}/inspectors`),
      ];
      expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(403));
    }
    const stranger = strangerClient(house.app);
    expect((await stranger.post('/api/rounds', plan())).status).toBe(401);
    expect((await stranger.get('/api/rounds')).status).toBe(401);
    const grid = await (await here.city.person('grid', 'gridWorker', here.street)).client();
    for (const path of ['', `/${id}`, `/${id}/visits`])
      expect((await grid.get(`/api/rounds${path}`)).status).toBe(403);
    const neighbour = await (await (await house.city()).person('office', 'campaignOffice')).client();
    for (const path of [`/${id}`, `/${id}/visits`, `/${id}/candidates`]) {
      expect((await neighbour.get(`/api/rounds${path}`)).status).toBe(404);
    }
    expect((await neighbour.post(`/api/rounds/${id}/open`)).status).toBe(404);
  });
});

describe('sites of a round', () => {
  it('are counted by unit and type, and added by filter once each', async () => {
    const id = await here.emptyRound();
    const { groups, units } = (await here.office.get(`/api/rounds/${id}/candidates`)).body;
    // the lane has no checklist and cannot be visited
    expect(
      groups.map((group: { unitName: string; sites: number; inRound: number }) => [
        group.unitName,
        group.sites,
        group.inRound,
      ]),
    ).toEqual([
      ['一街道', 3, 0],
      ['二街道', 2, 0],
    ]);
    expect(units.map((unit: { name: string }) => unit.name)).toEqual([
      '测试市',
      '一区',
      '一街道',
      '二区',
      '二街道',
    ]);
    const district = { choose: { unitIds: [here.district.id], siteTypes: ['YARD'] }, inspectorId: null };
    expect((await here.office.post(`/api/rounds/${id}/sites`, district)).body).toEqual({
      added: 3,
      visits: 3,
    });
    expect((await here.office.post(`/api/rounds/${id}/sites`, district)).body).toEqual({
      added: 0,
      visits: 3,
    });
    const list = { choose: { siteIds: here.siteIds }, inspectorId: null };
    expect((await here.office.post(`/api/rounds/${id}/sites`, list)).body).toEqual({ added: 2, visits: 5 });
    const again = (await here.office.get(`/api/rounds/${id}/candidates`)).body.groups;
    expect(again.map((group: { inRound: number }) => group.inRound)).toEqual([3, 2]);
  });

  it('are added once though many people add them at once', async () => {
    const id = await here.emptyRound();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => here.office.post(`/api/rounds/${id}/sites`, everywhere)),
    );
    expect(replies.map((reply) => reply.body.added).sort()).toEqual([0, 0, 0, 0, 0, 5]);
  });

  it('may be judged by a second inspector, but by nobody twice', async () => {
    const id = await filledRound();
    const [visit] = await here.visits(id);
    const second = { choose: { siteIds: [visit.site.id] }, inspectorId: here.inspectors[1]?.id };
    expect((await here.office.post(`/api/rounds/${id}/sites`, second)).body).toEqual({ added: 1, visits: 6 });
    expect((await here.office.post(`/api/rounds/${id}/sites`, second)).body).toEqual({ added: 0, visits: 6 });
    const assignments = [{ visitId: visit.id, inspectorId: here.inspectors[1]?.id }];
    const twice = await here.office.post(`/api/rounds/${id}/assignments`, { assignments });
    expect([twice.status, twice.body.code]).toEqual([409, 'round.twiceOneSite']);
  });

  it('leave the round until they were visited', async () => {
    const round = await here.openRound();
    await here.inspect(round.visitIds[0]);
    const address = `/api/rounds/${round.id}/removals`;
    const done = await here.office.post(address, { visitIds: round.visitIds });
    expect([done.status, done.body.code]).toEqual([409, 'round.visitDone']);
    const rest = await here.office.post(address, { visitIds: [...round.visitIds.slice(1), uuid()] });
    expect(rest.body).toEqual({ removed: 4, visits: 1 });
  });

  it('refuse units nobody knows and empty lists', async () => {
    const id = await here.emptyRound();
    const unknown = { choose: { unitIds: [uuid()], siteTypes: [] }, inspectorId: null };
    const reply = await here.office.post(`/api/rounds/${id}/sites`, unknown);
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, 'choose.unitIds']);
    const empty = { choose: { siteIds: [] }, inspectorId: null };
    expect((await here.office.post(`/api/rounds/${id}/sites`, empty)).status).toBe(400);
    expect((await here.office.post(`/api/rounds/${uuid()}/sites`, everywhere)).status).toBe(404);
  });
});

describe('inspectors of a round', () => {
  it('are drawn evenly by lot; the preview shows the very draw and changes nothing', async () => {
    const id = await filledRound();
    const draw = { seed: '2026-11', inspectorIds: here.inspectors.map((person) => person.id), again: false };
    const preview = await here.office.post(`/api/rounds/${id}/distribution-preview`, draw);
    expect(preview.body).toMatchObject({ drawn: 5, leftCount: 0 });
    expect((await here.visits(id)).every((visit: { inspector: unknown }) => visit.inspector === null)).toBe(
      true,
    );
    const drawn = await here.office.post(`/api/rounds/${id}/distribution`, draw);
    expect(drawn.body).toEqual(preview.body);
    expect(drawn.body.inspectors.map((person: { after: number }) => person.after).sort()).toEqual([2, 3]);
    const first = (await here.visits(id)).map((visit: { inspector: { id: string } }) => visit.inspector.id);
    await here.office.post(`/api/rounds/${id}/distribution`, { ...draw, again: true });
    expect((await here.visits(id)).map((visit: { inspector: { id: string } }) => visit.inspector.id)).toEqual(
      first,
    );
  });

  it('stay away from the territory they work for, by lot and by hand', async () => {
    const id = await filledRound();
    const local = here.inspectors[0]?.id ?? '';
    await here.city.write((tx) =>
      tx.updateTable('person').set({ home_unit_id: here.district.id }).where('id', '=', local).execute(),
    );
    const draw = { seed: 's', inspectorIds: [local], again: false };
    const drawn = await here.office.post(`/api/rounds/${id}/distribution`, draw);
    expect(drawn.body).toMatchObject({ drawn: 2, leftCount: 3 });
    expect(drawn.body.left[0]).toMatchObject({ unitName: '一街道' });
    const visits = await here.visits(id);
    const own = visits.find((visit: { site: { unitName: string } }) => visit.site.unitName === '一街道');
    const assignments = [{ visitId: own.id, inspectorId: local }];
    const byHand = await here.office.post(`/api/rounds/${id}/assignments`, { assignments });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'round.recused']);
    const adding = { choose: { siteIds: [own.site.id] }, inspectorId: local };
    expect((await here.office.post(`/api/rounds/${id}/sites`, adding)).body.code).toBe('round.recused');
  });

  it('are named by hand, all or nothing', async () => {
    const id = await filledRound();
    const [a, b] = await here.visits(id);
    const address = `/api/rounds/${id}/assignments`;
    const both = (second: string | undefined) => ({
      assignments: [
        { visitId: a.id, inspectorId: here.inspectors[0]?.id },
        { visitId: b.id, inspectorId: second },
      ],
    });
    const nobody = await here.office.post(address, both(uuid()));
    expect([nobody.status, nobody.body.fields[0].path]).toEqual([400, 'assignments.1.inspectorId']);
    expect((await here.visits(id))[0].inspector).toBeNull();
    expect((await here.office.post(address, both(here.inspectors[1]?.id))).body).toEqual({ changed: 2 });
    expect((await here.office.post(address, both(here.inspectors[1]?.id))).body).toEqual({ changed: 0 });
    const foreign = { assignments: [{ visitId: uuid(), inspectorId: null }] };
    expect((await here.office.post(address, foreign)).body.fields[0].path).toBe('assignments.0.visitId');
  });

  it('swap their visits of one site', async () => {
    const id = await filledRound();
    const [visit] = await here.visits(id);
    const [one, two] = here.inspectors.map((person) => person.id);
    await here.office.post(`/api/rounds/${id}/sites`, {
      choose: { siteIds: [visit.site.id] },
      inspectorId: two,
    });
    const address = `/api/rounds/${id}/assignments`;
    await here.office.post(address, { assignments: [{ visitId: visit.id, inspectorId: one }] });
    const pair = (await here.visits(id)).filter(
      (other: { site: { id: string } }) => other.site.id === visit.site.id,
    );
    const assignments = pair.map((other: { id: string; inspector: { id: string } }) => ({
      visitId: other.id,
      inspectorId: other.inspector.id === one ? two : one,
    }));
    expect((await here.office.post(address, { assignments })).body).toEqual({ changed: 2 });
  });

  it('keep the visits they made when the rest is drawn again', async () => {
    const round = await here.openRound();
    await here.inspect(round.visitIds[0]);
    const draw = { seed: 's', inspectorIds: [here.inspectors[1]?.id], again: true };
    expect((await here.office.post(`/api/rounds/${round.id}/distribution`, draw)).body.drawn).toBe(4);
    const { byInspector } = (await here.office.get(`/api/rounds/${round.id}`)).body;
    expect(byInspector.map((row: { visits: number; done: number }) => [row.visits, row.done])).toEqual([
      [1, 1],
      [4, 0],
    ]);
    const done = { assignments: [{ visitId: round.visitIds[0], inspectorId: null }] };
    expect((await here.office.post(`/api/rounds/${round.id}/assignments`, done)).body.code).toBe(
      'round.visitDone',
    );
    const { inspectors } = (await here.office.get(`/api/rounds/${round.id}/inspectors`)).body;
    expect(
      inspectors.map((person: { visits: number; done: number }) => [person.visits, person.done]),
    ).toEqual([
      [1, 1],
      [4, 0],
    ]);
  });
});
