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

/** One row after the other. */
export async function* eachOf<Row>(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const batch of batches) yield* batch;
}
