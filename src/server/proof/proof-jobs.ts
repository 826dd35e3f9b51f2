import { access } from 'node:fs/promises';
import { v7 as uuid } from 'uuid';
import { inCity } from '../platform/database/database.ts';
import type { JobHouse, Jobs } from '../platform/jobs/job.ts';
import { checkCity } from './city-check.ts';
import { appendHeads, headFilePath, readHeadFile } from './head-file.ts';
import { recordCheck } from './proof-check-record.ts';
import { openSigningKey } from './signing-key.ts';
import { writeTreeHeads } from './tree-growing.ts';

/** Heads are written every ten minutes where something happened; the house checks itself once a day. */
export function proofJobs(): Jobs {
  return {
    jobs: [],
    periodic: [
      { name: 'proof.writeHeads', everyMinutes: 10, run: writeHeads },
      { name: 'proof.selfCheck', everyMinutes: 1440, run: selfCheck },
    ],
  };
}

async function writeHeads(house: JobHouse, cityId: string): Promise<void> {
  const key = await openSigningKey(house.filesDirectory);
  await writeTreeHeads(house.db, cityId, house.clock().toISOString(), key);
  // also what an earlier run could not write down
  await inCity(house.db, cityId, 'read', (tx) => appendHeads(tx, cityId, house.filesDirectory));
}

async function selfCheck(house: JobHouse, cityId: string): Promise<void> {
  const file = headFilePath(house.filesDirectory, cityId);
  const isWritten = await access(file).then(
    () => true,
    () => false,
  );
  const begun = performance.now();
  const report = await checkCity(house.db, cityId, isWritten ? { written: readHeadFile(file) } : {});
  const check = { at: house.clock().toISOString(), tookMs: performance.now() - begun, report };
  await inCity(house.db, cityId, 'write', (tx) => recordCheck(tx, cityId, uuid(), check));
}
