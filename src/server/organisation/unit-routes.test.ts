import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestCity,
  type TestHouse,
} from '../../../test/support/test-city.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

async function story() {
  const city = await house.city();
  const old = await city.unit('100', '解放区', { kind: 'district' });
  const next = await city.unit('200', '山阳区', { kind: 'district' });
  const street = await city.unit('101', '东方红街道办事处', { parent: old });
  const community = await city.unit('10101', '建设路社区', { parent: street, kind: 'community' });
  const admin = await (await city.person('admin', 'admin')).client();
  return { city, old, next, street, community, admin };
}

const newUnit = (parentId: string, more: object = {}) => ({
  id: uuid(),
  code: 'X1',
  kind: 'street',
  name: '新街道办事处',
  parentId,
  validFrom: '2026-01-01',
  ...more,
});

async function countEvents(city: TestCity): Promise<number> {
  const rows = await city.write((tx) => tx.selectFrom('event').select('seq').execute());
  return rows.length;
}

describe('the tree of units', () => {
  it('opens at the tops of what one sees and gives children with their counts', async () => {
    const { city, old, street, admin } = await story();
    const tops = await admin.get('/api/units/tree');
    expect(tops.body.units).toMatchObject([{ id: city.root.id, childCount: 2, kind: 'city' }]);
    const below = await admin.get(`/api/units/tree?parentId=${old.id}`);
    expect(below.body.units).toMatchObject([{ id: street.id, childCount: 1, parentId: old.id }]);
  });

  it('hides what lies outside the caller’s subtree', async () => {
    const { city, old, street, community } = await story();
    const head = await (await city.person('head', 'unitHead', street)).client();
    expect((await head.get('/api/units/tree')).body.units.map((unit: { id: string }) => unit.id)).toEqual([
      street.id,
    ]);
    expect((await head.get(`/api/units/tree?parentId=${old.id}`)).status).toBe(404);
    expect((await head.get(`/api/units/${old.id}`)).status).toBe(404);
    expect((await head.get(`/api/units/${community.id}`)).body.above).toEqual([
      { id: street.id, name: street.name },
    ]);
    expect((await head.get(`/api/units?withinId=${old.id}`)).status).toBe(404);
    const other = await house.city();
    const foreign = await (await other.person('admin', 'admin')).client();
    expect((await foreign.get(`/api/units/${street.id}`)).status).toBe(404);
    expect((await strangerClient(house.app).get('/api/units/tree')).status).toBe(401);
  });

  it('finds units by part of a name, alias or code, page by page, and takes wildcards for themselves', async () => {
    const { city, admin, street } = await story();
    await admin.put(`/api/units/${street.id}`, { name: '东方红街道办事处', aliases: ['山阳东方红'] });
    const byAlias = await admin.get(`/api/units?search=${encodeURIComponent('山阳东')}`);
    expect(byAlias.body).toMatchObject({
      count: 1,
      units: [{ id: street.id, pathNames: ['测试市', '解放区', '东方红街道办事处'] }],
    });
    expect((await admin.get('/api/units?search=101')).body.count).toBe(2);
    expect((await admin.get('/api/units?search=%25')).body.count).toBe(0);
    const first = await admin.get('/api/units?limit=3');
    expect(first.body.count).toBe(5);
    const rest = await admin.get(
      `/api/units?limit=3&cursor=${encodeURIComponent(first.body.nextCursor ?? '')}`,
    );
    expect(rest.body.units).toHaveLength(2);
    expect(rest.body.nextCursor).toBeNull();
    const head = await (await city.person('head', 'unitHead', street)).client();
    expect((await head.get('/api/units')).body.count).toBe(2);
  });
});

