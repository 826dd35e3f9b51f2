import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fewestTimings,
  longestTiming,
  type SpanCount,
  spanCount,
  spanEnd,
  spanOf,
  summariseTimings,
} from './form-timing.ts';

const seconds = fc.double({ min: 0, max: longestTiming, noNaN: true });

function histogramOf(times: readonly number[]): SpanCount[] {
  const spans = Map.groupBy(times, spanOf);
  return [...spans].map(([span, list]) => ({ span, count: list.length }));
}

describe('spans of time', () => {
  it('hold every time of a form between their ends', () => {
    fc.assert(
      fc.property(seconds, (time) => {
        const span = spanOf(time);
        expect(span).toBeLessThan(spanCount);
        expect(time).toBeLessThanOrEqual(spanEnd(span));
        if (span > 0) expect(time).toBeGreaterThan(spanEnd(span - 1));
      }),
    );
  });

  it('reach the longest time', () => {
    expect(spanEnd(spanCount - 1)).toBeGreaterThanOrEqual(longestTiming);
    expect(spanEnd(spanCount - 2)).toBeLessThan(longestTiming);
  });
});

describe('a summary', () => {
  it('knows median and ninth decile to the span they lie in', () => {
    fc.assert(
      fc.property(fc.array(seconds, { minLength: fewestTimings, maxLength: 60 }), (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        const summary = summariseTimings(histogramOf(times));
        expect(summary.count).toBe(times.length);
        for (const [share, found] of [
          [0.5, summary.medianSeconds],
          [0.9, summary.ninthDecileSeconds],
        ] as const) {
          const real = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
          const span = spanOf(real);
          expect(found).toBeLessThanOrEqual(spanEnd(span));
          expect(found).toBeGreaterThan(span === 0 ? 0 : spanEnd(span - 1));
        }
      }),
    );
  });

  it('says nothing of a few', () => {
    const few = Array.from({ length: fewestTimings - 1 }, () => 30);
    expect(summariseTimings(histogramOf(few))).toEqual({
      count: fewestTimings - 1,
      medianSeconds: null,
      ninthDecileSeconds: null,
    });
    expect(summariseTimings([])).toMatchObject({ count: 0, medianSeconds: null });
  });
});
