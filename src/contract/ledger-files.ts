import { z } from 'zod';
import { endpoint, idParams, line, pageCursor, pageSize } from './endpoint.ts';
import { problemFilter } from './problems.ts';
import { importFault } from './site-import.ts';

export const exportFormats = ['xlsx', 'csv'] as const;
/** Days that a file stays for its owner. */
export const exportDays = 7;
export const exportStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

/** An export that somebody asked for, and how far it has come. */
export const ledgerExportView = z.object({
  id: z.string(),
  format: z.enum(exportFormats),
  state: z.enum(exportStates),
  askedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** When the file goes. */
  expiresAt: z.string().nullable(),
  rowsDone: z.number(),
  /** Null until they are counted. */
  rowsTotal: z.number().nullable(),
  filterWords: z.string().nullable(),
  /** False: only what changed since a position. */
  isComplete: z.boolean().nullable(),
  /** Send it as `since` to get what changed afterwards. */
  position: z.string().nullable(),
  byteSize: z.number().nullable(),
  /** SHA-256 in hex of the table in its .csv form, and of the file. */
  tableHash: z.string().nullable(),
  fileHash: z.string().nullable(),
  /** `storageFull` or `unexpected`. */
  failure: z.string().nullable(),
});
export type LedgerExportView = z.infer<typeof ledgerExportView>;

/**
 * Asks for the ledger under a filter as a file; a job writes it. `since`: the position of an earlier
 * export; only what changed afterwards comes, or everything where sight or filter are not the same any more.
 */
export const askLedgerExport = endpoint({
  name: 'ledgerFiles.export',
  method: 'POST',
  path: '/api/ledger-exports',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      format: z.enum(exportFormats),
      filter: problemFilter,
      since: z
        .string()
        .regex(/^\d{1,19}-[0-9a-f]{16}$/)
        .nullable(),
    })
    .strict(),
  reply: ledgerExportView,
});

