import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectFacts, type MemberUnit, type RoundInspection, type RoundProblem } from './round-facts.ts';

const street: MemberUnit = { id: 'street', name: '街道', path: 'c.d.s', kind: 'street' };
const district: MemberUnit = { id: 'district', name: '区', path: 'c.d', kind: 'district' };
const bureau: MemberUnit = { id: 'bureau', name: '局', path: 'c.b', kind: 'bureau' };
const period = { from: '2026-11-01', to: '2026-11-20' };
const asOf = '2026-11-30T00:00:00Z';

function inspection(siteId: string, change: Partial<RoundInspection> = {}): RoundInspection {
  return {
    siteId,
    inspectionId: `i-${siteId}`,
    score: '80',
    finishedAt: '2026-11-10T02:00:00Z',
    territoryPath: 'c.d.s',
    lineBureauPath: 'c.b',
    ...change,
  };
}

function problem(number: number, change: Partial<RoundProblem> = {}): RoundProblem {
  return {
    problemId: `p${number}`,
    number,
    deadlineAt: '2026-11-10T02:00:00Z',
    struckOffAt: null,
    unitPath: 'c.d.s',
    ...change,
  };
}

describe('facts of a round', () => {
  it('count a site for its street, its district and the bureau of its line', () => {
    const facts = collectFacts([street, district, bureau], [inspection('a')], [], period, asOf);
    expect(facts.map((unit) => unit.sites.length)).toEqual([1, 1, 1]);
  });

  it('count no site of a bureau by territory, and none that only begins with the same letters', () => {
    const sites = [
      inspection('a', { territoryPath: 'c.b', lineBureauPath: null }),
      inspection('b', { territoryPath: 'c.d.s2' }),
    ];
    const facts = collectFacts([street, district, bureau], sites, [], period, asOf);
    expect(facts.map((unit) => unit.sites.map((site) => site.siteId))).toEqual([[], ['b'], ['b']]);
  });

  it('count a site once, by its last inspection', () => {
    const twice = [
      inspection('a', { inspectionId: 'late', score: '90', finishedAt: '2026-11-11T02:00:00Z' }),
      inspection('a', { inspectionId: 'early', score: '10' }),
    ];
    for (const order of [twice, twice.toReversed()]) {
      expect(collectFacts([street], order, [], period, asOf)[0]?.sites).toEqual([
        { siteId: 'a', inspectionId: 'late', score: '90' },
      ]);
    }
  });

  it('count problems by the day of their deadline in Chinese time', () => {
    const problems = [
      problem(1, { deadlineAt: '2026-10-31T16:00:00Z' }),
      problem(2, { deadlineAt: '2026-10-31T15:59:59Z' }),
      problem(3, { deadlineAt: '2026-11-20T15:59:59Z' }),
      problem(4, { deadlineAt: '2026-11-20T16:00:00Z' }),
    ];
    const [unit] = collectFacts([street], [], problems, period, asOf);
    expect(unit?.problems.map((entry) => entry.number)).toEqual([1, 3]);
  });

  it('leave out what is not due yet, struck off or not', () => {
    const problems = [problem(1), problem(2, { struckOffAt: '2026-11-05T00:00:00Z' })];
    const [unit] = collectFacts([street], [], problems, period, '2026-11-10T01:59:59Z');
    expect(unit?.problems).toEqual([]);
  });

  it('are the same in whatever order they come', () => {
    const sites = ['a', 'b', 'c', 'd'].map((id) => inspection(id));
    const problems = [1, 2, 3, 4].map((number) => problem(number));
    const straight = collectFacts([street, bureau], sites, problems, period, asOf);
    const shuffled = fc.tuple(
      fc.shuffledSubarray(sites, { minLength: 4 }),
      fc.shuffledSubarray(problems, { minLength: 4 }),
    );
    fc.assert(
      fc.property(shuffled, ([turnedSites, turnedProblems]) => {
        expect(collectFacts([street, bureau], turnedSites, turnedProblems, period, asOf)).toEqual(straight);
      }),
    );
  });
});
