import { createApp } from '../../src/server/app.ts';
import { openPool } from '../../src/server/platform/database/database.ts';
import { ownProcessorTime } from './processor-time.ts';

// The application in a process of its own, so that its processor time is not mixed with the callers'.
// Told by message what to open; the address holds a password and belongs in no list of processes.

/** What the server is told. */
export type BenchRequest =
  | { readonly kind: 'open'; readonly url: string; readonly filesDirectory: string }
  | { readonly kind: 'processorTime' };

/** What it answers. */
export type BenchAnswer =
  | { readonly kind: 'opened'; readonly port: number }
  | { readonly kind: 'processorTime'; readonly milliseconds: number };

const tell = (answer: BenchAnswer) => process.send?.(answer);

async function open(url: string, filesDirectory: string): Promise<void> {
  const db = openPool(url);
  const app = await createApp({
    db,
    filesDirectory,
    webDirectory: null,
    requestsPerMinute: 1_000_000_000,
  });
  await app.fastify.listen({ host: '127.0.0.1', port: 0 });
  process.once('disconnect', () => {
    void app
      .close()
      .then(() => db.destroy())
      .finally(() => process.exit(0));
  });
  const address = app.fastify.server.address();
  tell({ kind: 'opened', port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
}

process.on('message', (request: BenchRequest) => {
  switch (request.kind) {
    case 'open':
      open(request.url, request.filesDirectory).catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
      break;
    case 'processorTime':
      tell({ kind: 'processorTime', milliseconds: ownProcessorTime() });
      break;
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${String(unknown)}`);
    }
  }
});
