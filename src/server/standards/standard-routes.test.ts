import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallPack } from '../../../test/support/small-pack.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { openTestDraft, packFile, publishTestDraft } from '../../../test/support/test-standard.ts';
import type { Role } from '../../domain/access/verbs.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const newItem = {
  code: 'ROAD-09',
  title: '路灯完好',
  titleEn: 'Lamps work',
  campaigns: ['civilized'],
  weight: '5.5',
  scale: { type: 'three_level' },
  veto: false,
  categoryKey: 'dirty_road',
  deadlineHours: 16,
  deadlineClock: 'work',
  responsibleUnitType: 'urban_management',
  evidence: 'photo_on_fail',
};

describe('editing a draft', () => {
  it('adds, changes, renames, orders and removes items and counts each change once', async () => {
    const draft = await openTestDraft(house);
    const items = `${draft.address}/checklists/ROAD/items`;
    const added = await draft.office.post(items, { version: 0, item: newItem });
    expect(added.body).toMatchObject({ version: 1, itemCount: 4 });
    const repeated = await draft.office.post(items, { version: 0, item: { ...newItem, weight: '5.50' } });
    expect([repeated.status, repeated.body.version]).toEqual([200, 1]);

    const renamed = { ...newItem, code: 'ROAD-10', weight: '7' };
    const change = { version: 1, item: renamed };
    expect((await draft.office.put(`${draft.address}/items/ROAD-09`, change)).body.version).toBe(2);
    expect((await draft.office.put(`${draft.address}/items/ROAD-09`, change)).body.version).toBe(2);

    const order = { version: 2, codes: ['ROAD-10', 'ROAD-02', 'ROAD-01'] };
    expect((await draft.office.put(`${draft.address}/checklists/ROAD/order`, order)).body.version).toBe(3);
    const read = (await draft.office.get(`${draft.address}/checklists/ROAD`)).body;
    expect(read.items.map((item: { code: string }) => item.code)).toEqual(order.codes);
    expect(read.items[0]).toEqual(renamed);

    const removed = await draft.office.delete(`${draft.address}/items/ROAD-10?version=3`);
    expect(removed.body).toMatchObject({ version: 4, itemCount: 3 });
    const kinds = await draft.city.write((tx) =>
      tx
        .selectFrom('event')
        .select('kind')
        .where('subject_id', '=', draft.versionId)
        .orderBy('version')
        .execute(),
    );
    expect(kinds.map((event) => event.kind)).toEqual([
      'standard.imported',
      'standard.item_added',
      'standard.item_changed',
      'standard.reordered',
      'standard.item_removed',
    ]);
  });

  it('answers 409 to who read an older state, and writes nothing', async () => {
    const draft = await openTestDraft(house);
    const items = `${draft.address}/checklists/ROAD/items`;
    await draft.office.post(items, { version: 0, item: newItem });
    const late = await draft.office.delete(`${draft.address}/items/ROAD-01?version=0`);
    expect([late.status, late.body.code]).toEqual([409, 'stale']);
    const two = await Promise.all(
      ['ROAD-11', 'ROAD-12'].map((code) =>
        draft.office.post(items, { version: 1, item: { ...newItem, code } }),
      ),
    );
    expect(two.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect((await draft.office.get(draft.address)).body.itemCount).toBe(5);
  });

  it('keeps codes unique over all checklists of the version', async () => {
    const draft = await openTestDraft(house);
    const taken = await draft.office.post(`${draft.address}/checklists/PARK/items`, {
      version: 0,
      item: { ...newItem, code: 'ROAD-01' },
    });
    expect([taken.status, taken.body.code]).toEqual([409, 'standard.codeTaken']);
    const renamed = await draft.office.put(`${draft.address}/items/ROAD-02`, {
      version: 0,
      item: { ...newItem, code: 'PARK-01' },
    });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'standard.codeTaken']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['weight 0', { weight: '0' }, 'item.weight'],
    ['weight in scientific form', { weight: '1e3' }, 'item.weight'],
    ['a weight that is no text', { weight: 5 }, 'item.weight'],
    ['an empty title', { title: '  ' }, 'item.title'],
    ['an unknown category', { categoryKey: 'nope' }, 'item.categoryKey'],
    ['an unknown kind of unit', { responsibleUnitType: 'nope' }, 'item.responsibleUnitType'],
    ['an unknown campaign', { campaigns: ['nope'] }, 'item.campaigns'],
    ['a campaign twice', { campaigns: ['civilized', 'civilized'] }, 'item.campaigns'],
    ['a counting scale without numbers', { scale: { type: 'defect_count' } }, 'item.scale.deductPerDefect'],
    ['a code in small letters', { code: 'road-1' }, 'item.code'],
    ['a field nobody knows', { extra: 1 }, 'item'],
  ])('refuses an item with %s and names the field', async (_case, fault, place) => {
    const draft = await openTestDraft(house);
    const reply = await draft.office.post(`${draft.address}/checklists/ROAD/items`, {
      version: 0,
      item: { ...newItem, ...fault },
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(place);
    expect((await draft.office.get(draft.address)).body.version).toBe(0);
  });

  it('refuses an order that leaves out or doubles an item', async () => {
    const draft = await openTestDraft(house);
    for (const codes of [['ROAD-01'], ['ROAD-01', 'ROAD-01'], ['ROAD-01', 'PARK-01']]) {
      const reply = await draft.office.put(`${draft.address}/checklists/ROAD/order`, { version: 0, codes });
      expect(reply.status).toBe(400);
      expect(reply.body.fields[0].path).toBe('codes');
    }
  });

  it('changes scopes and rules, takes checklists out and in, and shows what then refuses', async () => {
    const draft = await openTestDraft(house);
    const road = `${draft.address}/checklists/ROAD`;
    expect((await draft.office.put(road, { version: 0, observationScope: '300 米' })).body.version).toBe(1);
    const gone = await draft.office.delete(`${road}?version=1`);
    expect(gone.body).toMatchObject({ version: 2, checklistCount: 1, itemCount: 1 });
    const back = await draft.office.put(road, { version: 2, observationScope: '' });
    expect(back.body.findings).toContainEqual({
      level: 'refusal',
      code: 'standard.noItems',
      siteType: 'ROAD',
      itemCode: null,
      facts: {},
    });
    const refused = await draft.office.post(`${draft.address}/publish`, { version: 3 });
    expect([refused.status, refused.body.code]).toEqual([409, 'standard.notReady']);
    const unknown = await draft.office.put(`${draft.address}/checklists/MOON`, {
      version: 3,
      observationScope: '',
    });
    expect(unknown.body.fields[0].path).toBe('siteType');
    const scoring = { vetoRule: 'zero', cap: '0', partly: 'advisory' };
    const rules = await draft.office.put(`${draft.address}/rules`, { version: 3, scoring, note: '试行' });
    expect(rules.body).toMatchObject({ version: 4, scoring, note: '试行' });
    const wrong = await draft.office.put(`${draft.address}/rules`, {
      version: 4,
      scoring: { ...scoring, cap: '100.5' },
      note: '',
    });
    expect(wrong.body.fields[0].path).toBe('scoring.cap');
  });

  it('is thrown away whole, with its history kept', async () => {
    const draft = await openTestDraft(house);
    expect((await draft.office.delete(`${draft.address}?version=1`)).body.code).toBe('stale');
    expect((await draft.office.delete(`${draft.address}?version=0`)).status).toBe(200);
    expect((await draft.office.get(draft.address)).status).toBe(404);
    const left = await draft.city.write(async (tx) => ({
      standards: (await tx.selectFrom('standard').select('id').execute()).length,
      items: (await tx.selectFrom('checklist_item').select('code').execute()).length,
      events: (await tx.selectFrom('event').select('kind').execute()).map((event) => event.kind),
    }));
    expect(left).toEqual({ standards: 0, items: 0, events: ['standard.imported', 'standard.discarded'] });
  });
});

describe('a published version', () => {
  it('refuses every change by name, and publishing twice is one publication', async () => {
    const draft = await openTestDraft(house);
    await publishTestDraft(draft);
    await publishTestDraft(draft);
    const view = (await draft.office.get(draft.address)).body;
    expect(view).toMatchObject({
      state: 'published',
      version: 1,
      isCurrent: true,
      publishedByName: '样本office',
    });
    const replies = await Promise.all([
      draft.office.post(`${draft.address}/checklists/ROAD/items`, { version: 1, item: newItem }),
      draft.office.put(`${draft.address}/items/ROAD-01`, { version: 1, item: newItem }),
      draft.office.delete(`${draft.address}/items/ROAD-01?version=1`),
      draft.office.put(`${draft.address}/checklists/ROAD`, { version: 1, observationScope: 'x' }),
      draft.office.delete(`${draft.address}/checklists/ROAD?version=1`),
      draft.office.put(`${draft.address}/rules`, { version: 1, scoring: view.scoring, note: 'x' }),
      draft.office.delete(`${draft.address}?version=1`),
      draft.office.post(`${draft.address}/publish`, { version: 1 }),
    ]);
    for (const reply of replies) expect([reply.status, reply.body.code]).toEqual([409, 'standard.frozen']);
    const events = await draft.city.write((tx) =>
      tx.selectFrom('event').select('kind').where('kind', '=', 'standard.published').execute(),
    );
    expect(events).toHaveLength(1);
  });

  it('is the ground of a new draft, and the two are compared', async () => {
    const draft = await openTestDraft(house);
    await publishTestDraft(draft);
    const early = await draft.office.post(`${draft.address}/draft`, { id: uuid() });
    expect(early.body).toMatchObject({ state: 'draft', number: 2, itemCount: 3, isCurrent: false });
    const repeated = await draft.office.post(`${draft.address}/draft`, { id: early.body.id });
    expect(repeated.body.number).toBe(2);
    const second = await draft.office.post(`${draft.address}/draft`, { id: uuid() });
    expect([second.status, second.body.code]).toEqual([409, 'standard.draftExists']);
    const next = `/api/standards/versions/${early.body.id}`;
    await draft.office.put(`${next}/items/ROAD-01`, { version: 0, item: { ...newItem, code: 'ROAD-01' } });
    await draft.office.delete(`${next}/items/ROAD-02?version=1`);
    const diff = (await draft.office.get(`${next}/changes?since=${draft.versionId}`)).body;
    expect(diff.items.map((item: { code: string; kind: string }) => [item.code, item.kind])).toEqual([
      ['ROAD-01', 'changed'],
      ['ROAD-02', 'removed'],
    ]);
    expect(diff.items[0].fields).toContainEqual({ field: 'weight', before: '60', after: '5.5' });
    expect((await draft.office.get('/api/standards')).body.versions).toHaveLength(2);
  });
});

describe('who may', () => {
  const editors: Role[] = ['campaignOffice', 'admin'];
  const roles: Role[] = [
    'admin',
    'campaignOffice',
    'cityLeader',
    'inspector',
    'verifier',
    'unitHead',
    'liaison',
    'gridWorker',
  ];

  it.each(roles)('%s reads; edits and publishes only by its verbs', async (role) => {
    const draft = await openTestDraft(house);
    const street = await draft.city.unit('001', '东方红街道办事处');
    const client = await (await draft.city.person('someone', role, street)).client();
    const reads = await Promise.all([
      client.get('/api/standards/reference'),
      client.get('/api/standards'),
      client.get(draft.address),
      client.get(`${draft.address}/checklists/ROAD`),
      client.get(`${draft.address}/changes?since=${draft.versionId}`),
      client.get(`${draft.address}/pack`),
    ]);
    expect(reads.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200, 200]);
    const scoring = { vetoRule: 'cap', cap: '59', partly: 'raise' };
    const edits = [
      () => client.post(`${draft.address}/checklists/ROAD/items`, { version: 0, item: newItem }),
      () => client.put(`${draft.address}/items/ROAD-09`, { version: 1, item: { ...newItem, weight: '6' } }),
      () => client.delete(`${draft.address}/items/ROAD-09?version=2`),
      () =>
        client.put(`${draft.address}/checklists/ROAD/order`, { version: 3, codes: ['ROAD-02', 'ROAD-01'] }),
      () => client.put(`${draft.address}/checklists/ROAD`, { version: 4, observationScope: 'x' }),
      () => client.put(`${draft.address}/rules`, { version: 5, scoring, note: 'x' }),
      () => client.delete(`${draft.address}/checklists/PARK?version=6`),
      () => client.delete(`${draft.address}?version=7`),
      () =>
        client.upload('/api/standards/import', packFile(smallPack()), {
          standardId: uuid(),
          versionId: draft.versionId,
        }),
    ];
    for (const edit of edits) expect((await edit()).status).toBe(editors.includes(role) ? 200 : 403);
    const published = await client.post(`${draft.address}/publish`, { version: 0 });
    expect(published.status).toBe(role === 'campaignOffice' ? 200 : 403);
    const copied = await client.post(`${draft.address}/draft`, { id: uuid() });
    expect(copied.status).toBe(editors.includes(role) ? (role === 'admin' ? 409 : 200) : 403);
  });

  it('sends strangers away and shows one city nothing of another', async () => {
    const draft = await openTestDraft(house);
    const stranger = strangerClient(house.app);
    for (const path of [
      '/api/standards',
      '/api/standards/reference',
      draft.address,
      `${draft.address}/pack`,
    ]) {
      expect((await stranger.get(path)).status).toBe(401);
    }
    expect((await stranger.post(`${draft.address}/publish`, { version: 0 })).status).toBe(401);
    const elsewhere = await openTestDraft(house);
    const foreign = await Promise.all([
      elsewhere.office.get(draft.address),
      elsewhere.office.get(`${draft.address}/checklists/ROAD`),
      elsewhere.office.get(`${draft.address}/pack`),
      elsewhere.office.post(`${draft.address}/publish`, { version: 0 }),
      elsewhere.office.post(`${draft.address}/draft`, { id: uuid() }),
      elsewhere.office.delete(`${draft.address}?version=0`),
      elsewhere.office.get(`${elsewhere.address}/changes?since=${draft.versionId}`),
    ]);
    for (const reply of foreign) expect(reply.status).toBe(404);
  });
});
