import type { ItemContent } from '../../contract/standards.ts';

/** An item as the form holds it: the scale laid flat. */
export interface ItemForm extends Omit<ItemContent, 'scale' | 'titleEn'> {
  readonly titleEn?: string | undefined;
  readonly scale: ItemContent['scale']['type'];
  readonly deductPerDefect?: string | undefined;
  readonly zeroAtDefects?: number | undefined;
}

/** The fields faults can be shown at. */
export const itemFormFields = [
  'code',
  'title',
  'titleEn',
  'campaigns',
  'weight',
  'scale',
  'deductPerDefect',
  'zeroAtDefects',
  'veto',
  'categoryKey',
  'deadlineHours',
  'deadlineClock',
  'responsibleUnitType',
  'evidence',
] as const satisfies readonly (keyof ItemForm)[];

/** The form an item is shown in. */
export function itemToForm(item: ItemContent): ItemForm {
  const { scale, ...rest } = item;
  return scale.type === 'defect_count'
    ? {
        ...rest,
        scale: scale.type,
        deductPerDefect: scale.deductPerDefect,
        zeroAtDefects: scale.zeroAtDefects,
      }
    : { ...rest, scale: scale.type };
}

/** The item a filled form means; the form has checked that the numbers of a counting scale are there. */
export function itemFromForm(form: ItemForm): ItemContent {
  const { scale, deductPerDefect, zeroAtDefects, titleEn, ...rest } = form;
  return {
    ...rest,
    titleEn: titleEn ?? '',
    scale:
      scale === 'defect_count'
        ? { type: scale, deductPerDefect: deductPerDefect ?? '', zeroAtDefects: zeroAtDefects ?? 0 }
        : { type: scale },
  };
}

/** What a new item starts from: the ways of the item before it, with the next free code. */
export function suggestItem(
  siteType: string,
  items: readonly ItemContent[],
  defaults: Pick<ItemContent, 'categoryKey' | 'responsibleUnitType' | 'campaigns'>,
): ItemContent {
  const last = items.at(-1);
  return {
    code: nextCode(siteType, items),
    title: '',
    titleEn: '',
    campaigns: last?.campaigns ?? defaults.campaigns,
    weight: '5',
    scale: { type: 'three_level' },
    veto: false,
    categoryKey: last?.categoryKey ?? defaults.categoryKey,
    deadlineHours: last?.deadlineHours ?? 8,
    deadlineClock: last?.deadlineClock ?? 'work',
    responsibleUnitType: last?.responsibleUnitType ?? defaults.responsibleUnitType,
    evidence: 'photo_on_fail',
  };
}

/** `ROAD-12` after `ROAD-11`; codes of other forms are left alone. */
function nextCode(siteType: string, items: readonly ItemContent[]): string {
  const prefix = `${siteType.replace(/[^A-Z0-9]/g, '').slice(0, 8)}-`;
  const numbers = items.map(({ code }) =>
    code.startsWith(prefix) && /^\d+$/.test(code.slice(prefix.length))
      ? Number(code.slice(prefix.length))
      : 0,
  );
  return prefix + String(Math.max(0, ...numbers) + 1).padStart(2, '0');
}
