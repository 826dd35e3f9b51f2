import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../test/support/seeded-chance.ts';
import { greyRaster, readWindow, reduceRaster, wholeWindow } from './grey-raster.ts';
import { hashBands, hashDistance, hashWindow } from './picture-hash.ts';
import { printOf, printRasterSide, searchHashes } from './picture-print.ts';
import { twinSimilarity } from './twin-similarity.ts';

const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const side = printRasterSide;

/** Blots of several sizes, as a picture squeezed into a square. */
function picture(seed: number): Uint8Array {
  const chance = seededChance(seed);
  const blots = Array.from({ length: 60 }, () => ({
    x: chance() * side,
    y: chance() * side,
    r: 6 + chance() * 40,
    grey: (chance() - 0.5) * 160,
  }));
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    const sum = blots.reduce(
      (grey, blot) => (Math.hypot(x - blot.x, y - blot.y) < blot.r ? grey + blot.grey : grey),
      128,
    );
    return Math.max(0, Math.min(255, sum));
  });
}

/** The best likeness under any guess. */
function likeness(pixels: Uint8Array, kept: Uint8Array): number {
  const { raster, hashes } = printOf(kept);
  if (!hashes) return 0;
  const near = searchHashes(pixels).filter((search) => hashDistance(search.hash, hashes[search.part]) <= 12);
  return Math.max(0, ...near.map((search) => twinSimilarity(search, raster)));
}

describe('the bands of a hash', () => {
  it('hold its bits once each, in their own range', () => {
    fc.assert(
      fc.property(hash, (value) => {
        for (const part of ['whole', 'centre'] as const) {
          const bands = hashBands(value, part);
          const bits = bands.map((band) => band % 65_536);
          expect(bands.map((band) => Math.floor(band / 65_536))).toEqual(
            part === 'whole' ? [0, 1, 2, 3] : [4, 5, 6, 7],
          );
          const ones = bits.reduce((sum, band) => sum + band.toString(2).replaceAll('0', '').length, 0);
          expect(ones).toBe(value.toString(2).replaceAll('0', '').length);
        }
      }),
    );
  });

  it('share one with every hash that differs in at most three bits', () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 3 });
    fc.assert(
      fc.property(hash, bits, (value, flipped) => {
        const other = flipped.reduce((changed, bit) => changed ^ (1n << BigInt(bit)), value);
        expect(hashDistance(value, other)).toBe(flipped.length);
        const others = hashBands(other, 'whole');
        expect(hashBands(value, 'whole').some((band, place) => band === others[place])).toBe(true);
      }),
    );
  });
});

describe('a window of a raster', () => {
  it('read twice mirrored or turned back is what it was', () => {
    const raster = reduceRaster(greyRaster(picture(1)), wholeWindow, 64);
    const mirrored = readWindow(raster, { ...wholeWindow, mirrored: true }, 32);
    const plain = readWindow(raster, wholeWindow, 32);
    for (const [at, value] of plain.entries()) {
      expect(mirrored[Math.floor(at / 32) * 32 + 31 - (at % 32)]).toBeCloseTo(value, 6);
    }
  });

  it('beyond the edge shows the edge', () => {
    const raster = greyRaster(Uint8Array.from([10, 20, 30, 40]));
    const values = readWindow(raster, { ...wholeWindow, left: -3, top: -3, width: 0.5, height: 0.5 }, 4);
    expect([...values]).toEqual(Array(16).fill(10));
    expect(() => greyRaster(new Uint8Array(7))).toThrow(RangeError);
  });
});

describe('the print of a picture', () => {
  it('is found again by the same picture, and by no other', () => {
    const pictures = [1, 2, 3, 4, 5, 6].map(picture);
    for (const [place, pixels] of pictures.entries()) {
      for (const [other, kept] of pictures.entries()) {
        const found = likeness(pixels, kept);
        if (place === other) expect(found).toBeCloseTo(1, 3);
        else expect(found).toBeLessThan(0.6);
      }
    }
  });

  it('changes neither with brightness nor with contrast', () => {
    const pixels = picture(7);
    const { hashes } = printOf(pixels);
    const duller = pixels.map((grey) => 60 + grey * 0.5);
    const changed = printOf(duller).hashes;
    if (!hashes || !changed) throw new Error('not plain');
    expect(hashDistance(hashes.whole, changed.whole)).toBeLessThanOrEqual(2);
    expect(likeness(duller, pixels)).toBeGreaterThan(0.99);
  });

  it('is found again mirrored, and without its even edges', () => {
    const pixels = picture(8);
    const mirrored = Uint8Array.from(
      pixels,
      (_, at) => pixels[Math.floor(at / side) * side + side - 1 - (at % side)] ?? 0,
    );
    expect(likeness(mirrored, pixels)).toBeGreaterThan(0.99);
    const small = reduceRaster(greyRaster(pixels), wholeWindow, 96).pixels;
    const framed = new Uint8Array(side * side).fill(3);
    for (let row = 0; row < 96; row += 1)
      framed.set(small.subarray(row * 96, row * 96 + 96), (40 + row) * side + 80);
    expect(likeness(framed, pixels)).toBeGreaterThan(0.85);
    expect(likeness(pixels, framed)).toBeGreaterThan(0.85);
  });

  it('says nothing of what is too plain: a wall, a dark room, a sheet', () => {
    const plain = [new Uint8Array(side * side), new Uint8Array(side * side).fill(255)];
    const slope = Uint8Array.from({ length: side * side }, (_, at) => (at % side) / 2);
    for (const pixels of [...plain, slope]) {
      expect(printOf(pixels).hashes).toBeNull();
      expect(searchHashes(pixels)).toEqual([]);
    }
  });

  it('is read the same from a raster of any picture, without a fault', () => {
    const pixels = fc.uint8Array({ minLength: side * side, maxLength: side * side, size: 'max' });
    fc.assert(
      fc.property(pixels, (random) => {
        const print = printOf(random);
        expect(print.raster.pixels.length).toBe(1024);
        expect(print.hashes === null || hashWindow(print.raster, wholeWindow) >= 0n).toBe(true);
      }),
      { numRuns: 5 },
    );
  });
});
