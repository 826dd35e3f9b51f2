import { once } from 'node:events';
import { createServer } from 'node:net';
import { type App, type AppOptions, createApp, featureJobs } from '../../server/app.ts';
import { photoStorageFaults } from '../../server/photos/photo-storage.ts';
import { type JobRunner, startJobRunner } from '../../server/platform/jobs/job-runner.ts';
import { CliFault, sayCli } from './cli-words.ts';
import { webDirectory } from './data-folder.ts';
import type { OpenHouse } from './open-house.ts';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly app?: Partial<AppOptions>;
}

/** A port from the command line or `PORT`. @throws CliFault where it is none. */
export function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new CliFault('cli.badPort', { port: text });
  return port;
}

/** Asks for the port before anything slow is done, so that a taken one is heard of at once. */
export async function requirePort(options: Pick<ServeOptions, 'port' | 'host'>): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(options.port, options.host);
    await once(probe, 'listening');
  } catch (error) {
    throw listenFault(error, options);
  }
  probe.close();
  await once(probe, 'close');
}

/** Serves the house until a signal comes; then ends jobs, connections, pool and database in that order. */
export async function serveHouse(
  house: OpenHouse,
  options: ServeOptions,
  log: (line: string) => void,
): Promise<App> {
  const faults = photoStorageFaults(process.env);
  if (faults.length > 0) throw new CliFault('cli.photoStorage', { names: faults.join(', ') });
  const app = await createApp({
    db: house.db,
    filesDirectory: house.filesDirectory,
    webDirectory,
    secureCookies: process.env.GUATU_HTTPS === 'yes',
    trustProxy: process.env.GUATU_TRUST_PROXY === 'yes',
    log: process.env.GUATU_LOG === 'yes',
    ...options.app,
  });
  try {
    await app.fastify.listen({ port: options.port, host: options.host });
  } catch (error) {
    throw listenFault(error, options);
  }
  const runner = await startJobs(house, app);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    log(sayCli('cli.stopping'));
    await runner.stop();
    await app.close();
    await house.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  return app;
}

/** Reminders, deferrals that come back, mail …: what happens without anybody asking for it. */
async function startJobs(house: OpenHouse, app: App): Promise<JobRunner> {
  const { clock } = app.house;
  return startJobRunner(
    house.url,
    { db: house.db, clock, filesDirectory: house.filesDirectory },
    featureJobs(),
    (job, err) => app.fastify.log.error({ job, err }, 'job failed'),
  );
}

function listenFault(error: unknown, { port, host }: Pick<ServeOptions, 'port' | 'host'>): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new CliFault('cli.portTaken', { port, other: port < 65_535 ? port + 1 : 8710 });
    case 'EACCES':
      return new CliFault('cli.portForbidden', { port });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CliFault('cli.hostUnknown', { host });
    default:
      return error;
  }
}
