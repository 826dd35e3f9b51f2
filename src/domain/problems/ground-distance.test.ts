import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groundDistance } from './ground-distance.ts';

const point = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
});

describe('the distance on the ground', () => {
  it('of one degree of latitude is 111.2 km', () => {
    expect(groundDistance({ lon: 113.24, lat: 35 }, { lon: 113.24, lat: 36 })).toBeCloseTo(111_195, -1);
  });

  it('is the same both ways, never negative, never more than half the earth', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const there = groundDistance(a, b);
        expect(there).toBeCloseTo(groundDistance(b, a), 6);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(20_015_200);
      }),
    );
  });

  it('does not grow across the date line', () => {
    expect(groundDistance({ lon: 179.999, lat: 0 }, { lon: -179.999, lat: 0 })).toBeLessThan(300);
  });
});
