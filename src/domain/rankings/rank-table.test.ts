import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankTable } from './rank-table.ts';
import type { FlagRule, RankedGroup, RankingGroup, RankingTable, RankingUnit } from './ranking-table.ts';

const redBlue = (top: number, bottom: number): FlagRule => ({
  top: { count: top, flag: 'red' },
  bottom: { count: bottom, flag: 'blue' },
});

function rankOne(
  group: Partial<RankingGroup> & { units: readonly RankingUnit[] },
  table: Partial<RankingTable> = {},
): RankedGroup {
  const [ranked] = rankTable({
    decimals: 2,
    tieRule: 'competition',
    order: 'higher-is-better',
    ...table,
    groups: [{ name: '城区', ...group }],
  }).groups;
  if (!ranked) throw new Error('no group');
  return ranked;
}

const scores = (...values: (string | undefined)[]): RankingUnit[] =>
  values.map((score, index) => ({ name: `单位${index + 1}`, score }));

const summary = (group: RankedGroup) => group.units.map((u) => [u.name, u.score, u.rank, u.flag]);
const flagsOf = (group: RankedGroup) => group.units.map((u) => u.flag);
const ranksOf = (group: RankedGroup) => group.units.map((u) => u.rank);

describe('a city table', () => {
  it('comes out as Jiaozuo printed it in August 2019', () => {
    const names = ['马村区', '山阳区', '中站区', '示范区', '解放区'];
    const marks = ['79.50', '83.00', '73.75', '82.75', '82.00'];
    const units = names.map((name, i) => ({ name, score: marks[i] }));
    const group = rankOne({ flags: redBlue(2, 1), units });
    expect(summary(group)).toEqual([
      ['山阳区', '83.00', 1, 'red'],
      ['示范区', '82.75', 2, 'red'],
      ['解放区', '82.00', 3, null],
      ['马村区', '79.50', 4, null],
      ['中站区', '73.75', 5, 'blue'],
    ]);
    expect(group.warnings).toEqual([]);
  });

  it('counts a tie 1, 2, 2, 4 by competition and 1, 2, 2, 3 dense', () => {
    const units = scores('95', '90', '90', '80');
    expect(ranksOf(rankOne({ units }))).toEqual([1, 2, 2, 4]);
    expect(ranksOf(rankOne({ units }, { tieRule: 'dense' }))).toEqual([1, 2, 2, 3]);
  });

  it('rounds once, half up, and ties what prints alike', () => {
    const group = rankOne({ units: scores('82.745', '82.7450000001', '82.7449999') });
    expect(summary(group).map(([, score, rank]) => [score, rank])).toEqual([
      ['82.75', 1],
      ['82.75', 1],
      ['82.74', 3],
    ]);
  });

  it('ranks the lowest first where lower is better, a group going before its table', () => {
    const group = rankOne({ order: 'lower-is-better', flags: redBlue(1, 1), units: scores('3', '1', '2') });
    expect(summary(group).map(([name, , rank, flag]) => [name, rank, flag])).toEqual([
      ['单位2', 1, 'red'],
      ['单位3', 2, null],
      ['单位1', 3, 'blue'],
    ]);
  });

  it('keeps a unit that is scored but not ranked, and does not let it move the others', () => {
    const units = [
      ...scores('82.95', '81.44', '81.35'),
      { name: '经开区', score: '82.55', ranked: false, reason: '不参与排名' },
    ];
    const group = rankOne({ flags: redBlue(1, 1), units });
    expect(ranksOf(group)).toEqual([1, 2, 3, null]);
    expect(group.units[3]).toMatchObject({ score: '82.55', flag: null, reason: '不参与排名' });
  });

  it('names a unit without a score and ranks the rest', () => {
    const group = rankOne({ units: scores('90', undefined, '80') });
    expect(ranksOf(group)).toEqual([1, 2, null]);
    expect(group.warnings).toEqual([
      { code: 'missing-score', units: ['单位2'], facts: { unit: '单位2', fields: 'score' } },
    ]);
  });

  it('reports a printed rank that does not follow from the scores', () => {
    const units = [
      { name: '甲', score: '87', publishedRank: 8 },
      { name: '乙', score: '86', publishedRank: 2 },
    ];
    expect(rankOne({ units }).warnings).toEqual([
      { code: 'published-rank-differs', units: ['甲'], facts: { unit: '甲', published: 8, computed: 1 } },
    ]);
  });
});

