import { sql } from 'kysely';
import { validateContent } from '../../domain/standards/standard-content.ts';
import { mayPublish } from '../../domain/standards/validate-checklist.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, type NewEvent, recordEvents } from '../platform/event-log.ts';
import { notFound, Refused } from '../platform/refused.ts';
import { listCategories } from './checklist-queries.ts';
import { versionContentHash } from './content-hash.ts';
import type { DraftCall } from './draft-edit.ts';
import { nextNumber } from './standard-import.ts';
import { findStandardVersion, loadContent, lockVersion, requireDraft } from './standard-queries.ts';

/**
 * Freezes a draft for ever: state, content hash, who and when.
 *
 * @param call `version: null` where no client read the draft before, as in imports by the system.
 * @returns the content hash.
 * @throws Refused 404; 409 `standard.frozen`, `stale`, `standard.notReady` while findings refuse.
 */
export async function publishVersion(
  call: Omit<DraftCall, 'version'> & { readonly version: number | null },
): Promise<string> {
  const { tx, cityId, versionId, actor, now } = call;
  const locked = await lockVersion(tx, cityId, versionId);
  const version = await findStandardVersion(tx, cityId, versionId);
  // the same command again: the reply was lost, not the deed
  if (version.contentHash !== null && call.version === version.version - 1) return version.contentHash;
  requireDraft(locked);
  if (call.version !== null && call.version !== locked.version) throw new Refused(409, 'stale');
  const content = await loadContent(tx, cityId, version);
  const findings = validateContent(content, await listCategories(tx, cityId));
  if (!mayPublish(findings)) {
    const count = findings.filter((finding) => finding.level === 'refusal').length;
    throw new Refused(409, 'standard.notReady', { count });
  }
  const contentHash = versionContentHash(content);
  await tx
    .updateTable('standard_version')
    .set({
      state: 'published',
      content_hash: contentHash,
      published_at: now,
      published_by: actor.personId,
      version: sql`version + 1`,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', versionId)
    .execute();
  await record(call, versionId, {
    kind: 'standard.published',
    data: { number: version.number, title: version.title, contentHash },
  });
  return contentHash;
}

/**
 * A new draft with the content of a published version, copied in one statement.
 *
 * @param draftId made by the client, so repeating is harmless.
 * @throws Refused 404; 409 `standard.notPublished`, `standard.draftExists`, `standard.versionTaken`.
 */
export async function draftFrom(
  call: { readonly tx: Tx; readonly cityId: string; readonly actor: EventActor; readonly now: string },
  fromId: string,
  draftId: string,
): Promise<void> {
  const { tx, cityId, now } = call;
  // the standard's row orders the takers of a number
  const standard = await tx
    .selectFrom('standard as s')
    .innerJoin('standard_version as v', (join) =>
      join.onRef('v.city_id', '=', 's.city_id').onRef('v.standard_id', '=', 's.id'),
    )
    .select(['s.id', 'v.state', 'v.number'])
    .where('v.city_id', '=', cityId)
    .where('v.id', '=', fromId)
    .forUpdate('s')
    .executeTakeFirst();
  if (!standard) throw notFound();
  if (standard.state !== 'published') throw new Refused(409, 'standard.notPublished');
  if (await isDraftOf(tx, cityId, draftId, standard.id, fromId)) return;
  const number = await nextNumber(tx, cityId, standard.id);
  await sql`
    with draft as (
      insert into standard_version (city_id, id, standard_id, number, scoring, exemptions, created_at)
      select city_id, ${draftId}, standard_id, ${number}, scoring, exemptions, ${now}
      from standard_version where city_id = ${cityId} and id = ${fromId}
    ), heads as (
      insert into checklist (city_id, version_id, site_type, observation_scope, position)
      select city_id, ${draftId}, site_type, observation_scope, position
      from checklist where city_id = ${cityId} and version_id = ${fromId}
    )
    insert into checklist_item (city_id, version_id, code, site_type, position, title, title_en, campaigns,
      weight, scale, deduct_per_defect, zero_at_defects, veto, category_key, deadline_hours,
      deadline_clock, responsible_unit_type, evidence)
    select city_id, ${draftId}, code, site_type, position, title, title_en, campaigns,
      weight, scale, deduct_per_defect, zero_at_defects, veto, category_key, deadline_hours,
      deadline_clock, responsible_unit_type, evidence
    from checklist_item where city_id = ${cityId} and version_id = ${fromId}`.execute(tx);
  await record(call, draftId, {
    kind: 'standard.drafted',
    data: { number, from: fromId, fromNumber: standard.number },
  });
}

/** Throws a draft away with all its content; its history stays. @throws Refused 404; 409 `standard.frozen`, `stale` */
export async function discardDraft(call: DraftCall): Promise<void> {
  const { tx, cityId, versionId } = call;
  const draft = await lockVersion(tx, cityId, versionId);
  requireDraft(draft);
  if (draft.version !== call.version) throw new Refused(409, 'stale');
  for (const table of ['checklist_item', 'checklist'] as const) {
    await tx.deleteFrom(table).where('city_id', '=', cityId).where('version_id', '=', versionId).execute();
  }
  await tx.deleteFrom('standard_version').where('city_id', '=', cityId).where('id', '=', versionId).execute();
  // a standard whose only draft is gone was never anything
  await tx
    .deleteFrom('standard as s')
    .where('s.city_id', '=', cityId)
    .where('s.id', '=', draft.standardId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('standard_version as v')
            .select('v.id')
            .whereRef('v.city_id', '=', 's.city_id')
            .whereRef('v.standard_id', '=', 's.id'),
        ),
      ),
    )
    .execute();
  await record(call, versionId, { kind: 'standard.discarded', data: { number: draft.number } });
}

/** Whether `draftId` is the draft this same command made. @throws Refused 409 where it is something else. */
async function isDraftOf(
  tx: Tx,
  cityId: string,
  draftId: string,
  standardId: string,
  fromId: string,
): Promise<boolean> {
  const taken = await tx
    .selectFrom('standard_version')
    .select('standard_id')
    .where('city_id', '=', cityId)
    .where('id', '=', draftId)
    .executeTakeFirst();
  if (!taken) return false;
  const origin = await tx
    .selectFrom('event')
    .select(sql<string>`data->>'from'`.as('from'))
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'standardVersion')
    .where('subject_id', '=', draftId)
    .where('kind', '=', 'standard.drafted')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (taken.standard_id === standardId && origin?.from === fromId) return true;
  throw new Refused(409, 'standard.versionTaken');
}

function record(
  call: { readonly tx: Tx; readonly cityId: string; readonly actor: EventActor; readonly now: string },
  versionId: string,
  event: NewEvent,
): Promise<unknown> {
  const subject = { kind: 'standardVersion' as const, id: versionId };
  return recordEvents(call.tx, call.cityId, subject, [event], call.actor, call.now);
}
