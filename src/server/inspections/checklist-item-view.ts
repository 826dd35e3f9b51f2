import type { ChecklistItemView } from '../../contract/inspections.ts';
import type { ChecklistItem } from '../../domain/standards/checklist.ts';
import type { PublishedChecklist } from '../standards/checklist-queries.ts';

/** An item with the name of its category, as forms show it. */
export function checklistItemViewOf(
  { categories }: Pick<PublishedChecklist, 'categories'>,
  item: ChecklistItem,
): ChecklistItemView {
  const category = categories.find(({ key }) => key === item.categoryKey);
  return {
    code: item.code,
    title: item.title,
    titleEn: item.titleEn,
    weight: item.weight,
    scale: item.scale,
    veto: item.veto,
    evidence: item.evidence,
    categoryName: category?.name ?? item.categoryKey,
    categoryNameEn: category?.nameEn ?? item.categoryKey,
  };
}
