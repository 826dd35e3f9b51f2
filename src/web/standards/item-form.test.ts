import { describe, expect, it } from 'vitest';
import type { ItemContent } from '../../contract/standards.ts';
import { itemFromForm, itemToForm, suggestItem } from './item-form.ts';

const counted: ItemContent = {
  code: 'ROAD-09',
  title: '路面整洁',
  titleEn: 'Clean',
  campaigns: ['sanitary'],
  weight: '10',
  scale: { type: 'defect_count', deductPerDefect: '3.33', zeroAtDefects: 3 },
  veto: true,
  categoryKey: 'dirty_road',
  deadlineHours: 2,
  deadlineClock: 'elapsed',
  responsibleUnitType: 'urban_management',
  evidence: 'photo_required',
};
const defaults = { categoryKey: 'other', responsibleUnitType: 'street_office', campaigns: [] };

describe('the form of an item', () => {
  it.each<[string, ItemContent]>([
    ['counted', counted],
    ['three levels', { ...counted, scale: { type: 'three_level' } }],
  ])('gives back an item with %s', (_name, item) => {
    expect(itemFromForm(itemToForm(item))).toEqual(item);
  });

  it('leaves no numbers of a counting scale behind when the scale is changed', () => {
    expect(itemFromForm({ ...itemToForm(counted), scale: 'three_level' }).scale).toEqual({
      type: 'three_level',
    });
  });
});

describe('the suggestion for a new item', () => {
  it('takes the next code and the ways of the item before it', () => {
    const next = suggestItem('ROAD', [{ ...counted, code: 'ROAD-2' }, counted], defaults);
    expect(next).toMatchObject({
      code: 'ROAD-10',
      categoryKey: 'dirty_road',
      deadlineClock: 'elapsed',
      veto: false,
    });
  });

  it('starts an empty checklist at 01 with the defaults of the city', () => {
    expect(suggestItem('ROAD', [], defaults)).toMatchObject({ code: 'ROAD-01', ...defaults });
  });
});
