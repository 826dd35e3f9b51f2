import type { StandardPack } from '../../contract/standard-pack.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { Refused } from '../platform/refused.ts';
import { versionContentHash } from './content-hash.ts';
import { insertItems } from './item-rows.ts';
import { packContent, readStandardPack } from './pack-reading.ts';
import { saveReference } from './reference-import.ts';
import { findStandardVersion, loadContent, lockVersion } from './standard-queries.ts';

/** What an import made. */
export interface ImportedStandard {
  readonly versionId: string;
  readonly number: number;
  readonly contentHash: string;
  readonly checklists: number;
  readonly items: number;
}

/**
 * Takes a pack in as a draft, all or nothing. The standard is made where `standardId` is new; else the
 * draft is its next version. Repeating the same import changes nothing.
 *
 * @param file parsed JSON of the form of `sample/standards/checklists.json`.
 * @param actor who imports; `{ personId: null }` where the system does.
 * @param now ISO instant.
 * @throws Refused 400 naming every fault by checklist, item code and field; 409 `standard.draftExists`,
 *   `standard.versionTaken`, `standard.contradicts` (a name that published checklists use would change).
 */
export async function importStandardPack(
  tx: Tx,
  cityId: string,
  file: unknown,
  ids: { readonly standardId: string; readonly versionId: string },
  actor: EventActor,
  now: string,
): Promise<ImportedStandard> {
  const pack = readStandardPack(file);
  const content = packContent(pack);
  const contentHash = versionContentHash(content);
  const items = content.checklists.reduce((sum, checklist) => sum + checklist.items.length, 0);
  const imported = { versionId: ids.versionId, contentHash, checklists: content.checklists.length, items };

  const known = await findImported(tx, cityId, ids, contentHash);
  if (known) return { ...imported, number: known.number };

  await lockStandard(tx, cityId, ids.standardId, pack);
  const number = await nextNumber(tx, cityId, ids.standardId);
  await saveReference(tx, cityId, pack);
  await tx
    .insertInto('standard_version')
    .values({
      city_id: cityId,
      id: ids.versionId,
      standard_id: ids.standardId,
      number,
      scoring: JSON.stringify(content.scoring),
      exemptions: JSON.stringify(content.exemptions),
      created_at: now,
    })
    .execute();
  await tx
    .insertInto('checklist')
    .values(
      content.checklists.map((checklist, position) => ({
        city_id: cityId,
        version_id: ids.versionId,
        site_type: checklist.siteType,
        observation_scope: checklist.observationScope,
        position,
      })),
    )
    .execute();
  await insertItems(
    tx,
    content.checklists.flatMap(({ siteType, items: list }) =>
      list.map((item, position) => ({
        place: { cityId, versionId: ids.versionId, siteType, position },
        item,
      })),
    ),
  );
  await recordEvents(
    tx,
    cityId,
    { kind: 'standardVersion', id: ids.versionId },
    [{ kind: 'standard.imported', data: { number, title: pack.title, contentHash, items } }],
    actor,
    now,
  );
  return { ...imported, number };
}

/** The version of an import that is repeated. @throws Refused 409 where the id holds something else. */
async function findImported(
  tx: Tx,
  cityId: string,
  ids: { readonly standardId: string; readonly versionId: string },
  contentHash: string,
): Promise<{ number: number } | undefined> {
  const taken = await tx
    .selectFrom('standard_version')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', ids.versionId)
    .executeTakeFirst();
  if (!taken) return undefined;
  await lockVersion(tx, cityId, ids.versionId);
  const version = await findStandardVersion(tx, cityId, ids.versionId);
  const same = versionContentHash(await loadContent(tx, cityId, version)) === contentHash;
  if (!same || version.standardId !== ids.standardId) throw new Refused(409, 'standard.versionTaken');
  return version;
}

/** Makes the standard where it is new, and locks it: two imports must not take the same number. */
async function lockStandard(tx: Tx, cityId: string, standardId: string, pack: StandardPack): Promise<void> {
  await tx
    .insertInto('standard')
    .values({
      city_id: cityId,
      id: standardId,
      title: pack.title,
      title_en: pack.titleEn,
      source: pack.status,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .selectFrom('standard')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', standardId)
    .forUpdate()
    .execute();
}

/** Number of the next version. @throws Refused 409 where the standard has a draft already. */
export async function nextNumber(tx: Tx, cityId: string, standardId: string): Promise<number> {
  const rows = await tx
    .selectFrom('standard_version')
    .select(['number', 'state'])
    .where('city_id', '=', cityId)
    .where('standard_id', '=', standardId)
    .execute();
  const draft = rows.find((row) => row.state === 'draft');
  if (draft) throw new Refused(409, 'standard.draftExists', { number: draft.number });
  return Math.max(0, ...rows.map((row) => row.number)) + 1;
}
