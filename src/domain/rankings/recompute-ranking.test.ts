import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagMargins } from './flag-margins.ts';
import { runningStreaks } from './flag-streaks.ts';
import { deriveOutput, type RoundInputs } from './ranking-record.ts';
import { recomputeRanking } from './recompute-ranking.ts';
import { checkDecisions, listTies } from './tie-decisions.ts';

function inputsOf(scores: readonly (readonly string[])[]): RoundInputs {
  const units = scores.map((sites, index) => ({
    unitId: `u${index}`,
    unitName: `街道${index}`,
    sites: sites.map((score, at) => ({ siteId: `s${index}-${at}`, inspectionId: `i${index}-${at}`, score })),
    problems: [],
  }));
  return {
    kind: 'round',
    codeVersion: 'guatu test',
    scheme: {
      id: 'scheme',
      name: '办法',
      validFrom: '2026-01-01',
      validTo: null,
      rules: {
        groups: [
          {
            name: '街道',
            unitIds: units.map((unit) => unit.unitId),
            flags: { top: { count: 1, flag: 'red' }, bottom: { count: 1, flag: 'blue' } },
          },
        ],
        components: [{ key: 'field', weight: '1' }],
        decimals: 2,
        tieRule: 'competition',
        minimumSites: 0,
        bulletin: {},
      },
    },
    round: { id: 'r', name: '第1轮', startsOn: '2026-11-01', endsOn: '2026-11-20' },
    period: { from: '2026-11-01', to: '2026-11-20' },
    asOf: '2026-11-30T00:00:00Z',
    units,
  };
}

const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('recomputing a ranking', () => {
  it('finds nothing in what was computed, after a trip over the wire', () => {
    const score = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(fc.array(fc.array(score, { maxLength: 5 }), { minLength: 1, maxLength: 8 }), (scores) => {
        const inputs = inputsOf(scores);
        expect(recomputeRanking(wire({ inputs, output: deriveOutput(inputs) }))).toBeNull();
      }),
    );
  });

  it('names the first place where the result was touched', () => {
    const inputs = inputsOf([['90'], ['80', '81', '81']]);
    const forged = wire({ inputs, output: deriveOutput(inputs) }) as never as {
      output: { groups: { units: { score: string }[] }[] };
    };
    const unit = forged.output.groups[0]?.units[1];
    if (unit) unit.score = '80.68';
    expect(recomputeRanking(forged as never)).toEqual({
      path: 'groups.0.units.1.score',
      stated: '"80.68"',
      recomputed: '"80.67"',
    });
  });

  it('sees inputs that were touched, decisions nobody could take, and facts that cannot be', () => {
    const inputs = inputsOf([['90'], ['80']]);
    const output = deriveOutput(inputs);
    expect(recomputeRanking({ inputs: inputsOf([['90'], ['80.01']]), output })?.path).toBe(
      'evidence.1.components.0.value',
    );
    const decisions = [{ group: '街道', flag: 'red', units: ['u1'], reason: '有人打招呼' }];
    expect(recomputeRanking({ inputs, output: { ...output, decisions } })?.path).toBe('decisions');
    expect(recomputeRanking({ inputs: { ...inputs, units: [] }, output })?.path).toBe('inputs');
  });
});

describe('a tie on a flag line', () => {
  const inputs = inputsOf([['90'], ['90'], ['90'], ['70']]);
  const { groups } = deriveOutput(inputs);
  const decision = { group: '街道', flag: 'red', units: ['u1'], reason: '连续三轮进步' };

  it('names all tied units and the places', () => {
    expect(listTies(groups)).toEqual([
      {
        group: '街道',
        flag: 'red',
        count: 1,
        score: '90.00',
        units: [
          { key: 'u0', name: '街道0' },
          { key: 'u1', name: '街道1' },
          { key: 'u2', name: '街道2' },
        ],
      },
    ]);
  });

  it('is decided with a reason that stands beside the unit', () => {
    expect(checkDecisions(groups, [decision])).toMatchObject({ accepted: true });
    const decided = deriveOutput(inputs, [decision]);
    expect(decided.groups[0]?.units.map((unit) => unit.flag)).toEqual([null, 'red', null, 'blue']);
    expect(decided.groups[0]?.units[1]?.remarks).toEqual([
      { code: 'flag-by-decision', facts: { flag: 'red', reason: '连续三轮进步' } },
    ]);
    expect(recomputeRanking(wire({ inputs, output: decided }))).toBeNull();
  });

  it('gives nobody praise and criticism at once', () => {
    const all = deriveOutput(inputsOf([['80'], ['80']])).groups;
    const red = { group: '街道', flag: 'red', units: ['u0'], reason: '研究决定' };
    const blue = { ...red, flag: 'blue' };
    expect(checkDecisions(all, [red, blue])).toMatchObject({ refusal: { code: 'ranking.decisionTwoFlags' } });
    expect(checkDecisions(all, [red, { ...blue, units: ['u1'] }])).toMatchObject({ accepted: true });
  });
});

describe('the sentence under a flag', () => {
  it('says how far the unit is from the next one without that flag', () => {
    const [group] = deriveOutput(inputsOf([['90'], ['80'], ['70.5']])).groups;
    expect([...flagMargins(group?.units ?? [])]).toEqual([
      ['u0', { other: '街道1', points: '10.00' }],
      ['u2', { other: '街道1', points: '9.50' }],
    ]);
  });

  it('names the tied unit that the decision passed over', () => {
    const inputs = inputsOf([['90'], ['70'], ['70']]);
    const decision = { group: '街道', flag: 'blue', units: ['u1'], reason: '整改较慢' };
    const [group] = deriveOutput(inputs, [decision]).groups;
    expect(flagMargins(group?.units ?? []).get('u1')).toEqual({ other: '街道2', points: '0.00' });
  });

  it('is silent where the unit stands alone', () => {
    const alone = { name: '甲', score: '90', rank: 1, flag: 'red', reason: null, remarks: [] };
    expect(flagMargins([alone]).size).toBe(0);
  });
});

describe('a streak', () => {
  const issue = (publishedAt: string, units: string[], series = 's') => ({
    series,
    publishedAt,
    flags: units.map((unit) => ({ unit, colour: 'blue' })),
  });

  it('runs back from the latest ranking and ends where the flag is missing', () => {
    const streaks = runningStreaks([
      issue('2026-03-01T00:00:00Z', ['a', 'b']),
      issue('2026-01-01T00:00:00Z', ['a', 'b']),
      issue('2026-02-01T00:00:00Z', ['a']),
    ]);
    expect([...streaks]).toEqual([
      ['a\nblue', 3],
      ['b\nblue', 1],
    ]);
  });

  it('is not carried from one series into another', () => {
    const streaks = runningStreaks([
      issue('2026-01-01T00:00:00Z', ['a']),
      issue('2026-02-01T00:00:00Z', ['a'], 'other'),
    ]);
    expect(streaks.get('a\nblue')).toBe(1);
  });
});
