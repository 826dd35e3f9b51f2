import { createHash } from 'node:crypto';
import sharp from 'sharp';
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
  if (picture.width * picture.height > mostPixels) {
    throw refusal('photo.tooManyPixels', { width: picture.width, height: picture.height, most: mostPixels });
  }
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType,
    bytes,
    width: picture.width,
    height: picture.height,
    exif: await readExif(picture.exif),
  };
}

async function decode(bytes: Buffer, mediaType: string) {
  try {
    // the header first: a bomb is refused by its stated size before one pixel is unpacked
    const { autoOrient, exif } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const [width, height] = [autoOrient.width, autoOrient.height];
    if (width * height <= mostPixels) {
      await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true })
        .resize(16, 16, { fit: 'fill' })
        .toBuffer();
    }
    return { width, height, exif };
  } catch {
    throw refusal(mediaType === 'image/heic' ? 'photo.heic' : 'photo.unreadable');
  }
}

function refusal(code: string, facts: Record<string, string | number> = {}): Refused {
  return new Refused(400, code, facts, [{ path: 'file', code, facts }]);
}
