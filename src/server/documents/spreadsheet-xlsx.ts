import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { unpackWorkbook, type WorkbookPart } from './spreadsheet-guard.ts';
import { readLayout } from './spreadsheet-layout.ts';
import type { Sheet, SheetCell, SheetRow } from './spreadsheet-sheet.ts';
import { storedZip } from './stored-zip.ts';

const maxColumns = 200;

/**
 * Reads every worksheet of a workbook, row by row. Formulas are never evaluated: their cells give the
 * result saved with them.
 *
 * @returns refusals of {@link unpackWorkbook} and `spreadsheet-too-many-rows`.
 */
export async function readXlsx(
  bytes: Uint8Array,
  options: { maxRows: number },
): Promise<Decision<readonly Sheet[]>> {
  const parts = await unpackWorkbook(bytes);
  if (!parts.accepted) return parts;
  const layout = readLayout(parts.value);
  const sheets: Sheet[] = [];
  let count = 0;
  try {
    const reader = new ExcelJS.stream.xlsx.WorkbookReader(
      Readable.from(storedZip(inReadingOrder(parts.value))),
      {
        worksheets: 'emit',
        sharedStrings: 'cache',
        styles: 'cache',
        hyperlinks: 'ignore',
        entries: 'ignore',
      },
    );
    for await (const worksheet of reader) {
      const rows: SheetRow[] = [];
      for await (const row of worksheet) {
        count += 1;
        if (count > options.maxRows) return refuse('spreadsheet-too-many-rows', { limit: options.maxRows });
        rows.push({ number: row.number, cells: readCells(row) });
      }
      const name = sheetName(worksheet);
      sheets.push({ name, rows, ...layout.get(name ?? '') });
    }
  } catch {
    return refuse('spreadsheet-damaged');
  }
  // every workbook has a sheet: without one, what was read was none
  return sheets.length > 0 ? accept(sheets) : refuse('spreadsheet-damaged');
}

const noTexts: WorkbookPart = {
  name: 'xl/sharedStrings.xml',
  bytes: Buffer.from('<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'),
};

/**
 * Sheets last, and texts always: a sheet that comes before its texts would be parked in a temporary file by
 * the library, and of several parked ones it loses some.
 */
function inReadingOrder(parts: readonly WorkbookPart[]): readonly WorkbookPart[] {
  const isSheet = (part: WorkbookPart) => part.name.startsWith('xl/worksheets/');
  const hasTexts = parts.some((part) => part.name === noTexts.name);
  return [
    ...parts.filter((part) => !isSheet(part)),
    ...(hasTexts ? [] : [noTexts]),
    ...parts.filter(isSheet),
  ];
}

/** The streaming reader knows the name, its type does not. */
function sheetName(worksheet: object): string | null {
  const name: unknown = 'name' in worksheet ? worksheet.name : null;
  return typeof name === 'string' && name !== '' ? name : null;
}

function readCells(row: ExcelJS.Row): SheetCell[] {
  const cells: SheetCell[] = [];
  for (let column = 1; column <= Math.min(row.cellCount, maxColumns); column += 1) {
    const cell = row.getCell(column);
    // Not the value of a formula cell: the library leaves out a result of 0 there.
    const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value;
    cells.push(readValue(value, cell.numFmt ?? ''));
  }
  return cells;
}

function readValue(value: ExcelJS.CellValue | undefined, format: string): SheetCell {
  if (value === null || value === undefined) return { text: '' };
  // The streaming reader gives a formula that failed as NaN.
  if (Number.isNaN(value)) return { text: '#ERROR!', fault: 'error' };
  if (typeof value === 'number') return { text: numberText(value, format) };
  if (typeof value === 'boolean') return { text: value ? '是' : '否' };
  if (typeof value === 'string') return { text: plainText(value) };
  if (value instanceof Date) return dateCell(value, format);
  if ('richText' in value) return { text: plainText(value.richText.map((part) => part.text).join('')) };
  if ('error' in value) return { text: value.error, fault: 'error' };
  if ('formula' in value || 'sharedFormula' in value) return readValue(value.result, format);
  if ('text' in value) return readValue(value.text, format);
  return { text: '' };
}

/** Signs that XML cannot hold are written `_x0001_`, and so is the beginning of such a word itself. */
function plainText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => {
    const sign = String.fromCharCode(Number.parseInt(code, 16));
    return /[\p{Cc}\p{Cs}]/u.test(sign) && !/[\t\n\r]/.test(sign) ? ' ' : sign;
  });
}

/** A number far outside the calendar may still carry the format of a date. */
function dateCell(value: Date, format: string): SheetCell {
  if (Number.isNaN(value.getTime())) return { text: '#DATE!', fault: 'date' };
  const iso = value.toISOString().slice(0, -1);
  const [day = '', time] = iso.split('T');
  // midnight is a time only where the cell shows one
  const wallClock = time === '00:00:00.000' && !/h/i.test(format) ? day : iso;
  return { text: day, fault: 'date', wallClock };
}

/**
 * The number a person sees in full: spreadsheets show 15 significant digits, the rest is noise of
 * binary arithmetic (0.1 + 0.2). A percentage is given as it is shown.
 */
function numberText(value: number, format: string): string {
  const shown = Number((format.includes('%') ? value * 100 : value).toPrecision(15));
  const text = String(shown);
  return text.includes('e') ? shown.toFixed(15).replace(/\.?0+$/, '') : text;
}
