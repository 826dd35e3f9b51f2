import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chownTree, type OsUser, ownerOf, pickOsUser } from './os-user.ts';
import { errorCode, explainFileError, SupervisorError } from './supervisor-error.ts';

const run = promisify(execFile);

/** Longest path of a Unix socket that every supported system takes (macOS: 103 bytes). */
const socketPathLimit = 103;

export interface Place {
  /** Lock, password, settings; owned by whoever runs Node. */
  readonly home: string;
  /** The PostgreSQL data directory itself. */
  readonly cluster: string;
  /** Whom the server runs as, or `null` for the user who runs Node. */
  readonly user: OsUser | null;
  /** True when the data could not live in the directory that was asked for. */
  readonly elsewhere: boolean;
}

/**
 * Decides where the data live and as whom the server runs, and makes the folders.
 *
 * PostgreSQL refuses to run as root, so root hands it to another user, who must be able to walk to the
 * data. Below a private folder (a checkout under /root) that cannot be; nobody's folder is opened up
 * for it. The data then go to `systemDirectory`, and a note (`data-location`) in the asked directory says
 * so and holds for ever: data must not seem lost because permissions changed later.
 *
 * @throws SupervisorError `directory-not-writable`, `directory-unreachable`, `data-unreadable`, `no-os-user`.
 */
export async function settlePlace(directory: string, systemDirectory: string): Promise<Place> {
  const asked = await makeDirectory(directory);
  const note = await readFile(path.join(asked, 'data-location'), 'utf8').catch(() => '');
  if (note.trim() !== '') return placeAt(await makeDirectory(note.trim()), true);
  const here = await placeAt(asked, false);
  if (!here.user || (await canReach(asked, here.user))) return here;
  if (existsSync(here.cluster)) {
    throw new SupervisorError('directory-unreachable', { directory: asked, user: here.user.name });
  }
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const home = await makeDirectory(path.join(systemDirectory, name));
  const there = await placeAt(home, true);
  if (!there.user || !(await canReach(home, there.user))) {
    throw new SupervisorError('directory-unreachable', { directory: home, user: here.user.name });
  }
  await writeFile(path.join(asked, 'data-location'), `${home}\n`);
  return there;
}

async function placeAt(home: string, elsewhere: boolean): Promise<Place> {
  const cluster = path.join(home, 'cluster');
  const me = process.getuid?.() ?? -1;
  const owner = await ownerOf(cluster);
  if (me !== 0) {
    if (owner && owner.uid !== me && me !== -1) {
      throw new SupervisorError('data-unreadable', { directory: cluster, owner: owner.uid, user: me });
    }
    return { home, cluster, user: null, elsewhere };
  }
  if (owner && owner.uid !== 0) {
    return { home, cluster, user: { name: String(owner.uid), ...owner }, elsewhere };
  }
  const user = await pickOsUser();
  // A copy that root put back from a backup belongs to root: the server could not read it.
  if (owner) await chownTree(cluster, user);
  return { home, cluster, user, elsewhere };
}

/** Makes the directory; folders made on the way may be walked through (not listed) by the server's user. */
async function makeDirectory(directory: string): Promise<string> {
  try {
    const first = await mkdir(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    if (first !== undefined && process.getuid?.() === 0) {
      for (let made = directory; made.startsWith(first); made = path.dirname(made)) await chmod(made, 0o711);
    }
    if (!(await stat(directory)).isDirectory()) {
      throw new SupervisorError('directory-not-writable', { directory, reason: 'ENOTDIR' });
    }
    return await realpath(directory);
  } catch (error) {
    throw explainFileError(error, directory);
  }
}

/** Whether a user can walk to a folder: asked of the system as that user, so that every rule counts. */
export async function canReach(folder: string, user: OsUser): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid: user.uid, gid: user.gid, cwd: '/' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EPERM')
      throw new SupervisorError('no-os-user', { user: user.name }, { cause: error });
    return false;
  }
}

/**
 * A private folder for the server's socket, short enough for a socket path wherever the data are.
 * The name follows from the data directory so that nothing piles up; where someone else holds that name
 * (anyone may write in the temporary folder) a fresh one is made.
 */
export async function makeSocketDirectory(place: Place): Promise<string> {
  const base = shortTemporaryFolder();
  const named = path.join(
    base,
    `${socketPrefix}${createHash('sha256').update(place.cluster).digest('hex').slice(0, 12)}`,
  );
  const uid = place.user?.uid ?? process.getuid?.() ?? 0;
  try {
    await mkdir(named, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw explainFileError(error, base);
    const found = await lstat(named);
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
      return handOver(await mkdtemp(path.join(base, socketPrefix)), place);
    }
    // A server that was killed left its socket and a lock with its number, which may be another's by now.
    for (const name of await readdir(named)) await rm(path.join(named, name), { force: true });
    return named;
  }
  return handOver(named, place);
}

export const socketPrefix = 'guatu-';

/** Socket folders are recognised by their name: only such a server was started by this module. */
export function isOwnSocketDirectory(folder: string): boolean {
  return path.basename(folder).startsWith(socketPrefix);
}

export async function removeSocketDirectory(folder: string): Promise<void> {
  if (isOwnSocketDirectory(folder)) await rm(folder, { recursive: true, force: true });
}

function shortTemporaryFolder(): string {
  const longest = `/${socketPrefix}123456789012/.s.PGSQL.5432`;
  return Buffer.byteLength(tmpdir() + longest) <= socketPathLimit ? tmpdir() : '/tmp';
}

async function handOver(folder: string, place: Place): Promise<string> {
  if (place.user) await chownTree(folder, place.user);
  return folder;
}
