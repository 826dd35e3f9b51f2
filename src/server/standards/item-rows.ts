import type { ChecklistItem } from '../../domain/standards/checklist.ts';
import type { Tx } from '../platform/database/database.ts';

/** Where an item stands. */
export interface ItemPlace {
  readonly cityId: string;
  readonly versionId: string;
  readonly siteType: string;
  readonly position: number;
}

/** The columns an item is stored in, without its place. */
export function itemColumns(item: ChecklistItem) {
  const { scale } = item;
  return {
    code: item.code,
    title: item.title,
    title_en: item.titleEn,
    campaigns: [...item.campaigns],
    weight: item.weight,
    scale: scale.type,
    deduct_per_defect: scale.type === 'defect_count' ? scale.deductPerDefect : null,
    zero_at_defects: scale.type === 'defect_count' ? scale.zeroAtDefects : null,
    veto: item.veto,
    category_key: item.categoryKey,
    deadline_hours: String(item.deadlineHours),
    deadline_clock: item.deadlineClock,
    responsible_unit_type: item.responsibleUnitType,
    evidence: item.evidence,
  };
}

// 18 columns a row; the protocol carries at most 65 535 parameters in a statement
const rowsInOneStatement = 2000;

/** Stores items at their places; one statement for any usual version. */
export async function insertItems(
  tx: Tx,
  items: readonly { readonly place: ItemPlace; readonly item: ChecklistItem }[],
): Promise<void> {
  const rows = items.map(({ place, item }) => ({
    city_id: place.cityId,
    version_id: place.versionId,
    site_type: place.siteType,
    position: place.position,
    ...itemColumns(item),
  }));
  for (let from = 0; from < rows.length; from += rowsInOneStatement) {
    await tx
      .insertInto('checklist_item')
      .values(rows.slice(from, from + rowsInOneStatement))
      .execute();
  }
}
