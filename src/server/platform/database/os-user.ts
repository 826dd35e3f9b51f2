import { execFile } from 'node:child_process';
import { chmod, lchown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { SupervisorError } from './supervisor-error.ts';

const run = promisify(execFile);

/** A user of the operating system. */
export interface OsUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Users that own nothing of value, best first (`_postgres` is macOS). */
const candidates = ['postgres', '_postgres', 'nobody'];

/** @throws SupervisorError `no-os-user` when the system has none of the expected users. */
export async function pickOsUser(): Promise<OsUser> {
  for (const name of candidates) {
    try {
      const uid = Number((await run('id', ['-u', name])).stdout);
      const gid = Number((await run('id', ['-g', name])).stdout);
      if (Number.isSafeInteger(uid) && Number.isSafeInteger(gid) && uid > 0) return { name, uid, gid };
    } catch {
      // No such user: try the next.
    }
  }
  throw new SupervisorError('no-os-user', { user: candidates.join(', ') });
}

export async function ownerOf(file: string): Promise<{ uid: number; gid: number } | null> {
  const found = await lstat(file).catch(() => null);
  return found ? { uid: found.uid, gid: found.gid } : null;
}

/** Gives a folder and all in it to a user (links themselves, never what they point to) and closes it to others. */
export async function chownTree(folder: string, user: OsUser): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(path.join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  await chmod(folder, 0o700);
  await lchown(folder, user.uid, user.gid);
}
