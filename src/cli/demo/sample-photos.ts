import sharp from 'sharp';

/** What a sample photo serves for, in the words printed on it. */
export type PhotoPurpose = 'finding' | 'after' | 'verification';

const words: Readonly<Record<PhotoPurpose, { title: string; ground: string }>> = {
  finding: { title: '整改前', ground: '#e9e2d6' },
  after: { title: '整改后', ground: '#dfe8df' },
  verification: { title: '核查', ground: '#dce5ec' },
};

/**
 * Draws sample photos: a plain sheet with the kind of place, the purpose and the words that it shows no real
 * scene. One drawing per kind and purpose; a comment inside the file makes each photo a file of its own,
 * as evidence must be.
 */
export function createSamplePhotos(siteTypeNames: ReadonlyMap<string, string>) {
  const drawn = new Map<string, Promise<Buffer>>();
  return async (siteType: string, purpose: PhotoPurpose, mark: string): Promise<Buffer> => {
    const key = `${siteType} ${purpose}`;
    const known = drawn.get(key) ?? draw(siteTypeNames.get(siteType) ?? siteType, purpose);
    drawn.set(key, known);
    return withComment(await known, mark);
  };
}

function draw(name: string, purpose: PhotoPurpose): Promise<Buffer> {
  const { title, ground } = words[purpose];
  const size = Math.min(84, Math.floor(700 / [...name].length));
  const font = `font-family="Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="${ground}"/>
    <rect y="430" width="800" height="170" fill="#000" fill-opacity="0.05"/>
    <text x="400" y="250" text-anchor="middle" ${font} font-size="${size}" fill="#2b2f33">${escapeText(name)}</text>
    <text x="400" y="350" text-anchor="middle" ${font} font-size="52" fill="#4a5057">${title}</text>
    <text x="400" y="530" text-anchor="middle" ${font} font-size="34" fill="#6b7178">样本照片 · 非实景</text>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 72 }).toBuffer();
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
