import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase } from '../../../../test/support/test-database.ts';
import { openDatabase } from './connect.ts';
import { withDatabase, withoutPassword, withUser } from './database-url.ts';

const directory = '/nowhere';

describe('a database server that was named', () => {
  it('is used as it is and left running', async () => {
    const database = await createEmptyDatabase();
    const lines: string[] = [];
    const opened = await openDatabase({ url: database.url, directory, log: (line) => lines.push(line) });
    expect(opened).toMatchObject({ kind: 'server', url: database.url });
    expect(opened.version).toMatch(/^\d+\.\d+$/);
    expect(lines).toEqual([]);
    await opened.stop();
    expect((await openDatabase({ url: database.url, directory })).kind).toBe('server');
    await database.drop();
  });

  it('is refused when its database is not in UTF8', async () => {
    const server = inject('databaseServer');
    const name = `${server.prefix}${randomBytes(4).toString('hex')}`;
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      await client.query(
        `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
      );
      await expect(openDatabase({ url: withDatabase(server.url, name), directory })).rejects.toMatchObject({
        code: 'server-not-utf8',
        facts: { found: 'LATIN1' },
      });
    } finally {
      await client.query(`drop database if exists ${name}`);
      await client.end();
    }
  });

  it('that does not answer is named without its password', async () => {
    const url = 'postgres://clerk:secret@127.0.0.1:1/guatu';
    await expect(openDatabase({ url, directory })).rejects.toMatchObject({
      code: 'server-unreachable',
      facts: { server: 'postgres://clerk@127.0.0.1:1/guatu' },
    });
  });

  it('that refuses the password is named without it', async () => {
    const url = withUser(inject('databaseServer').url, 'nobody-here', 'secret');
    const refusal = await openDatabase({ url, directory }).catch((error: unknown) => String(error));
    expect(refusal).toContain('server-unreachable');
    expect(refusal).not.toContain('secret');
  });

  it('whose address makes no sense is an error with words', async () => {
    await expect(openDatabase({ url: 'postgres://[', directory })).rejects.toMatchObject({
      code: 'server-unreachable',
    });
  });
});

describe('addresses of databases', () => {
  it.each([
    ['postgres://a:b@/old?host=%2Ftmp&port=5432', 'postgres://a:b@/new?host=%2Ftmp&port=5432'],
    ['postgres://a:b@10.0.0.1:5432/old', 'postgres://a:b@10.0.0.1:5432/new'],
    ['postgresql://10.0.0.1', 'postgresql://10.0.0.1/new'],
    ['postgres://a@host?sslmode=require', 'postgres://a@host/new?sslmode=require'],
  ])('%s names another database as %s', (url, expected) => {
    expect(withDatabase(url, 'new')).toBe(expected);
  });

  it.each([
    ['postgres://a:b@/db?host=%2Ftmp', 'postgres://c:d%2F@/db?host=%2Ftmp'],
    ['postgres://host/db', 'postgres://c:d%2F@host/db'],
  ])('%s names another user as %s', (url, expected) => {
    expect(withUser(url, 'c', 'd/')).toBe(expected);
  });

  it.each([
    ['postgres://a:b@host/db', 'postgres://a@host/db'],
    ['postgres://host/db?user=a&password=b&x=1', 'postgres://host/db?user=a&password=&x=1'],
  ])('%s is shown as %s', (url, expected) => {
    expect(withoutPassword(url)).toBe(expected);
  });
});