describe('a new unit', () => {
  it('is made once however often it is sent, and its history says by whom', async () => {
    const { city, old, admin } = await story();
    const wish = newUnit(old.id, { aliases: ['解放区新街道'] });
    const made = await admin.post('/api/units', wish);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      path: `${old.path}.X1`,
      pathNames: ['测试市', '解放区', '新街道办事处'],
      placements: [{ parentName: '解放区', validFrom: '2026-01-01', validTo: null }],
      counts: { units: 0, people: 0, openProblems: 0 },
      may: { edit: true, managePeople: true },
    });
    const before = await countEvents(city);
    expect((await admin.post('/api/units', wish)).body).toEqual(made.body);
    expect(await countEvents(city)).toBe(before);
    const other = await admin.post('/api/units', { ...wish, name: '另一个' });
    expect([other.status, other.body.code]).toEqual([409, 'unit.idTaken']);
    const history = await admin.get(`/api/units/${wish.id}/history`);
    expect(history.body).toMatchObject({
      count: 1,
      entries: [{ kind: 'unit.created', actorName: '样本admin' }],
    });
  });

  it.each([
    ['code', { code: 'a.b' }, 400],
    ['name', { name: ' ' }, 400],
    ['validFrom', { validFrom: '2026-02-30' }, 400],
    ['kind', { kind: 'city' }, 400],
    ['parentId', { parentId: '0190a0a0-0000-7000-8000-000000000000' }, 400],
    ['aliases.0', { aliases: ['\u0000'] }, 400],
    ['body', { path: '1.2' }, 400],
    ['unit.codeTaken', { code: '100' }, 409],
    ['unit.nameTaken', { name: '东方红街道办事处' }, 409],
    ['unit.futureDay', { validFrom: '2026-11-24' }, 409],
    ['unit.beforeParent', { validFrom: '2018-12-31' }, 409],
  ])('is refused at %s and leaves nothing', async (place, fault, status) => {
    const { city, old, admin } = await story();
    const reply = await admin.post('/api/units', newUnit(old.id, fault));
    expect(reply.status).toBe(status);
    const named = reply.body.fields?.map((field: { path: string }) => field.path) ?? [reply.body.code];
    expect(named).toContain(place);
    expect(reply.body.message).not.toContain('refusal.');
    expect(await countEvents(city)).toBe(0);
  });

  it('is made only within the reach of unit.edit', async () => {
    const { city, old, next } = await story();
    const office = await (await city.person('office', 'campaignOffice')).client();
    expect((await office.post('/api/units', newUnit(old.id))).status).toBe(403);
    const part = await (await city.person('part', 'admin', old)).client();
    expect((await part.post('/api/units', newUnit(next.id))).body.fields[0].path).toBe('parentId');
    expect((await part.post('/api/units', newUnit(old.id))).status).toBe(200);
  });
});

