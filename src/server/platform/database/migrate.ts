import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type ClientBase } from 'pg';
import { SupervisorError } from './supervisor-error.ts';

/** The migrations that ship with the project. */
export const migrationsDirectory = fileURLToPath(new URL('../../../../migrations/', import.meta.url));

export interface Migration {
  readonly number: number;
  /** File name without `.sql`, such as `0001-organisation`. */
  readonly name: string;
  readonly sql: string;
  /** Of the text with plain line ends: a checkout on Windows must not look edited. */
  readonly sha256: string;
}

/**
 * The migrations of a folder in their order: files `NNNN-words.sql`, other endings are ignored.
 *
 * @throws SupervisorError `migration-name`, `migration-number-twice`.
 */
export async function listMigrations(directory = migrationsDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const file of names) {
    const match = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file);
    if (!match) throw new SupervisorError('migration-name', { file });
    const number = Number(match[1]);
    const twin = migrations.find((other) => other.number === number);
    if (twin) throw new SupervisorError('migration-number-twice', { file, other: `${twin.name}.sql` });
    const sql = (await readFile(path.join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    migrations.push({ number, name: file.slice(0, -'.sql'.length), sql, sha256 });
  }
  return migrations;
}

/**
 * Brings a database forward to the newest migration. Several starters at once are harmless: each
 * migration's bookkeeping row is written first, in the migration's own transaction, so the second
 * starter waits at that row and then finds it done.
 *
 * @param target a connection outside any transaction, or an address to connect to.
 * @returns the names of the migrations this call applied, none when the database was up to date.
 * @throws SupervisorError `migration-edited` (an applied file has changed), `migration-missing` (the
 *   database is newer than this program), `migration-late` (a new file with an old number),
 *   `migration-failed` (nothing of that file was kept).
 */
export async function migrate(
  target: ClientBase | string,
  directory = migrationsDirectory,
): Promise<string[]> {
  const migrations = await listMigrations(directory);
  if (typeof target !== 'string') return migrateWith(target, migrations);
  const client = new Client({ connectionString: target });
  // A cut connection also fails the query that runs; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await migrateWith(client, migrations);
  } finally {
    await client.end();
  }
}

async function migrateWith(client: ClientBase, migrations: readonly Migration[]): Promise<string[]> {
  await makeLedger(client);
  const done: string[] = [];
  for (const migration of pending(migrations, await readLedger(client))) {
    if (await applyMigration(client, migration)) done.push(migration.name);
  }
  // Who waited for another starter has not seen what that one applied.
  pending(migrations, await readLedger(client));
  return done;
}

interface LedgerRow {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** "if not exists" does not cover the moment in which two are making it; the lock, which ends with it, does. */
async function makeLedger(client: ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('schema_migration'));
    create table if not exists schema_migration (
      number integer primary key,
      name text not null unique,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function readLedger(client: ClientBase): Promise<LedgerRow[]> {
  const { rows } = await client.query<LedgerRow>(
    'select number, name, sha256 from schema_migration order by number',
  );
  return rows;
}

function pending(migrations: readonly Migration[], ledger: readonly LedgerRow[]): Migration[] {
  for (const row of ledger) {
    const file = migrations.find((migration) => migration.number === row.number);
    if (!file) throw new SupervisorError('migration-missing', { name: row.name });
    if (file.sha256 !== row.sha256 || file.name !== row.name) {
      throw new SupervisorError('migration-edited', { name: row.name, file: `${file.name}.sql` });
    }
  }
  const last = ledger.at(-1);
  const open = migrations.filter((migration) => !ledger.some((row) => row.number === migration.number));
  const late = open.find((migration) => last !== undefined && migration.number < last.number);
  if (late && last) throw new SupervisorError('migration-late', { name: late.name, after: last.name });
  return open;
}

/** @returns false when another starter applied it meanwhile. */
async function applyMigration(client: ClientBase, migration: Migration): Promise<boolean> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ transaction: string }>(
      `insert into schema_migration (number, name, sha256) values ($1, $2, $3)
       on conflict do nothing returning pg_current_xact_id()::text as transaction`,
      [migration.number, migration.name, migration.sha256],
    );
    const begun = rows[0];
    if (!begun) {
      await client.query('rollback');
      return false;
    }
    await client.query(migration.sql);
    const after = await client.query<{ transaction: string | null }>(
      'select pg_current_xact_id_if_assigned()::text as transaction',
    );
    if (after.rows[0]?.transaction !== begun.transaction) {
      throw new Error('the file ends its transaction itself (commit or rollback inside)');
    }
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw explainMigrationError(error, migration);
  }
}

function explainMigrationError(error: unknown, migration: Migration): SupervisorError {
  const detail = error instanceof Error ? error.message : String(error);
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  const line = Number.isFinite(position)
    ? [...migration.sql].slice(0, position).join('').split('\n').length
    : 0;
  return new SupervisorError('migration-failed', { name: migration.name, line, detail }, { cause: error });
}
