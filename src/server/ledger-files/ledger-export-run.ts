import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Selectable, type SqlBool, sql } from 'kysely';
import { exportDays } from '../../contract/ledger-files.ts';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { Actor } from '../../domain/access/may.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.generated.ts';
import type { JobHouse } from '../platform/jobs/job.ts';
import { Permissions } from '../platform/permissions.ts';
import { type Locale, localeFrom } from '../platform/words.ts';
import { conditionsOf } from '../problems/problem-conditions.ts';
import { inSightOf, loadLedgerScope } from '../problems/problem-scope.ts';
import { searched } from '../problems/problem-search.ts';
import { answeredFor, type Condition } from '../problems/problem-state-conditions.ts';
import { findOrderer } from './ledger-actor.ts';
import { hashFile, openLedgerFile } from './ledger-export-file.ts';
import { type LedgerManifest, manifestLines } from './ledger-export-manifest.ts';
import { describeFilter } from './ledger-filter-words.ts';
import { changedSince, countLedgerLines, readChangePosition, readLedgerLines } from './ledger-lines.ts';
import { loadLedgerNames } from './ledger-names.ts';

export type LedgerExportRow = Selectable<Tables['ledger_export']>;

/** Starts after which a failing export is given up and shown as failed. */
const mostAttempts = 3;
const reportEveryMs = 500;

/** Where the file of an export lies. */
export function exportPath(
  house: Pick<JobHouse, 'filesDirectory'>,
  cityId: string,
  row: Pick<LedgerExportRow, 'id' | 'format'>,
): string {
  return join(house.filesDirectory, cityId, 'ledger-exports', `${row.id}.${row.format}`);
}

/**
 * Writes an export that was asked for: the entries that its owner may see now, row by row from the
 * database to the disk. Harmless when run again: what is done, cancelled or failed stays so.
 *
 * @throws whatever went wrong, after the export was put back in the queue or, the third time, marked failed.
 */
export async function runLedgerExport(house: JobHouse, cityId: string, exportId: string): Promise<void> {
  const started = await start(house, cityId, exportId);
  if (!started) return;
  const place = exportPath(house, cityId, started);
  const draft = `${place}.${started.attempt}.part`;
  try {
    await mkdir(dirname(place), { recursive: true });
    const written = await inCity(house.db, cityId, 'read', (tx) => write(house, tx, started, draft));
    if (!written) return;
    const fileHash = await hashFile(draft);
    await rename(draft, place);
    const isOurs = await finish(house, started, { ...written, fileHash });
    if (!isOurs) await rm(place, { force: true });
  } catch (error) {
    // where the folder itself is broken there is nothing to remove
    await rm(draft, { force: true }).catch(() => undefined);
    await giveBack(house, started, error);
    throw error;
  }
}

async function start(house: JobHouse, cityId: string, id: string): Promise<LedgerExportRow | undefined> {
  return inCity(house.db, cityId, 'write', (tx) =>
    tx
      .updateTable('ledger_export')
      .set((row) => ({
        state: 'running',
        attempt: row('attempt', '+', 1),
        started_at: house.clock().toISOString(),
        rows_done: 0,
      }))
      .where('city_id', '=', cityId)
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'running'])
      .returningAll()
      .executeTakeFirst(),
  );
}

interface Written extends LedgerManifest {
  readonly sight: readonly string[];
  readonly byteSize: number;
}

