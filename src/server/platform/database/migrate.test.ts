import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../../../test/support/test-database.ts';
import { listMigrations, migrate } from './migrate.ts';

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = await makeTemporaryFolder('migrations');
  database = await createEmptyDatabase();
});

afterEach(async () => {
  await database.drop();
  await removeTemporaryFolder(folder);
});

function file(name: string, sql: string): Promise<void> {
  return writeFile(path.join(folder, name), sql);
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('are applied once, in the order of their numbers', async () => {
    await file('0002-second.sql', 'insert into first values (2);');
    await file('0001-first.sql', 'create table first (value integer); insert into first values (1);');
    await file('notes.txt', 'not a migration');
    expect(await migrate(database.url, folder)).toEqual(['0001-first', '0002-second']);
    expect(await migrate(database.url, folder)).toEqual([]);
    expect(await rows('select value from first')).toEqual([[1], [2]]);
  });

  it('are applied once when eight starters come at the same moment', async () => {
    await file('0001-first.sql', 'create table first (value integer); select pg_sleep(0.1);');
    await file('0002-second.sql', 'insert into first values (2);');
    const done = await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, folder)));
    expect(done.flat().sort()).toEqual(['0001-first', '0002-second']);
    expect(await rows('select value from first')).toEqual([[2]]);
  });

  it('refuse a file that was edited after it was applied, and name it', async () => {
    await file('0001-first.sql', 'select 1;');
    await migrate(database.url, folder);
    await file('0001-first.sql', 'select 2;');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      code: 'migration-edited',
      facts: { name: '0001-first' },
    });
  });

  it('do not take Windows line ends for an edit', async () => {
    await file('0001-first.sql', 'select 1;\nselect 2;\n');
    await migrate(database.url, folder);
    await file('0001-first.sql', 'select 1;\r\nselect 2;\r\n');
    expect(await migrate(database.url, folder)).toEqual([]);
  });

  it('refuse a database that is newer than the program', async () => {
    await file('0001-first.sql', 'select 1;');
    await migrate(database.url, folder);
    await rm(path.join(folder, '0001-first.sql'));
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration-missing' });
  });

  it('refuse a new file with a number below the newest applied one', async () => {
    await file('0002-second.sql', 'select 1;');
    await migrate(database.url, folder);
    await file('0001-first.sql', 'select 1;');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      code: 'migration-late',
      facts: { name: '0001-first', after: '0002-second' },
    });
  });

  it('keep nothing of a file that fails, say its line, and go on from there once it is right', async () => {
    await file('0001-first.sql', 'create table first (value integer);');
    await file('0002-second.sql', 'insert into first values (1);\n-- 挂图\ninsert into nowhere values (1);');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      code: 'migration-failed',
      facts: { name: '0002-second', line: 3 },
    });
    expect(await rows('select value from first')).toEqual([]);
    await file('0002-second.sql', 'insert into first values (1);');
    expect(await migrate(database.url, folder)).toEqual(['0002-second']);
  });

  it('refuse a file that ends its own transaction', async () => {
    await file('0001-first.sql', 'create table first (value integer); commit; begin;');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration-failed' });
  });

  it('must be numbered, each number once', async () => {
    await file('0001-first.sql', '');
    await file('0001-also.sql', '');
    await expect(listMigrations(folder)).rejects.toMatchObject({ code: 'migration-number-twice' });
    await rm(path.join(folder, '0001-also.sql'));
    await file('second.sql', '');
    await expect(listMigrations(folder)).rejects.toMatchObject({
      code: 'migration-name',
      facts: { file: 'second.sql' },
    });
  });
});

describe('the template of the tests', () => {
  it('holds every migration of the project', async () => {
    const copy = await createTestDatabase();
    try {
      expect(await migrate(copy.url)).toEqual([]);
    } finally {
      await copy.drop();
    }
  });
});
