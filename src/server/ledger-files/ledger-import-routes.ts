import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  applyLedgerImport,
  type LedgerImportReport,
  type LedgerMapping,
  ledgerMapping,
  listLedgerImports,
  mostLedgerRows,
  previewLedgerImport,
} from '../../contract/ledger-files.ts';
import type { Actor } from '../../domain/access/may.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { readSpreadsheet } from '../documents/spreadsheet-reader.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import type { Upload } from '../platform/http-upload.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import { Permissions } from '../platform/permissions.ts';
import { faultsOf, invalid, Refused } from '../platform/refused.ts';
import { enterPlanned, findLedgerRun, findMapping, keepMapping, openLedgerRun } from './ledger-apply.ts';
import { type LedgerDirectory, loadLedgerDirectory } from './ledger-directory.ts';
import { ledgerNameOf, proposeColumns } from './ledger-mapping.ts';
import { inReferenceOrder, type LedgerPlan, planLedger } from './ledger-plan.ts';
import { reportOf } from './ledger-report.ts';
import { type LedgerRemark, readLedgerRows } from './ledger-rows.ts';
import { findLedgerSheets, headingsHash, type LedgerSheets } from './ledger-sheets.ts';

interface ReadFile {
  readonly fileName: string;
  readonly contentHash: string;
  readonly ledger: LedgerSheets;
}

/** Import of ledgers kept elsewhere: looked at first, applied whole or not at all. */
export function ledgerImportRoutes(): Route[] {
  return [
    implementPrepared(
      previewLedgerImport,
      ({ actor, upload }) => readFile(actor, upload),
      async ({ tx, cityId, ask, body, now, locale }, file) => {
        ask.requireAnywhere('problem.dispatch');
        const { mapping, mappedBy } = await mappingFor(tx, cityId, file, body.mapping, now);
        const looked = await look(tx, cityId, file, mapping, ask.reach('problem.dispatch'), now);
        const appliedBefore = await findLedgerRun(tx, cityId, file.contentHash);
        return reportOf({ ...file, ...looked, mapping, mappedBy, appliedBefore, importId: null }, locale);
      },
    ),

    implementPrepared(
      applyLedgerImport,
      ({ actor, upload }) => readFile(actor, upload),
      async ({ tx, cityId, ask, actor, body, now, locale }, file): Promise<LedgerImportReport> => {
        ask.requireAnywhere('problem.dispatch');
        if (file.contentHash !== body.contentHash) throw new Refused(409, 'ledgerFiles.otherFile');
        const { mapping, mappedBy } = await mappingFor(tx, cityId, file, body.mapping, now);
        const appliedBefore = await findLedgerRun(tx, cityId, file.contentHash);
        if (appliedBefore) {
          return reportOf({ ...file, ...nothing, mapping, mappedBy, appliedBefore, importId: null }, locale);
        }
        const looked = await look(tx, cityId, file, mapping, ask.reach('problem.dispatch'), now);
        if (looked.faults.length > 0) {
          throw new Refused(409, 'ledgerFiles.faults', { count: looked.faults.length });
        }
        const { planned } = looked.plan;
        const ordered = inReferenceOrder(planned);
        if (!ordered) throw new Refused(409, 'ledgerFiles.circle');
        const { fileName, contentHash } = file;
        const run = { fileName, contentHash, mapping, rows: looked.rows, entered: planned.length };
        const importId = await openLedgerRun(tx, cityId, run, actor.personId, now);
        // somebody applied the same file in this very moment
        if (importId === undefined) throw new Refused(409, 'ledgerFiles.sameTime');
        await enterPlanned(tx, cityId, importId, planned, ordered, run, actor, now);
        await keepMapping(tx, cityId, headingsHash(file.ledger.headings), mapping, actor.personId, now);
        return reportOf({ ...file, ...looked, mapping, mappedBy, appliedBefore: null, importId }, locale);
      },
    ),

    implement(listLedgerImports, async ({ tx, cityId, ask, query }) => {
      // whole files are shown, so only to those who answer for the whole city
      const sees = ask.reach('problem.dispatch').some((root) => !root.includes('.'));
      return sees ? listImports(tx, cityId, query) : { rows: [], next: null };
    }),
  ];
}

/** Asks before it reads: unpacking a workbook is work that only those who may import can cause. */
async function readFile(actor: Actor, upload: Upload | null): Promise<ReadFile> {
  new Permissions(actor).requireAnywhere('problem.dispatch');
  if (!upload) throw invalid('file', 'required');
  const { bytes, fileName } = upload;
  const read = await readSpreadsheet(bytes, fileName, { maxRows: mostLedgerRows + 200 });
  if (!read.accepted) throw new Refused(400, read.refusal.code, read.refusal.facts);
  const ledger = findLedgerSheets(read.value);
  const rows = ledger.sheets.reduce((sum, sheet) => sum + sheet.body.length, 0);
  if (rows > mostLedgerRows) throw new Refused(400, 'spreadsheet-too-many-rows', { limit: mostLedgerRows });
  return { fileName, contentHash: createHash('sha256').update(bytes).digest('hex'), ledger };
}

