import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bd09FromGcj02,
  gcj02FromBd09,
  gcj02FromWgs84,
  isPosition,
  isShiftedArea,
  type Position,
  wgs84From,
  wgs84FromGcj02,
} from './coordinates.ts';

/** Pairs published with the reverse-engineered transform (projects eviltransform and coordtransform). */
const gcj02Pairs: readonly (readonly [string, Position, Position])[] = [
  ['上海', { lat: 31.1774276, lon: 121.5272106 }, { lat: 31.17530398364597, lon: 121.531541859215 }],
  ['深圳', { lat: 22.543847, lon: 113.912316 }, { lat: 22.540796131694766, lon: 113.9171764808363 }],
  ['北京', { lat: 39.911954, lon: 116.377817 }, { lat: 39.91334545536069, lon: 116.38404722455657 }],
  ['北京（另一处）', { lat: 39.915, lon: 116.404 }, { lat: 39.91640428150164, lon: 116.41024449916938 }],
];
/** Pair published with the package coordtransform: one point read as GCJ-02 and its BD-09. */
const bd09Pair = {
  gcj02: { lat: 39.915, lon: 116.404 },
  bd09: { lat: 39.92133699351022, lon: 116.41036949371029 },
};
const abroad: readonly Position[] = [
  { lat: 37.7749, lon: -122.4194 },
  { lat: 48.8566, lon: 2.3522 },
  { lat: -33.8688, lon: 151.2093 },
  { lat: 0, lon: 0 },
];

const inChina = fc.record({
  lon: fc.double({ min: 73.5, max: 134.7, noNaN: true }),
  lat: fc.double({ min: 18.1, max: 53.5, noNaN: true }),
});

describe('GCJ-02', () => {
  it.each(gcj02Pairs)('agrees with the published pair of %s', (_city, wgs84, gcj02) => {
    const there = gcj02FromWgs84(wgs84);
    expect(there.lon).toBeCloseTo(gcj02.lon, 9);
    expect(there.lat).toBeCloseTo(gcj02.lat, 9);
    const back = wgs84FromGcj02(gcj02);
    expect(back.lon).toBeCloseTo(wgs84.lon, 8);
    expect(back.lat).toBeCloseTo(wgs84.lat, 8);
  });

  it('comes back to the same position everywhere in China, to a millimetre', () => {
    fc.assert(
      fc.property(inChina, (position) => {
        const back = wgs84FromGcj02(gcj02FromWgs84(position));
        expect(Math.abs(back.lon - position.lon)).toBeLessThan(2e-8);
        expect(Math.abs(back.lat - position.lat)).toBeLessThan(2e-8);
      }),
    );
  });

  it('moves nothing abroad', () => {
    for (const position of abroad) {
      expect(isShiftedArea(position)).toBe(false);
      expect(gcj02FromWgs84(position)).toEqual(position);
      expect(wgs84From('GCJ02', position)).toEqual(position);
      expect(wgs84From('BD09', position)).toEqual(position);
    }
  });

  it('moves a place in Jiaozuo by several hundred metres', () => {
    const there = gcj02FromWgs84({ lon: 113.2418, lat: 35.2159 });
    const metres = Math.hypot((there.lon - 113.2418) * 90_950, (there.lat - 35.2159) * 110_940);
    expect(metres).toBeGreaterThan(300);
    expect(metres).toBeLessThan(900);
  });
});

describe('BD-09', () => {
  it('agrees with the published pair', () => {
    const there = bd09FromGcj02(bd09Pair.gcj02);
    expect(there.lon).toBeCloseTo(bd09Pair.bd09.lon, 9);
    expect(there.lat).toBeCloseTo(bd09Pair.bd09.lat, 9);
    const back = gcj02FromBd09(bd09Pair.bd09);
    expect(back.lon).toBeCloseTo(bd09Pair.gcj02.lon, 7);
    expect(back.lat).toBeCloseTo(bd09Pair.gcj02.lat, 7);
  });

  it('comes back to the same position everywhere in China', () => {
    fc.assert(
      fc.property(inChina, (position) => {
        const back = gcj02FromBd09(bd09FromGcj02(position));
        expect(Math.abs(back.lon - position.lon)).toBeLessThan(2e-8);
        expect(Math.abs(back.lat - position.lat)).toBeLessThan(2e-8);
      }),
    );
  });
});

describe('a stored position', () => {
  it('keeps WGS-84 as it is, to seven decimals', () => {
    expect(wgs84From('WGS84', { lon: 113.123456789, lat: 35.2 })).toEqual({ lon: 113.1234568, lat: 35.2 });
  });

  it('is refused where Earth has none', () => {
    expect(isPosition({ lon: 180, lat: -90 })).toBe(true);
    expect(isPosition({ lon: 181, lat: 0 })).toBe(false);
    expect(isPosition({ lon: 0, lat: 90.01 })).toBe(false);
    expect(isPosition({ lon: Number.NaN, lat: 0 })).toBe(false);
  });
});
