import { CsvError, parse } from 'csv-parse/sync';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import type { Sheet, SheetRow } from './spreadsheet-sheet.ts';

/**
 * UTF-8 with or without a mark, UTF-16 with a mark ("Unicode text" of spreadsheets), else GB18030,
 * which offices' own programs still write.
 *
 * @returns refusal `spreadsheet-encoding`.
 */
export function decodeText(bytes: Uint8Array): Decision<string> {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // GB18030 decodes nearly any bytes: control characters give a wrong guess away.
      if (!hasControlCharacter(text)) return accept(text);
    } catch {
      // Not in this encoding: the next one is tried.
    }
  }
  return refuse('spreadsheet-encoding');
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}

/**
 * Reads comma-separated text; tabs or semicolons where the first line has those and no comma.
 *
 * @returns refusals `spreadsheet-too-many-rows`, `spreadsheet-csv-syntax`.
 */
export function readCsv(text: string, options: { maxRows: number }): Decision<Sheet> {
  try {
    const rows: SheetRow[] = [];
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      to: options.maxRows + 1,
      on_record: (record: string[]) => {
        // as spreadsheets count: a cell of several lines is one row
        rows.push({ number: rows.length + 1, cells: record.map((cell) => ({ text: cell })) });
        return null;
      },
    });
    if (rows.length > options.maxRows) return refuse('spreadsheet-too-many-rows', { limit: options.maxRows });
    return accept({ name: null, rows });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse('spreadsheet-csv-syntax', { line: Number(error.lines ?? 1) });
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  if (/[,，]/.test(line)) return ',';
  return line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
}
