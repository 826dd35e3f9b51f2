import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, metresPerUnit, pointIn, sketchSide } from './sketch-place.ts';

const place = fc.tuple(
  fc.double({ min: 112.7, max: 113.6, noNaN: true }),
  fc.double({ min: 34.8, max: 35.5, noNaN: true }),
);

describe('the sketch map', () => {
  it('holds every place inside its drawing', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 50 }), (places) => {
        const frame = frameOf(places);
        if (!frame) throw new Error('no frame');
        for (const [lon, lat] of places) {
          const { x, y } = pointIn(frame, lon, lat);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(x, y)).toBeLessThanOrEqual(sketchSide);
        }
      }),
    );
  });

  it('has north up, and as many metres to the east as to the north', () => {
    const frame = frameOf([
      [113.2, 35.2],
      [113.3, 35.3],
    ]);
    if (!frame) throw new Error('no frame');
    const [south, north] = [pointIn(frame, 113.25, 35.2), pointIn(frame, 113.25, 35.3)];
    expect(north.y).toBeLessThan(south.y);
    const narrow = Math.cos((35.25 * Math.PI) / 180);
    const east = pointIn(frame, 113.2 + 0.1 / narrow, 35.2).x - pointIn(frame, 113.2, 35.2).x;
    expect(east).toBeCloseTo(south.y - north.y, 0);
    expect(metresPerUnit(frame) * (south.y - north.y)).toBeCloseTo(11_132, 0);
    expect(frameOf([])).toBe(null);
  });
});
