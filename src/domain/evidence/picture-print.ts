import { type GreyRaster, greyRaster, reduceRaster, wholeWindow } from './grey-raster.ts';
import { hashWindow } from './picture-hash.ts';
import { centreWindow, type SearchView, searchViews, withoutEvenEdges } from './picture-views.ts';
import { detailOf } from './twin-similarity.ts';

/** Side of the raster that a print is made from: the whole photo squeezed into a square. */
export const printRasterSide = 256;
/** Sides of what hashes are read from, and of what is kept and compared. */
const [hashedSide, keptSide] = [64, 32];

/** What is kept of a picture so that it can be found again. Edges of one colour are no part of it. */
export interface PicturePrint {
  /** `null` where the picture is too plain to tell from others: a wall, a dark room. */
  readonly hashes: { readonly whole: bigint; readonly centre: bigint } | null;
  /** 32 × 32: decides whether a picture that was found is alike. */
  readonly raster: GreyRaster;
}

/** Under one of the guesses, the hash to look for. */
export interface SearchHash extends SearchView {
  readonly hash: bigint;
  /** 32 × 32 of the picture that the guess is about. */
  readonly raster: GreyRaster;
}

/** Mean strength of detail, in grey values, below which everything looks like everything. */
const leastDetail = 2;

/** @param pixels 256 × 256 grey values of the whole photo, rows from the top, after its orientation is applied. */
export function printOf(pixels: Uint8Array): PicturePrint {
  const full = greyRaster(pixels);
  const content = withoutEvenEdges(full) ?? wholeWindow;
  const [hashed, raster] = [reduceRaster(full, content, hashedSide), reduceRaster(full, content, keptSide)];
  if (detailOf(raster) < leastDetail) return { hashes: null, raster };
  return {
    hashes: { whole: hashWindow(hashed, wholeWindow), centre: hashWindow(hashed, centreWindow) },
    raster,
  };
}

/**
 * The hashes under which photos like this one may be kept: about two hundred, twice as many where there are
 * even edges, with which and without which it is looked for.
 *
 * @param pixels as for {@link printOf}.
 * @returns nothing for a picture that is too plain.
 */
export function searchHashes(pixels: Uint8Array): SearchHash[] {
  const full = greyRaster(pixels);
  const content = withoutEvenEdges(full);
  return [...hashesOf(full, wholeWindow), ...(content ? hashesOf(full, content).map(asFramed) : [])];
}

function hashesOf(full: GreyRaster, content: typeof wholeWindow): SearchHash[] {
  const [hashed, raster] = [reduceRaster(full, content, hashedSide), reduceRaster(full, content, keptSide)];
  if (detailOf(raster) < leastDetail) return [];
  return searchViews.map((view) => ({ ...view, raster, hash: hashWindow(hashed, view.window) }));
}

function asFramed(search: SearchHash): SearchHash {
  return search.view === 'mirrored' ? search : { ...search, view: 'framed' };
}
