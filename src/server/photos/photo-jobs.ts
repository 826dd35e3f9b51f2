import { printOf } from '../../domain/evidence/picture-print.ts';
import { inCity } from '../platform/database/database.ts';
import type { JobHouse, Jobs } from '../platform/jobs/job.ts';
import { Refused } from '../platform/refused.ts';
import { readGreyPixels } from './photo-check.ts';
import { openPhotoFiles } from './photo-storage.ts';
import { createPhotoStore, type PhotoStore } from './photo-store.ts';
import { findTwins, insertPrint, insertTwins } from './twin-queries.ts';

/** Photos of one run: some minutes of work at most. */
const mostPhotos = 1000;
/** Uploads younger than this may still be under way beside each other. */
const settledMs = 60_000;

/**
 * Compares every photo once more, some minutes after it came: two photos that arrive at the same moment do
 * not see each other, and photos from before there were hashes have none.
 */
export function photoJobs(openStore = storeOf): Jobs {
  return {
    jobs: [],
    periodic: [
      {
        name: 'photos.compare',
        everyMinutes: 5,
        run: (house, cityId) => comparePhotos(house, cityId, openStore(house)),
      },
    ],
  };
}

function storeOf(house: JobHouse): PhotoStore {
  return createPhotoStore(openPhotoFiles(house.filesDirectory));
}

async function comparePhotos(house: JobHouse, cityId: string, store: PhotoStore): Promise<void> {
  const settled = new Date(house.clock().getTime() - settledMs).toISOString();
  const waiting = await inCity(house.db, cityId, 'read', (tx) =>
    tx
      .selectFrom('photo')
      .select('sha256')
      .where('city_id', '=', cityId)
      .where('compared_at', 'is', null)
      .where('received_at', '<=', settled)
      .orderBy('received_at')
      .limit(mostPhotos)
      .execute(),
  );
  for (const { sha256 } of waiting) {
    const pixels = await readPixels(store, cityId, sha256);
    await inCity(house.db, cityId, 'write', async (tx) => {
      const now = house.clock().toISOString();
      if (pixels) {
        await insertPrint(tx, cityId, sha256, printOf(pixels));
        await insertTwins(tx, cityId, sha256, await findTwins(tx, cityId, sha256, pixels), now);
      }
      await tx
        .updateTable('photo')
        .set({ compared_at: now })
        .where('city_id', '=', cityId)
        .where('sha256', '=', sha256)
        .execute();
    });
  }
}

/**
 * The pixels of a kept photo; `null` where its file is gone or spoilt, so that one lost file does not hold
 * up the rest. @throws Refused 503 while the store is down: the next run goes on here.
 */
async function readPixels(store: PhotoStore, cityId: string, sha256: string): Promise<Uint8Array | null> {
  try {
    const bytes = await store.readOriginal(cityId, sha256);
    return bytes && (await readGreyPixels(bytes));
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'photo.storeDown') throw error;
    return null;
  }
}
