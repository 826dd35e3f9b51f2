import { sql } from 'kysely';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { ScoringRule } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { type DraftCall, editDraft } from './draft-edit.ts';

/**
 * Changes what one visit covers; a type of site without a checklist gets an empty one at the end.
 *
 * @throws Refused see {@link editDraft}; 400 for a type of site the city does not have.
 */
export async function saveChecklist(
  call: DraftCall,
  siteType: string,
  observationScope: string,
): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    const known = await findChecklist(tx, cityId, versionId, siteType);
    if (known?.observationScope === observationScope) return null;
    if (!known && !(await hasSiteType(tx, cityId, siteType))) {
      throw invalid('siteType', 'standard.unknownCode', { code: siteType });
    }
    return {
      event: {
        kind: known ? 'standard.scope_changed' : 'standard.checklist_added',
        data: { siteType, before: known?.observationScope ?? null, observationScope },
      },
      write: () =>
        sql`insert into checklist (city_id, version_id, site_type, observation_scope, position)
          select ${cityId}, ${versionId}, ${siteType}, ${observationScope}, coalesce(max(position), -1) + 1
          from checklist where city_id = ${cityId} and version_id = ${versionId}
          on conflict (city_id, version_id, site_type)
          do update set observation_scope = excluded.observation_scope`.execute(tx),
    };
  });
}

/** Takes a checklist with all its items out of a draft. @throws Refused see {@link editDraft}; 404 */
export async function removeChecklist(call: DraftCall, siteType: string): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    if (!(await findChecklist(tx, cityId, versionId, siteType))) throw notFound();
    const codes = await listCodes(tx, cityId, versionId, siteType);
    return {
      event: { kind: 'standard.checklist_removed', data: { siteType, codes } },
      write: async () => {
        for (const table of ['checklist_item', 'checklist'] as const) {
          await tx
            .deleteFrom(table)
            .where('city_id', '=', cityId)
            .where('version_id', '=', versionId)
            .where('site_type', '=', siteType)
            .execute();
        }
      },
    };
  });
}

/** Puts the items of a checklist in a new order. @throws Refused see {@link editDraft}; 404; 400 where `codes` are not its items. */
export async function orderItems(call: DraftCall, siteType: string, codes: readonly string[]): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    if (!(await findChecklist(tx, cityId, versionId, siteType))) throw notFound();
    const before = await listCodes(tx, cityId, versionId, siteType);
    if (canonicalJson([...before].sort()) !== canonicalJson([...codes].sort())) {
      throw invalid('codes', 'standard.otherItems');
    }
    if (canonicalJson(before) === canonicalJson(codes)) return null;
    return {
      event: { kind: 'standard.reordered', data: { siteType, before, codes } },
      write: () =>
        sql`update checklist_item i set position = o.place
          from unnest(${[...codes]}::text[]) with ordinality as o (code, place)
          where i.city_id = ${cityId} and i.version_id = ${versionId} and i.code = o.code`.execute(tx),
    };
  });
}

/** Changes the scoring rule and the note of a draft. @throws Refused see {@link editDraft} */
export async function saveRules(call: DraftCall, scoring: ScoringRule, note: string): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async (draft) => {
    const before = { ...draft.scoring };
    const after = { ...scoring };
    if (canonicalJson(before) === canonicalJson(after) && draft.note === note) return null;
    return {
      event: { kind: 'standard.rules_changed', data: { before, scoring: after, note } },
      write: () =>
        tx
          .updateTable('standard_version')
          .set({ scoring: JSON.stringify(after), note })
          .where('city_id', '=', cityId)
          .where('id', '=', versionId)
          .execute(),
    };
  });
}

async function findChecklist(
  tx: Tx,
  cityId: string,
  versionId: string,
  siteType: string,
): Promise<{ observationScope: string } | undefined> {
  const row = await tx
    .selectFrom('checklist')
    .select('observation_scope')
    .where('city_id', '=', cityId)
    .where('version_id', '=', versionId)
    .where('site_type', '=', siteType)
    .executeTakeFirst();
  return row && { observationScope: row.observation_scope ?? '' };
}

async function hasSiteType(tx: Tx, cityId: string, code: string): Promise<boolean> {
  const row = await tx
    .selectFrom('site_type')
    .select('code')
    .where('city_id', '=', cityId)
    .where('code', '=', code)
    .executeTakeFirst();
  return row !== undefined;
}

async function listCodes(tx: Tx, cityId: string, versionId: string, siteType: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('checklist_item')
    .select('code')
    .where('city_id', '=', cityId)
    .where('version_id', '=', versionId)
    .where('site_type', '=', siteType)
    .orderBy('position')
    .orderBy('code')
    .execute();
  return rows.map((row) => row.code);
}
