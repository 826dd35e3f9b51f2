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

/** The raster at half its side, each pixel the mean of four. */
export function halveRaster({ side, pixels }: GreyRaster): GreyRaster {
  const half = side / 2;
  const means = new Uint8Array(half * half);
  for (let row = 0; row < half; row += 1) {
    for (let column = 0; column < half; column += 1) {
      const at = row * 2 * side + column * 2;
      const sum =
        (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + side] ?? 0) + (pixels[at + side + 1] ?? 0);
      means[row * half + column] = Math.round(sum / 4);
    }
  }
  return greyRaster(means);
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}
