import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksWhenNoneFails, exactInterval } from './exact-interval.ts';

interface Reference {
  readonly binomial: readonly { failed: number; checked: number; lower: number; upper: number }[];
  readonly hypergeometric: readonly {
    failed: number;
    checked: number;
    claimed: number;
    lowerCount: number;
    upperCount: number;
  }[];
  readonly sampleSize: readonly { toleratedRate: number; claimed: number | null; checks: number }[];
}

const reference = JSON.parse(
  readFileSync(new URL('../../../test/reference/recheck-intervals.json', import.meta.url), 'utf8'),
) as Reference;

const counts = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.nat(), fc.nat())
  .map(([claimed, a, b]) => ({ claimed, checked: 1 + (a % claimed), part: b }))
  .map(({ claimed, checked, part }) => ({ claimed, checked, failed: part % (checked + 1) }));

describe('the exact interval', () => {
  it.each(reference.binomial)('of $failed in $checked of many is the published one', (one) => {
    const interval = exactInterval(one.failed, one.checked, one.checked * 1000);
    expect(interval?.method).toBe('binomial');
    expect(interval?.lower).toBeCloseTo(one.lower, 9);
    expect(interval?.upper).toBeCloseTo(one.upper, 9);
  });

  it.each(reference.hypergeometric)('of $failed in $checked of $claimed knows that the whole ends', (one) => {
    const interval = exactInterval(one.failed, one.checked, one.claimed);
    expect(interval?.method).toBe('finite');
    expect(interval?.lower).toBeCloseTo(one.lowerCount / one.claimed, 12);
    expect(interval?.upper).toBeCloseTo(one.upperCount / one.claimed, 12);
  });

  it('holds the share that was seen, stays within 0 and 1, and is mirrored by counting the others', () => {
    fc.assert(
      fc.property(counts, ({ claimed, checked, failed }) => {
        const interval = exactInterval(failed, checked, claimed);
        if (!interval) throw new Error('there were checks');
        const { lower, upper } = interval;
        // of a finite whole the ends are whole counts: one fix either way
        const grain = interval.method === 'finite' ? 1 / claimed : 1e-12;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(failed / checked + grain);
        expect(upper).toBeGreaterThanOrEqual(failed / checked - grain);
        const mirror = exactInterval(checked - failed, checked, claimed);
        expect(mirror?.lower).toBeCloseTo(1 - upper, 10);
      }),
    );
  });

  it('is the share itself where everything was checked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (checked, part) => {
        const failed = part % (checked + 1);
        expect(exactInterval(failed, checked, checked)).toMatchObject({
          lower: failed / checked,
          upper: expect.closeTo(failed / checked, 12),
        });
      }),
    );
  });

  it('is none without checks, and refuses counts that contradict each other', () => {
    expect(exactInterval(0, 0, 12)).toBeNull();
    for (const [failed, checked, claimed] of [
      [2, 1, 9],
      [-1, 4, 9],
      [1, 10, 9],
      [0.5, 1, 9],
      [0, Number.NaN, 9],
    ] as const) {
      expect(() => exactInterval(failed, checked, claimed)).toThrow(RangeError);
    }
  });

  it('is found at once for a whole city', () => {
    const interval = exactInterval(4_000, 20_000, 150_000);
    expect(interval?.lower).toBeGreaterThan(0.19);
    expect(interval?.upper).toBeLessThan(0.21);
    expect(exactInterval(50_000, 100_000, 2_000_000)?.lower).toBeCloseTo(0.5 - 0.0031, 3);
  });
});

describe('checks that prove enough when none fails', () => {
  it.each(reference.sampleSize)('are $checks of $claimed for a share of $toleratedRate', (one) => {
    expect(checksWhenNoneFails(one.toleratedRate, one.claimed)).toBe(one.checks);
  });

  it('refuse a share that is none', () => {
    for (const share of [0, 1, -0.1, Number.NaN])
      expect(() => checksWhenNoneFails(share, 10)).toThrow(RangeError);
  });
});
