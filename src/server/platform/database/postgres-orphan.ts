import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type Address, databaseName, databaseRole } from './postgres-cluster.ts';
import { isOwnSocketDirectory, type Place } from './postgres-place.ts';
import { type PostmasterFile, readPostmasterFile, stopServer } from './postgres-process.ts';
import { isAlive, isSameProcess, type ProcessIdentity, programName } from './process-identity.ts';
import { errorCode, SupervisorError } from './supervisor-error.ts';

/** The address as `pg` and `psql` take it. Port and encryption are said so that no `PG…` variable steers them. */
export function databaseUrl(address: Address, password: string): string {
  return address.kind === 'socket'
    ? `postgres://${databaseRole}:${password}@/${databaseName}?host=${encodeURIComponent(address.directory)}&port=${address.port}&sslmode=disable`
    : `postgres://${databaseRole}:${password}@127.0.0.1:${address.port}/${databaseName}?sslmode=disable`;
}

/** What a server answers to a stranger at the door. */
export type Answer =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'silent'; readonly reason: string };

/** Asks a server for its version, patiently for at most `patience` milliseconds. */
export async function askServer(url: string, patience = 3000): Promise<Answer> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { kind: 'ready', version: (rows[0]?.server_version ?? '').split(' ')[0] ?? '' };
  } catch (error) {
    const code = errorCode(error);
    const message = error instanceof Error ? error.message : String(error);
    if (code === '57P03') return { kind: /shutting down/.test(message) ? 'stopping' : 'starting' };
    if (code === '57P01') return { kind: 'stopping' };
    if (code === '28P01') return { kind: 'wrong-password' };
    return { kind: 'silent', reason: message };
  } finally {
    // A server that hangs would also keep the farewell waiting.
    await Promise.race([client.end().catch(() => undefined), pause(500)]);
  }
}

/** A server that a killed parent left, and what became of it. */
export type Orphan =
  | { readonly kind: 'answers'; readonly pid: number; readonly address: Address; readonly version: string }
  | { readonly kind: 'stopped'; readonly pid: number };

/**
 * Deals with a server that a killed parent left on this data directory: adopts it when it answers,
 * stops it when it does not. Afterwards the directory is served (`answers`) or free (`stopped`, or `null`
 * when there was none).
 * Only under the directory's lock, whose last owner is known to be dead.
 *
 * @throws SupervisorError `foreign-server-running` for a server that somebody else started there,
 *   `orphan-does-not-stop`.
 */
export async function settleOrphan(
  place: Place,
  password: string | null,
  watchdog: ProcessIdentity | undefined,
): Promise<Orphan | null> {
  await endWatchdog(watchdog);
  const file = await readPostmasterFile(place.cluster);
  if (!file) return null;
  if (!(await isPostmaster(file))) {
    await clearNumber(place);
    return null;
  }
  const address = addressOf(file);
  if (!address)
    throw new SupervisorError('foreign-server-running', { directory: place.cluster, pid: file.pid });
  const orphan = { pid: file.pid, child: null };
  const answer = password ? await answerOnceSettled(databaseUrl(address, password)) : null;
  if (answer?.kind === 'ready') {
    return { kind: 'answers', pid: file.pid, address, version: answer.version };
  }
  // One that is already closing gets its time; one that hangs will not use it.
  await stopServer(orphan, answer?.kind === 'silent' ? 2000 : 30_000);
  const left = await readPostmasterFile(place.cluster);
  if (left?.pid === file.pid) await clearNumber(place);
  return { kind: 'stopped', pid: file.pid };
}

/**
 * Removes the note of a server known to be gone. A new server would take it for alive while a stranger
 * has the old process number, or while nobody has cleared a dead orphan away (containers without an
 * init). Sessions that outlive a killed server are still found through their shared memory.
 */
function clearNumber(place: Place): Promise<void> {
  return rm(path.join(place.cluster, 'postmaster.pid'), { force: true });
}

/** The dead owner's guard may be about to stop the server; after this it has either done so or never will. */
async function endWatchdog(watchdog: ProcessIdentity | undefined): Promise<void> {
  if (!watchdog || !(await isSameProcess(watchdog))) return;
  try {
    process.kill(watchdog.pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
}

async function isPostmaster(file: PostmasterFile): Promise<boolean> {
  if (!(await isAlive(file.pid)) || file.pid === process.pid) return false;
  const program = await programName(file.pid);
  return program === '' || program === 'postgres' || program === 'postmaster';
}

/** Where an own server listens, or `null` for one that somebody else configured. */
function addressOf(file: PostmasterFile): Address | null {
  if (file.socketDirectory !== '') {
    return isOwnSocketDirectory(file.socketDirectory)
      ? { kind: 'socket', directory: file.socketDirectory, port: file.port }
      : null;
  }
  return { kind: 'loopback', port: file.port };
}

/** A server killed with its parent may still be recovering or closing; that ends. */
async function answerOnceSettled(url: string): Promise<Answer> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await askServer(url);
    if (answer.kind !== 'starting' || performance.now() > deadline) return answer;
    await pause(50);
  }
}
