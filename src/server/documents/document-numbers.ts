import { sql } from 'kysely';
import { formatDocumentNumber } from '../../domain/rankings/bulletin.ts';
import type { Tx } from '../platform/database/database.ts';

/** A document number (发文字号) in parts: 焦城创指, 2019, 48. */
export interface DocumentNumber {
  readonly prefix: string;
  readonly year: number;
  readonly number: number;
}

const printedForm = /^(?<prefix>.{1,30}?)[〔[（(](?<year>\d{4})[〕\]）)](?:第)?(?<number>\d{1,5})号$/;

/** Reads `焦城创指〔2019〕48号`; null where the text is no document number. */
export function parseDocumentNumber(text: string): DocumentNumber | null {
  const { prefix, year, number } = printedForm.exec(text.trim())?.groups ?? {};
  const parsed = { prefix: prefix ?? '', year: Number(year), number: Number(number) };
  return prefix !== undefined && parsed.number >= 1 && parsed.year >= 1900 ? parsed : null;
}

export function printDocumentNumber(parts: {
  prefix: string | null;
  year: number | null;
  number: number | null;
}): string | null {
  const { prefix, year, number } = parts;
  if (prefix === null || year === null || number === null) return null;
  return formatDocumentNumber(prefix, year, number);
}

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
