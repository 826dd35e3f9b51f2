import { describe, expect, it } from 'vitest';
import type { Category, Checklist, ChecklistItem } from './checklist.ts';
import { mayPublish, validateChecklist } from './validate-checklist.ts';

const category: Category = {
  key: 'dirty_road',
  name: '道路不洁',
  nameEn: 'Dirty road',
  defaultDeadlineHours: 2,
  deadlineClock: 'work',
  defaultUnitType: 'urban_management',
};

const good: ChecklistItem = {
  code: 'ROAD-01',
  title: '路面整洁无垃圾',
  titleEn: 'Carriageway clean',
  campaigns: ['sanitary'],
  weight: '100',
  scale: { type: 'defect_count', deductPerDefect: '33.33', zeroAtDefects: 3 },
  veto: false,
  categoryKey: 'dirty_road',
  deadlineHours: 2,
  deadlineClock: 'work',
  responsibleUnitType: 'urban_management',
  evidence: 'photo_required',
};

function road(...items: ChecklistItem[]): Checklist {
  return {
    siteType: 'ROAD',
    name: '主次干道',
    nameEn: 'Roads',
    leadUnitType: 'x',
    observationScope: '',
    items,
  };
}

function codes(checklist: Checklist): string[] {
  return validateChecklist(checklist, [category]).map((finding) => finding.code);
}

describe('validateChecklist', () => {
  it('finds nothing wrong with a sound checklist', () => {
    expect(validateChecklist(road(good), [category])).toEqual([]);
  });

  it.each<[string, Partial<ChecklistItem>]>([
    ['standard.badWeight', { weight: '0' }],
    ['standard.badWeight', { weight: '-3' }],
    ['standard.badWeight', { weight: '1e9' }],
    ['standard.unknownCategory', { categoryKey: 'nowhere' }],
    ['standard.badDeadline', { deadlineHours: 0 }],
    ['standard.badDeadline', { deadlineHours: 1.5 }],
    ['standard.badDeadline', { deadlineHours: Number.NaN }],
    ['standard.badCode', { code: '路 01' }],
    ['standard.noTitle', { title: '  ' }],
    ['standard.noUnitType', { responsibleUnitType: '' }],
    ['standard.badDeduction', { scale: { type: 'defect_count', deductPerDefect: '0', zeroAtDefects: 3 } }],
    ['standard.badZeroAt', { scale: { type: 'defect_count', deductPerDefect: '1', zeroAtDefects: 0.5 } }],
  ])('refuses %s for %o', (code, change) => {
    const findings = validateChecklist(road({ ...good, ...change }), [category]);
    expect(findings.find((finding) => finding.code === code)?.level).toBe('refusal');
    expect(mayPublish(findings)).toBe(false);
  });

  it('refuses a code used twice and an empty checklist', () => {
    expect(codes(road({ ...good, weight: '50' }, { ...good, weight: '50' }))).toEqual(['standard.codeTwice']);
    expect(codes(road())).toEqual(['standard.noItems']);
  });

  it('warns, without refusing, of weights that are not 100 in all and of a fall to 0', () => {
    const steep: ChecklistItem = {
      ...good,
      weight: '60.5',
      scale: { type: 'defect_count', deductPerDefect: '2', zeroAtDefects: 3 },
    };
    const findings = validateChecklist(road(steep), [category]);
    expect(findings).toEqual([
      {
        level: 'warning',
        code: 'standard.cliff',
        itemCode: 'ROAD-01',
        facts: { item: 'ROAD-01', left: '54.50', zeroAt: 3 },
      },
      { level: 'warning', code: 'standard.totalNotHundred', itemCode: null, facts: { total: '60.50' } },
    ]);
    expect(mayPublish(findings)).toBe(true);
  });
});