describe('a computed score', () => {
  const components = [
    { key: 'field', weight: '0.85' },
    { key: 'survey', weight: '0.15' },
  ];
  const scoreOf = (unit: Partial<RankingUnit>, weighted = true) =>
    rankOne({ components: weighted ? components : undefined, units: [{ name: '某区', ...unit }] }).units[0];

  it('weighs components, takes off deductions, adds the adjustment, then multiplies', () => {
    // (0.85 × 90.10 + 0.15 × 88.00 − 0.3 − 2 − 1.0) × 1.15 = 99.45775
    const unit = {
      components: { field: '90.10', survey: '88.00' },
      adjustment: '-1.0',
      coefficient: '1.15',
      deductions: ['0.3', '2'],
    };
    expect(scoreOf(unit)?.score).toBe('99.46');
  });

  it('is 100 less the deductions where only deductions are given', () => {
    expect(scoreOf({ deductions: ['5', '0.22'] }, false)?.score).toBe('94.78');
    expect(scoreOf({ deductions: [] }, false)?.score).toBe('100.00');
  });

  it('does not treat a missing component as 100 or 0', () => {
    expect(scoreOf({ deductions: ['1'] })).toMatchObject({ score: null, rank: null });
    expect(scoreOf({ components: { field: '90' } })).toMatchObject({ score: null, rank: null });
  });

  it('says so when a component has no weight', () => {
    const group = rankOne({ components, units: [{ name: '某区', score: '1', components: { feild: '90' } }] });
    expect(group.warnings).toEqual([
      { code: 'unknown-field', units: ['某区'], facts: { place: '某区', field: 'components.feild' } },
    ]);
  });

  it('gives way to a given score and says which parts were left aside', () => {
    expect(scoreOf({ score: '90', adjustment: '-1' })).toMatchObject({
      score: '90.00',
      remarks: [{ code: 'parts-not-applied', facts: {} }],
    });
    expect(scoreOf({ score: '94.78', deductions: ['5.22'] }, false)?.remarks).toEqual([]);
  });

  it('takes a component called like a part of the language', () => {
    const group = rankOne({
      components: [{ key: 'constructor', weight: '1' }],
      units: [{ name: '甲', components: {} }],
    });
    expect(group.units[0]?.score).toBeNull();
  });

  it('survives marks with many digits', () => {
    const long = `${'9'.repeat(30)}.${'9'.repeat(30)}`;
    const unit = { components: { field: long, survey: long }, coefficient: long };
    expect(scoreOf(unit)?.rank).toBe(1);
  });
});

describe('flags', () => {
  it('go to nobody of a tie across the line, but to those clearly inside', () => {
    const group = rankOne({ flags: redBlue(2, 2), units: scores('95', '90', '90', '85', '80', '80', '70') });
    expect(flagsOf(group)).toEqual(['red', null, null, null, null, null, 'blue']);
    expect(group.warnings.map((w) => [w.code, w.units, w.facts.flag, w.facts.score])).toEqual([
      ['tie-on-flag-line', ['单位2', '单位3'], 'red', '90.00'],
      ['tie-on-flag-line', ['单位5', '单位6'], 'blue', '80.00'],
    ]);
  });

  it('go to a whole tie that lies inside the line', () => {
    expect(flagsOf(rankOne({ flags: redBlue(2, 0), units: scores('90', '90', '80') }))).toEqual([
      'red',
      'red',
      null,
    ]);
  });

  it('need the minimum score too, and a tie below it is no tie on the line', () => {
    const flags: FlagRule = { top: { count: 1, flag: 'red', minimumScore: '90' } };
    expect(flagsOf(rankOne({ flags, units: scores('89.99', '80') }))).toEqual([null, null]);
    expect(flagsOf(rankOne({ flags, units: scores('89.995', '80') }))).toEqual(['red', null]);
    expect(rankOne({ flags, units: scores('89', '89') }).warnings).toEqual([]);
  });

  it('by thresholds look at the stored score, the first that fits', () => {
    const flags: FlagRule = {
      thresholds: [
        { flag: 'red', min: '90' },
        { flag: 'black', below: '85' },
      ],
    };
    const group = rankOne({ flags, units: scores('90', '89.994', '85', '84.994') });
    expect(flagsOf(group)).toEqual(['red', null, null, 'black']);
  });

  it('never praise and criticise at once in a group too small for its rule', () => {
    const conflict = { code: 'flags-conflict', facts: { first: 'red', second: 'blue' } };
    const two = rankOne({ flags: redBlue(2, 1), units: scores('90', '80') });
    expect(flagsOf(two)).toEqual(['red', null]);
    expect(two.units[1]?.remarks).toEqual([conflict]);
    expect(flagsOf(rankOne({ flags: redBlue(1, 1), units: scores('90') }))).toEqual([null]);
    expect(flagsOf(rankOne({ flags: redBlue(2, 2), units: scores('90', '85', '80') }))).toEqual([
      'red',
      null,
      'blue',
    ]);
    expect(flagsOf(rankOne({ flags: redBlue(2, 2), units: scores('90', '80', '80') }))).toEqual([
      'red',
      null,
      null,
    ]);
  });

  it('are withheld where rank and threshold disagree', () => {
    const flags: FlagRule = { ...redBlue(1, 0), thresholds: [{ flag: 'black', below: '85' }] };
    expect(flagsOf(rankOne({ flags, units: scores('80', '70') }))).toEqual([null, 'black']);
  });
});

