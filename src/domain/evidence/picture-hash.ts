import type { GreyRaster, PictureWindow } from './grey-raster.ts';
import { readWindow } from './grey-raster.ts';

/**
 * The hash by which a picture is found again: signs of the 64 lowest frequencies.
 *
 * The picture is read as 32 × 32 grey values and turned by the two-dimensional DCT-II; a bit says whether
 * the coefficient is above zero, for the frequencies (u, v) with u, v < 8 but the mean, and (8, 0). This is
 * the perceptual hash of C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions"
 * (2010), section 3.2.1, with the sign in place of the median: the mean is left out, so the median is near
 * zero anyway, and one bit no longer depends on the others. Brightness and contrast change no sign; coding,
 * scaling and blur touch mostly what lies above these frequencies.
 */
export const hashBits = 64;
const side = 32;
const frequencies = 9;

const waves: readonly Float64Array[] = Array.from({ length: frequencies }, (_, frequency) =>
  Float64Array.from({ length: side }, (_, at) => Math.cos(((2 * at + 1) * frequency * Math.PI) / (2 * side))),
);

const kept: readonly (readonly [number, number])[] = [
  ...Array.from({ length: 64 }, (_, index) => [Math.floor(index / 8), index % 8] as const).slice(1),
  [8, 0],
];

/** The hash of what a window shows, as an unsigned number of 64 bits. */
export function hashWindow(raster: GreyRaster, window: PictureWindow): bigint {
  const values = readWindow(raster, window, side);
  // across first: each row becomes nine coefficients
  const across = new Float64Array(frequencies * side);
  for (let u = 0; u < frequencies; u += 1) {
    const wave = waves[u] ?? values;
    for (let row = 0; row < side; row += 1) {
      let sum = 0;
      for (let column = 0; column < side; column += 1) {
        sum += (values[row * side + column] ?? 0) * (wave[column] ?? 0);
      }
      across[u * side + row] = sum;
    }
  }
  let [high, low] = [0, 0];
  for (const [bit, [u, v]] of kept.entries()) {
    const wave = waves[v] ?? across;
    let sum = 0;
    for (let row = 0; row < side; row += 1) sum += (across[u * side + row] ?? 0) * (wave[row] ?? 0);
    if (sum <= 0) continue;
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** Bits in which two hashes differ. */
export function hashDistance(a: bigint, b: bigint): number {
  const different = a ^ b;
  return ones(Number(different & 0xffffffffn)) + ones(Number(different >> 32n));
}

function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of bands a hash is cut into; each holds 16 bits. */
export const bandsPerHash = 4;

/**
 * The four bands of a hash, for an index that finds near hashes by equality: two hashes that differ in at
 * most three bits share a band, and most that differ in more do (multi-index hashing, M. Norouzi,
 * A. Punjani, D. Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012). Bits are dealt
 * in turn, so that each band has low and high frequencies.
 *
 * @param part which of a photo's two hashes: bands of one are never taken for those of the other.
 * @returns number of the band × 65536 + its bits, as `photo_hash_band.band` holds it.
 */
export function hashBands(hash: bigint, part: 'whole' | 'centre'): number[] {
  const bands = Array.from(
    { length: bandsPerHash },
    (_, band) => (band + (part === 'whole' ? 0 : bandsPerHash)) * 65_536,
  );
  const [low, high] = [Number(hash & 0xffffffffn), Number(hash >> 32n)];
  for (let bit = 0; bit < hashBits; bit += 1) {
    const isSet = bit < 32 ? (low >>> bit) & 1 : (high >>> (bit - 32)) & 1;
    if (isSet)
      bands[bit % bandsPerHash] = (bands[bit % bandsPerHash] ?? 0) + 2 ** Math.floor(bit / bandsPerHash);
  }
  return bands;
}
