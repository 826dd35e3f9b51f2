import { z } from 'zod';
import type { Jobs } from '../platform/jobs/job.ts';
import { exportJobName } from './ledger-export-routes.ts';
import { expireLedgerExports, runLedgerExport } from './ledger-export-run.ts';

const payload = z.object({ exportId: z.uuid() });

/** Writing exports, and removing their files when their days are over. */
export function ledgerFilesJobs(): Jobs {
  return {
    jobs: [
      {
        name: exportJobName,
        run: (house, cityId, given) => runLedgerExport(house, cityId, payload.parse(given).exportId),
      },
    ],
    periodic: [{ name: 'ledgerFiles.expire', everyMinutes: 60, run: expireLedgerExports }],
  };
}