/** @returns undefined where the export was cancelled, or started again by another process. */
async function write(
  house: JobHouse,
  tx: Tx,
  row: LedgerExportRow,
  draft: string,
): Promise<Written | undefined> {
  const now = house.clock().toISOString();
  const actor = await findOrderer(tx, row.city_id, row.person_id, now);
  if (!actor) throw new Error('whoever asked for the export has left');
  const { conditions, sight, position, isComplete, filterWords } = await conditionsFor(tx, row, actor, now);
  const total = await countLedgerLines(tx, conditions);
  if (!(await report(house, row, 0, total))) return undefined;
  const names = await loadLedgerNames(tx, row.city_id);
  const file = await openLedgerFile(draft, row.format as 'xlsx' | 'csv');
  try {
    let [rows, reported] = [0, performance.now()];
    for await (const lines of readLedgerLines(tx, conditions, names)) {
      await file.rows(lines);
      rows += lines.length;
      if (performance.now() - reported < reportEveryMs) continue;
      reported = performance.now();
      if (await report(house, row, rows, Math.max(rows, total))) continue;
      await file.discard();
      return undefined;
    }
    const told = {
      rows,
      isComplete,
      position,
      filterWords,
      madeAt: now,
      madeBy: actor.name,
      cityName: await findCityName(tx, row.city_id),
    };
    const closed = await file.close((tableHash) =>
      manifestLines({ ...told, tableHash }, localeFrom(row.locale)),
    );
    return { ...told, ...closed, sight };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

interface Asked {
  readonly conditions: readonly Condition[];
  readonly sight: readonly string[];
  readonly position: string;
  readonly isComplete: boolean;
  readonly filterWords: string;
}

async function conditionsFor(tx: Tx, row: LedgerExportRow, actor: Actor, now: string): Promise<Asked> {
  const { city_id: cityId, locale, since } = row;
  const ask = new Permissions(actor);
  const sight = [...ask.reach('problem.view')].sort();
  if (sight.length === 0) throw new Error('whoever asked for the export may see no problem any more');
  const filter = row.filter as unknown as ProblemFilter;
  const scope = await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now }, filter);
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope)];
  if (filter.states) conditions.push(sql<SqlBool>`p.state = any (${filter.states}::text[])`);
  // the same as the page shows
  if (filter.sort !== 'newest') conditions.push(answeredFor);
  if (filter.search) conditions.push(await searched(tx, cityId, filter.search));
  // taken before the lines are: what is committed in between comes twice, never not at all
  const number = await readChangePosition(tx);
  const scopeMark = markOf(sight, filter);
  const [from = '', mark] = since?.split('-') ?? [];
  // another sight or filter, or numbers of another server: only everything is complete
  const isComplete = since === null || mark !== scopeMark || BigInt(from) > BigInt(number);
  if (!isComplete) conditions.push(changedSince(cityId, from));
  return {
    conditions,
    sight,
    position: `${number}-${scopeMark}`,
    isComplete,
    filterWords: await describeFilter(tx, cityId, filter, locale as Locale),
  };
}

/** A short mark of what an export covers: a follower whose rights changed must not miss what he now sees. */
function markOf(sight: readonly string[], filter: ProblemFilter): string {
  const { cursor: _cursor, limit: _limit, ...rest } = filter;
  const text = JSON.stringify([sight, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
}

async function findCityName(tx: Tx, cityId: string): Promise<string> {
  const city = await tx
    .selectFrom('city')
    .select('name')
    .where('city_id', '=', cityId)
    .executeTakeFirstOrThrow();
  return city.name;
}

/** Tells how far it has come. @returns whether the export is still wanted, and by this very start. */
async function report(house: JobHouse, row: LedgerExportRow, done: number, total: number): Promise<boolean> {
  return change(house, row, { rows_done: done, rows_total: total });
}

async function finish(house: JobHouse, row: LedgerExportRow, written: Written & { fileHash: string }) {
  const now = house.clock();
  return change(house, row, {
    state: 'done',
    finished_at: now.toISOString(),
    expires_at: new Date(now.getTime() + exportDays * 86_400_000).toISOString(),
    rows_done: written.rows,
    rows_total: written.rows,
    sight: [...written.sight],
    is_complete: written.isComplete,
    position: written.position,
    filter_words: written.filterWords,
    byte_size: written.byteSize,
    table_hash: written.tableHash,
    file_hash: written.fileHash,
  });
}

async function giveBack(house: JobHouse, row: LedgerExportRow, error: unknown): Promise<void> {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const isGivenUp = row.attempt >= mostAttempts;
  await change(house, row, {
    state: isGivenUp ? 'failed' : 'queued',
    failure: isFull ? 'storageFull' : 'unexpected',
    finished_at: isGivenUp ? house.clock().toISOString() : null,
  });
}

type Change = Partial<Omit<LedgerExportRow, 'city_id' | 'id' | 'filter'>>;

async function change(house: JobHouse, row: LedgerExportRow, values: Change): Promise<boolean> {
  const { numUpdatedRows } = await inCity(house.db, row.city_id, 'write', (tx) =>
    tx
      .updateTable('ledger_export')
      .set(values)
      .where('city_id', '=', row.city_id)
      .where('id', '=', row.id)
      .where('state', '=', 'running')
      .where('attempt', '=', row.attempt)
      .executeTakeFirst(),
  );
  return numUpdatedRows > 0n;
}

/** Removes the files of exports whose days are over. */
export async function expireLedgerExports(house: JobHouse, cityId: string): Promise<void> {
  const now = house.clock().toISOString();
  const due = await inCity(house.db, cityId, 'write', (tx) =>
    tx
      .updateTable('ledger_export')
      .set({ state: 'expired' })
      .where('city_id', '=', cityId)
      .where('state', '=', 'done')
      .where('expires_at', '<=', now)
      .returning(['id', 'format'])
      .execute(),
  );
  for (const row of due) await rm(exportPath(house, cityId, row), { force: true });
}
