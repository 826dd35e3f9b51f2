import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { photoSizes } from '../../contract/photos.ts';
import { Refused } from '../platform/refused.ts';
import type { FileStore } from './file-store.ts';
import { mostPixels } from './photo-check.ts';

export type PhotoSize = (typeof photoSizes)[number];

/** Longest side of the scaled copies, in pixels. */
const longestSide: Readonly<Record<PhotoSize, number>> = { thumb: 320, large: 1600 };

/** Photos of all cities, named by their content. What comes out is what went in, or a refusal. */
export interface PhotoStore {
  /**
   * Keeps the original bytes, once. Returns when they are safe.
   *
   * @throws Refused 507 `storageFull`, 503 `photo.storeDown`; then nothing is left behind.
   */
  keep(cityId: string, sha256: string, bytes: Buffer): Promise<void>;
  /**
   * The original bytes, or `null` where the file is gone.
   *
   * @throws Refused 503 `photo.damaged` where the bytes no longer fit their name, 503 `photo.storeDown`.
   */
  readOriginal(cityId: string, sha256: string): Promise<Buffer | null>;
  /** A scaled JPEG without EXIF, made on first use; `null` where the original is gone. @throws as above. */
  readScaled(cityId: string, sha256: string, size: PhotoSize): Promise<Buffer | null>;
}

/**
 * Photos in a store: `<cityId>/photos/ab/cd/<sha256>` for originals, `<cityId>/scaled/…` for copies that may
 * be deleted at any time.
 */
export function createPhotoStore(files: FileStore): PhotoStore {
  async function readOriginal(cityId: string, sha256: string): Promise<Buffer | null> {
    const bytes = await files.get(keyOf(cityId, 'photos', sha256));
    if (bytes && !isNamedRightly(bytes, sha256)) throw new Refused(503, 'photo.damaged', { sha256 });
    return bytes;
  }

  return {
    readOriginal,

    async keep(cityId, sha256, bytes) {
      const key = keyOf(cityId, 'photos', sha256);
      // the same photo again is common (phones repeat), so the large file moves only where it is needed
      if ((await files.sizeOf(key)) === bytes.length) {
        const kept = await files.get(key);
        if (kept && isNamedRightly(kept, sha256)) return;
      }
      await files.put(key, bytes);
    },

    async readScaled(cityId, sha256, size) {
      const key = keyOf(cityId, 'scaled', sha256, `-${size}.jpg`);
      const cached = await files.get(key);
      if (cached) return cached;
      const original = await readOriginal(cityId, sha256);
      if (!original) return null;
      const scaled = await scalePhoto(original, longestSide[size]);
      // a full disk costs the copy, not the answer
      await files.put(key, scaled).catch(() => undefined);
      return scaled;
    },
  };
}

function keyOf(cityId: string, kind: 'photos' | 'scaled', sha256: string, ending = ''): string {
  return `${cityId}/${kind}/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}${ending}`;
}

function isNamedRightly(bytes: Buffer, sha256: string): boolean {
  return createHash('sha256').update(bytes).digest('hex') === sha256;
}

/** A JPEG without EXIF, upright, no side longer than `side` pixels. */
export function scalePhoto(original: Buffer, side: number): Promise<Buffer> {
  return sharp(original, { limitInputPixels: mostPixels, failOn: 'error' })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
}