/** The asker's own exports, newest first. */
export const listLedgerExports = endpoint({
  name: 'ledgerFiles.exports',
  method: 'GET',
  path: '/api/ledger-exports',
  access: 'asked',
  query: z.object({ cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({ rows: z.array(ledgerExportView), next: z.string().nullable() }),
});

export const getLedgerExport = endpoint({
  name: 'ledgerFiles.getExport',
  method: 'GET',
  path: '/api/ledger-exports/:id',
  access: 'asked',
  params: idParams,
  reply: ledgerExportView,
});

/** Gives up an export that is not done yet. Cancelling twice is harmless. */
export const cancelLedgerExport = endpoint({
  name: 'ledgerFiles.cancelExport',
  method: 'POST',
  path: '/api/ledger-exports/:id/cancel',
  access: 'asked',
  params: idParams,
  reply: ledgerExportView,
});

/** The file, for its owner, as long as he still sees everything that is in it. */
export const downloadLedgerExport = endpoint({
  name: 'ledgerFiles.download',
  method: 'GET',
  path: '/api/ledger-exports/:id/file',
  access: 'asked',
  params: idParams,
  reply: z.object({}),
  carries: 'download',
});

/** Rows of one file; a larger ledger is split. */
export const mostLedgerRows = 20_000;

/** What a column may hold; the order is that of the columns of an export. */
export const ledgerImportFields = [
  'number',
  'siteCode',
  'siteName',
  'title',
  'source',
  'leadUnit',
  'assistingUnits',
  'person',
  'deadline',
  'measures',
  'progress',
  'state',
  'struckOffAt',
  'place',
  'description',
  'category',
  'severity',
  'item',
  'defects',
  'round',
  'reporter',
  'raisedAt',
  'dispatchedAt',
  'originalDeadline',
  'startedAt',
  'fixClaimedAt',
  'verifier',
  'reworkCount',
  'returnCount',
  'transferCount',
  'proposedUnit',
  'extensionCount',
  'deferralCount',
  'deferredAt',
  'deferredUntil',
  'clockStopCount',
  'clockStoppedAt',
  'clockStoppedUntil',
  'clockStopReason',
  'mainNumber',
  'stateBeforeLink',
  'parentNumber',
  'recurrenceOfNumber',
  'limitHours',
  'limitClock',
  'lon',
  'lat',
  'sourceRef',
  'sample',
] as const;
export type LedgerField = (typeof ledgerImportFields)[number];

const word = line(100);
/** Words of a file and what they mean here: codes of units, keys of categories, names of states. */
const meanings = z.record(word, word);

/** What somebody said about a ledger: remembered for files with the same headings. */
export const ledgerMapping = z
  .object({
    /** Which ledger the entries belong to: the same number of the same ledger is the same entry. */
    ledgerName: line(100, 1),
    /** By heading; null: not read. Headings that are left out are proposed. */
    columns: z.record(line(200), z.enum(ledgerImportFields).nullable()),
    /** `keep`: the numbers of the file become the numbers here; `new`: they are given anew. */
    numbers: z.enum(['keep', 'new']),
    /** Completes days that are written without a year. */
    year: z.number().int().min(1990).max(2100),
    /** Key of the category of rows that name none; null: every row must. */
    defaultCategory: word.nullable(),
    /** `contact`: where the unit has nobody of the name, its contact answers, and the name is kept. */
    unknownPerson: z.enum(['refuse', 'contact']),
    units: meanings,
    categories: meanings,
    states: meanings,
  })
  .strict();
export type LedgerMapping = z.infer<typeof ledgerMapping>;

/** A fault, with the nearest things that the city knows. */
export const ledgerFault = importFault.extend({ suggestions: z.array(z.string()) });
export type LedgerFault = z.infer<typeof ledgerFault>;

const difference = z.object({ column: z.string(), before: z.string(), now: z.string() });

export const ledgerImportReport = z.object({
  fileName: z.string(),
  contentHash: z.string(),
  appliedBefore: z.object({ at: z.string(), byName: z.string().nullable() }).nullable(),
  mapping: ledgerMapping,
  /** Where the mapping comes from. */
  mappedBy: z.enum(['given', 'remembered', 'proposed']),
  headings: z.array(
    z.object({
      heading: z.string(),
      field: z.enum(ledgerImportFields).nullable(),
      /** The first three values. */
      samples: z.array(z.string()),
    }),
  ),
  /** Sheets that were not read, and why: `hidden`, `empty`, `noHeadings`. */
  skippedSheets: z.array(z.object({ name: z.string(), reason: z.string() })),
  rows: z.number(),
  /** Rows that will be new entries. */
  fresh: z.number(),
  /** Entries that came before; `differing` of them said something else then. They are left as they are. */
  present: z.number(),
  differing: z.number(),
  differences: z.array(
    z.object({ row: z.number(), sheet: z.string(), number: z.number(), changes: z.array(difference) }),
  ),
  /** Nothing is applied while there is one. */
  faultCount: z.number(),
  faults: z.array(ledgerFault),
  /** What comes in otherwise than it stands there; nothing is in its way. */
  noticeCount: z.number(),
  notices: z.array(ledgerFault),
  /** Words that nobody knows, with how many rows have them; they can be given a meaning. */
  unknownWords: z.array(
    z.object({
      kind: z.enum(['units', 'categories', 'states']),
      word: z.string(),
      rows: z.number(),
      suggestions: z.array(z.object({ key: z.string(), name: z.string() })),
    }),
  ),
  byState: z.record(z.string(), z.number()),
  sample: z.array(
    z.object({
      sheet: z.string(),
      row: z.number(),
      number: z.number().nullable(),
      title: z.string(),
      place: z.string(),
      unitName: z.string().nullable(),
      personName: z.string().nullable(),
      deadlineAt: z.string().nullable(),
      state: z.string(),
    }),
  ),
  /** After it was applied. */
  importId: z.string().nullable(),
});
export type LedgerImportReport = z.infer<typeof ledgerImportReport>;

/** Reads a ledger kept elsewhere (.xlsx, .csv) and says what it would do. Stores nothing. */
export const previewLedgerImport = endpoint({
  name: 'ledgerFiles.importPreview',
  method: 'POST',
  path: '/api/ledger-imports/preview',
  access: 'asked',
  /** `mapping`: JSON of `ledgerMapping`; left out: remembered or proposed. */
  body: z.object({ mapping: z.string().max(90_000).optional() }).strict(),
  reply: ledgerImportReport,
  carries: 'upload',
});

/** Applies the ledger, all rows or none. `contentHash`: of the file that was previewed. */
export const applyLedgerImport = endpoint({
  name: 'ledgerFiles.import',
  method: 'POST',
  path: '/api/ledger-imports',
  access: 'asked',
  body: z
    .object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/), mapping: z.string().max(90_000) })
    .strict(),
  reply: ledgerImportReport,
  carries: 'upload',
});

/** Ledgers that were taken in, newest first. */
export const listLedgerImports = endpoint({
  name: 'ledgerFiles.imports',
  method: 'GET',
  path: '/api/ledger-imports',
  access: 'asked',
  query: z.object({ cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({
    rows: z.array(
      z.object({
        id: z.string(),
        ledgerName: z.string(),
        fileName: z.string(),
        rowCount: z.number(),
        enteredCount: z.number(),
        appliedAt: z.string(),
        byName: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
});
