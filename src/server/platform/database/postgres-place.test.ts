import { existsSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, kill, startParent, startQuick } from '../../../../test/support/supervised-database.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type OsUser, pickOsUser } from './os-user.ts';
import { canReach, makeSocketDirectory, type Place, settlePlace } from './postgres-place.ts';

const root = process.getuid?.() === 0;
const project = fileURLToPath(new URL('../../../../', import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder('place');
});

afterEach(() => removeTemporaryFolder(folder));

describe('the place of the data', () => {
  it('is the directory that was asked for where that can be, made with all folders above it', async () => {
    const place = await settlePlace(path.join(folder, 'a', 'b'), path.join(folder, 'system'));
    expect(place).toMatchObject({ home: path.join(folder, 'a', 'b'), elsewhere: false });
    expect(existsSync(path.join(folder, 'system'))).toBe(false);
  });

  it('is found through a link as the same place', async () => {
    const real = await settlePlace(path.join(folder, 'real'), path.join(folder, 'system'));
    await symlink(path.join(folder, 'real'), path.join(folder, 'link'));
    expect(await settlePlace(path.join(folder, 'link'), path.join(folder, 'system'))).toEqual(real);
  });

  it('has a socket path short enough for every system, however deep the data are', async () => {
    const deep = path.join(folder, '很深的目录'.repeat(10), 'x'.repeat(200));
    const database = await startQuick(deep);
    const socket = decodeURIComponent(/host=([^&]*)/.exec(database.url)?.[1] ?? '');
    expect(Buffer.byteLength(`${socket}/.s.PGSQL.5432`)).toBeLessThanOrEqual(103);
    expect((await stat(socket)).mode & 0o077).toBe(0);
    expect(await ask(database.url, 'select 1')).toEqual([1]);
    await database.stop();
  });

  it('does not trust a socket folder that is open to others', async () => {
    const place: Place = {
      home: folder,
      cluster: path.join(folder, 'cluster'),
      user: null,
      elsewhere: false,
    };
    const first = await makeSocketDirectory(place);
    await chmod(first, 0o777);
    const second = await makeSocketDirectory(place);
    try {
      expect(second).not.toBe(first);
      expect((await stat(second)).mode & 0o077).toBe(0);
    } finally {
      await rm(first, { recursive: true });
      await rm(second, { recursive: true });
    }
  });

  it('does not follow a link that lies where the socket folder should be', async () => {
    const place: Place = { home: folder, cluster: path.join(folder, 'linked'), user: null, elsewhere: false };
    const first = await makeSocketDirectory(place);
    await rm(first, { recursive: true });
    await symlink(folder, first);
    const second = await makeSocketDirectory(place);
    try {
      expect((await lstat(second)).isSymbolicLink()).toBe(false);
      expect(second).not.toBe(first);
    } finally {
      await rm(first);
      await rm(second, { recursive: true });
    }
  });
});

describe.runIf(root)('started by root', () => {
  it('the server runs as another user', async () => {
    const database = await startQuick(path.join(folder, 'database'));
    const user = await pickOsUser();
    expect((await stat(database.dataDirectory)).uid).toBe(user.uid);
    expect(await readFile(`/proc/${database.pid}/status`, 'utf8')).toMatch(
      new RegExp(`^Uid:\\s+${user.uid}\\s`, 'm'),
    );
    await database.stop();
  });

  it('below a private folder the data go to the system place, stay there, and the folder stays private', async () => {
    const home = path.join(folder, 'home');
    await mkdir(home, { mode: 0o700 });
    const directory = path.join(home, 'checkout', 'data');
    const systemDirectory = path.join(folder, 'system');
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const first = await startQuick(directory, { systemDirectory, log, language: 'en' });
    expect(first.dataDirectory.startsWith(`${systemDirectory}/`)).toBe(true);
    expect(lines[0]).toContain(path.dirname(first.dataDirectory));
    await ask(first.url, 'create table thing (name text)');
    await first.stop();
    expect((await stat(home)).mode & 0o777).toBe(0o700);

    await chmod(home, 0o755);
    const second = await startQuick(directory, { systemDirectory });
    expect(second.dataDirectory).toBe(first.dataDirectory);
    expect(await ask(second.url, 'select name from thing')).toEqual([]);
    await expect(startQuick(directory, { systemDirectory })).rejects.toMatchObject({ code: 'data-in-use' });
    await second.stop();
  });

  it('data whose folder was made private since are named, not made anew', async () => {
    const home = path.join(folder, 'home');
    await mkdir(home, { mode: 0o711 });
    await (await startQuick(path.join(home, 'data'))).stop();
    await chmod(home, 0o700);
    await expect(startQuick(path.join(home, 'data'))).rejects.toMatchObject({
      code: 'directory-unreachable',
    });
    await chmod(home, 0o711);
    await (await startQuick(path.join(home, 'data'))).stop();
  });
});

const nobody: OsUser = { name: 'nobody', uid: 65534, gid: 65534 };
const canActAsOther =
  root && (await canReach(project, nobody)) && (await canReach(path.dirname(process.execPath), nobody));

describe.runIf(canActAsOther)('started by an ordinary user', () => {
  it('the server runs as that user, in a directory closed to others', async () => {
    const home = path.join(folder, 'nobody');
    await mkdir(home, { mode: 0o700 });
    await chown(home, nobody.uid, nobody.gid);
    const parent = await startParent(path.join(home, 'database'), nobody);
    expect(parent.said.code).toBe(undefined);
    expect(await ask(parent.said.url, 'select 1')).toEqual([1]);
    expect((await stat(parent.said.dataDirectory)).uid).toBe(nobody.uid);
    expect((await stat(path.join(home, 'database'))).mode & 0o077).toBe(0);
    await kill(parent, 'SIGTERM');
  });

  it('where that user may not write, the directory is named', async () => {
    await mkdir(path.join(folder, 'closed'), { mode: 0o755 });
    const parent = await startParent(path.join(folder, 'closed', 'database'), nobody);
    expect(parent.said).toMatchObject({ code: 'directory-not-writable', facts: { reason: 'EACCES' } });
  });

  it('data that root made are named as not theirs', async () => {
    await (await startQuick(path.join(folder, 'database'))).stop();
    await chmod(path.join(folder, 'database'), 0o777);
    const parent = await startParent(path.join(folder, 'database'), nobody);
    expect(parent.said).toMatchObject({ code: 'data-unreadable', facts: { user: nobody.uid } });
  });
});
