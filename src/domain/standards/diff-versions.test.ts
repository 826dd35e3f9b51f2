import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import type { Checklist, ChecklistItem } from './checklist.ts';
import { diffVersions } from './diff-versions.ts';
import { frozenContent, plainDecimal, type StandardContent, validateContent } from './standard-content.ts';

function item(code: string, change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    code,
    title: code,
    titleEn: '',
    campaigns: ['sanitary'],
    weight: '10',
    scale: { type: 'three_level' },
    veto: false,
    categoryKey: 'dirty_road',
    deadlineHours: 2,
    deadlineClock: 'work',
    responsibleUnitType: 'urban_management',
    evidence: 'photo_on_fail',
    ...change,
  };
}

function checklist(siteType: string, items: readonly ChecklistItem[], observationScope = ''): Checklist {
  return { siteType, name: siteType, nameEn: siteType, leadUnitType: 'x', observationScope, items };
}

function content(...checklists: Checklist[]): StandardContent {
  return { scoring: { vetoRule: 'cap', cap: '59', partly: 'raise' }, exemptions: [], checklists };
}

const nothing = { scoring: [], exemptionsChanged: false, checklists: [], items: [] };

describe('diffVersions', () => {
  it('finds nothing between equal contents, however their decimals and names are written', () => {
    const before = content(checklist('ROAD', [item('ROAD-01')]));
    const after = {
      ...content({ ...checklist('ROAD', [item('ROAD-01', { weight: '10.00' })]), name: '道路' }),
      scoring: { vetoRule: 'cap', cap: '59.0', partly: 'raise' } as const,
    };
    expect(diffVersions(before, after)).toEqual(nothing);
  });

  it('names items that came, went and changed, with every field that differs', () => {
    const before = content(checklist('ROAD', [item('ROAD-01'), item('ROAD-02'), item('ROAD-03')]));
    const counted = item('ROAD-02', {
      weight: '12.50',
      scale: { type: 'defect_count', deductPerDefect: '2.5', zeroAtDefects: 5 },
    });
    const after = content(checklist('ROAD', [item('ROAD-01'), counted, item('ROAD-04')]));
    expect(diffVersions(before, after).items).toEqual([
      {
        kind: 'changed',
        siteType: 'ROAD',
        code: 'ROAD-02',
        title: 'ROAD-02',
        fields: [
          { field: 'weight', before: '10', after: '12.5' },
          { field: 'scale', before: 'three_level', after: 'defect_count' },
          { field: 'deductPerDefect', before: null, after: '2.5' },
          { field: 'zeroAtDefects', before: null, after: 5 },
        ],
      },
      { kind: 'added', siteType: 'ROAD', code: 'ROAD-04', title: 'ROAD-04', fields: [] },
      { kind: 'removed', siteType: 'ROAD', code: 'ROAD-03', title: 'ROAD-03', fields: [] },
    ]);
  });

  it('sees an item that moved to another checklist as one change', () => {
    const before = content(checklist('ROAD', [item('ROAD-01')]), checklist('PARK', []));
    const after = content(checklist('ROAD', []), checklist('PARK', [item('ROAD-01')]));
    expect(diffVersions(before, after)).toEqual({
      ...nothing,
      items: [
        {
          kind: 'changed',
          siteType: 'PARK',
          code: 'ROAD-01',
          title: 'ROAD-01',
          fields: [{ field: 'siteType', before: 'ROAD', after: 'PARK' }],
        },
      ],
    });
  });

  it('tells a new order from items that came or went', () => {
    const before = content(checklist('ROAD', [item('A-1'), item('A-2'), item('A-3')]));
    const swapped = content(checklist('ROAD', [item('A-2'), item('A-1'), item('A-3')]));
    const shorter = content(checklist('ROAD', [item('A-0'), item('A-1'), item('A-3')]));
    expect(diffVersions(before, swapped).checklists).toEqual([
      { kind: 'changed', siteType: 'ROAD', fields: [], reordered: true },
    ]);
    expect(diffVersions(before, shorter).checklists).toEqual([]);
  });

  it('names checklists, scopes, rules and exemptions', () => {
    const before = content(checklist('ROAD', [], '500 m'), checklist('PARK', []));
    const after: StandardContent = {
      scoring: { vetoRule: 'zero', cap: '0', partly: 'advisory' },
      exemptions: [{ appliesTo: ['parking'], rule: '线内不计', ruleEn: '' }],
      checklists: [checklist('ROAD', [], '300 m'), checklist('LANE', [])],
    };
    const diff = diffVersions(before, after);
    expect(diff.exemptionsChanged).toBe(true);
    expect(diff.scoring).toEqual([
      { field: 'vetoRule', before: 'cap', after: 'zero' },
      { field: 'cap', before: '59', after: '0' },
      { field: 'partly', before: 'raise', after: 'advisory' },
    ]);
    expect(diff.checklists).toEqual([
      {
        kind: 'changed',
        siteType: 'ROAD',
        fields: [{ field: 'observationScope', before: '500 m', after: '300 m' }],
        reordered: false,
      },
      { kind: 'added', siteType: 'LANE', fields: [], reordered: false },
      { kind: 'removed', siteType: 'PARK', fields: [], reordered: false },
    ]);
  });

  const anyItem = fc.record({
    code: fc.constantFrom('A-1', 'A-2', 'A-3', 'A-4'),
    weight: fc.constantFrom('10', '10.00', '10.5', '3'),
    veto: fc.boolean(),
  });
  const anyContent = fc
    .record({
      road: fc.uniqueArray(anyItem, { selector: (entry) => entry.code }),
      scope: fc.constantFrom('', '500 m'),
      cap: fc.constantFrom('59', '59.00', '0'),
    })
    .map(({ road, scope, cap }) => ({
      ...content(
        checklist(
          'ROAD',
          road.map((entry) => item(entry.code, entry)),
          scope,
        ),
      ),
      scoring: { vetoRule: 'cap' as const, cap, partly: 'raise' as const },
    }));

  it('is empty exactly where the hashed contents are one', () => {
    fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        const same = canonicalJson(frozenContent(before)) === canonicalJson(frozenContent(after));
        const { scoring, exemptionsChanged, checklists, items } = diffVersions(before, after);
        const isEmpty =
          scoring.length === 0 && !exemptionsChanged && checklists.length === 0 && items.length === 0;
        expect(isEmpty).toBe(same);
      }),
    );
  });

  it('turns additions into removals when the sides are exchanged', () => {
    fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        const kinds = (diff: ReturnType<typeof diffVersions>, kind: string) =>
          diff.items
            .filter((change) => change.kind === kind)
            .map((change) => change.code)
            .sort();
        const [there, back] = [diffVersions(before, after), diffVersions(after, before)];
        expect(kinds(there, 'added')).toEqual(kinds(back, 'removed'));
        expect(kinds(there, 'changed')).toEqual(kinds(back, 'changed'));
      }),
    );
  });
});

describe('validateContent', () => {
  it('refuses a version without checklists and tells which checklist is at fault', () => {
    expect(validateContent(content(), [])).toEqual([
      { level: 'refusal', code: 'standard.noChecklists', itemCode: null, siteType: null, facts: {} },
    ]);
    expect(validateContent(content(checklist('ROAD', [])), [])).toEqual([
      { level: 'refusal', code: 'standard.noItems', itemCode: null, siteType: 'ROAD', facts: {} },
    ]);
  });
});

describe('plainDecimal', () => {
  it.each([
    ['10.00', '10'],
    ['3.50', '3.5'],
    ['0.05', '0.05'],
    ['100', '100'],
    ['0.00', '0'],
  ])('writes %s as %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });
});
