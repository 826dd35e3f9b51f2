/** A small grey picture: rows from the top, one byte a pixel, the whole photo squeezed into a square. */
export interface GreyRaster {
  readonly side: number;
  readonly pixels: Uint8Array;
}

/** A part of a picture, turned upright: fractions of its width and height, from the left and the top. */
export interface PictureWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly mirrored: boolean;
  /** Radians, clockwise about the window's middle. */
  readonly turn: number;
}

/** The whole picture as it is. */
export const wholeWindow: PictureWindow = { left: 0, top: 0, width: 1, height: 1, mirrored: false, turn: 0 };

/** @throws RangeError where the bytes are no square. */
export function greyRaster(pixels: Uint8Array): GreyRaster {
  const side = Math.round(Math.sqrt(pixels.length));
  if (side < 2 || side * side !== pixels.length) throw new RangeError('a raster is square');
  return { side, pixels };
}

/**
 * What a window shows, as `side` × `side` grey values (bilinear; beyond the edge the edge goes on).
 */
export function readWindow(raster: GreyRaster, window: PictureWindow, side: number): Float64Array {
  const { pixels, side: full } = raster;
  const { left, top, width, height, mirrored, turn } = window;
  const values = new Float64Array(side * side);
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const last = full - 1;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const across = ((column + 0.5) / side - 0.5) * (mirrored ? -width : width);
      const down = ((row + 0.5) / side - 0.5) * height;
      const x = clamp((left + width / 2 + across * cos - down * sin) * full - 0.5, last);
      const y = clamp((top + height / 2 + across * sin + down * cos) * full - 0.5, last);
      const [x0, y0] = [Math.min(Math.floor(x), last - 1), Math.min(Math.floor(y), last - 1)];
      const [u, v] = [x - x0, y - y0];
      const at = y0 * full + x0;
      const upper = (pixels[at] ?? 0) * (1 - u) + (pixels[at + 1] ?? 0) * u;
      const lower = (pixels[at + full] ?? 0) * (1 - u) + (pixels[at + full + 1] ?? 0) * u;
      values[row * side + column] = upper * (1 - v) + lower * v;
    }
  }
  return values;
}

/** An upright part of a raster as a smaller one, each pixel the mean of what it covers. */
export function reduceRaster(
  { side: full, pixels }: GreyRaster,
  { left, top, width, height }: Pick<PictureWindow, 'left' | 'top' | 'width' | 'height'>,
  side: number,
): GreyRaster {
  const edges = (from: number, length: number) =>
    Array.from({ length: side + 1 }, (_, step) => Math.round((from + (length * step) / side) * full));
  const [across, down] = [edges(left, width), edges(top, height)];
  const means = new Uint8Array(side * side);
  for (let row = 0; row < side; row += 1) {
    const [y0 = 0, y1 = 0] = [down[row], down[row + 1]];
    for (let column = 0; column < side; column += 1) {
      const [x0 = 0, x1 = 0] = [across[column], across[column + 1]];
      let [sum, count] = [0, 0];
      // a part smaller than the raster made of it: the nearest pixel stands for itself
      for (let y = y0; y < Math.max(y1, y0 + 1); y += 1) {
        for (let x = x0; x < Math.max(x1, x0 + 1); x += 1) {
          sum += pixels[Math.min(y, full - 1) * full + Math.min(x, full - 1)] ?? 0;
          count += 1;
        }
      }
      means[row * side + column] = Math.round(sum / count);
    }
  }
  return greyRaster(means);
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}
