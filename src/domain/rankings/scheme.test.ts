import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankTable } from './rank-table.ts';
import { checkScheme, type RankingScheme, scoreUnits, type UnitFacts } from './scheme.ts';

const scheme: RankingScheme = {
  groups: [
    {
      name: '街道',
      unitIds: ['a', 'b', 'c'],
      flags: { top: { count: 1, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
    },
  ],
  components: [
    { key: 'field', weight: '0.9' },
    { key: 'rectification', weight: '0.1' },
  ],
  decimals: 2,
  tieRule: 'competition',
  minimumSites: 2,
};

function unit(unitId: string, siteScores: string[], due = 10, onTime = 5): UnitFacts {
  return { unitId, unitName: `单位${unitId}`, siteScores, problemsDue: due, problemsStruckOffOnTime: onTime };
}

function rank(facts: readonly UnitFacts[], rules = scheme) {
  const { table, evidence } = scoreUnits(rules, facts);
  return {
    units: rankTable(table).groups[0]?.units ?? [],
    warnings: rankTable(table).groups[0]?.warnings,
    evidence,
  };
}

describe('a ranking from a round', () => {
  it('weighs the mean of the sites and the rate struck off on time, rounding once', () => {
    // 0.9 × (80 + 81 + 81)/3 + 0.1 × 100 × 2/3 = 72.6 + 6.666… = 79.2666…
    const { units, evidence } = rank([
      unit('a', ['80', '81', '81'], 3, 2),
      unit('b', ['90', '90']),
      unit('c', ['70', '70.5']),
    ]);
    expect(units.map((u) => [u.id, u.score, u.rank, u.flag])).toEqual([
      ['b', '86.00', 1, 'red'],
      ['a', '79.27', 2, null],
      ['c', '68.23', 3, 'blue'],
    ]);
    expect(evidence[0]).toEqual({
      unitId: 'a',
      group: '街道',
      sites: 3,
      problemsDue: 3,
      problemsStruckOffOnTime: 2,
      components: [
        { key: 'field', value: '80.67', weight: '0.9' },
        { key: 'rectification', value: '66.67', weight: '0.1' },
      ],
    });
  });

  it('gives a rate of no problems no value, and says whose weight was shared', () => {
    const { units, evidence } = rank([
      unit('a', ['80', '90'], 0, 0),
      unit('b', ['80', '90']),
      unit('c', ['1', '1']),
    ]);
    expect(units[0]).toMatchObject({
      id: 'a',
      score: '85.00',
      rank: 1,
      remarks: [{ code: 'component-without-value', facts: { component: 'rectification' } }],
    });
    expect(evidence[0]?.components[1]?.value).toBeNull();
  });

  it('scores but does not rank a unit with too few sites, and lets it move nobody', () => {
    const { units, warnings } = rank([unit('a', ['99']), unit('b', ['80', '80']), unit('c', ['70', '70'])]);
    expect(units.map((u) => [u.id, u.rank, u.flag])).toEqual([
      ['b', 1, 'red'],
      ['c', 2, 'blue'],
      ['a', null, null],
    ]);
    expect(units[2]?.score).toBe('94.10');
    expect(units[2]?.remarks).toEqual([{ code: 'too-few-sites', facts: { sites: 1, minimum: 2 } }]);
    expect(warnings).toEqual([]);
  });

  it('has no score where nothing was seen', () => {
    const rules = { ...scheme, minimumSites: 0 };
    const { units, warnings } = rank(
      [unit('a', [], 0, 0), unit('b', ['1', '1']), unit('c', ['2', '2'])],
      rules,
    );
    expect(units[2]).toMatchObject({ id: 'a', score: null, rank: null, remarks: [{ code: 'no-score' }] });
    expect(warnings?.map((w) => w.code)).toEqual(['missing-score']);
  });

  it('tells units of the same name apart', () => {
    const facts = ['a', 'b', 'c'].map((id, i) => ({
      ...unit(id, [`${80 + i}`, '80']),
      unitName: '民主街道',
    }));
    expect(rank(facts).units.map((u) => u.id)).toEqual(['c', 'b', 'a']);
  });

  it('does not come out of facts that cannot be', () => {
    const rest = [unit('b', ['1', '1']), unit('c', ['1', '1'])];
    expect(() => rank(rest)).toThrow('no facts on unit a');
    expect(() => rank([unit('a', ['1'], 3, 4), ...rest])).toThrow(RangeError);
    expect(() => rank([unit('a', ['1'], -1, 0), ...rest])).toThrow(RangeError);
    expect(() => rank([unit('a', ['1'], 1.5, 1), ...rest])).toThrow(RangeError);
    expect(() => rank([unit('a', ['eighty']), ...rest])).toThrow(RangeError);
  });

  it('keeps every score between the worst and the best of its parts', () => {
    const score = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2));
    const counts = fc
      .tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }))
      .map(([a, b]) => [Math.max(a, b), Math.min(a, b)]);
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 2, maxLength: 9 }),
        counts,
        (siteScores, [due = 0, onTime = 0]) => {
          const facts = ['a', 'b', 'c'].map((id) => unit(id, siteScores, due, onTime));
          const got = Number(rank(facts).units[0]?.score);
          const parts = [...siteScores.map(Number), ...(due > 0 ? [(100 * onTime) / due] : [])];
          expect(got).toBeGreaterThanOrEqual(Math.min(...parts) - 0.01);
          expect(got).toBeLessThanOrEqual(Math.max(...parts) + 0.01);
        },
      ),
    );
  });

  it('changes no score with the order of sites or facts', () => {
    const facts = [unit('a', ['1', '2', '4']), unit('b', ['3', '5']), unit('c', ['2', '9'])];
    const turned = facts.toReversed().map((u) => ({ ...u, siteScores: u.siteScores.toReversed() }));
    expect(rank(turned).units).toEqual(rank(facts).units);
  });
});

describe('a scheme', () => {
  const group = { name: '街道', unitIds: ['a'] };
  it.each<[string, Partial<RankingScheme>]>([
    ['scheme-no-group', { groups: [] }],
    ['scheme-no-component', { components: [] }],
    ['scheme-number-invalid', { decimals: 1.5 }],
    ['scheme-number-invalid', { minimumSites: -1 }],
    ['scheme-weights-sum', { components: [{ key: 'field', weight: '0.95' }] }],
    ['scheme-weight-invalid', { components: [{ key: 'field', weight: '0' }] }],
    ['scheme-weight-invalid', { components: [{ key: 'field', weight: 'much' }] }],
    ['scheme-component-twice', { components: [scheme.components, scheme.components].flat() }],
    ['scheme-group-twice', { groups: [group, { ...group, unitIds: ['b'] }] }],
    ['scheme-unit-twice', { groups: [group, { name: '镇', unitIds: ['a'] }] }],
  ])('is refused with %s', (code, change) => {
    expect(checkScheme({ ...scheme, ...change })).toMatchObject({ accepted: false, refusal: { code } });
  });

  it('is accepted as it is where it can rank', () => {
    expect(checkScheme(scheme)).toEqual({ accepted: true, value: scheme });
  });
});
