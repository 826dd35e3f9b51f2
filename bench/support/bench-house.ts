import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openPool } from '../../src/server/platform/database/database.ts';
import { migrate } from '../../src/server/platform/database/migrate.ts';
import { startEmbeddedPostgres } from '../../src/server/platform/database/postgres-supervisor.ts';
import { databaseProcessorTime } from './processor-time.ts';
import type { BenchAnswer, BenchRequest } from './serve-bench.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A running application with a durable database in a temporary folder. */
export interface BenchHouse {
  /** For the builders; the application has a pool of its own. */
  readonly db: Database;
  readonly databaseUrl: string;
  readonly port: number;
  /** Milliseconds so far; the application process alone. */
  serverProcessorTime(): Promise<number>;
  /** Milliseconds so far; null where it cannot be read. */
  databaseProcessorTime(): Promise<number | null>;
  close(): Promise<void>;
}

/** Starts database and application; removes everything again where a step fails. */
export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = await mkdtemp(path.join(tmpdir(), `guatu-bench-${process.pid}-`));
  // as root the database runs as another user, who must get to its data
  await chmod(folder, 0o711);
  const endings: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  ];
  const close = async () => {
    for (const signal of signals) process.off(signal, endEarly);
    for (let end = endings.pop(); end; end = endings.pop()) await end();
  };
  const endEarly = () => void close().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, endEarly);
  try {
    const postgres = await startEmbeddedPostgres({
      directory: path.join(folder, 'database'),
      systemDirectory: path.join(folder, 'system'),
      settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '60' },
    });
    endings.push(() => postgres.stop());
    await migrate(postgres.url);
    const db = openPool(postgres.url, { max: 2 });
    endings.push(() => db.destroy());
    const server = fork(fileURLToPath(new URL('serve-bench.ts', import.meta.url)));
    endings.push(() => endServer(server));
    const opened = await askServer(
      server,
      { kind: 'open', url: postgres.url, filesDirectory: folder },
      'opened',
    );
    return {
      db,
      databaseUrl: postgres.url,
      port: opened.port,
      serverProcessorTime: async () =>
        (await askServer(server, { kind: 'processorTime' }, 'processorTime')).milliseconds,
      databaseProcessorTime: () => databaseProcessorTime(postgres.pid),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function askServer<Kind extends BenchAnswer['kind']>(
  server: ChildProcess,
  request: BenchRequest,
  kind: Kind,
): Promise<Extract<BenchAnswer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      server.off('message', hear);
      server.off('exit', fail);
    };
    const hear = (answer: BenchAnswer) => {
      if (answer.kind !== kind) return;
      stop();
      resolve(answer as Extract<BenchAnswer, { kind: Kind }>);
    };
    const fail = () => {
      stop();
      reject(new Error('the application process ended'));
    };
    server.on('message', hear);
    server.once('exit', fail);
    server.send(request);
  });
}

async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  if (server.connected) server.disconnect();
  await ended;
}
