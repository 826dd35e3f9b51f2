import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { LedgerMapping } from '../../contract/ledger-files.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { importedHistory } from '../../domain/problems/import-problem.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainedEvent, chainStart, type EventActor, recordEvents } from '../platform/event-log.ts';
import { unwrap } from '../platform/refused.ts';
import {
  type EnteredProblem,
  foldOn,
  insertProblems,
  link,
  takeNumbers,
} from '../problems/problem-raising.ts';
import { problemsPerInsert } from '../problems/problem-rows.ts';
import type { PlannedEntry } from './ledger-plan.ts';

/** A file that is being applied. */
export interface LedgerRun {
  readonly fileName: string;
  readonly contentHash: string;
  readonly mapping: LedgerMapping;
  readonly rows: number;
  readonly entered: number;
}

/** Remembers the file and who applied it. @returns its id; undefined where the same file was applied before. */
export async function openLedgerRun(
  tx: Tx,
  cityId: string,
  run: LedgerRun,
  personId: string,
  now: string,
): Promise<string | undefined> {
  const inserted = await tx
    .insertInto('ledger_import')
    .values({
      city_id: cityId,
      id: uuid(),
      ledger_name: run.mapping.ledgerName,
      content_hash: run.contentHash,
      file_name: run.fileName,
      mapping: JSON.stringify(run.mapping),
      row_count: run.rows,
      entered_count: run.entered,
      applied_at: now,
      applied_by: personId,
    })
    .onConflict((conflict) => conflict.columns(['city_id', 'content_hash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

/**
 * Enters the planned problems with their history, all or none: by the system, since nobody here made
 * these moves; the import's own history names who brought them.
 *
 * @param planned in the order of the file; each comes after those it names.
 */
export async function enterPlanned(
  tx: Tx,
  cityId: string,
  importId: string,
  planned: readonly PlannedEntry[],
  ordered: readonly PlannedEntry[],
  run: LedgerRun,
  actor: EventActor,
  now: string,
): Promise<void> {
  const numbers = await giveNumbers(tx, cityId, planned, run.mapping.numbers);
  for (let from = 0; from < ordered.length; from += problemsPerInsert) {
    const entered = ordered
      .slice(from, from + problemsPerInsert)
      .map((entry) => enter(cityId, importId, entry, numbers.get(entry.facts.problemId) ?? 0, now));
    await insertProblems(tx, cityId, entered);
  }
  await insertRows(tx, cityId, importId, planned, run.mapping.ledgerName);
  await recordEvents(
    tx,
    cityId,
    { kind: 'ledgerImport', id: importId, end: chainStart },
    [{ kind: 'ledgerImport.applied', data: { ...run, mapping: run.mapping as unknown as Json } }],
    actor,
    now,
  );
}

/** New numbers in the order of the file, or those of the file; the counter then goes on behind them. */
async function giveNumbers(
  tx: Tx,
  cityId: string,
  planned: readonly PlannedEntry[],
  numbers: LedgerMapping['numbers'],
): Promise<ReadonlyMap<string, number>> {
  if (planned.length === 0) return new Map();
  if (numbers === 'new') {
    const first = await takeNumbers(tx, cityId, planned.length);
    return new Map(planned.map(({ facts }, index) => [facts.problemId, first + index]));
  }
  const kept = planned.map((entry): [string, number] => [entry.facts.problemId, entry.number ?? 0]);
  const highest = kept.reduce((most, [, number]) => Math.max(most, number), 0);
  await sql`insert into counter (city_id, kind, value) values (${cityId}, 'problem', ${highest})
    on conflict (city_id, kind) do update set value = greatest(counter.value, excluded.value)`.execute(tx);
  return new Map(kept);
}

function enter(
  cityId: string,
  importId: string,
  entry: PlannedEntry,
  number: number,
  now: string,
): EnteredProblem {
  const events = unwrap(importedHistory({ ...entry.imported, number }, now));
  let chain: readonly ChainedEvent[] = [];
  for (const event of events) {
    const end = chain.at(-1) ?? chainStart;
    const nobody: EventActor = { personId: null };
    chain = [...chain, ...link(cityId, entry.facts.problemId, end, [event], nobody, event.at, { importId })];
  }
  return { problem: foldOn(null, events), chain, isSample: entry.isSample };
}

const rowsAtOnce = 5_000;

async function insertRows(
  tx: Tx,
  cityId: string,
  importId: string,
  planned: readonly PlannedEntry[],
  ledgerName: string,
): Promise<void> {
  for (let from = 0; from < planned.length; from += rowsAtOnce) {
    const rows = planned.slice(from, from + rowsAtOnce).map(({ row, facts }) => ({
      problem_id: facts.problemId,
      row_key: row.key,
      sheet: row.sheet,
      row_number: row.row,
      words: row.words,
    }));
    await sql`insert into ledger_import_row
        (city_id, problem_id, import_id, ledger_name, row_key, sheet, row_number, words)
      select ${cityId}, problem_id, ${importId}, ${ledgerName}, row_key, sheet, row_number, words
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(problem_id uuid, row_key text, sheet text, row_number integer, words jsonb)`.execute(tx);
  }
}

/** When and by whom this very file was applied before. */
export async function findLedgerRun(
  tx: Tx,
  cityId: string,
  contentHash: string,
): Promise<{ at: string; byName: string | null } | null> {
  const run = await tx
    .selectFrom('ledger_import as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'i.city_id').onRef('p.id', '=', 'i.applied_by'),
    )
    .select(['i.applied_at as at', 'p.name as byName'])
    .where('i.city_id', '=', cityId)
    .where('i.content_hash', '=', contentHash)
    .executeTakeFirst();
  return run ?? null;
}

/** What somebody said about files with these headings. */
export async function findMapping(tx: Tx, cityId: string, hash: string): Promise<LedgerMapping | null> {
  const found = await tx
    .selectFrom('ledger_mapping')
    .select('mapping')
    .where('city_id', '=', cityId)
    .where('headings_hash', '=', hash)
    .executeTakeFirst();
  return found ? (found.mapping as unknown as LedgerMapping) : null;
}

export async function keepMapping(
  tx: Tx,
  cityId: string,
  hash: string,
  mapping: LedgerMapping,
  personId: string,
  now: string,
): Promise<void> {
  const said = { mapping: JSON.stringify(mapping), saved_at: now, saved_by: personId };
  await tx
    .insertInto('ledger_mapping')
    .values({ city_id: cityId, headings_hash: hash, ...said })
    .onConflict((conflict) => conflict.columns(['city_id', 'headings_hash']).doUpdateSet(said))
    .execute();
}
