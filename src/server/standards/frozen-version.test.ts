import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallPack } from '../../../test/support/small-pack.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { openTestDraft, publishTestDraft, type TestDraft } from '../../../test/support/test-standard.ts';
import { inCity } from '../platform/database/database.ts';
import { findCurrentVersion, findPublishedChecklist } from './checklist-queries.ts';
import { versionContentHash } from './content-hash.ts';
import { importStandardPack } from './standard-import.ts';
import { findStandardVersion, loadContent } from './standard-queries.ts';
import { publishVersion } from './version-commands.ts';

let house: TestHouse;
let published: TestDraft;
let draft: TestDraft;
beforeAll(async () => {
  house = await openTestHouse();
  published = await openTestDraft(house);
  await publishTestDraft(published);
  draft = await openTestDraft(house);
});
afterAll(() => house.close());

const now = '2026-11-23T02:00:00.000Z';

function item(cityId: string, versionId: string, code: string) {
  return sql`insert into checklist_item (city_id, version_id, code, site_type, position, title, campaigns, weight,
    scale, veto, category_key, deadline_hours, deadline_clock, responsible_unit_type, evidence)
    values (${cityId}, ${versionId}, ${code}, 'ROAD', 9, '题', '{}', 1, 'three_level', false, 'dirty_road', 2,
    'work', 'urban_management', 'photo_on_fail')`;
}

describe('the database itself', () => {
  const doings: [string, (of: TestDraft) => ReturnType<typeof sql>][] = [
    ['insert of an item', (of) => item(of.city.id, of.versionId, 'ROAD-77')],
    [
      'update of an item',
      (of) => sql`update checklist_item set weight = 1 where version_id = ${of.versionId}`,
    ],
    ['removal of an item', (of) => sql`delete from checklist_item where version_id = ${of.versionId}`],
    [
      'insert of a checklist',
      (of) => sql`insert into checklist (city_id, version_id, site_type, position)
        values (${of.city.id}, ${of.versionId}, 'ROAD', 9)`,
    ],
    [
      'update of a checklist',
      (of) => sql`update checklist set observation_scope = 'x' where version_id = ${of.versionId}`,
    ],
    ['removal of a checklist', (of) => sql`delete from checklist where version_id = ${of.versionId}`],
    ['update of the version', (of) => sql`update standard_version set note = 'x' where id = ${of.versionId}`],
    [
      'return to draft',
      (of) => sql`update standard_version set state = 'draft', content_hash = null, published_at = null
        where id = ${of.versionId}`,
    ],
    ['removal of the version', (of) => sql`delete from standard_version where id = ${of.versionId}`],
  ];

  it.each(doings)('refuses %s of a published version', async (_name, doing) => {
    const before = await published.office.get(published.address);
    await expect(published.city.write((tx) => doing(published).execute(tx))).rejects.toThrow(
      'a published standard never changes',
    );
    expect((await published.office.get(published.address)).body).toEqual(before.body);
  });

  it('refuses to move an item of a draft into a published version of the same city', async () => {
    const copy = await published.office.post(`${published.address}/draft`, { id: uuid() });
    const move = sql`update checklist_item set version_id = ${published.versionId}
      where version_id = ${copy.body.id} and code = 'PARK-01'`;
    await expect(published.city.write((tx) => move.execute(tx))).rejects.toThrow('never changes');
  });

  it.each(['standard_version', 'checklist', 'checklist_item'])('refuses to empty %s', async (table) => {
    const work = sql`truncate ${sql.table(table)} cascade`;
    await expect(published.city.write((tx) => work.execute(tx))).rejects.toThrow(
      'a published standard never changes',
    );
  });

  it('takes the same changes in a draft, so that the refusals above mean something', async () => {
    await draft.city.write(async (tx) => {
      await item(draft.city.id, draft.versionId, 'ROAD-77').execute(tx);
      await sql`update checklist_item set weight = 1 where version_id = ${draft.versionId}`.execute(tx);
      await sql`delete from checklist_item where version_id = ${draft.versionId} and code = 'ROAD-77'`.execute(
        tx,
      );
    });
    expect((await draft.office.get(draft.address)).body.itemCount).toBe(3);
  });

  it('lets no item slip in behind the hash while a publication is under way', async () => {
    const racing = await openTestDraft(house);
    const cityId = racing.city.id;
    let slipped: Promise<unknown> = Promise.resolve();
    await racing.city.write(async (tx) => {
      const call = { tx, cityId, versionId: racing.versionId, version: 0, actor: { personId: null }, now };
      await publishVersion(call);
      slipped = racing.city.write((other) => item(cityId, racing.versionId, 'ROAD-77').execute(other));
      slipped.catch(() => undefined);
      await sql`select pg_sleep(0.2)`.execute(tx);
    });
    await expect(slipped).rejects.toThrow('never changes');
  });
});

