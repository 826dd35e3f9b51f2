import { runLedgerExport } from '../../src/server/ledger-files/ledger-export-run.ts';
import { openPool } from '../../src/server/platform/database/database.ts';
import { ownProcessorTime } from './processor-time.ts';

// One export in a process of its own, so that what it takes of memory is not mixed with what was there
// before. Told by message what to do; the address holds a password and belongs in no list of processes.

/** What the process is told. */
export interface ExportRequest {
  readonly url: string;
  readonly filesDirectory: string;
  readonly cityId: string;
  readonly exportId: string;
}

/** What it answers. */
export interface ExportAnswer {
  readonly milliseconds: number;
  /** Processor time of the process, milliseconds. */
  readonly processor: number;
  /** Resident memory before, and its highest while the export ran, in bytes. */
  readonly before: number;
  readonly peak: number;
}

process.once('message', (request: ExportRequest) => {
  run(request).then(
    (answer) => {
      process.send?.(answer);
      process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run({ url, filesDirectory, cityId, exportId }: ExportRequest): Promise<ExportAnswer> {
  const db = openPool(url, { max: 3 });
  try {
    await db.selectFrom('city').select('code').execute();
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 10);
    const worked = ownProcessorTime();
    const start = performance.now();
    await runLedgerExport({ db, clock: () => new Date(), filesDirectory }, cityId, exportId);
    const milliseconds = performance.now() - start;
    clearInterval(timer);
    return {
      milliseconds,
      processor: ownProcessorTime() - worked,
      before,
      peak: Math.max(peak, process.memoryUsage().rss),
    };
  } finally {
    await db.destroy();
  }
}
