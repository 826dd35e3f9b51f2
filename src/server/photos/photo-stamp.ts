import sharp from 'sharp';
import { scalePhoto } from './photo-store.ts';
import { drawLine, letterHeight, lineWidth } from './stamp-font.ts';

/** Longest side of a stamped copy, in pixels. */
const longestSide = 1600;
const [ink, ground] = [255, 24];

/**
 * A copy for handing out, with lines printed below the picture: nothing of it is covered, and nobody takes
 * the copy for the original.
 */
export async function stampPhoto(original: Buffer, lines: readonly string[]): Promise<Buffer> {
  const scaled = await scalePhoto(original, longestSide);
  const { width = 0, height = 0 } = await sharp(scaled).metadata();
  const band = drawBand(lines, width);
  return sharp(scaled)
    .extend({ bottom: band.height, background: { r: ground, g: ground, b: ground } })
    .composite([
      { input: band.pixels, raw: { width, height: band.height, channels: 1 }, left: 0, top: height },
    ])
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Grey pixels of the lines under one another, the letters as large as the longest line allows. */
function drawBand(lines: readonly string[], width: number): { pixels: Buffer; height: number } {
  const longest = Math.max(1, ...lines.map(lineWidth));
  const size = Math.max(1, Math.min(4, Math.floor((width * 0.94) / longest)));
  const step = (letterHeight + 4) * size;
  const height = lines.length * step + 4 * size;
  const pixels = Buffer.alloc(width * height, ground);
  const left = Math.floor(width * 0.03);
  for (const [place, line] of lines.entries()) {
    drawLine(line, (x, y) => {
      const top = place * step + (4 + y) * size;
      for (let row = top; row < top + size; row += 1) {
        const from = left + x * size;
        // a picture narrower than its line loses the line's end, never its neighbour's start
        if (from + size <= width) pixels.fill(ink, row * width + from, row * width + from + size);
      }
    });
  }
  return { pixels, height };
}
