import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultSiteFormula,
  defaultUnitFormula,
  readWorstFormula,
  type WorstFacts,
  worstPoints,
} from './worst-first.ts';

const facts: fc.Arbitrary<WorstFacts> = fc.record({
  score: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  overdue: fc.nat(200),
  medianAgeDays: fc.option(fc.nat(900)),
  recurrences: fc.nat(200),
});

describe('worst first', () => {
  it('gives a spotless place nothing and the worst place a hundred', () => {
    const spotless = { score: 100, overdue: 0, medianAgeDays: null, recurrences: 0 };
    expect(worstPoints(spotless, defaultSiteFormula).points).toBe(0);
    const worst = { score: 0, overdue: 3, medianAgeDays: 30, recurrences: 3 };
    expect(worstPoints(worst, defaultSiteFormula)).toEqual({
      points: 100,
      parts: { score: 40, overdue: 25, age: 20, recurrence: 15 },
    });
  });

  it('gives points that a reader can add up by hand', () => {
    const one = { score: 87.5, overdue: 1, medianAgeDays: 7, recurrences: 1 };
    expect(worstPoints(one, defaultSiteFormula)).toEqual({
      points: 23,
      parts: { score: 5, overdue: 8.3, age: 4.7, recurrence: 5 },
    });
  });

  it('counts nothing for the score of a place that nobody inspected', () => {
    const { points, parts } = worstPoints(
      { score: null, overdue: 0, medianAgeDays: null, recurrences: 0 },
      defaultUnitFormula,
    );
    expect([points, parts.score]).toEqual([0, null]);
  });

  it('never falls when a place gets worse, and stays within 0 and 100', () => {
    fc.assert(
      fc.property(facts, facts, (left, right) => {
        const both: WorstFacts = {
          score: left.score === null || right.score === null ? left.score : Math.min(left.score, right.score),
          overdue: Math.max(left.overdue, right.overdue),
          medianAgeDays: Math.max(left.medianAgeDays ?? 0, right.medianAgeDays ?? 0),
          recurrences: Math.max(left.recurrences, right.recurrences),
        };
        const before = worstPoints(left, defaultSiteFormula).points;
        const after = worstPoints(both, defaultSiteFormula).points;
        expect(after).toBeGreaterThanOrEqual(before);
        expect(after).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the formula', () => {
  it('is the default where a city set nothing', () => {
    expect(readWorstFormula({}, 'sites')).toEqual(defaultSiteFormula);
    expect(readWorstFormula({ worstFirst: null }, 'units')).toEqual(defaultUnitFormula);
  });

  it('is the city’s where its points add up to a hundred', () => {
    const set = { worstFirst: { sites: { scorePoints: 50, recurrencePoints: 5, fullAgeDays: 60 } } };
    expect(readWorstFormula(set, 'sites')).toEqual({
      ...defaultSiteFormula,
      scorePoints: 50,
      recurrencePoints: 5,
      fullAgeDays: 60,
    });
    expect(readWorstFormula(set, 'units')).toEqual(defaultUnitFormula);
  });

  it.each([{ scorePoints: 50 }, { fullOverdue: 0 }, { scorePoints: -40, overduePoints: 105 }])(
    'falls back where it makes no sense: %j',
    (sites) => {
      expect(readWorstFormula({ worstFirst: { sites } }, 'sites')).toEqual(defaultSiteFormula);
    },
  );
});
