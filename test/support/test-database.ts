import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '../../src/server/platform/database/database-url.ts';
import type { DatabaseServer } from './database-cluster.ts';

export interface TestDatabase {
  readonly url: string;
  /** Also cuts connections that are still open. Forgotten databases go at the end of the run. */
  drop(): Promise<void>;
}

/** A database of its own for one test file: a copy of the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server: DatabaseServer = inject('databaseServer');
  const name = `${server.prefix}${randomBytes(6).toString('hex')}`;
  await copyTemplate(server, name);
  return {
    url: withDatabase(server.url, name),
    drop: () => execute(server.url, `drop database if exists ${name} with (force)`),
  };
}

/** An empty database without the template's tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const server: DatabaseServer = inject('databaseServer');
  const name = `${server.prefix}${randomBytes(6).toString('hex')}`;
  await execute(server.url, `create database ${name}`);
  return {
    url: withDatabase(server.url, name),
    drop: () => execute(server.url, `drop database if exists ${name} with (force)`),
  };
}

/** The template is "in use" for a moment after the connection that migrated it was closed. */
async function copyTemplate(server: DatabaseServer, name: string): Promise<void> {
  const objectInUse = '55006';
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await execute(server.url, `create database ${name} template ${server.template}`);
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== objectInUse || attempt === 50) throw error;
      await pause(20);
    }
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
