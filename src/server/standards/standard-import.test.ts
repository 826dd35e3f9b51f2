import { readFile } from 'node:fs/promises';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallPack, smallPack } from '../../../test/support/small-pack.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { openTestDraft, packFile, publishTestDraft } from '../../../test/support/test-standard.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe('import of a pack', () => {
  it('takes the starter pack in as a draft whose export has the same content', async () => {
    const starter = JSON.parse(await readFile('sample/standards/checklists.json', 'utf8'));
    const draft = await openTestDraft(house, starter);
    const view = (await draft.office.get(draft.address)).body;
    expect(view).toMatchObject({ state: 'draft', number: 1, checklistCount: 26, itemCount: 311 });
    expect(view.findings.filter((finding: { level: string }) => finding.level === 'refusal')).toEqual([]);
    await publishTestDraft(draft);
    const { contentHash } = (await draft.office.get(draft.address)).body;
    expect(contentHash).toMatch(/^[0-9a-f]{64}$/);

    const exported = await draft.office.get(`${draft.address}/pack`);
    expect(String(exported.headers['content-disposition'])).toContain('attachment');
    const pack = JSON.parse(exported.bytes.toString('utf8'));
    expect(pack.checklists).toEqual(starter.checklists);
    expect(pack.unitTypes).toEqual(starter.unitTypes);
    expect(pack.campaigns).toEqual(starter.campaigns);
    const other = await openTestDraft(house, pack);
    await publishTestDraft(other);
    expect((await other.office.get(other.address)).body.contentHash).toBe(contentHash);

    const reference = (await draft.office.get('/api/standards/reference')).body;
    expect(reference.siteTypes).toHaveLength(26);
    expect(reference.categories).toHaveLength(126);
    expect(reference.unitTypes).toHaveLength(23);
    expect(reference.campaigns.map((campaign: { code: string }) => campaign.code)).toContain('forest');
    expect(reference.currentVersionId).toBe(draft.versionId);
  });

  it('changes nothing when it is repeated, and refuses other content under the same id', async () => {
    const draft = await openTestDraft(house);
    const ids = { standardId: draft.standardId, versionId: draft.versionId };
    const again = await draft.office.upload('/api/standards/import', packFile(smallPack()), ids);
    expect(again.status).toBe(200);
    expect(again.body.version).toBe(0);
    const changed = smallPack();
    changed.checklists[0].items[0].title = '别的名称';
    const other = await draft.office.upload('/api/standards/import', packFile(changed), ids);
    expect([other.status, other.body.code]).toEqual([409, 'standard.versionTaken']);
    expect((await draft.office.get('/api/standards')).body.versions).toHaveLength(1);
  });

  it('refuses a second draft of a standard', async () => {
    const draft = await openTestDraft(house);
    const reply = await draft.office.upload('/api/standards/import', packFile(smallPack()), {
      standardId: draft.standardId,
      versionId: uuid(),
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'standard.draftExists']);
  });

  it.each<[string, (pack: SmallPack) => void, string]>([
    [
      'a weight of 0',
      (p) => Object.assign(p.checklists[0].items[1], { weight: 0 }),
      'checklists.ROAD.ROAD-02.weight',
    ],
    [
      'a third decimal',
      (p) => Object.assign(p.checklists[0].items[1], { weight: 1.005 }),
      'checklists.ROAD.ROAD-02.weight',
    ],
    [
      'a weight beyond every number',
      (p) => Object.assign(p.checklists[0].items[1], { weight: 1e300 }),
      'checklists.ROAD.ROAD-02.weight',
    ],
    [
      'a bad code',
      (p) => Object.assign(p.checklists[0].items[0], { code: 'road 1' }),
      'checklists.ROAD.1.code',
    ],
    [
      'a code used twice',
      (p) => Object.assign(p.checklists[0].items[1], { code: 'ROAD-01' }),
      'checklists.ROAD.ROAD-01',
    ],
    [
      'an unknown category',
      (p) => Object.assign(p.checklists[0].items[0], { category: 'nope' }),
      'checklists.ROAD.ROAD-01.category',
    ],
    [
      'an unknown kind of unit',
      (p) => Object.assign(p.checklists[0].items[0], { responsibleUnitType: 'nope' }),
      'checklists.ROAD.ROAD-01.responsibleUnitType',
    ],
    [
      'an unknown campaign',
      (p) => Object.assign(p.checklists[0].items[0], { campaigns: ['nope'] }),
      'checklists.ROAD.ROAD-01.campaigns',
    ],
    [
      'an unknown scale',
      (p) => Object.assign(p.checklists[0].items[0], { scale: { type: 'stars' } }),
      'checklists.ROAD.ROAD-01.scale.type',
    ],
    [
      'half an hour',
      (p) => Object.assign(p.checklists[0].items[0], { deadlineHours: 0.5 }),
      'checklists.ROAD.ROAD-01.deadlineHours',
    ],
    [
      'an unseen character',
      (p) => Object.assign(p.checklists[0].items[0], { title: 'a\u0000b' }),
      'checklists.ROAD.ROAD-01.title',
    ],
    [
      'a misspelt field',
      (p) => Object.assign(p.checklists[0].items[0], { wieght: 3 }),
      'checklists.ROAD.ROAD-01',
    ],
    [
      'a wrong total',
      (p) => Object.assign(p.checklists[0], { totalWeight: 99 }),
      'checklists.ROAD.totalWeight',
    ],
    [
      'a factor of its own',
      (p) =>
        Object.assign(p, {
          answerScales: [{ type: 'three_level', options: [{ value: 'partly', factor: 0.6 }] }],
        }),
      'answerScales.three_level.partly',
    ],
    ['another format', (p) => Object.assign(p, { schemaVersion: '2.0.0' }), 'schemaVersion'],
    ['no checklists', (p) => Object.assign(p, { checklists: [] }), 'checklists'],
  ])('refuses %s, names the place and stores nothing', async (_case, spoil, place) => {
    const city = await house.city();
    const office = await (await city.person('office', 'campaignOffice')).client();
    const pack = smallPack();
    spoil(pack);
    const ids = { standardId: uuid(), versionId: uuid() };
    const reply = await office.upload('/api/standards/import', packFile(pack), ids);
    expect(reply.status, JSON.stringify(reply.body)).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(place);
    expect(reply.body.message).not.toMatch(/fault\.|refusal\./);
    expect((await office.get('/api/standards')).body.versions).toEqual([]);
    expect((await office.get('/api/standards/reference')).body.categories).toEqual([]);
  });

  it.each([
    ['no JSON', Buffer.from('{"checklists":')],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
    ['nothing', Buffer.alloc(0)],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['very deep nesting', Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
  ])('refuses a file that holds %s', async (_case, bytes) => {
    const city = await house.city();
    const office = await (await city.person('office', 'campaignOffice')).client();
    const file = { name: 'x.json', type: 'application/json', bytes };
    const reply = await office.upload('/api/standards/import', file, {
      standardId: uuid(),
      versionId: uuid(),
    });
    expect(reply.status).toBe(400);
    expect(reply.body.fields.length).toBeGreaterThan(0);
  });

  it('takes a file with a byte order mark and decimals as text', async () => {
    const city = await house.city();
    const office = await (await city.person('office', 'campaignOffice')).client();
    const pack = smallPack();
    Object.assign(pack.checklists[0].items[0], { weight: '60.00' });
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), packFile(pack).bytes]);
    const reply = await office.upload(
      '/api/standards/import',
      { name: 'x.json', type: '', bytes },
      { standardId: uuid(), versionId: uuid() },
    );
    expect(reply.status).toBe(200);
  });

  it('refuses to rename what published checklists use', async () => {
    const draft = await openTestDraft(house);
    await publishTestDraft(draft);
    const pack = smallPack();
    pack.categories[0].name = '别的名字';
    pack.checklists[0].name = '别的类型';
    const reply = await draft.office.upload('/api/standards/import', packFile(pack), {
      standardId: draft.standardId,
      versionId: uuid(),
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'standard.contradicts']);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toEqual([
      'categories.dirty_road.name',
      'checklists.ROAD.name',
    ]);
    expect((await draft.office.get('/api/standards/reference')).body.categories[0].name).toBe('道路不洁');
  });
});
