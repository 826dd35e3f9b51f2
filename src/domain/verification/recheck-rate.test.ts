import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateRechecks, shrinkRates, weightedShare } from './recheck-rate.ts';

describe('what re-checks say', () => {
  it('calls fixes not credible only where the whole interval lies above the tolerated share', () => {
    expect(rateRechecks({ claimed: 1000, checked: 10, failed: 3 }, 0.1).saying).toBe('tooFew');
    expect(rateRechecks({ claimed: 1000, checked: 20, failed: 6 }, 0.1).saying).toBe('notCredible');
    expect(rateRechecks({ claimed: 1000, checked: 1, failed: 1 }, 0.1).saying).toBe('tooFew');
    expect(rateRechecks({ claimed: 9, checked: 5, failed: 2 }, 0.1).saying).toBe('notCredible');
  });

  it('calls them credible only where the whole interval lies below', () => {
    expect(rateRechecks({ claimed: 1000, checked: 29, failed: 0 }, 0.1).saying).toBe('tooFew');
    expect(rateRechecks({ claimed: 1000, checked: 36, failed: 0 }, 0.1).saying).toBe('credible');
    expect(rateRechecks({ claimed: 30, checked: 27, failed: 0 }, 0.1).saying).toBe('credible');
  });

  it('says nothing of fewer than five checks, even where they were all there was', () => {
    expect(rateRechecks({ claimed: 2, checked: 1, failed: 1 }, 0.1)).toMatchObject({
      interval: { lower: 0.5, upper: 1 },
      saying: 'tooFew',
    });
    expect(rateRechecks({ claimed: 4, checked: 4, failed: 0 }, 0.1).saying).toBe('tooFew');
  });

  it('says nothing without checks', () => {
    expect(rateRechecks({ claimed: 40, checked: 0, failed: 0 }, 0.1)).toMatchObject({
      interval: null,
      saying: 'tooFew',
    });
  });
});

describe('rates drawn towards the city’s', () => {
  it('are the city’s where units differ no more than by chance', () => {
    const shrunken = shrinkRates([
      { checked: 10, failed: 1 },
      { checked: 10, failed: 1 },
      { checked: 10, failed: 1 },
    ]);
    expect(shrunken).toEqual({ overall: 0.1, weight: null, rates: [0.1, 0.1, 0.1] });
  });

  it('follow Kleinman’s moments: worked by hand for two units', () => {
    // p = 0.3, S = 20·0.04, chance·(k−1) = 0.21, room = 20 − 10 − 1: correlation (0.8 − 0.21) / (0.21 · 9)
    const shrunken = shrinkRates([
      { checked: 10, failed: 1 },
      { checked: 10, failed: 5 },
    ]);
    const correlation = 0.59 / 1.89;
    const weight = (1 - correlation) / correlation;
    expect(shrunken?.weight).toBeCloseTo(weight, 12);
    expect(shrunken?.rates[0]).toBeCloseTo((1 + 0.3 * weight) / (10 + weight), 12);
  });

  it('lie between the unit’s own rate and the city’s', () => {
    const entry = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.nat())
      .map(([checked, part]) => ({ checked, failed: part % (checked + 1) }));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 20 }), (entries) => {
        const shrunken = shrinkRates(entries);
        if (!shrunken) {
          expect(entries.filter((one) => one.checked > 0).length).toBeLessThan(2);
          return;
        }
        for (const [index, { checked, failed }] of entries.entries()) {
          const own = checked === 0 ? shrunken.overall : failed / checked;
          const rate = shrunken.rates[index] ?? Number.NaN;
          expect(rate).toBeGreaterThanOrEqual(Math.min(own, shrunken.overall) - 1e-12);
          expect(rate).toBeLessThanOrEqual(Math.max(own, shrunken.overall) + 1e-12);
        }
      }),
    );
  });
});

describe('the city’s share', () => {
  it('counts each unit by its fixes, not by its checks, and says how many were not seen', () => {
    expect(
      weightedShare([
        { claimed: 90, checked: 3, failed: 0 },
        { claimed: 10, checked: 3, failed: 3 },
        { claimed: 5, checked: 0, failed: 0 },
      ]),
    ).toEqual({ share: 0.1, unseen: 1 });
    expect(weightedShare([{ claimed: 5, checked: 0, failed: 0 }])).toBeNull();
  });
});
