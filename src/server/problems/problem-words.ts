import { sql } from 'kysely';
import { wordPairs } from '../../domain/problems/word-pairs.ts';
import { type Database, inCity, type Tx } from '../platform/database/database.ts';

/** Numbers of the ledger that are indexed together, once the last of them is given; fits two bytes. */
export const blockSize = 16_384;
/** The counter that says how many blocks are written. */
const counterKind = 'problemWords';
const pairsPerInsert = 2000;

/**
 * Writes the words of every full block that has none yet, each in a transaction of its own. Running it
 * twice changes nothing more.
 *
 * @param size for tests, which would else need 16384 problems.
 */
export async function indexWords(db: Database, cityId: string, size = blockSize): Promise<void> {
  while (await inCity(db, cityId, 'write', (tx) => indexNextBlock(tx, cityId, size))) {
    // until no block is full
  }
}

/** @returns whether a block was written. */
async function indexNextBlock(tx: Tx, cityId: string, size: number): Promise<boolean> {
  // who indexes at the same time waits here, and then finds the block written
  const { value: block } = await tx
    .insertInto('counter')
    .values({ city_id: cityId, kind: counterKind, value: 0 })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'kind']).doUpdateSet({ value: sql<number>`counter.value` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  // numbers are given under a lock that lasts to the commit: up to the counter all are there, or never will be
  const given = await tx
    .selectFrom('counter')
    .select('value')
    .where('city_id', '=', cityId)
    .where('kind', '=', 'problem')
    .executeTakeFirst();
  if ((given?.value ?? 0) < (block + 1) * size) return false;
  await insertPairs(tx, cityId, block, await pairsOfBlock(tx, cityId, block, size));
  await tx
    .updateTable('counter')
    .set({ value: block + 1 })
    .where('city_id', '=', cityId)
    .where('kind', '=', counterKind)
    .execute();
  return true;
}

async function pairsOfBlock(
  tx: Tx,
  cityId: string,
  block: number,
  size: number,
): Promise<ReadonlyMap<string, number[]>> {
  const rows = await tx
    .selectFrom('problem')
    .select(['number', 'title', 'place_text'])
    .where('city_id', '=', cityId)
    .where('number', '>=', block * size)
    .where('number', '<', (block + 1) * size)
    .orderBy('number')
    .execute();
  const places = new Map<string, number[]>();
  for (const { number, title, place_text } of rows) {
    for (const pair of new Set([...wordPairs(title), ...wordPairs(place_text ?? '')])) {
      const known = places.get(pair);
      if (known) known.push(number - block * size);
      else places.set(pair, [number - block * size]);
    }
  }
  return places;
}

async function insertPairs(
  tx: Tx,
  cityId: string,
  block: number,
  places: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const rows = [...places].map(([pair, numbers]) => ({
    city_id: cityId,
    pair,
    block,
    places: bytesOf(numbers),
  }));
  for (let start = 0; start < rows.length; start += pairsPerInsert) {
    await tx
      .insertInto('problem_word')
      .values(rows.slice(start, start + pairsPerInsert))
      .execute();
  }
}

function bytesOf(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [index, number] of numbers.entries()) bytes.writeUInt16LE(number, index * 2);
  return bytes;
}

/** Problems that may hold a text, by what is indexed. */
export interface WordHits {
  /** Numbers whose titles or places have the rarest pairs of the text; null where more than `most` have them. */
  readonly numbers: readonly number[] | null;
  /** From this number on nothing is indexed yet. */
  readonly unindexedFrom: number;
}

/** Pairs that are looked at: two rare ones leave few to look at again, and common ones are long to read. */
const pairsRead = 3;

/** Looks a text of two signs or more up. What it finds must be compared with the text itself. */
export async function findWords(
  tx: Tx,
  cityId: string,
  text: string,
  most: number,
  size = blockSize,
): Promise<WordHits> {
  const counter = await tx
    .selectFrom('counter')
    .select('value')
    .where('city_id', '=', cityId)
    .where('kind', '=', counterKind)
    .executeTakeFirst();
  const unindexedFrom = (counter?.value ?? 0) * size;
  const pairs = wordPairs(text);
  const { rows: sizes } = await sql<{ pair: string; count: number }>`
    select pair, sum(length(places)) / 2 as count from problem_word
    where city_id = ${cityId} and pair = any (${pairs}::text[]) group by pair order by 2`.execute(tx);
  // a pair that no title has: no title has the text
  if (sizes.length < pairs.length) return { numbers: [], unindexedFrom };
  const rarest = sizes.slice(0, pairsRead).map(({ pair }) => pair);
  const { rows } = await sql<{ block: number; lists: Buffer[] }>`
    select block, array_agg(places) as lists from problem_word
    where city_id = ${cityId} and pair = any (${rarest}::text[])
    group by block having count(*) = ${rarest.length} order by block desc`.execute(tx);
  const numbers: number[] = [];
  for (const { block, lists } of rows) {
    for (const place of placesInAll(lists)) numbers.push(block * size + place);
    if (numbers.length > most) return { numbers: null, unindexedFrom };
  }
  return { numbers, unindexedFrom };
}

/** Places that stand in every list. */
function placesInAll(lists: readonly Buffer[]): number[] {
  const [first, ...others] = [...lists].sort((a, b) => a.length - b.length).map(placesOf);
  const sets = others.map((list) => new Set(list));
  return (first ?? []).filter((place) => sets.every((set) => set.has(place)));
}

function placesOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 2 }, (_none, index) => bytes.readUInt16LE(index * 2));
}
