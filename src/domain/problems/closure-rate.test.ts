import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closureRate } from './closure-rate.ts';

const formula = { leavesOutDeferred: true, targetPercent: 70, pointsPerRework: 0.5 };
const counts = { total: 110, struckOff: 80, deferred: 5, voided: 5, rework: 8 };

describe('the closure rate', () => {
  it('leaves out voided and, by the formula, deferred problems, and takes points for rework', () => {
    expect(closureRate(counts, formula)).toEqual({ rate: 75, base: 100 });
    const strict = closureRate(counts, { ...formula, leavesOutDeferred: false });
    expect(strict.base).toBe(105);
    expect(strict.rate).toBeCloseTo((80 * 100) / 105 - 5, 9);
  });

  it('is nothing where nothing counts', () => {
    expect(closureRate({ ...counts, total: 10, struckOff: 0 }, formula)).toEqual({ rate: null, base: 0 });
  });

  it('stays between 0 and 100, and never rises with rework', () => {
    const natural = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(
        natural,
        natural,
        natural,
        natural,
        natural,
        (open, struckOff, deferred, voided, rework) => {
          const given = { total: open + struckOff + deferred + voided, struckOff, deferred, voided, rework };
          const { rate } = closureRate(given, formula);
          if (rate === null) return;
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(100);
          expect(closureRate({ ...given, rework: rework + 1 }, formula).rate).toBeLessThanOrEqual(rate);
        },
      ),
    );
  });
});
