import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refused } from '../platform/refused.ts';
import type { FileStore } from './file-store.ts';

/** Opens a new file for writing; tests put a full disk in its place. */
export type OpenFile = (
  path: string,
  flags: 'wx',
) => Promise<Pick<FileHandle, 'writeFile' | 'sync' | 'close'>>;

/** Files in a folder of this machine. */
export function folderFiles(directory: string, openFile: OpenFile = open): FileStore {
  return {
    put: (key, bytes) => writeWhole(join(directory, key), bytes, openFile),
    get: (key) => unlessAbsent(readFile(join(directory, key))),
    sizeOf: async (key) => (await unlessAbsent(stat(join(directory, key))))?.size ?? null,
  };
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    // a share that is gone, a disk that fails: the photo store is down, not the program
    throw new Refused(503, 'photo.storeDown', { detail: code });
  }
}

/**
 * All or nothing: bytes go to a file of another name, are flushed, and take their name in one step; then
 * the folder is flushed, without which a power cut forgets the name.
 *
 * @throws Refused 507 `storageFull`, 503 `photo.storeDown`; nothing is left behind.
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
    const code = codeOf(error);
    throw ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
      ? new Refused(507, 'storageFull')
      : new Refused(503, 'photo.storeDown', { detail: code });
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

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
