import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { printRasterSide } from '../../domain/evidence/picture-print.ts';
import { Refused } from '../platform/refused.ts';
import { type PhotoExif, readExif } from './photo-exif.ts';

/** A file that proved to be a photo. */
export interface CheckedPhoto {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Pixels, after the orientation is applied. */
  readonly width: number;
  readonly height: number;
  readonly exif: PhotoExif;
  /** 256 × 256 grey values of the whole picture, for its print. */
  readonly greyPixels: Uint8Array;
}

/** Pixels a photo may have: twice what phones of today make, far below what fills a server's memory. */
export const mostPixels = 50_000_000;

const kinds: readonly { mediaType: string; is: (head: Buffer) => boolean }[] = [
  { mediaType: 'image/jpeg', is: (head) => head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  {
    mediaType: 'image/png',
    is: (head) => head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  },
  { mediaType: 'image/webp', is: (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP' },
  {
    mediaType: 'image/heic',
    is: (head) =>
      text(head, 4, 8) === 'ftyp' && ['heic', 'heix', 'heim', 'heis', 'mif1'].includes(text(head, 8, 12)),
  },
];

function text(head: Buffer, from: number, to: number): string {
  return head.subarray(from, to).toString('latin1');
}

/** Media type by the first bytes; name and declared type are what the sender likes them to be. */
export function sniffPhoto(bytes: Buffer): string | null {
  return kinds.find((kind) => kind.is(bytes))?.mediaType ?? null;
}

/**
 * Proves that bytes are a photo by decoding it, and reads its facts.
 *
 * @throws Refused 400 at `file`: `photo.notAPhoto`, `photo.tooManyPixels`, `photo.heic` where this build
 *   of sharp cannot decode the phone's format, `photo.unreadable` where the pixels are damaged.
 */
export async function checkPhoto(bytes: Buffer): Promise<CheckedPhoto> {
  const mediaType = sniffPhoto(bytes);
  if (!mediaType) throw refusal('photo.notAPhoto');
  const picture = await decode(bytes, mediaType);
  const { width, height, greyPixels } = picture;
  if (!greyPixels) throw refusal('photo.tooManyPixels', { width, height, most: mostPixels });
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType,
    bytes,
    width,
    height,
    // from the file as it came: scaling would lose it
    exif: await readExif(picture.exif),
    greyPixels,
  };
}

async function decode(bytes: Buffer, mediaType: string) {
  try {
    // the header first: a bomb is refused by its stated size before one pixel is unpacked
    const { autoOrient, exif } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { width, height } = autoOrient;
    const greyPixels = width * height <= mostPixels ? await readGreyPixels(bytes) : null;
    return { width, height, exif, greyPixels };
  } catch {
    throw refusal(mediaType === 'image/heic' ? 'photo.heic' : 'photo.unreadable');
  }
}

/** The whole picture, upright, squeezed into a small square of grey values. @throws where it is damaged. */
export async function readGreyPixels(bytes: Buffer): Promise<Uint8Array> {
  const pixels = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(printRasterSide, printRasterSide, { fit: 'fill' })
    .greyscale()
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer();
  return new Uint8Array(pixels);
}

function refusal(code: string, facts: Record<string, string | number> = {}): Refused {
  return new Refused(400, code, facts, [{ path: 'file', code, facts }]);
}
