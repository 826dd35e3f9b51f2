import ExcelJS from 'exceljs';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { maxRows, type Sheet, type SheetCell, type SheetRow } from './table-sheet.ts';
import { guardWorkbook } from './xlsx-guard.ts';

const maxColumns = 200;

/** Reads every worksheet of a workbook, row by row; formula cells give the result saved with them. */
export async function readWorkbook(file: string): Promise<Decision<readonly Sheet[]>> {
  const safe = await guardWorkbook(file);
  if (!safe.accepted) return safe;
  const sheets: Sheet[] = [];
  let count = 0;
  try {
    const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const worksheet of reader) {
      const rows: SheetRow[] = [];
      for await (const row of worksheet) {
        count += 1;
        if (count > maxRows) return refuse('rank-too-many-rows', { file, limit: maxRows });
        rows.push({ number: row.number, cells: readCells(row) });
      }
      sheets.push({ name: sheetName(worksheet), rows });
    }
  } catch {
    return refuse('rank-xlsx-damaged', { file });
  }
  return accept(sheets);
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
  if (Number.isNaN(value)) return { text: '#ERROR!', fault: 'rank-cell-error' };
  if (typeof value === 'number') return { text: numberText(value, format) };
  if (typeof value === 'boolean') return { text: value ? '是' : '否' };
  if (typeof value === 'string') return { text: value };
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), fault: 'rank-cell-kind' };
  if ('richText' in value) return { text: value.richText.map((part) => part.text).join('') };
  if ('error' in value) return { text: value.error, fault: 'rank-cell-error' };
  if ('formula' in value || 'sharedFormula' in value) return readValue(value.result, format);
  if ('text' in value) return readValue(value.text, format);
  return { text: '' };
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
