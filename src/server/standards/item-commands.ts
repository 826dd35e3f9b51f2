import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { ChecklistItem } from '../../domain/standards/checklist.ts';
import { frozenItem } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { type DraftCall, editDraft } from './draft-edit.ts';
import { insertItems, itemColumns } from './item-rows.ts';
import { findItem } from './standard-queries.ts';

/** Puts a new item at the end of a checklist. @throws Refused see {@link editDraft}; 409 `standard.codeTaken` */
export async function addItem(call: DraftCall, siteType: string, item: ChecklistItem): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    const known = await findItem(tx, cityId, versionId, item.code);
    if (known?.siteType === siteType && isSame(known.item, item)) return null;
    if (known) throw new Refused(409, 'standard.codeTaken', { item: item.code });
    await requireReference(tx, cityId, item);
    const position = await endOf(tx, cityId, versionId, siteType);
    return {
      event: { kind: 'standard.item_added', data: { siteType, item: frozenItem(item) } },
      write: () => insertItems(tx, [{ place: { cityId, versionId, siteType, position }, item }]),
    };
  });
}

/** Replaces the item at `code`; it keeps its place. @throws Refused see {@link editDraft}; 404; 409 `standard.codeTaken` */
export async function saveItem(call: DraftCall, code: string, item: ChecklistItem): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    const known = await findItem(tx, cityId, versionId, code);
    const other = code === item.code ? undefined : await findItem(tx, cityId, versionId, item.code);
    // a rename that arrives twice
    if (!known && other && isSame(other.item, item)) return null;
    if (!known) throw notFound();
    if (other) throw new Refused(409, 'standard.codeTaken', { item: item.code });
    if (isSame(known.item, item)) return null;
    await requireReference(tx, cityId, item);
    const data: Json = {
      siteType: known.siteType,
      before: frozenItem(known.item),
      item: frozenItem(item),
    };
    return {
      event: { kind: 'standard.item_changed', data },
      write: () =>
        tx
          .updateTable('checklist_item')
          .set(itemColumns(item))
          .where('city_id', '=', cityId)
          .where('version_id', '=', versionId)
          .where('code', '=', code)
          .execute(),
    };
  });
}

/** Takes an item out of a draft. @throws Refused see {@link editDraft}; 404 */
export async function removeItem(call: DraftCall, code: string): Promise<void> {
  const { tx, cityId, versionId } = call;
  await editDraft(call, async () => {
    const known = await findItem(tx, cityId, versionId, code);
    if (!known) throw notFound();
    const data: Json = { siteType: known.siteType, item: frozenItem(known.item) };
    return {
      event: { kind: 'standard.item_removed', data },
      write: () =>
        tx
          .deleteFrom('checklist_item')
          .where('city_id', '=', cityId)
          .where('version_id', '=', versionId)
          .where('code', '=', code)
          .execute(),
    };
  });
}

function isSame(a: ChecklistItem, b: ChecklistItem): boolean {
  return canonicalJson(frozenItem(a)) === canonicalJson(frozenItem(b));
}

/** Every code an item points at must be known to the city. @throws Refused 400 naming the field. */
async function requireReference(tx: Tx, cityId: string, item: ChecklistItem): Promise<void> {
  const category = await tx
    .selectFrom('category')
    .select('key')
    .where('city_id', '=', cityId)
    .where('key', '=', item.categoryKey)
    .executeTakeFirst();
  if (!category) throw unknown('categoryKey', item.categoryKey);
  const unitType = await tx
    .selectFrom('unit_type')
    .select('code')
    .where('city_id', '=', cityId)
    .where('code', '=', item.responsibleUnitType)
    .executeTakeFirst();
  if (!unitType) throw unknown('responsibleUnitType', item.responsibleUnitType);
  const campaigns = await tx.selectFrom('campaign').select('code').where('city_id', '=', cityId).execute();
  const known = new Set(campaigns.map(({ code }) => code));
  const missing = item.campaigns.find((code) => !known.has(code));
  if (missing !== undefined) throw unknown('campaigns', missing);
}

function unknown(field: string, code: string): Refused {
  return invalid(`item.${field}`, 'standard.unknownCode', { code });
}

/** Place behind the last item. @throws Refused 404 where the version has no such checklist. */
async function endOf(tx: Tx, cityId: string, versionId: string, siteType: string): Promise<number> {
  const row = await tx
    .selectFrom('checklist as c')
    .leftJoin('checklist_item as i', (join) =>
      join
        .onRef('i.city_id', '=', 'c.city_id')
        .onRef('i.version_id', '=', 'c.version_id')
        .onRef('i.site_type', '=', 'c.site_type'),
    )
    .select((eb) => ['c.site_type', eb.fn.max('i.position').as('last')])
    .where('c.city_id', '=', cityId)
    .where('c.version_id', '=', versionId)
    .where('c.site_type', '=', siteType)
    .groupBy('c.site_type')
    .executeTakeFirst();
  if (!row) throw notFound();
  // `max` of no rows is null, whatever the column says
  return Number(row.last ?? -1) + 1;
}
