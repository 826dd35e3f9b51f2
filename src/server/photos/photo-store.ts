import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { photoSizes } from '../../contract/photos.ts';
import { Refused } from '../platform/refused.ts';
import { mostPixels } from './photo-check.ts';

export type PhotoSize = (typeof photoSizes)[number];

/** Longest side of the scaled copies, in pixels. */
const longestSide: Readonly<Record<PhotoSize, number>> = { thumb: 320, large: 1600 };

/** Photos of all cities on disk, named by their content. */
export interface PhotoStore {
  /** Keeps the original bytes. Returns when they are on the disk. @throws Refused 507 `storageFull`. */
  keep(cityId: string, sha256: string, bytes: Buffer): Promise<void>;
  /** The original bytes, or `null` where the file is gone. */
  readOriginal(cityId: string, sha256: string): Promise<Buffer | null>;
  /** A scaled JPEG without EXIF, made on first use; `null` where the original is gone. */
  readScaled(cityId: string, sha256: string, size: PhotoSize): Promise<Buffer | null>;
}

/** Opens a new file for writing; tests put a full disk in its place. */
export type OpenFile = (
  path: string,
  flags: 'wx',
) => Promise<Pick<FileHandle, 'writeFile' | 'sync' | 'close'>>;

/**
 * A store under `directory`: `<cityId>/photos/ab/cd/<sha256>` for originals, `<cityId>/scaled/…` for
 * copies that may be deleted at any time.
 */
export function createPhotoStore(directory: string, openFile: OpenFile = open): PhotoStore {
  function placeOf(cityId: string, kind: 'photos' | 'scaled', sha256: string, ending = ''): string {
    return join(directory, cityId, kind, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}${ending}`);
  }

  async function keep(cityId: string, sha256: string, bytes: Buffer): Promise<void> {
    const place = placeOf(cityId, 'photos', sha256);
    const kept = await stat(place).catch(() => null);
    if (kept?.size === bytes.length) return;
    await writeWhole(place, bytes, openFile);
  }

  async function readScaled(cityId: string, sha256: string, size: PhotoSize): Promise<Buffer | null> {
    const place = placeOf(cityId, 'scaled', sha256, `-${size}.jpg`);
    const cached = await readIfThere(place);
    if (cached) return cached;
    const original = await readIfThere(placeOf(cityId, 'photos', sha256));
    if (!original) return null;
    const scaled = await scale(original, longestSide[size]);
    // a full disk costs the copy, not the answer
    await writeWhole(place, scaled, openFile).catch(() => undefined);
    return scaled;
  }

  return {
    keep,
    readOriginal: (cityId, sha256) => readIfThere(placeOf(cityId, 'photos', sha256)),
    readScaled,
  };
}

function scale(original: Buffer, side: number): Promise<Buffer> {
  return sharp(original, { limitInputPixels: mostPixels, failOn: 'error' })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
}

async function readIfThere(place: string): Promise<Buffer | null> {
  try {
    return await readFile(place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * All or nothing: bytes go to a file of another name, are flushed, and take their name in one step; then
 * the folder is flushed, without which a power cut forgets the name.
 *
 * @throws Refused 507 `storageFull`; nothing is left behind.
 */
async function writeWhole(place: string, bytes: Buffer, openFile: OpenFile): Promise<void> {
  const draft = join(dirname(place), `.${randomUUID()}.part`);
  try {
    await mkdir(dirname(place), { recursive: true });
    const file = await openFile(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, place);
    await syncFolder(dirname(place));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw isFull(error) ? new Refused(507, 'storageFull') : error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its journal orders the rename by itself
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
