import { sql } from 'kysely';
import type { DocumentNumber } from '../documents/document-numbers.ts';
import type { Tx } from '../platform/database/database.ts';

/** The number the next document would get; nobody has it yet when two ask at once. */
export async function nextDocumentNumber(
  tx: Tx,
  cityId: string,
  prefix: string,
  year: number,
): Promise<DocumentNumber> {
  const row = await tx
    .selectFrom('counter')
    .select('value')
    .where('city_id', '=', cityId)
    .where('kind', '=', counterKind(prefix, year))
    .executeTakeFirst();
  return { prefix, year, number: (row?.value ?? 0) + 1 };
}

/** Takes the next number; the counter stays locked until the transaction ends. */
export async function takeDocumentNumber(
  tx: Tx,
  cityId: string,
  prefix: string,
  year: number,
): Promise<DocumentNumber> {
  const row = await tx
    .insertInto('counter')
    .values({ city_id: cityId, kind: counterKind(prefix, year), value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'kind']).doUpdateSet({ value: sql<number>`counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return { prefix, year, number: row.value };
}

/** A number given by hand: the counter goes on behind the greatest. */
export async function noteDocumentNumber(
  tx: Tx,
  cityId: string,
  { prefix, year, number }: DocumentNumber,
): Promise<void> {
  await tx
    .insertInto('counter')
    .values({ city_id: cityId, kind: counterKind(prefix, year), value: number })
    .onConflict((conflict) =>
      conflict
        .columns(['city_id', 'kind'])
        .doUpdateSet({ value: sql<number>`greatest(counter.value, ${number}::bigint)` }),
    )
    .execute();
}

function counterKind(prefix: string, year: number): string {
  return `document:${prefix}:${year}`;
}
