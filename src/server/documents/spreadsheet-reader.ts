import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { decodeText, readCsv } from './spreadsheet-csv.ts';
import type { Sheet } from './spreadsheet-sheet.ts';
import { readXlsx } from './spreadsheet-xlsx.ts';

/**
 * Reads a spreadsheet somebody sent. The ending says what it should be, the content decides whether it
 * is; nothing is evaluated.
 *
 * @param fileName only its ending is used: `.xlsx` or `.csv`.
 * @returns refusals `spreadsheet-kind`, `-old`, `-encrypted`, `-text`, `-damaged`, `-too-large`,
 *   `-too-many-rows`, `-encoding`, `-csv-syntax`.
 */
export async function readSpreadsheet(
  bytes: Uint8Array,
  fileName: string,
  options: { maxRows: number },
): Promise<Decision<readonly Sheet[]>> {
  if (/\.xlsx$/i.test(fileName)) return readXlsx(bytes, options);
  if (/\.xls$/i.test(fileName)) return refuse('spreadsheet-old');
  if (!/\.csv$/i.test(fileName)) return refuse('spreadsheet-kind');
  // a workbook under the ending of a text file
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) return readXlsx(bytes, options);
  const text = decodeText(bytes);
  if (!text.accepted) return text;
  const sheet = readCsv(text.value, options);
  return sheet.accepted ? accept([sheet.value]) : sheet;
}
