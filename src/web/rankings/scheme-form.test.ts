import { describe, expect, it } from 'vitest';
import { type SchemeView, schemeRules } from '../../contract/schemes.ts';
import { emptyRule, emptyScheme, formOfScheme, missingOf, rulesOfForm, weightSum } from './scheme-form.ts';

const rules = {
  groups: [
    {
      name: '城区',
      unitIds: ['01900000-0000-7000-8000-000000000001'],
      flags: {
        top: { count: 2, flag: 'red', minimumScore: '90' },
        bottom: { count: 1, flag: 'blue' },
        thresholds: [{ flag: 'black', below: '60' }],
      },
    },
  ],
  components: [
    { key: 'field' as const, weight: '0.85' },
    { key: 'rectification' as const, weight: '0.15' },
  ],
  decimals: 2,
  tieRule: 'dense' as const,
  minimumSites: 3,
  bulletin: { documentPrefix: '焦城创指', headWords: '红头', recipients: ['各区', '各局'] },
};

const scheme: SchemeView = {
  id: 'x',
  name: '办法',
  validFrom: '2026-01-01',
  validTo: null,
  seriesId: 'x',
  groups: 1,
  units: 1,
  rankings: 0,
  publishedRankings: 0,
  isSample: false,
  version: 1,
  rules,
  members: [{ id: '01900000-0000-7000-8000-000000000001', name: '山阳区', kind: 'district' }],
  mayEdit: true,
};

describe('the form of a scheme', () => {
  it('gives back what it was filled from', () => {
    const form = formOfScheme(scheme);
    expect(form.groups[0]?.units[0]?.name).toBe('山阳区');
    expect(schemeRules.parse(rulesOfForm(form, rules.bulletin.headWords))).toEqual(rules);
    expect(missingOf(form)).toEqual([]);
  });

  it('adds weights exactly and says when they are not 1', () => {
    const sum = (field: string, rectification: string) => weightSum({ weights: { field, rectification } });
    expect(sum('0.7', '0.2')).toBe('0.9');
    expect(sum('0.1', '0.9')).toBe('1');
    expect(sum('1', '')).toBe('1');
    expect(sum('很多', '0.1')).toBeNull();
    expect(missingOf({ ...formOfScheme(scheme), weights: { field: '0.7', rectification: '0.2' } })).toEqual([
      'schemes.missing.weights',
    ]);
  });

  it('leaves out a side without places, and says what is missing', () => {
    const group = { key: 'g', name: ' ', units: [], flags: { ...emptyRule, topCount: 0 } };
    const form = { ...emptyScheme, groups: [group] };
    expect(rulesOfForm(form).groups[0]?.flags).toEqual({
      top: undefined,
      bottom: { count: 1, flag: 'blue' },
      thresholds: undefined,
    });
    expect(missingOf(form)).toEqual([
      'schemes.missing.name',
      'schemes.missing.validFrom',
      'schemes.missing.groupName',
      'schemes.missing.units',
    ]);
  });
});
