import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

const rowsPerFetch = 5000;

/**
 * Reads a query in batches through a cursor of the database: memory stays the same however long it is.
 * Several may be open in one transaction.
 */
export async function* readInBatches<Row>(
  tx: Tx,
  name: string,
  query: RawBuilder<unknown>,
): AsyncGenerator<Row[]> {
  const cursor = sql.id(name);
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(rowsPerFetch)} from ${cursor}`.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerFetch) break;
  }
  await sql`close ${cursor}`.execute(tx);
}

/**
 * Readies a transaction for reading everything: no time limit for one statement, and no plan that looks up
 * row by row, which the database chooses where it has no statistics yet (after a restore or an import) and
 * which then takes hours.
 */
export async function readyForAll(tx: Tx): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('enable_nestloop', 'off', true)`.execute(
    tx,
  );
}

/** One row after the other. */
export async function* eachOf<Row>(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const batch of batches) yield* batch;
}
