import { createHash } from 'node:crypto';
import type { LedgerField, LedgerMapping } from '../../contract/ledger-files.ts';
import { cellAddress, type SheetCell, type SheetRow } from '../documents/spreadsheet-sheet.ts';
import { ledgerColumns, ledgerFields, wallClockOf } from './ledger-columns.ts';
import { type LedgerDay, readLedgerDay } from './ledger-day.ts';
import { placeColumns } from './ledger-mapping.ts';
import type { LedgerSheet, LedgerSheets } from './ledger-sheets.ts';

/** Something about a place in a file; `code` is a key of `ledgerImport.wrong.` and `.right.`. */
export interface LedgerRemark {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly cell: string;
  readonly value: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly suggestions: readonly string[];
}

/** Writes a remark about a field of a row. */
export type Remark = (
  field: LedgerField | null,
  code: string,
  facts?: LedgerRemark['facts'],
  suggestions?: readonly string[],
) => void;

/** A row as it was read, before anything is looked up. */
export interface LedgerRow {
  readonly sheet: string;
  readonly row: number;
  /** What the entry is known by in its ledger. */
  readonly key: string;
  readonly text: (field: LedgerField) => string;
  readonly day: (field: LedgerField) => LedgerDay | null;
  readonly count: (field: LedgerField) => number | null;
  /** Everything that stands there, as it is compared with a later file: instants as wall clocks. */
  readonly words: Readonly<Record<string, string>>;
  readonly has: (field: LedgerField) => boolean;
  readonly fault: Remark;
  readonly notice: Remark;
}

export interface LedgerRows {
  readonly rows: readonly LedgerRow[];
  readonly faults: LedgerRemark[];
  readonly notices: LedgerRemark[];
}

const severalLines: ReadonlySet<LedgerField> = new Set(['title', 'description', 'measures', 'progress']);
/** Fields in which one cell may name several, one below the other. */
const lists: ReadonlySet<LedgerField> = new Set<LedgerField>(['leadUnit', 'assistingUnits', 'person']);
const longest: Partial<Record<LedgerField, number>> = {
  title: 2000,
  description: 5000,
  measures: 2000,
  progress: 2000,
  place: 200,
  number: 60,
};
const wholeNumbers: ReadonlySet<LedgerField> = new Set<LedgerField>([
  'defects',
  'reworkCount',
  'returnCount',
  'transferCount',
  'extensionCount',
  'deferralCount',
  'clockStopCount',
]);
const decimals: ReadonlySet<LedgerField> = new Set<LedgerField>(['limitHours', 'lon', 'lat']);
const references: readonly LedgerField[] = ['number', 'mainNumber', 'parentNumber', 'recurrenceOfNumber'];

/** Reads every row under its headings, with all that is wrong without asking the city's data. */
export function readLedgerRows(ledger: LedgerSheets, mapping: LedgerMapping): LedgerRows {
  const faults: LedgerRemark[] = [];
  const notices: LedgerRemark[] = [];
  const drafts = ledger.sheets.flatMap((sheet) => readSheet(sheet, mapping, faults, notices));
  return { rows: keyed(drafts, ledger.sheets.length > 1), faults, notices };
}

type Draft = Omit<LedgerRow, 'key'>;

function readSheet(
  sheet: LedgerSheet,
  mapping: LedgerMapping,
  faults: LedgerRemark[],
  notices: LedgerRemark[],
): Draft[] {
  const placed = placeColumns(sheet, mapping.columns);
  if (!placed.has('title')) {
    const at = { sheet: sheet.name, row: sheet.headerRow, column: '', cell: '', value: '' };
    faults.push({ ...at, code: 'no-title-column', facts: {}, suggestions: [] });
    return [];
  }
  if (sheet.filledCells > 0) {
    const at = { sheet: sheet.name, row: 0, column: '', cell: '', value: '' };
    notices.push({ ...at, code: 'merged-filled', facts: { count: sheet.filledCells }, suggestions: [] });
  }
  return sheet.body.flatMap((row) => {
    const cellOf = (field: LedgerField): SheetCell | undefined => row.cells[placed.get(field)?.index ?? -1];
    const filled = [...placed.keys()].filter((field) => (cellOf(field)?.text ?? '').trim() !== '');
    // a line over all columns that names a part of the ledger, or a sum below it, is no entry
    if (filled.length === 0 || (filled.length === 1 && filled[0] !== 'title')) return [];
    const isSum = row.cells.some((cell) => /^(合\s*计|总\s*计|小\s*计)[:：]?$/.test(cell.text.trim()));
    if (isSum && !filled.includes('title')) return [];
    const place = (field: LedgerField | null) => {
      const column = field === null ? undefined : placed.get(field);
      return {
        sheet: sheet.name,
        row: row.number,
        column: column?.heading ?? (field === null ? '' : ledgerColumns[field].heading),
        cell: column ? cellAddress(row.number, column.index) : '',
        value: field === null ? '' : (cellOf(field)?.text ?? '').trim().slice(0, 80),
      };
    };
    const remarkIn = (list: LedgerRemark[]): Remark => {
      return (field, code, facts = {}, suggestions = []) => {
        list.push({ ...place(field), code, facts, suggestions });
      };
    };
    return [
      readRow(row, sheet.name, [...placed.keys()], cellOf, mapping.year, remarkIn(faults), remarkIn(notices)),
    ];
  });
}

