import { type GreyRaster, greyRaster, halveRaster, wholeWindow } from './grey-raster.ts';
import { hashWindow } from './picture-hash.ts';
import { centreWindow, type SearchView, searchViews } from './picture-views.ts';
import { detailOf } from './twin-similarity.ts';

/** Side of the raster that a print is made from: the whole photo squeezed into a square. */
export const printRasterSide = 64;

/** What is kept of a picture so that it can be found again. */
export interface PicturePrint {
  /** `null` where the picture is too plain to tell from others: a wall, a dark room. */
  readonly hashes: { readonly whole: bigint; readonly centre: bigint } | null;
  /** 32 × 32: decides whether a picture that was found is alike. */
  readonly raster: GreyRaster;
}

/** Under one of the guesses, the hash to look for. */
export interface SearchHash extends SearchView {
  readonly hash: bigint;
}

/** Mean strength of detail, in grey values, below which everything looks like everything. */
const leastDetail = 2;

/** @param pixels 64 × 64 grey values of the whole photo, rows from the top, after its orientation is applied. */
export function printOf(pixels: Uint8Array): PicturePrint {
  const full = greyRaster(pixels);
  const raster = halveRaster(full);
  if (detailOf(raster) < leastDetail) return { hashes: null, raster };
  return {
    hashes: { whole: hashWindow(full, wholeWindow), centre: hashWindow(full, centreWindow) },
    raster,
  };
}

/**
 * The hashes under which photos like this one may be kept: about two hundred.
 *
 * @param pixels as for {@link printOf}.
 * @returns nothing for a picture that is too plain.
 */
export function searchHashes(pixels: Uint8Array): SearchHash[] {
  const full = greyRaster(pixels);
  if (detailOf(halveRaster(full)) < leastDetail) return [];
  return searchViews(full).map((view) => ({ ...view, hash: hashWindow(full, view.window) }));
}