describe('findPublishedChecklist', () => {
  it('gives the checklist with its scoring rule and the categories it names', async () => {
    const cityId = published.city.id;
    const found = await published.city.write((tx) =>
      findPublishedChecklist(tx, cityId, published.versionId, 'ROAD'),
    );
    expect(found).toMatchObject({
      versionId: published.versionId,
      scoring: { vetoRule: 'cap', cap: '59', partly: 'raise' },
      checklist: { siteType: 'ROAD', name: '主次干道', leadUnitType: 'urban_management' },
      categories: [{ key: 'dirty_road', defaultDeadlineHours: 2 }],
    });
    expect(found?.checklist.items.map((entry) => [entry.code, entry.weight, entry.scale])).toEqual([
      ['ROAD-01', '60', { type: 'defect_count', deductPerDefect: '20', zeroAtDefects: 3 }],
      ['ROAD-02', '40', { type: 'three_level' }],
    ]);
    const again = await published.city.write((tx) =>
      findPublishedChecklist(tx, cityId, published.versionId, 'ROAD'),
    );
    expect(again).toBe(found);
  });

  it('finds nothing in drafts, unknown versions, other site types and other cities', async () => {
    await published.city.write((tx) =>
      findPublishedChecklist(tx, published.city.id, published.versionId, 'ROAD'),
    );
    const asks: [TestDraft, string, string][] = [
      [draft, draft.versionId, 'ROAD'],
      [published, uuid(), 'ROAD'],
      [published, published.versionId, 'MOON'],
      [draft, published.versionId, 'ROAD'],
    ];
    for (const [of, versionId, siteType] of asks) {
      const found = await of.city.write((tx) => findPublishedChecklist(tx, of.city.id, versionId, siteType));
      expect(found).toBeUndefined();
    }
  });

  it('does not remember what a transaction published and then took back', async () => {
    const { city } = await openTestDraft(house);
    const ids = { standardId: uuid(), versionId: uuid() };
    const system = { personId: null };
    const taken = inCity(house.db, city.id, 'write', async (tx) => {
      await importStandardPack(tx, city.id, smallPack(), ids, system, now);
      await publishVersion({
        tx,
        cityId: city.id,
        versionId: ids.versionId,
        version: null,
        actor: system,
        now,
      });
      expect(await findPublishedChecklist(tx, city.id, ids.versionId, 'ROAD')).toBeDefined();
      throw new Error('taken back');
    });
    await expect(taken).rejects.toThrow('taken back');
    const found = await city.write((tx) => findPublishedChecklist(tx, city.id, ids.versionId, 'ROAD'));
    expect(found).toBeUndefined();
  });
});

describe('the content hash', () => {
  it('is repeated from the rows of the version', async () => {
    const cityId = published.city.id;
    await published.city.write(async (tx) => {
      const version = await findStandardVersion(tx, cityId, published.versionId);
      expect(versionContentHash(await loadContent(tx, cityId, version))).toBe(version.contentHash);
    });
  });

  it('belongs to the version that is current', async () => {
    const current = await published.city.write((tx) => findCurrentVersion(tx, published.city.id));
    expect(current).toMatchObject({ versionId: published.versionId, number: 1, title: '小标准' });
    const none = await draft.city.write((tx) => findCurrentVersion(tx, draft.city.id));
    expect(none).toBeUndefined();
  });
});
