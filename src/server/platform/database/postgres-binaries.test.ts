import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { pickOsUser } from './os-user.ts';
import {
  findBinaries,
  type PostgresBinaries,
  programPath,
  reachableBinaries,
  restoreLibraryLinks,
} from './postgres-binaries.ts';
import { explainOutput } from './postgres-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder('binaries');
});

afterEach(() => removeTemporaryFolder(folder));

/** The package as npm leaves it when install scripts are off: without a single link. */
async function packageWithoutLinks(): Promise<PostgresBinaries> {
  const packaged = await findBinaries('npm');
  const native = path.join(folder, 'private', 'package', 'native');
  await cp(path.dirname(packaged.bin), native, { recursive: true, verbatimSymlinks: true });
  for (const name of await readdir(path.join(native, 'lib'))) {
    const file = path.join(native, 'lib', name);
    if ((await lstat(file)).isSymbolicLink()) await rm(file);
  }
  return { ...packaged, bin: path.join(native, 'bin') };
}

function version(binaries: PostgresBinaries): string {
  return execFileSync(programPath(binaries, 'postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
}

describe('the programs of the npm package', () => {
  it('do not load without their library links, and load once these are put back', async () => {
    const binaries = await packageWithoutLinks();
    if (process.platform === 'linux')
      expect(() => version(binaries)).toThrow(/error while loading shared libraries/);
    expect(await restoreLibraryLinks(binaries)).toBe(true);
    expect(version(binaries)).toContain('(PostgreSQL) 15.');
    expect(await restoreLibraryLinks(binaries)).toBe(true);
  });

  it.runIf(process.getuid?.() === 0)(
    "are copied, once and complete, where the server's user cannot reach them",
    async () => {
      const binaries = await packageWithoutLinks();
      await chmod(path.join(folder, 'private'), 0o700);
      const user = await pickOsUser();
      const home = path.join(folder, 'home');
      await mkdir(home);
      const place = { home, cluster: path.join(home, 'cluster'), user, elsewhere: false };
      const system = path.join(folder, 'system');
      const copied = await reachableBinaries(binaries, place, system);
      expect(copied.bin.startsWith(system)).toBe(true);
      const asUser = execFileSync(programPath(copied, 'postgres'), ['--version'], {
        uid: user.uid,
        gid: user.gid,
        cwd: '/',
        encoding: 'utf8',
      });
      expect(asUser).toContain('(PostgreSQL) 15.');
      const inode = (await lstat(programPath(copied, 'postgres'))).ino;
      const again = await reachableBinaries(binaries, place, system);
      expect((await lstat(programPath(again, 'postgres'))).ino).toBe(inode);
      expect(await readdir(system)).toHaveLength(1);
    },
  );
});

describe('the choice of programs', () => {
  it('takes an installed server of the major where there is one, else the package', async () => {
    const free = await findBinaries('');
    const installed = await findBinaries('installed').catch(() => null);
    expect(free.kind).toBe(installed ? 'installed' : 'npm');
    expect(existsSync(programPath(free, 'initdb'))).toBe(true);
  });
});

describe('what the server says when it fails', () => {
  it.each([
    'initdb: error: could not write to file "pg_wal/xlogtemp.1": No space left on device',
    'PANIC:  could not write to file "pg_wal/xlogtemp.77": No space left on device',
    'FATAL:  could not write lock file "postmaster.pid": Disk quota exceeded',
  ])('is understood as a full disk: %s', (output) => {
    expect(explainOutput(output, '/data')).toMatchObject({
      code: 'disk-full',
      facts: { directory: '/data' },
    });
  });

  it('is handed on where it is not understood, without the chatter around it', () => {
    const output =
      'LOG:  starting PostgreSQL 15.18\nFATAL:  something new\nLOG:  database system is shut down';
    expect(explainOutput(output, '/data')).toMatchObject({
      code: 'start-failed',
      facts: { detail: 'FATAL:  something new' },
    });
  });
});