function readRow(
  row: SheetRow,
  sheet: string,
  fields: readonly LedgerField[],
  cellOf: (field: LedgerField) => SheetCell | undefined,
  year: number,
  fault: Remark,
  notice: Remark,
): Draft {
  const texts = new Map<LedgerField, string>();
  const days = new Map<LedgerField, LedgerDay>();
  const counts = new Map<LedgerField, number>();
  for (const field of fields) {
    const cell = cellOf(field);
    const text = plainText(field, cell?.text ?? '');
    if (text === '') continue;
    if (cell?.fault === 'error') fault(field, 'cell-error');
    else if (hasControlCharacter(text)) fault(field, 'control-characters');
    else if (text.length > (longest[field] ?? 100))
      fault(field, 'too-long', { limit: longest[field] ?? 100 });
    else if (ledgerColumns[field].kind === 'instant') {
      const day = cell?.wallClock ? dayOfClock(cell.wallClock) : readLedgerDay(text, year);
      if (day) days.set(field, day);
      else if (isAtOnce(text) && field === 'deadline') notice(field, 'at-once');
      else fault(field, 'not-a-day', { example: `${year}-11-23` });
    } else if (wholeNumbers.has(field) || decimals.has(field)) {
      const number = readNumber(text, decimals.has(field));
      if (number === null) fault(field, 'not-a-number');
      else counts.set(field, number);
    } else if (cell?.fault === 'date') fault(field, 'cell-date');
    texts.set(field, text);
  }
  if (!texts.has('title')) fault('title', 'required');
  const words = Object.fromEntries(
    ledgerFields.flatMap((field) => {
      const day = days.get(field);
      const text = day ? clockText(day) : texts.get(field);
      return text === undefined ? [] : [[field, text]];
    }),
  );
  return {
    sheet,
    row: row.number,
    text: (field) => texts.get(field) ?? '',
    day: (field) => days.get(field) ?? null,
    count: (field) => counts.get(field) ?? null,
    has: (field) => texts.has(field),
    words,
    fault,
    notice,
  };
}

function plainText(field: LedgerField, text: string): string {
  const whole = text.toWellFormed().trim();
  if (references.includes(field))
    return whole
      .normalize('NFKC')
      .replace(/^(no\.?|#|第)\s*/i, '')
      .replace(/\.0+$/, '');
  if (lists.has(field)) return whole.replace(/\s*[\t\r\n]+\s*/g, '、');
  return severalLines.has(field) && field !== 'title' ? whole : whole.replace(/[\t\r\n]+/g, ' ');
}

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
}

function dayOfClock(wallClock: string): LedgerDay {
  const [day = '', time = null] = wallClock.split('T');
  return { day, time };
}

/** "To be put right at once": the time limit of its category counts. */
function isAtOnce(text: string): boolean {
  return /^(立行立改|立即整改|立即|即知即改|即改|马上整改|尽快)$/.test(text);
}

function readNumber(text: string, isDecimal: boolean): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  if (!(isDecimal ? /^-?\d{1,9}(\.\d{1,17})?$/ : /^\d{1,9}(\.0+)?$/).test(plain)) return null;
  return Number(plain);
}

function clockText({ day, time }: LedgerDay): string {
  return time === null ? day : wallClockOf(`${day}T${time}+08:00`);
}

/**
 * The key of an entry is its number. Where several sheets count from 1 each, the sheet belongs to it; an
 * entry without a number is known by what it says.
 */
function keyed(drafts: readonly Draft[], hasSheets: boolean): LedgerRow[] {
  const times = new Map<string, number>();
  for (const draft of drafts) {
    const number = draft.text('number');
    if (number !== '') times.set(number, (times.get(number) ?? 0) + 1);
  }
  const isShared = hasSheets && [...times.values()].some((count) => count > 1);
  const firstRow = new Map<string, Draft>();
  return drafts.map((draft) => {
    const number = draft.text('number');
    const key = number === '' ? contentKey(draft) : isShared ? `${draft.sheet}!${number}` : number;
    const first = firstRow.get(key);
    if (!first) firstRow.set(key, draft);
    else
      draft.fault(number === '' ? 'title' : 'number', number === '' ? 'same-row' : 'same-number', {
        row: first.row,
      });
    return { ...draft, key };
  });
}

const keyFields: readonly LedgerField[] = ['title', 'siteCode', 'siteName', 'place', 'raisedAt', 'leadUnit'];

function contentKey({ words }: Draft): string {
  const text = JSON.stringify(keyFields.map((field) => words[field] ?? ''));
  return `=${createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 24)}`;
}
