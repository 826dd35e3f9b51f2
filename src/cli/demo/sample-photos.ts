import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** What a sample photo serves for, in the words printed on it. */
export type PhotoPurpose = 'finding' | 'after' | 'verification';

const words: Readonly<Record<PhotoPurpose, { title: string; ground: string }>> = {
  finding: { title: '整改前', ground: '#e9e2d6' },
  after: { title: '整改后', ground: '#dfe8df' },
  verification: { title: '核查', ground: '#dce5ec' },
};

/**
 * Draws sample photos: an invented scene in outlines with the kind of place, the purpose and the words that
 * it shows no real one. Each is a scene of its own, or every photo would be taken for another used again; a
 * comment inside the file makes it a file of its own, as evidence must be.
 *
 * @param mark tells photos apart; the same mark draws the same photo.
 */
export function createSamplePhotos(siteTypeNames: ReadonlyMap<string, string>) {
  return async (siteType: string, purpose: PhotoPurpose, mark: string): Promise<Buffer> =>
    withComment(await draw(siteTypeNames.get(siteType) ?? siteType, purpose, mark), mark);
}

function draw(name: string, purpose: PhotoPurpose, mark: string): Promise<Buffer> {
  const { title, ground } = words[purpose];
  const size = Math.min(52, Math.floor(600 / [...name].length));
  const font = `font-family="Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="${ground}"/>
    ${scene(chanceOf(mark))}
    <rect x="60" y="470" width="680" height="120" fill="#ffffff" fill-opacity="0.8"/>
    <text x="400" y="${505 + size / 6}" text-anchor="middle" ${font} font-size="${Math.min(size, 40)}" fill="#2b2f33">${escapeText(name)} · ${title}</text>
    <text x="400" y="570" text-anchor="middle" ${font} font-size="28" fill="#5a6168">样本照片 · 非实景</text>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 72 }).toBuffer();
}

/** Numbers from 0 to 1 that the text fixes. */
function chanceOf(text: string): () => number {
  let bytes = createHash('sha256').update(text).digest();
  let at = 0;
  return () => {
    if (at >= bytes.length) {
      bytes = createHash('sha256').update(bytes).digest();
      at = 0;
    }
    at += 2;
    return bytes.readUInt16BE(at - 2) / 65_536;
  };
}

/** Houses with windows, a road, trees and bins, wherever chance puts them. */
function scene(chance: () => number): string {
  const between = (least: number, most: number) => Math.round(least + chance() * (most - least));
  const several = (least: number, most: number, one: () => string) =>
    Array.from({ length: between(least, most) }, one).join('');
  const tone = (least: number, most: number) => {
    const grey = between(least, most);
    return `rgb(${grey + between(-12, 12)},${grey + between(-8, 8)},${grey + between(-12, 8)})`;
  };
  const horizon = between(170, 300);
  const rect = (x: number, y: number, width: number, height: number, fill: string) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
  const house = () => {
    const [x, width, height] = [between(-60, 700), between(110, 260), between(110, horizon + 20)];
    const [columns, rows, glass] = [between(2, 5), between(2, 5), tone(90, 140)];
    const [across, down] = [width / columns, height / rows];
    const windows = Array.from({ length: columns * rows }, (_, place) => {
      const [column, row] = [place % columns, Math.floor(place / columns)];
      const top = horizon + 10 - height + (row + 0.25) * down;
      return rect(
        Math.round(x + (column + 0.25) * across),
        Math.round(top),
        Math.round(across / 2),
        Math.round(down / 2),
        glass,
      );
    });
    return rect(x, horizon + 10 - height, width, height, tone(170, 225)) + windows.join('');
  };
  const tree = () => {
    const [x, y] = [between(0, 800), horizon + between(0, 60)];
    const crown = several(
      4,
      7,
      () =>
        `<circle cx="${x + between(-40, 40)}" cy="${y - between(60, 130)}" r="${between(18, 36)}" fill="${tone(110, 150)}"/>`,
    );
    return rect(x - 5, y - 70, 10, 75, tone(100, 120)) + crown;
  };
  const [far, near] = [between(100, 700), between(0, 800)];
  const road = `<polygon points="${far - 20},${horizon} ${far + 20},${horizon} ${near + 190},600 ${near - 190},600" fill="${tone(150, 180)}"/>`;
  const bin = () =>
    rect(between(0, 740), between(horizon + 20, 460), between(30, 110), between(25, 80), tone(110, 200));
  return several(2, 5, house) + road + several(1, 4, tree) + several(3, 7, bin);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Puts a comment segment (COM, ITU-T T.81 B.2.4.5) behind the start of a JPEG file. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment, 'utf8').subarray(0, 60_000);
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
