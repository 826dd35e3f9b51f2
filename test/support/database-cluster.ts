import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { withDatabase, withUser } from '../../src/server/platform/database/database-url.ts';
import { listMigrations, migrate } from '../../src/server/platform/database/migrate.ts';
import { startEmbeddedPostgres } from '../../src/server/platform/database/postgres-supervisor.ts';

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

const folderPrefix = 'guatu-test-';

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
  await sweepLeftovers();
  const directory = await mkdtemp(path.join(tmpdir(), folderPrefix));
  // As root the server runs as another user, who must be able to walk to the data.
  await chmod(directory, 0o711);
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
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Folders of runs that were killed; their servers stopped by themselves. */
async function sweepLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = path.join(tmpdir(), name);
    if (!name.startsWith(folderPrefix)) continue;
    const owner = await readFile(path.join(folder, 'database', 'owner.json'), 'utf8').catch(() => '');
    const pid = Number(/"pid":(\d+)/.exec(owner)?.[1] ?? 0);
    if (pid > 0 && !lives(pid)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
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
