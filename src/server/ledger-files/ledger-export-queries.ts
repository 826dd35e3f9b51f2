import { sql } from 'kysely';
import { z } from 'zod';
import type { LedgerExportView } from '../../contract/ledger-files.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import type { LedgerExportRow } from './ledger-export-run.ts';

/** An export of this person; others' are not found. */
export async function findOwnExport(
  tx: Tx,
  cityId: string,
  personId: string,
  id: string,
): Promise<LedgerExportRow | undefined> {
  return tx
    .selectFrom('ledger_export')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst();
}

const place = z.tuple([placeInstant, z.uuid()]);

export async function listOwnExports(
  tx: Tx,
  cityId: string,
  personId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: LedgerExportView[]; next: string | null }> {
  const after = readCursor(place, page.cursor);
  let query = tx
    .selectFrom('ledger_export')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (after) {
    query = query.where(sql<boolean>`(asked_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  }
  const { rows, next } = pageOf(await query.execute(), page.limit, (last) => [last.asked_at, last.id]);
  return { rows: rows.map(viewExport), next };
}

/** Exports of this person that wait or run. */
export async function countUnfinishedExports(tx: Tx, cityId: string, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('ledger_export')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  return count;
}

export function viewExport(row: LedgerExportRow): LedgerExportView {
  return {
    id: row.id,
    format: row.format as LedgerExportView['format'],
    state: row.state as LedgerExportView['state'],
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
    rowsDone: row.rows_done,
    rowsTotal: row.rows_total,
    filterWords: row.filter_words,
    isComplete: row.is_complete,
    position: row.position,
    byteSize: row.byte_size,
    tableHash: row.table_hash,
    fileHash: row.file_hash,
    failure: row.failure,
  };
}
