import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, quick, startQuick } from '../../../../test/support/supervised-database.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { withUser } from './database-url.ts';
import { findBinaries } from './postgres-binaries.ts';
import { isAlive } from './process-identity.ts';

let folder: string;
let directory: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder('supervisor');
  directory = path.join(folder, '数据 data', 'database');
});

afterEach(() => removeTemporaryFolder(folder));

const kinds = ['installed', 'npm'] as const;
const found = await Promise.all(kinds.map((kind) => findBinaries(kind).catch(() => null)));
const available = kinds.filter((_, index) => found[index] !== null);

describe.each(available)('an embedded database with %s programs', (binaries) => {
  it('serves an ordinary role in UTF-8, keeps what was stored, and leaves nothing behind', async () => {
    const first = await startQuick(directory, { binaries });
    expect(first).toMatchObject({ adopted: false, binaries });
    expect(first.version).toMatch(/^15\.\d+$/);
    expect(
      await ask(
        first.url,
        'select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user',
      ),
    ).toEqual([false]);
    expect(
      await ask(
        first.url,
        'select pg_get_userbyid(datdba) from pg_database where datname = current_database()',
      ),
    ).toEqual(['guatu']);
    expect(await ask(first.url, 'show server_encoding')).toEqual(['UTF8']);
    expect(await ask(first.url, 'show data_checksums')).toEqual(['on']);
    expect(await ask(first.url, 'show jit')).toEqual(['off']);
    await ask(first.url, 'create extension ltree');
    await ask(first.url, 'create table thing (name text)');
    await ask(first.url, "insert into thing values ('台账')");
    await first.stop();
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);

    const second = await startQuick(directory, { binaries });
    expect(await ask(second.url, 'select name from thing')).toEqual(['台账']);
    const socket = decodeURIComponent(/host=([^&]*)/.exec(second.url)?.[1] ?? '');
    expect(socket === '' || existsSync(socket)).toBe(true);
    await second.stop();
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(path.join(directory, 'owner.json'))).toBe(false);
  });
});

describe('an embedded database', () => {
  it('opens to nobody without the password, and to the superuser not at all', async () => {
    const database = await startQuick(directory);
    try {
      await expect(ask(withUser(database.url, 'guatu', 'guess'), 'select 1')).rejects.toMatchObject({
        code: '28P01',
      });
      await expect(ask(withUser(database.url, 'postgres', ''), 'select 1')).rejects.toThrow();
      await expect(ask(withUser(database.url, 'postgres', 'postgres'), 'select 1')).rejects.toMatchObject({
        code: '28000',
      });
      expect((await stat(path.join(directory, 'password'))).mode & 0o077).toBe(0);
      expect(await ask(database.url, 'show listen_addresses')).toEqual(['']);
    } finally {
      await database.stop();
    }
  });

  it('can listen on loopback, with the same password', async () => {
    const database = await startQuick(directory, { transport: 'loopback' });
    try {
      expect(database.url).toMatch(/@127\.0\.0\.1:\d+\/guatu/);
      expect(await ask(database.url, 'select 1')).toEqual([1]);
      await expect(ask(withUser(database.url, 'guatu', 'guess'), 'select 1')).rejects.toMatchObject({
        code: '28P01',
      });
    } finally {
      await database.stop();
    }
  });

  it('is not steered by PG variables of the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      PGPORT: '1',
      PGHOST: '/nowhere',
      PGSSLMODE: 'require',
      PGDATA: '/nowhere',
      PGUSER: 'x',
    });
    try {
      const database = await startQuick(directory);
      expect(await ask(database.url, 'select 1')).toEqual([1]);
      await database.stop();
    } finally {
      for (const name of ['PGPORT', 'PGHOST', 'PGSSLMODE', 'PGDATA', 'PGUSER']) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it('may make databases only where that was asked for', async () => {
    const database = await startQuick(directory, { createDatabases: true });
    await ask(database.url, 'create database another');
    await database.stop();
    const plain = await startQuick(path.join(folder, 'plain'));
    await expect(ask(plain.url, 'create database another')).rejects.toMatchObject({ code: '42501' });
    await plain.stop();
  });

  it('takes settings from its caller and, above them, from the operator', async () => {
    const database = await startQuick(directory, { settings: { ...quick, work_mem: '5MB' } });
    expect(await ask(database.url, 'show work_mem')).toEqual(['5MB']);
    await database.stop();
    await writeFile(path.join(directory, 'local.conf'), "work_mem = '6MB'\n");
    const again = await startQuick(directory, { settings: { ...quick, work_mem: '5MB' } });
    expect(await ask(again.url, 'show work_mem')).toEqual(['6MB']);
    await again.stop();
  });

  it('refuses a setting that would smuggle in another, and gives the directory free', async () => {
    await expect(startQuick(directory, { settings: { jit: "on'\nfsync = 'off" } })).rejects.toMatchObject({
      code: 'setting-invalid',
    });
    await (await startQuick(directory)).stop();
  });

  it('says the words of the server when it does not start', async () => {
    await expect(startQuick(directory, { settings: { shared_buffers: 'plenty' } })).rejects.toMatchObject({
      code: 'start-failed',
      facts: { detail: expect.stringContaining('shared_buffers') },
    });
    await (await startQuick(directory)).stop();
  });

  it('tells when the server dies, and recovers at the next start', async () => {
    let told = 0;
    const database = await startQuick(directory, {
      onExit: () => (told += 1),
      settings: { shared_buffers: '16MB' },
    });
    await ask(database.url, 'create table thing (name text)');
    await ask(database.url, "insert into thing values ('kept')");
    process.kill(database.pid, 'SIGKILL');
    await expect.poll(() => told, { timeout: 5000 }).toBe(1);
    const again = await startQuick(directory);
    expect(await ask(again.url, 'select name from thing')).toEqual(['kept']);
    await again.stop();
    expect(told).toBe(1);
  });
});

