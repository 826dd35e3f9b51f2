import { createHash } from 'node:crypto';
import { unguardedText } from '../documents/csv-text.ts';
import type { Sheet, SheetCell, SheetRow } from '../documents/spreadsheet-sheet.ts';
import { fieldNamed, normaliseHeading } from './ledger-columns.ts';
import { manifestSheetName } from './ledger-export-file.ts';

/** A sheet with a row of headings, and the rows below it. */
export interface LedgerSheet {
  readonly name: string;
  readonly headerRow: number;
  readonly headings: readonly { readonly heading: string; readonly index: number }[];
  readonly body: readonly SheetRow[];
  /** Values of merged cells that were read into the rows below. */
  readonly filledCells: number;
}

export interface LedgerSheets {
  readonly sheets: readonly LedgerSheet[];
  readonly skipped: readonly { readonly name: string; readonly reason: 'hidden' | 'empty' | 'noHeadings' }[];
  /** All headings, each once, as first written. */
  readonly headings: readonly string[];
}

const rowsBeforeHeader = 30;
const fewestKnown = 2;
const fewestCells = 3;

/** Finds the ledgers among the sheets of a file: those with a row of headings that anybody knows. */
export function findLedgerSheets(sheets: readonly Sheet[]): LedgerSheets {
  const skipped: { name: string; reason: 'hidden' | 'empty' | 'noHeadings' }[] = [];
  const found: LedgerSheet[] = [];
  const guesses: LedgerSheet[] = [];
  for (const sheet of sheets) {
    const name = sheet.name ?? '';
    if (name === manifestSheetName) continue;
    if (sheet.isHidden) skipped.push({ name, reason: 'hidden' });
    else if (sheet.rows.every(isEmpty)) skipped.push({ name, reason: 'empty' });
    else {
      const filled = fillMerged(sheet);
      const header = findHeader(filled.rows);
      if (header) found.push(sheetBelow(name, filled, header));
      else {
        skipped.push({ name, reason: 'noHeadings' });
        const guess = filled.rows.slice(0, rowsBeforeHeader).find((row) => cellCount(row) >= fewestCells);
        if (guess) guesses.push(sheetBelow(name, filled, guess));
      }
    }
  }
  // nobody knows the headings: the first table is shown, so that a person can say what they mean
  const [guess] = guesses;
  const chosen = found.length > 0 || !guess ? found : [guess];
  const headings = new Map(
    chosen
      .flatMap((sheet) => sheet.headings)
      .map(({ heading }) => [normaliseHeading(heading), heading] as const)
      .reverse(),
  );
  const isChosen = new Set(chosen.map((sheet) => sheet.name));
  return {
    sheets: chosen,
    skipped: skipped.filter(({ name }) => !isChosen.has(name)),
    headings: [...headings.values()].reverse(),
  };
}

function isEmpty(row: SheetRow): boolean {
  return row.cells.every((cell) => cell.text.trim() === '');
}

function cellCount(row: SheetRow): number {
  return row.cells.filter((cell) => cell.text.trim() !== '').length;
}

/** The row that names most fields; of equals the lower one, since titles and groups stand above. */
function findHeader(rows: readonly SheetRow[]): SheetRow | null {
  let best: { row: SheetRow; known: number } | null = null;
  for (const row of rows.slice(0, rowsBeforeHeader)) {
    const known = new Set(row.cells.flatMap((cell) => fieldNamed(cell.text) ?? [])).size;
    if (known >= fewestKnown && known >= (best?.known ?? 0)) best = { row, known };
  }
  return best?.row ?? null;
}

function sheetBelow(
  name: string,
  { rows, filledCells, isText }: ReturnType<typeof fillMerged>,
  header: SheetRow,
): LedgerSheet {
  const headings = header.cells.flatMap((cell, index) => {
    const heading = cell.text
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 200);
    return heading === '' ? [] : [{ heading, index }];
  });
  const body = rows.filter((row) => row.number > header.number && !isEmpty(row));
  return {
    name,
    headerRow: header.number,
    headings,
    body: isText ? body.map(unguarded) : body,
    filledCells,
  };
}

function unguarded(row: SheetRow): SheetRow {
  return { ...row, cells: row.cells.map((cell) => ({ ...cell, text: unguardedText(cell.text) })) };
}

/** Filled cells of one sheet; a hostile file could merge without end. */
const mostFilled = 500_000;

/** A cell merged over several rows counts for each of them: one unit beside five problems is the unit of all. */
function fillMerged(sheet: Sheet): { rows: readonly SheetRow[]; filledCells: number; isText: boolean } {
  const isText = sheet.name === null;
  const tall = (sheet.merged ?? []).filter((area) => area.bottom > area.top);
  if (tall.length === 0) return { rows: sheet.rows, filledCells: 0, isText };
  const rows = new Map(sheet.rows.map((row) => [row.number, [...row.cells]]));
  const last = sheet.rows.at(-1)?.number ?? 0;
  let filledCells = 0;
  let steps = 0;
  for (const { top, bottom, left } of tall) {
    const value = rows.get(top)?.[left];
    if (!value || value.text.trim() === '') continue;
    for (let number = top + 1; number <= Math.min(bottom, last); number += 1) {
      steps += 1;
      if (steps > mostFilled) break;
      const cells = rows.get(number);
      if (!cells) continue;
      while (cells.length <= left) cells.push({ text: '' });
      if (cells[left]?.text.trim() === '') {
        cells[left] = value satisfies SheetCell;
        filledCells += 1;
      }
    }
  }
  return { rows: [...rows].map(([number, cells]) => ({ number, cells })), filledCells, isText };
}

/** What files with the same headings have in common, whatever their order. */
export function headingsHash(headings: readonly string[]): string {
  const text = [...new Set(headings.map(normaliseHeading))].sort().join('\n');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
