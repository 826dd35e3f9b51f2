import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { keepPlansOfWrites } from './statement-names.ts';
import type { Tables } from './tables.generated.ts';

/** The pool. Nothing reads a city's rows through it directly: see {@link inCity}. */
export type Database = Kysely<Tables>;

declare const transactionMark: unique symbol;
/** A running transaction inside one city. Writing queries accept only this. */
export type Tx = Kysely<Tables> & { readonly [transactionMark]: true };

// Dates and instants cross the house as ISO text, never as Date: JSON built by the database and rows
// built by the driver then look alike. int8 counters stay far below 2^53.
const { types } = pg;
const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, Number],
  [types.builtins.DATE, (text) => text],
  [types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
]);

/**
 * Opens the pool.
 *
 * @param url connection string; embedded and server differ in nothing else.
 */
export function openPool(url: string, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types: {
      getTypeParser: ((id: number, format?: 'text' | 'binary') =>
        parsers.get(id) ?? types.getTypeParser(id, format as 'text')) as typeof types.getTypeParser,
    },
  });
  // An idle connection that breaks (server restart) must not end the process; the pool drops it.
  pool.on('error', () => undefined);
  pool.on('connect', keepPlansOfWrites);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

const beginOf = {
  read: 'begin read only',
  snapshot: 'begin isolation level repeatable read read only',
  write: 'begin',
} as const;

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Runs `work` in one transaction that sees only `cityId`. Begin and the city setting travel in one
 * message, so the fence costs no round trip. `read` transactions cannot write; a `snapshot` also sees
 * the city at one moment in all its statements, however long it reads.
 *
 * @throws whatever `work` throws, after rollback.
 */
export async function inCity<T>(
  db: Database,
  cityId: string,
  mode: 'read' | 'snapshot' | 'write',
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!uuidForm.test(cityId)) throw new TypeError('city id is no uuid');
  return db.connection().execute(async (connection) => {
    const begin = beginOf[mode];
    await sql
      .raw(
        `${begin}; select set_config('app.city_id','${cityId}',true), set_config('statement_timeout','15000',true)`,
      )
      .execute(connection);
    try {
      const result = await work(connection as unknown as Tx);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}
