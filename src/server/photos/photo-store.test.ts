import { createHash } from 'node:crypto';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused } from '../platform/refused.ts';
import { folderFiles, type OpenFile } from './folder-files.ts';
import { createPhotoStore } from './photo-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/guatu-photos-`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bytes = Buffer.from('the bytes of a photo');
const name = createHash('sha256').update(bytes).digest('hex');

/** A disk that takes half of the bytes and then is full. */
const fullDisk: OpenFile = async (path, flags) => {
  const file = await open(path, flags);
  return {
    close: () => file.close(),
    sync: () => file.sync(),
    async writeFile() {
      await file.writeFile(bytes.subarray(0, 7));
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
  };
};

async function filesOf(cityId: string): Promise<string[]> {
  const entries = await readdir(`${folder}/${cityId}`, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('the photo store', () => {
  it('refuses clearly on a full disk and leaves nothing half stored', async () => {
    const store = createPhotoStore(folderFiles(folder, fullDisk));
    const refusal = await store.keep('city1', name, bytes).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ status: 507, refusal: { code: 'storageFull' } });
    expect(await filesOf('city1')).toEqual([]);
    expect(await store.readOriginal('city1', name)).toBeNull();
  });

  it('keeps each photo once, and writes again what a broken disk cut short', async () => {
    const store = createPhotoStore(folderFiles(folder));
    await Promise.all([store.keep('city2', name, bytes), store.keep('city2', name, bytes)]);
    expect(await filesOf('city2')).toEqual([name]);
    const place = `${folder}/city2/photos/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
    for (const spoilt of [bytes.subarray(0, 5), Buffer.alloc(bytes.length)]) {
      await writeFile(place, spoilt);
      await store.keep('city2', name, bytes);
      expect((await store.readOriginal('city2', name))?.equals(bytes)).toBe(true);
    }
  });

  it('gives out nothing that no longer fits its name', async () => {
    const store = createPhotoStore(folderFiles(folder));
    await store.keep('city3', name, bytes);
    const place = `${folder}/city3/photos/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
    await writeFile(place, Buffer.alloc(bytes.length, 1));
    const expected = { status: 503, refusal: { code: 'photo.damaged' } };
    await expect(store.readOriginal('city3', name)).rejects.toMatchObject(expected);
    await expect(store.readScaled('city3', name, 'thumb')).rejects.toMatchObject(expected);
  });
});