describe('moving a unit', () => {
  it('takes the subtree along, keeps the old place by day, and rights follow at once', async () => {
    const { city, old, next, street, community, admin } = await story();
    const chief = await (await city.person('chief', 'unitHead', next)).client();
    expect((await chief.get(`/api/units/${community.id}`)).status).toBe(404);
    const wish = { parentId: next.id, from: '2026-06-01' };
    const moved = await admin.post(`/api/units/${street.id}/move`, wish);
    expect(moved.status).toBe(200);
    expect(moved.body).toMatchObject({
      path: `${next.path}.101`,
      placements: [
        { parentName: '山阳区', validFrom: '2026-06-01', validTo: null },
        { parentName: '解放区', validFrom: '2019-01-01', validTo: '2026-06-01' },
      ],
    });
    expect((await admin.get(`/api/units/${community.id}`)).body.path).toBe(`${next.path}.101.10101`);
    expect((await chief.get(`/api/units/${community.id}`)).status).toBe(200);

    const children = async (parent: string, on: string) =>
      (await admin.get(`/api/units/tree?parentId=${parent}&on=${on}`)).body.units.map(
        (unit: { id: string }) => unit.id,
      );
    expect(await children(old.id, '2026-05-31')).toEqual([street.id]);
    expect(await children(next.id, '2026-05-31')).toEqual([]);
    expect(await children(old.id, '2026-06-01')).toEqual([]);
    expect(await children(next.id, '2026-06-01')).toEqual([street.id]);
    expect(await children(street.id, '2026-05-31')).toEqual([community.id]);
    expect(await children(old.id, '2018-12-31')).toEqual([]);
    const root = await admin.get(`/api/units/tree?parentId=${city.root.id}&on=2026-05-31`);
    expect(root.body.units.map((unit: { childCount: number }) => unit.childCount)).toEqual([1, 0]);

    const events = await countEvents(city);
    expect((await admin.post(`/api/units/${street.id}/move`, wish)).body).toEqual(moved.body);
    expect(await countEvents(city)).toBe(events);
    expect((await admin.get(`/api/units/${street.id}/history`)).body.entries[0]).toMatchObject({
      kind: 'unit.moved',
      data: { previousParentName: '解放区', parentName: '山阳区' },
    });
  });

  it('refuses circles, early days and days to come, and changes nothing', async () => {
    const { city, old, street, community, admin } = await story();
    const move = async (id: string, parentId: string, from = '2026-06-01') =>
      (await admin.post(`/api/units/${id}/move`, { parentId, from })).body.code;
    expect(await move(street.id, street.id)).toBe('unit.intoItself');
    expect(await move(street.id, community.id)).toBe('unit.cycle');
    expect(await move(street.id, old.id)).toBe('unit.sameParent');
    expect(await move(community.id, old.id, '2019-01-01')).toBe('unit.beforePlacement');
    expect(await move(community.id, old.id, '2026-11-24')).toBe('unit.futureDay');
    expect(await move(city.root.id, old.id)).toBe('unit.rootStays');
    expect(await move(street.id, uuid())).toBe('invalid');
    expect((await admin.get(`/api/units/${community.id}`)).body.path).toBe(community.path);
    expect(await countEvents(city)).toBe(0);
  });

  it('lets of two crossing moves only one through', async () => {
    const { old, next, admin } = await story();
    const [one, two] = await Promise.all([
      admin.post(`/api/units/${old.id}/move`, { parentId: next.id, from: '2026-06-01' }),
      admin.post(`/api/units/${next.id}/move`, { parentId: old.id, from: '2026-06-01' }),
    ]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    expect([one, two].find((reply) => reply.status === 409)?.body.code).toBe('unit.cycle');
  });

  it('needs unit.edit on the unit and on its new parent', async () => {
    const { city, old, next, street } = await story();
    const part = await (await city.person('part', 'admin', old)).client();
    const outside = await part.post(`/api/units/${street.id}/move`, {
      parentId: next.id,
      from: '2026-06-01',
    });
    expect(outside.status).toBe(400);
    const head = await (await city.person('head', 'unitHead', street)).client();
    expect(
      (await head.post(`/api/units/${street.id}/move`, { parentId: old.id, from: '2026-06-01' })).status,
    ).toBe(403);
    expect((await part.post(`/api/units/${next.id}/close`, { validTo: '2026-06-01' })).status).toBe(404);
  });
});

describe('closing a unit', () => {
  it('waits until nothing below and nothing in the ledger is open', async () => {
    const { city, street, community, admin } = await story();
    const close = (id: string) => admin.post(`/api/units/${id}/close`, { validTo: '2026-11-01' });
    expect((await close(street.id)).body.code).toBe('unit.hasOpenUnits');
    const person = await city.person('worker', 'gridWorker', community, { contact: true });
    await city.write(async (tx) => {
      const key = 'test';
      await tx
        .insertInto('category')
        .values({
          city_id: city.id,
          key,
          name: '测试',
          name_en: 'test',
          kind: 'event',
          deadline_hours: '24',
          deadline_clock: 'elapsed',
          unit_type: 'street_office',
        })
        .execute();
      await tx
        .insertInto('problem')
        .values({
          city_id: city.id,
          id: uuid(),
          number: 1,
          state: 'assigned',
          place_text: '路口',
          category_key: key,
          severity: 'normal',
          title: '垃圾',
          source_kind: 'selfCheck',
          unit_id: community.id,
          person_id: person.id,
          deadline_hours: '24',
          deadline_clock: 'elapsed',
          deadline_at: '2026-11-24T00:00:00Z',
          raised_at: '2026-11-23T00:00:00Z',
          version: 1,
          last_hash: Buffer.alloc(32),
        })
        .execute();
    });
    expect((await close(community.id)).body).toMatchObject({
      code: 'unit.hasOpenProblems',
      facts: { count: 1 },
    });
    expect((await admin.get(`/api/units/${street.id}`)).body.counts).toEqual({
      units: 1,
      people: 1,
      openProblems: 1,
    });
    await city.write((tx) => tx.updateTable('problem').set({ state: 'voided' }).execute());
    const closed = await close(community.id);
    expect(closed.body).toMatchObject({ validTo: '2026-11-01', contact: null });
    expect((await close(street.id)).status).toBe(200);
    const below = await admin.get(`/api/units/tree?parentId=${street.id}`);
    expect(below.body.units).toEqual([]);
    const past = await admin.get(`/api/units/tree?parentId=${street.id}&on=2026-10-31`);
    expect(past.body.units).toHaveLength(1);
    expect((await admin.post('/api/units', newUnit(street.id))).body.code).toBe('unit.closed');
  });
});

describe('duties of a unit', () => {
  it('name a contact who holds a role on that very unit', async () => {
    const { city, street, old, admin } = await story();
    const here = await city.person('here', 'liaison', street);
    const there = await city.person('there', 'liaison', old);
    const set = (personId: string | null) => admin.put(`/api/units/${street.id}/contact`, { personId });
    expect((await set(here.id)).body.contact).toMatchObject({ id: here.id, isActive: true });
    const refused = await set(there.id);
    expect([refused.status, refused.body.fields[0].path]).toEqual([400, 'personId']);
    expect((await set(null)).body.contact).toBeNull();
    const kinds = (await admin.get(`/api/units/${street.id}/history`)).body.entries;
    expect(kinds.map((entry: { kind: string }) => entry.kind)).toEqual([
      'unit.contact_set',
      'unit.contact_set',
    ]);
    const liaison = await here.client();
    expect((await liaison.put(`/api/units/${street.id}/contact`, { personId: here.id })).status).toBe(403);
  });

  it('hold task lines that begin and end on days', async () => {
    const { old, admin, city } = await story();
    const wish = { id: uuid(), name: '老旧小区改造', validFrom: '2026-01-01', source: '文件〔2026〕1号' };
    const path = `/api/units/${old.id}/task-lines`;
    const added = await admin.post(path, wish);
    expect(added.body.taskLines).toEqual([
      { id: wish.id, name: wish.name, validFrom: wish.validFrom, validTo: null, source: wish.source },
    ]);
    expect((await admin.post(path, wish)).body).toEqual(added.body);
    expect((await admin.post(path, { ...wish, id: uuid() })).body.code).toBe('unit.taskLineTwice');
    expect((await admin.post(path, { ...wish, name: '别的' })).body.code).toBe('unit.idTaken');
    const close = (validTo: string) => admin.post(`${path}/${wish.id}/close`, { validTo });
    expect((await close('2026-01-01')).body.code).toBe('unit.beforeTaskLine');
    expect((await close('2026-06-01')).body.taskLines[0].validTo).toBe('2026-06-01');
    expect((await close('2026-06-01')).status).toBe(200);
    expect((await close('2026-07-01')).body.code).toBe('unit.taskLineClosed');
    expect((await admin.post(`${path}/${uuid()}/close`, { validTo: '2026-07-01' })).status).toBe(404);
    const office = await (await city.person('office', 'campaignOffice')).client();
    expect((await office.post(path, { ...wish, id: uuid() })).status).toBe(403);
  });
});