/** What was said about the file, else what was said about one with the same headings, else what they say. */
async function mappingFor(
  tx: Tx,
  cityId: string,
  { ledger, fileName }: ReadFile,
  given: string | undefined,
  now: string,
): Promise<{ mapping: LedgerMapping; mappedBy: LedgerImportReport['mappedBy'] }> {
  if (given !== undefined) return { mapping: parseMapping(given), mappedBy: 'given' };
  const year = Number(cityDay(now).slice(0, 4));
  const ledgerName = ledgerNameOf(fileName);
  const remembered = await findMapping(tx, cityId, headingsHash(ledger.headings));
  // many ledgers of a city share one form: only under its own name is a file a newer one of the same ledger
  if (remembered?.ledgerName === ledgerName) {
    return { mapping: { ...remembered, year }, mappedBy: 'remembered' };
  }
  const mapping: LedgerMapping = {
    columns: proposeColumns(ledger),
    defaultCategory: null,
    unknownPerson: 'refuse',
    units: {},
    categories: {},
    states: {},
    ...remembered,
    ledgerName,
    numbers: 'new',
    year,
  };
  const keeps = await canKeepNumbers(tx, cityId, ledger, mapping);
  const mappedBy = remembered ? 'remembered' : 'proposed';
  return { mapping: { ...mapping, numbers: keeps ? 'keep' : 'new' }, mappedBy };
}

function parseMapping(text: string): LedgerMapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('mapping', 'invalid_format');
  }
  const parsed = ledgerMapping.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(400, 'invalid', {}, faultsOf(parsed.error, 'mapping'));
}

/** The numbers of a file are kept where each is one, each stands there once, and none is taken here. */
async function canKeepNumbers(
  tx: Tx,
  cityId: string,
  ledger: LedgerSheets,
  mapping: LedgerMapping,
): Promise<boolean> {
  const { rows } = readLedgerRows(ledger, mapping);
  const texts = rows.map((row) => row.text('number'));
  if (texts.length === 0 || texts.some((text) => !/^[1-9]\d{0,8}$/.test(text))) return false;
  const numbers = texts.map(Number);
  if (new Set(numbers).size < numbers.length) return false;
  const { rows: taken } = await sql`
    select from problem where city_id = ${cityId} and number = any (${numbers}::bigint[]) limit 1`.execute(
    tx,
  );
  return taken.length === 0;
}

interface Looked {
  readonly rows: number;
  readonly plan: LedgerPlan;
  readonly faults: readonly LedgerRemark[];
  readonly notices: readonly LedgerRemark[];
  readonly directory: LedgerDirectory | null;
}

const nothing: Looked = {
  rows: 0,
  plan: { planned: [], present: [], unknown: new Map() },
  faults: [],
  notices: [],
  directory: null,
};

async function look(
  tx: Tx,
  cityId: string,
  { ledger, fileName }: ReadFile,
  mapping: LedgerMapping,
  reach: readonly string[],
  now: string,
): Promise<Looked> {
  const whole = (code: string): LedgerRemark[] => [
    { sheet: '', row: 0, column: '', cell: '', value: '', code, facts: {}, suggestions: [] },
  ];
  if (ledger.sheets.length === 0) return { ...nothing, faults: whole('no-header') };
  const { rows, faults, notices } = readLedgerRows(ledger, mapping);
  if (rows.length === 0 && faults.length === 0) return { ...nothing, faults: whole('no-rows') };
  const directory = await loadLedgerDirectory(tx, cityId, rows, mapping.ledgerName);
  const plan = planLedger(rows, { cityId, now, fileName, mapping, directory, reach });
  if (faults.length === 0 && !inReferenceOrder(plan.planned)) faults.push(...whole('circle'));
  return { rows: rows.length, plan, faults, notices, directory };
}

const place = z.tuple([placeInstant, z.uuid()]);

async function listImports(
  tx: Tx,
  cityId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const after = readCursor(place, page.cursor);
  let query = tx
    .selectFrom('ledger_import as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'i.city_id').onRef('p.id', '=', 'i.applied_by'),
    )
    .select([
      'i.id',
      'i.ledger_name as ledgerName',
      'i.file_name as fileName',
      'i.row_count as rowCount',
      'i.entered_count as enteredCount',
      'i.applied_at as appliedAt',
      'p.name as byName',
    ])
    .where('i.city_id', '=', cityId)
    .orderBy('i.applied_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(page.limit + 1);
  if (after) {
    query = query.where(sql<boolean>`(i.applied_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  }
  return pageOf(await query.execute(), page.limit, (last) => [last.appliedAt, last.id]);
}
