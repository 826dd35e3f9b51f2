import { type GreyRaster, type PictureWindow, wholeWindow } from './grey-raster.ts';

/** How a later photo shows an earlier one. */
export const twinViews = ['whole', 'part', 'framed', 'mirrored', 'turned'] as const;
export type TwinView = (typeof twinViews)[number];

/** A guess: this window of the picture in hand is the whole, or the centre, of a photo seen before. */
export interface SearchView {
  readonly window: PictureWindow;
  readonly part: 'whole' | 'centre';
  readonly view: TwinView;
}

/** Share of a picture that its centre leaves away on each side. */
const centreMargin = 0.15;

/** The centre of a picture: what is left of it when somebody cuts its edges off. */
export const centreWindow: PictureWindow = {
  ...wholeWindow,
  left: centreMargin,
  top: centreMargin,
  width: 1 - 2 * centreMargin,
  height: 1 - 2 * centreMargin,
};

/** What was cut off left, top, right and bottom, as shares of the earlier photo. */
type Cut = readonly [left: number, top: number, right: number, bottom: number];

const cuts = listCuts();

function listCuts(): Cut[] {
  const steps = [0, 0.05, 0.1];
  const grid = steps.flatMap((left) =>
    steps.flatMap((top) => steps.flatMap((right) => steps.map((bottom): Cut => [left, top, right, bottom]))),
  );
  // made square, cut all around, one edge cut off
  const further: Cut[] = [
    [0.125, 0, 0.125, 0],
    [0, 0.125, 0, 0.125],
    [0.15, 0.15, 0.15, 0.15],
    [0.14, 0, 0, 0],
    [0, 0.14, 0, 0],
    [0, 0, 0.14, 0],
    [0, 0, 0, 0.14],
  ];
  return [...grid, ...further];
}

const borders = [0.04, 0.08, 0.12, 0.16];
/** Radians: two and four degrees. */
const turns = [-0.07, -0.035, 0.035, 0.07];

/**
 * The guesses under which a picture is searched: as it is, inside borders, as what is left of a photo whose
 * edges were cut off, turned by a few degrees; each also mirrored. Only two hashes a photo need be kept,
 * because all the guessing is done on the side that searches.
 */
export const searchViews: readonly SearchView[] = listViews();

function listViews(): SearchView[] {
  const upright: SearchView[] = [
    { window: wholeWindow, part: 'whole', view: 'whole' },
    ...borders.map(
      (border): SearchView => ({
        window: inner(wholeWindow, border),
        part: 'whole',
        view: 'framed',
      }),
    ),
    ...cuts.map(
      (cut): SearchView => ({
        window: centreAfter(cut),
        part: 'centre',
        view: cut.every((share) => share === 0) ? 'whole' : 'part',
      }),
    ),
    ...turns.flatMap((turn): SearchView[] => [
      { window: { ...wholeWindow, turn }, part: 'whole', view: 'turned' },
      ...[0, 0.05, 0.1].map(
        (share): SearchView => ({
          window: { ...centreAfter([share, share, share, share]), turn },
          part: 'centre',
          view: 'turned',
        }),
      ),
    ]),
  ];
  return [...upright, ...upright.map(mirror)];
}

function inner({ left, top, width, height, ...rest }: PictureWindow, share: number): PictureWindow {
  return {
    ...rest,
    left: left + share * width,
    top: top + share * height,
    width: width * (1 - 2 * share),
    height: height * (1 - 2 * share),
  };
}

/** Where the centre of a photo lies in what a cut left of it. */
function centreAfter([left, top, right, bottom]: Cut): PictureWindow {
  const [across, down] = [1 - left - right, 1 - top - bottom];
  return {
    ...wholeWindow,
    left: (centreMargin - left) / across,
    top: (centreMargin - top) / down,
    width: centreWindow.width / across,
    height: centreWindow.height / down,
  };
}

/** The same guess for a picture that was mirrored left to right. */
function mirror({ window, part }: SearchView): SearchView {
  return {
    part,
    view: 'mirrored',
    window: { ...window, left: 1 - window.left - window.width, turn: -window.turn, mirrored: true },
  };
}

/** Grey values that still count as even: noise of coding. */
const evenSpan = 12;

/**
 * The picture without edges of one colour, as screenshots and frames have them; `null`: there is nothing to
 * take away, or hardly anything would be left.
 */
export function withoutEvenEdges({ side, pixels }: GreyRaster): PictureWindow | null {
  const isEven = (from: number, step: number, count: number): boolean => {
    let [least, most] = [255, 0];
    for (let at = 0; at < count; at += 1) {
      const value = pixels[from + at * step] ?? 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least < evenSpan;
  };
  let [top, bottom, left, right] = [0, side - 1, 0, side - 1];
  while (top < bottom && isEven(top * side, 1, side)) top += 1;
  while (bottom > top && isEven(bottom * side, 1, side)) bottom -= 1;
  const rows = bottom - top + 1;
  while (left < right && isEven(top * side + left, side, rows)) left += 1;
  while (right > left && isEven(top * side + right, side, rows)) right -= 1;
  const columns = right - left + 1;
  const isWhole = rows === side && columns === side;
  if (isWhole || rows < side / 6 || columns < side / 6) return null;
  return { ...wholeWindow, left: left / side, top: top / side, width: columns / side, height: rows / side };
}