describe('data that cannot be opened as they are', () => {
  it('of another major are refused and left alone', async () => {
    await (await startQuick(directory)).stop();
    const file = path.join(directory, 'cluster', 'PG_VERSION');
    await writeFile(file, '14\n');
    await expect(startQuick(directory)).rejects.toMatchObject({
      code: 'other-major',
      facts: { found: '14', needed: 15 },
    });
    expect(await readFile(file, 'utf8')).toBe('14\n');
    expect(existsSync(path.join(directory, 'owner.json'))).toBe(false);
  });

  it('are no cluster at all', async () => {
    await mkdir(path.join(directory, 'cluster'), { recursive: true });
    await writeFile(path.join(directory, 'cluster', 'notes.txt'), 'mine');
    await expect(startQuick(directory)).rejects.toMatchObject({ code: 'not-a-cluster' });
    expect(await readdir(path.join(directory, 'cluster'))).toEqual(['notes.txt']);
  });

  it('had their password file lost or changed: the file counts again', async () => {
    const lines: string[] = [];
    await (await startQuick(directory)).stop();
    await rm(path.join(directory, 'password'));
    const without = await startQuick(directory, { log: (line) => lines.push(line), language: 'en' });
    expect(await ask(without.url, 'select 1')).toEqual([1]);
    await without.stop();
    expect(lines.join()).toContain('password was lost');
    await writeFile(path.join(directory, 'password'), `${'ab'.repeat(24)}\n`);
    const changed = await startQuick(directory);
    expect(await ask(changed.url, 'select 1')).toEqual([1]);
    expect(changed.url).toContain('ab'.repeat(24));
    await changed.stop();
  });

  it('were half made by a first start that was killed', async () => {
    await mkdir(path.join(directory, 'cluster.new-77', 'base'), { recursive: true });
    const database = await startQuick(directory);
    expect(await ask(database.url, 'select 1')).toEqual([1]);
    await database.stop();
    expect((await readdir(directory)).filter((name) => name.includes('new'))).toEqual([]);
  });

  it('were copied back by hand with other owner and permissions', async () => {
    const database = await startQuick(directory);
    await ask(database.url, 'create table thing (name text)');
    await database.stop();
    const copy = path.join(folder, 'copy');
    await cp(directory, copy, { recursive: true });
    const restored = await startQuick(copy);
    expect(await ask(restored.url, 'select name from thing')).toEqual([]);
    await restored.stop();
  });
});

describe('a directory that cannot be used', () => {
  it('because a file stands in its way', async () => {
    await mkdir(path.dirname(directory), { recursive: true });
    await writeFile(directory, 'mine');
    await expect(startQuick(directory)).rejects.toMatchObject({ code: 'directory-not-writable' });
    await expect(startQuick(path.join(directory, 'below'))).rejects.toMatchObject({
      code: 'directory-not-writable',
    });
    expect(await readFile(directory, 'utf8')).toBe('mine');
  });
});
