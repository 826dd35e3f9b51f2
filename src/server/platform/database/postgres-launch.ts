import { execFile, spawn } from 'node:child_process';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DirectoryLock } from './directory-lock.ts';
import { type PostgresBinaries, programPath } from './postgres-binaries.ts';
import type { Place } from './postgres-place.ts';
import {
  asServerUser,
  explainOutput,
  isRunning,
  type RunningServer,
  readPostmasterFile,
  stopServer,
  type Watchdog,
  watchOver,
} from './postgres-process.ts';
import { SupervisorError } from './supervisor-error.ts';

const run = promisify(execFile);

export interface Launched {
  readonly server: RunningServer;
  readonly watchdog: Watchdog;
  end(): Promise<void>;
}

/** Starts the server with its guard and notes both in the lock. */
export async function launchGuarded(
  binaries: PostgresBinaries,
  place: Place,
  lock: DirectoryLock,
  socketDirectory: string,
): Promise<Launched> {
  const patience = performance.now() + 10_000;
  for (;;) {
    let watchdog: Watchdog = { identity: null, dismiss: () => undefined };
    try {
      const server = await launchServer(binaries, place, async (pid) => {
        watchdog = await watchOver(place, pid, socketDirectory);
        const noted = watchdog.identity ? { watchdog: watchdog.identity } : {};
        await lock.note({ binaries: binaries.kind, ...noted });
      });
      const end = async () => {
        await stopServer(server);
        watchdog.dismiss();
      };
      return { server, watchdog, end };
    } catch (error) {
      watchdog.dismiss();
      // Sessions of a server that was killed by force notice its death one after the other.
      const busy =
        error instanceof SupervisorError && /pre-existing shared memory/.test(String(error.facts.detail));
      if (!busy || performance.now() > patience) throw error;
      await pause(100);
    }
  }
}

/**
 * Starts the server and waits until it takes connections (after a crash: until it has recovered).
 *
 * It runs in a session of its own, so that Ctrl-C in a terminal ends Node first and Node ends the
 * server, after the last request.
 *
 * @throws SupervisorError `disk-full` or `start-failed`, with the last lines the server wrote.
 */
async function launchServer(
  binaries: PostgresBinaries,
  place: Place,
  started: (pid: number) => Promise<void>,
): Promise<RunningServer> {
  const startLog = path.join(place.home, 'start.log');
  const configFile = path.join(place.home, 'postgresql.conf');
  const output = await open(startLog, 'w', 0o600);
  let server: RunningServer;
  try {
    server =
      process.platform === 'win32'
        ? await launchOnWindows(binaries, place, configFile)
        : await launchHere(binaries, place, configFile, output.fd);
  } finally {
    await output.close();
  }
  try {
    await started(server.pid);
    return await untilReady(server, place, startLog);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
}

async function untilReady(server: RunningServer, place: Place, startLog: string): Promise<RunningServer> {
  for (;;) {
    const file = await readPostmasterFile(place.cluster);
    if (file?.pid === server.pid && file.status === 'ready') return server;
    if (!(await isRunning(server))) throw await explainStart(place, startLog);
    await pause(10);
  }
}

async function launchHere(
  binaries: PostgresBinaries,
  place: Place,
  configFile: string,
  output: number,
): Promise<RunningServer> {
  const child = spawn(
    programPath(binaries, 'postgres'),
    ['-D', place.cluster, '-c', `config_file=${configFile}`],
    {
      ...asServerUser(place),
      detached: true,
      stdio: ['ignore', output, output],
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new SupervisorError(
          'start-failed',
          { directory: place.home, detail: error.message },
          { cause: error },
        ),
      ),
    );
  });
  child.unref();
  return { pid: child.pid ?? 0, child };
}

/** `pg_ctl` sheds administrator rights, which `postgres` itself refuses to run with on Windows. */
async function launchOnWindows(
  binaries: PostgresBinaries,
  place: Place,
  configFile: string,
): Promise<RunningServer> {
  const log = path.join(place.home, 'start.log');
  const options = ['-D', place.cluster, '-l', log, '-o', `-c config_file="${configFile}"`, '-w', 'start'];
  await run(programPath(binaries, 'pg_ctl'), options, asServerUser(place)).catch(() => undefined);
  const file = await readPostmasterFile(place.cluster);
  if (!file) throw await explainStart(place, log);
  return { pid: file.pid, child: null };
}

async function explainStart(place: Place, startLog: string): Promise<SupervisorError> {
  const early = await readFile(startLog, 'utf8').catch(() => '');
  return explainOutput(`${early}\n${(await newestLog(place)).slice(-4000)}`, place.home);
}

/** Once the server's own log collector runs, its words go there. */
async function newestLog(place: Place): Promise<string> {
  const folder = path.join(place.home, 'log');
  const names = await readdir(folder).catch(() => []);
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(path.join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const newest = dated.sort((a, b) => b.at - a.at)[0];
  return newest ? readFile(path.join(folder, newest.name), 'utf8').catch(() => '') : '';
}
