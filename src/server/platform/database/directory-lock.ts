import { link, mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identifyProcess, isSameProcess, type ProcessIdentity } from './process-identity.ts';
import { errorCode, explainFileError, SupervisorError } from './supervisor-error.ts';

/** Who uses a data directory: the process that supervises, and what it started there. */
export interface Ownership {
  readonly owner: ProcessIdentity;
  readonly watchdog?: ProcessIdentity;
  readonly binaries?: 'installed' | 'npm';
}

export interface DirectoryLock {
  /** What the last owner left behind when it died without releasing, else `null`. */
  readonly leftBehind: Ownership | null;
  /** Notes what was started, so that whoever comes after a crash can tell. */
  note(facts: Omit<Ownership, 'owner'>): Promise<void>;
  release(): Promise<void>;
}

const takeoverPatience = 5000;

/**
 * Takes the directory for this process.
 *
 * The lock is a file with the owner's process number and start. A dead owner's lock is taken over;
 * that a server still runs there is a separate question (see postgres-orphan).
 *
 * @throws SupervisorError `data-in-use` while the owner lives, also when it is this very process.
 */
export async function lockDirectory(home: string): Promise<DirectoryLock> {
  const file = path.join(home, 'owner.json');
  const self = await identifyProcess(process.pid);
  const owner = self ?? { pid: process.pid, started: '' };
  const draft = path.join(home, `owner.${process.pid}.${Math.random().toString(36).slice(2)}`);
  try {
    await writeFile(draft, JSON.stringify({ owner }), { mode: 0o600 });
    const leftBehind = await claim(file, draft, home);
    return {
      leftBehind,
      note: (facts) => replaceFile(file, JSON.stringify({ owner, ...facts })),
      release: () => rm(file, { force: true }),
    };
  } catch (error) {
    throw explainFileError(error, home);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Writes a file so that a reader sees the old or the new content, never half of one. */
async function replaceFile(file: string, content: string): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}

async function claim(file: string, draft: string, home: string): Promise<Ownership | null> {
  for (;;) {
    if (await linkIfFree(draft, file)) return null;
    const held = await readOwnership(file);
    if (held && (await isSameProcess(held.owner))) throw inUse(home, held);
    const taken = await takeOver(file, draft, home);
    if (taken) return taken.leftBehind;
    await pause(20);
  }
}

/**
 * Replaces a dead owner's lock. Two starters may both have found it dead: the loser must not remove
 * the winner's fresh lock, so the replacement happens inside a second, short lock (a directory).
 */
async function takeOver(
  file: string,
  draft: string,
  home: string,
): Promise<{ leftBehind: Ownership | null } | null> {
  const gate = `${file}.takeover`;
  try {
    await mkdir(gate);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const age = Date.now() - ((await stat(gate).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > takeoverPatience) await rmdir(gate).catch(() => undefined);
    return null;
  }
  try {
    const held = await readOwnership(file);
    if (held && (await isSameProcess(held.owner))) throw inUse(home, held);
    await rm(file, { force: true });
    return (await linkIfFree(draft, file)) ? { leftBehind: held } : null;
  } finally {
    await rmdir(gate).catch(() => undefined);
  }
}

async function linkIfFree(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function inUse(directory: string, held: Ownership): SupervisorError {
  return new SupervisorError('data-in-use', { directory, pid: held.owner.pid });
}

async function readOwnership(file: string): Promise<Ownership | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const owner = 'owner' in value ? asIdentity(value.owner) : null;
    if (!owner) return null;
    const watchdog = 'watchdog' in value ? asIdentity(value.watchdog) : null;
    const binaries = 'binaries' in value ? value.binaries : null;
    return {
      owner,
      ...(watchdog ? { watchdog } : {}),
      ...(binaries === 'installed' || binaries === 'npm' ? { binaries } : {}),
    };
  } catch {
    return null;
  }
}

function asIdentity(value: unknown): ProcessIdentity | null {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return null;
  const { pid, started } = value;
  return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null;
}
