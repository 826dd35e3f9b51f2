import type { LedgerField, LedgerMapping } from '../../contract/ledger-files.ts';
import type { SheetRow } from '../documents/spreadsheet-sheet.ts';
import { fieldNamed, ledgerColumns, normaliseHeading } from './ledger-columns.ts';
import type { LedgerSheets } from './ledger-sheets.ts';
import { stateOfWord } from './ledger-state-words.ts';

/** Where each field of one sheet stands: the place of its column from 0, and its heading as written. */
export type PlacedColumns = ReadonlyMap<LedgerField, { readonly index: number; readonly heading: string }>;

/** What the headings mean by themselves. A field goes to the heading that names it best, then to the first. */
export function proposeColumns(ledger: LedgerSheets): LedgerMapping['columns'] {
  const columns: Record<string, LedgerField | null> = {};
  const taken = new Set<LedgerField>();
  const exact = (heading: string) => {
    const field = fieldNamed(heading);
    return field && normaliseHeading(heading) === ledgerColumns[field].heading ? 0 : 1;
  };
  for (const heading of [...ledger.headings].sort((a, b) => exact(a) - exact(b))) {
    const field = fieldNamed(heading);
    if (!field || taken.has(field)) continue;
    columns[heading] = field;
    taken.add(field);
  }
  return inOrder(ledger, heldByStates(ledger, columns, taken));
}

function inOrder(
  { headings }: LedgerSheets,
  columns: Readonly<Record<string, LedgerField | null>>,
): LedgerMapping['columns'] {
  return Object.fromEntries(headings.map((heading) => [heading, columns[heading] ?? null]));
}

/** 完成情况 holds a word for the state in some cities and a report in others: most of its values decide. */
function heldByStates(
  ledger: LedgerSheets,
  columns: Readonly<Record<string, LedgerField | null>>,
  taken: ReadonlySet<LedgerField>,
): Readonly<Record<string, LedgerField | null>> {
  const heading = Object.keys(columns).find((one) => columns[one] === 'progress');
  if (heading === undefined || taken.has('state') || heading === ledgerColumns.progress.heading)
    return columns;
  const values = valuesBelow(ledger, heading, 200);
  const known = values.filter((value) => stateOfWord(value) !== undefined).length;
  return known * 2 > values.length ? { ...columns, [heading]: 'state' } : columns;
}

/** The first values below a heading, empty ones left out. */
export function valuesBelow(ledger: LedgerSheets, heading: string, most: number): string[] {
  const values: string[] = [];
  for (const sheet of ledger.sheets) {
    const wanted = normaliseHeading(heading);
    const column = sheet.headings.find((one) => normaliseHeading(one.heading) === wanted);
    if (!column) continue;
    for (const row of sheet.body) {
      const text = textAt(row, column.index);
      if (text !== '') values.push(text);
      if (values.length >= most) return values;
    }
  }
  return values;
}

function textAt(row: SheetRow, index: number): string {
  return row.cells[index]?.text.trim() ?? '';
}

/** The columns of one sheet under a mapping; of two columns with one meaning the first counts. */
export function placeColumns(
  sheet: LedgerSheets['sheets'][number],
  columns: LedgerMapping['columns'],
): PlacedColumns {
  const fieldOf = new Map(
    Object.entries(columns).map(([heading, field]) => [normaliseHeading(heading), field]),
  );
  const placed = new Map<LedgerField, { index: number; heading: string }>();
  for (const { heading, index } of sheet.headings) {
    const field = fieldOf.get(normaliseHeading(heading));
    if (field && !placed.has(field)) placed.set(field, { index, heading });
  }
  return placed;
}

/** The name of a ledger from that of its file: without ending, date and count. */
export function ledgerNameOf(fileName: string): string {
  const stem = fileName.normalize('NFKC').replace(/\.[a-z]{3,4}$/i, '');
  const plain = stem
    .replace(/\(\d+\)|副本|copy|v\d+(\.\d+)*/gi, '')
    .replace(/\d{2,4}[-./年]?\d{0,2}[-./月]?\d{0,2}日?/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a file's name may hold anything
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .replace(/[\s_\-.]+/g, ' ')
    .trim();
  return (plain === '' ? '台账' : plain).slice(0, 100);
}