describe('rules that hold for every table', () => {
  const unitsOf = (marks: readonly number[]): RankingUnit[] =>
    marks.map((mark, i) => ({ name: `u${i}`, score: (mark / 100).toFixed(2) }));
  const marks = fc.array(fc.integer({ min: 7000, max: 7100 }), { minLength: 1, maxLength: 30 });
  const tieRule = fc.constantFrom('competition' as const, 'dense' as const);
  const rankMap = (group: RankedGroup) => new Map(group.units.map((u) => [u.name, u.rank]));
  const rankOf = (group: RankedGroup, name: string) => rankMap(group).get(name) ?? Number.NaN;

  it('the order of the input changes no rank and no flag', () => {
    fc.assert(
      fc.property(marks, tieRule, fc.infiniteStream(fc.nat()), (values, rule, keys) => {
        const units = unitsOf(values);
        const shuffled = units
          .map((unit) => ({ unit, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ unit }) => unit);
        const byName = (group: RankedGroup) => new Map(group.units.map((u) => [u.name, [u.rank, u.flag]]));
        const flags = redBlue(3, 2);
        expect(byName(rankOne({ flags, units: shuffled }, { tieRule: rule }))).toEqual(
          byName(rankOne({ flags, units }, { tieRule: rule })),
        );
      }),
    );
  });

  it('a higher score never worsens a rank', () => {
    fc.assert(
      fc.property(marks, tieRule, fc.nat(), fc.nat({ max: 200 }), (values, rule, pick, gain) => {
        const chosen = pick % values.length;
        const raised = values.map((value, i) => (i === chosen ? value + gain : value));
        const before = rankOne({ units: unitsOf(values) }, { tieRule: rule });
        const after = rankOne({ units: unitsOf(raised) }, { tieRule: rule });
        expect(rankOf(after, `u${chosen}`)).toBeLessThanOrEqual(rankOf(before, `u${chosen}`));
      }),
    );
  });

  it('no more units are flagged than the rule counts, and none below an unflagged better one', () => {
    fc.assert(
      fc.property(marks, fc.nat({ max: 6 }), fc.nat({ max: 6 }), (values, top, bottom) => {
        const flags = flagsOf(rankOne({ flags: redBlue(top, bottom), units: unitsOf(values) }));
        expect(flags.filter((flag) => flag === 'red').length).toBeLessThanOrEqual(top);
        expect(flags.filter((flag) => flag === 'blue').length).toBeLessThanOrEqual(bottom);
        expect(flags.lastIndexOf('red')).toBe(flags.filter((flag) => flag === 'red').length - 1);
        expect(flags.toReversed().lastIndexOf('blue')).toBe(flags.filter((f) => f === 'blue').length - 1);
      }),
    );
  });

  it('units that are not ranked never move the others', () => {
    fc.assert(
      fc.property(marks, marks, (values, others) => {
        const flags = redBlue(2, 2);
        const guests = unitsOf(others).map((u) => ({ ...u, name: `guest ${u.name}`, ranked: false }));
        const alone = rankOne({ flags, units: unitsOf(values) });
        const together = rankOne({ flags, units: [...guests, ...unitsOf(values)] });
        expect(together.units.slice(0, values.length)).toEqual(alone.units);
        expect(together.units.slice(values.length).every((u) => u.rank === null && u.flag === null)).toBe(
          true,
        );
      }),
    );
  });

  it('competition ranks count the better units, dense ranks the better scores', () => {
    fc.assert(
      fc.property(marks, (values) => {
        const units = unitsOf(values);
        const competition = rankOne({ units });
        const dense = rankOne({ units }, { tieRule: 'dense' });
        for (const [i, mark] of values.entries()) {
          const better = values.filter((value) => value > mark);
          expect(rankOf(competition, `u${i}`)).toBe(better.length + 1);
          expect(rankOf(dense, `u${i}`)).toBe(new Set(better).size + 1);
        }
      }),
    );
  });
});
