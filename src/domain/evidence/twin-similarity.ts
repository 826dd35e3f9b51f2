import { type GreyRaster, type PictureWindow, readWindow, wholeWindow } from './grey-raster.ts';
import { centreWindow, type SearchView } from './picture-views.ts';

/** Values a comparison is made on, across and down. */
const side = 24;
/** Half the width of the square whose mean is taken away: what is left is detail, not light. */
const reach = 3;

/** Similarity from which two photos are shown as twins; the figures are in docs/evidence.md. */
export const leastSimilarity = 0.75;
/** Similarity from which hardly anything but the same shot is left. */
export const strongSimilarity = 0.93;

/**
 * How much of an earlier photo a window of a later one shows: correlation of their details, from 0 (nothing
 * in common) to 1 (the same).
 *
 * Both are read as 24 × 24 grey values, the mean of the 7 × 7 values around is taken from each, and the two
 * are correlated (zero-mean normalised cross-correlation). The window is then moved, stretched and turned in
 * small steps as long as that fits better, because the guess that found the photo is coarse.
 *
 * @param guess with the 32 × 32 of the photo in hand, and the window in it; `kept`: 32 × 32 of the other.
 */
export function twinSimilarity(
  guess: Pick<SearchView, 'window' | 'part'> & { readonly raster: GreyRaster },
  kept: GreyRaster,
): number {
  const { raster } = guess;
  const target = detail(readWindow(kept, guess.part === 'whole' ? wholeWindow : centreWindow, side));
  const agreement = (window: PictureWindow) => correlation(detail(readWindow(raster, window, side)), target);
  let window = guess.window;
  let best = agreement(window);
  for (const step of [0.03, 0.015, 0.008]) {
    for (let round = 0; round < 4; round += 1) {
      const before = best;
      for (const moved of neighbours(window, step)) {
        const found = agreement(moved);
        if (found > best) [best, window] = [found, moved];
      }
      if (best <= before + 1e-4) break;
    }
  }
  return Math.max(0, Math.min(1, best));
}

/** Mean strength of the details of a picture, in grey values. */
export function detailOf(raster: GreyRaster): number {
  const values = detail(readWindow(raster, wholeWindow, side));
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function neighbours(window: PictureWindow, step: number): PictureWindow[] {
  const { left, top, width, height, turn } = window;
  return [
    { ...window, left: left + step },
    { ...window, left: left - step },
    { ...window, top: top + step },
    { ...window, top: top - step },
    { ...window, width: width + step, left: left - step / 2 },
    { ...window, width: width - step, left: left + step / 2 },
    { ...window, height: height + step, top: top - step / 2 },
    { ...window, height: height - step, top: top + step / 2 },
    { ...window, turn: turn + step },
    { ...window, turn: turn - step },
  ];
}

function detail(values: Float64Array): Float64Array {
  // sums over rows, then over columns: each square in constant time
  const sums = new Float64Array((side + 1) * (side + 1));
  for (let row = 0; row < side; row += 1) {
    let line = 0;
    for (let column = 0; column < side; column += 1) {
      line += values[row * side + column] ?? 0;
      sums[(row + 1) * (side + 1) + column + 1] = (sums[row * (side + 1) + column + 1] ?? 0) + line;
    }
  }
  return values.map((value, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    // as far on one side as on the other, so that an even slope of light leaves nothing at the edges
    const down = Math.min(reach, row, side - 1 - row);
    const across = Math.min(reach, column, side - 1 - column);
    const [top, bottom, left, right] = [row - down, row + down + 1, column - across, column + across + 1];
    const corner = (y: number, x: number) => sums[y * (side + 1) + x] ?? 0;
    const sum = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left);
    return value - sum / ((bottom - top) * (right - left));
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const count = a.length;
  const spread = Math.sqrt((squareA - (sumA * sumA) / count) * (squareB - (sumB * sumB) / count));
  return spread < 1e-9 ? 0 : (product - (sumA * sumB) / count) / spread;
}
