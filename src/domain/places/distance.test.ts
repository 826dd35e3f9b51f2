import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from './distance.ts';

const position = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
});

describe('distance', () => {
  it('of a degree of latitude is a 360th of the Earth’s girth', () => {
    expect(distanceMetres({ lon: 113, lat: 35 }, { lon: 113, lat: 36 })).toBeCloseTo(111_195.08, 1);
  });

  it('is the same both ways, never negative, and at most half the girth', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const there = distanceMetres(a, b);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(20_015_200);
        expect(distanceMetres(b, a)).toBeCloseTo(there, 6);
        expect(distanceMetres(a, a)).toBe(0);
      }),
    );
  });

  it('does not grow across the date line', () => {
    expect(distanceMetres({ lon: 179.999, lat: 0 }, { lon: -179.999, lat: 0 })).toBeLessThan(300);
  });
});
