import path from 'node:path';
import type { Jobs } from '../platform/jobs/job.ts';
import { createPhotoPieces, piecesFolder } from './photo-pieces.ts';

/** Days that an unfinished photo waits for its phone. */
const daysKept = 14;

/** Photos that a phone never finished do not fill the disk; the phone still has them and begins anew. */
export function syncJobs(): Jobs {
  return {
    jobs: [],
    periodic: [
      {
        name: 'sync.clearPieces',
        everyMinutes: 24 * 60,
        async run({ filesDirectory, clock }) {
          const before = new Date(clock().getTime() - daysKept * 86_400_000);
          await createPhotoPieces(path.join(filesDirectory, piecesFolder)).clearOlderThan(before);
        },
      },
    ],
  };
}
