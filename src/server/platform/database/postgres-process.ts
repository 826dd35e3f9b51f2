import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type PostgresBinaries, programPath } from './postgres-binaries.ts';
import type { Place } from './postgres-place.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { SupervisorError } from './supervisor-error.ts';

const run = promisify(execFile);

/** Only what the server needs: no `PG…` variable may steer it, and none of our secrets is its business. */
export function serverEnvironment(): Record<string, string> {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
  const pairs = kept.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries([
    ...pairs.filter((pair): pair is [string, string] => pair[1] !== undefined),
    ['LC_ALL', 'C'],
  ]);
}

/** How a program of the server is run: as its own user, from a folder that this user can stand in. */
export function asServerUser(place: Place): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: Record<string, string>;
} {
  const cwd = process.platform === 'win32' ? place.home : '/';
  const env = serverEnvironment();
  return place.user ? { uid: place.user.uid, gid: place.user.gid, cwd, env } : { cwd, env };
}

/** What `postmaster.pid` in a data directory says. The server writes it line by line while it starts. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
  readonly status: string;
}

/** @returns `null` when no server has the directory (or it stopped properly). */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  return {
    pid,
    port: Number(lines[3] ?? 0),
    socketDirectory: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
  };
}

/** A running server: one that this process started, or an adopted one (`child` is `null`). */
export interface RunningServer {
  readonly pid: number;
  readonly child: ChildProcess | null;
}

/**
 * Starts the server and waits until it takes connections (after a crash: until it has recovered).
 *
 * It runs in a session of its own, so that Ctrl-C in a terminal ends Node first and Node ends the
 * server, after the last request.
 *
 * @throws SupervisorError `disk-full` or `start-failed`, with the last lines the server wrote.
 */
export async function launchServer(
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
  await started(server.pid);
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

async function isRunning(server: RunningServer): Promise<boolean> {
  if (server.child) return server.child.exitCode === null && server.child.signalCode === null;
  return isAlive(server.pid);
}

/** Resolves once the server is gone; `false` when it still runs after the patience (milliseconds). */
export async function waitForExit(server: RunningServer, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (await isRunning(server)) {
    if (performance.now() > deadline) return false;
    await pause(5);
  }
  return true;
}

/**
 * Ends a server: first properly (sessions are cut, a checkpoint is written), then at once (the next
 * start recovers), then by force.
 *
 * @throws SupervisorError `orphan-does-not-stop` when it is another user's or survives all three.
 */
export async function stopServer(server: RunningServer, patience = 30_000): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', patience],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    try {
      process.kill(server.pid, signal);
    } catch {
      // Gone already, or not ours: the wait tells which.
    }
    if (await waitForExit(server, wait)) return;
  }
  throw new SupervisorError('orphan-does-not-stop', { pid: server.pid });
}

/** Ends the server's shell guard when the server no longer needs it. */
export interface Watchdog {
  readonly identity: ProcessIdentity | null;
  dismiss(): void;
}

/**
 * Sees to it that the server stops when Node dies without a word (kill -9, crash, closed terminal).
 *
 * A shell waits for the end of a pipe whose other end only Node holds; the system closes it however
 * Node ends. It then asks the server, whatever its number is by then, to stop properly.
 */
export async function watchOver(place: Place): Promise<Watchdog> {
  if (process.platform === 'win32') return { identity: null, dismiss: () => undefined };
  const script = 'read -r _; read -r pid < "$1/postmaster.pid" && kill -INT "$pid"';
  const shell = spawn('/bin/sh', ['-c', script, 'guatu-watchdog', place.cluster], {
    ...asServerUser(place),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  shell.unref();
  return {
    identity: shell.pid === undefined ? null : await identifyProcess(shell.pid),
    dismiss: () => {
      shell.kill('SIGKILL');
    },
  };
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

/** What the server's own words mean for whoever started it. */
export function explainOutput(output: string, directory: string): SupervisorError {
  const detail = output
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|ERROR)\b|error:/.test(line))
    .slice(-3)
    .join(' ')
    .slice(0, 600);
  if (/No space left on device|Disk quota exceeded/.test(output))
    return new SupervisorError('disk-full', { directory, detail });
  return new SupervisorError('start-failed', { directory, detail: detail || output.trim().slice(-600) });
}
