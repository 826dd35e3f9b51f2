import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { withDatabase, withUser } from '../../src/server/platform/database/database-url.ts';
import { installJobTables } from '../../src/server/platform/database/job-tables.ts';
import { listMigrations, migrate } from '../../src/server/platform/database/migrate.ts';
import { startEmbeddedPostgres } from '../../src/server/platform/database/postgres-supervisor.ts';
import { makeTemporaryFolder, removeTemporaryFolder, sweepTemporaryFolders } from './temporary-folder.ts';

/** What each test file gets: a server on which it may copy the migrated template. */
export interface DatabaseServer {
  readonly url: string;
  readonly template: string;
  /** Every database of this run begins with it. */
  readonly prefix: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: DatabaseServer;
  }
}

/**
 * One database server per run: the one of `DATABASE_URL`, else an embedded one in a temporary folder,
 * with durability off. Holds the template that every test file copies.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const host = process.env.DATABASE_URL ? await givenHost(process.env.DATABASE_URL) : await embeddedHost();
  try {
    const prefix = `guatu_${process.pid}_${randomBytes(3).toString('hex')}_`;
    const hash = createHash('sha256');
    for (const migration of await listMigrations()) hash.update(migration.sha256);
    const template = `${prefix}template_${hash.digest('hex').slice(0, 8)}`;
    await withClient(host.url, (client) => client.query(`create database ${template}`));
    await migrate(withDatabase(host.url, template));
    await installJobTables(withDatabase(host.url, template));
    project.provide('databaseServer', { url: host.url, template, prefix });
    return async () => {
      try {
        await dropDatabases(host.url, prefix);
      } finally {
        await host.end();
      }
    };
  } catch (error) {
    await host.end();
    throw error;
  }
}

interface Host {
  readonly url: string;
  end(): Promise<void>;
}

async function embeddedHost(): Promise<Host> {
  await sweepTemporaryFolders();
  const directory = await makeTemporaryFolder('cluster');
  try {
    const server = await startEmbeddedPostgres({
      directory: path.join(directory, 'database'),
      systemDirectory: path.join(directory, 'system'),
      createDatabases: true,
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' },
    });
    return {
      url: server.url,
      end: async () => {
        await server.stop();
        await removeTemporaryFolder(directory);
      },
    };
  } catch (error) {
    await removeTemporaryFolder(directory);
    throw error;
  }
}

/** A superuser would see through row-level security, so the tests then get a plain role of their own. */
async function givenHost(url: string): Promise<Host> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ rolsuper: boolean }>('select rolsuper from pg_roles where rolname = current_user'),
  );
  if (!rows[0]?.rolsuper) return { url, end: async () => undefined };
  const role = `guatu_test_${process.pid}_${randomBytes(3).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  await withClient(url, (client) =>
    client.query(`create role ${role} login createdb password '${password}'`),
  );
  return {
    url: withUser(url, role, password),
    end: async () => {
      await withClient(url, (client) => client.query(`drop role ${role}`));
    },
  };
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  });
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
