import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from './postgres-place.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { SupervisorError } from './supervisor-error.ts';

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

/** Of a child its own exit counts, even before the system has cleared it away. */
export async function isRunning(server: RunningServer): Promise<boolean> {
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
    ['SIGQUIT', Math.min(patience, 5000)],
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
 * Node ends. It then asks the server to stop properly, unless that process number has become another's.
 */
export async function watchOver(place: Place, pid: number, socketDirectory: string): Promise<Watchdog> {
  if (process.platform === 'win32') return { identity: null, dismiss: () => undefined };
  const script = [
    'read -r _',
    'read -r pid < "$1/postmaster.pid" || pid=$2',
    '[ "$pid" = "$2" ] && kill -INT "$2" || exit',
    // The file goes last; the process may stay as a zombie where nobody clears it away.
    'while [ -e "$1/postmaster.pid" ] && kill -0 "$2"; do sleep 0.1 || sleep 1; done',
    'case "$3" in */guatu-*) rmdir "$3";; esac',
  ].join('\n');
  const shell = spawn(
    '/bin/sh',
    ['-c', script, 'guatu-watchdog', place.cluster, String(pid), socketDirectory],
    {
      ...asServerUser(place),
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
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

/** What the server's own words mean for whoever started it. */
export function explainOutput(output: string, directory: string): SupervisorError {
  const detail = output
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|ERROR)\b|error:|LOG: .*(parameter|invalid|syntax)/.test(line))
    .slice(-3)
    .join(' ')
    .slice(0, 600);
  if (/No space left on device|Disk quota exceeded/.test(output))
    return new SupervisorError('disk-full', { directory, detail });
  return new SupervisorError('start-failed', { directory, detail: detail || output.trim().slice(-600) });
}
