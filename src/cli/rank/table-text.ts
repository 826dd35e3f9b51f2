import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { maxRows, type Sheet, type SheetRow } from './table-sheet.ts';

const megabyte = 1024 * 1024;
export const maxFileMegabytes = 20;

/** The bytes of a file that is not too large, or why not. */
export async function readBytes(file: string): Promise<Decision<Uint8Array>> {
  try {
    const { size } = await stat(file);
    if (size > maxFileMegabytes * megabyte)
      return refuse('rank-file-too-large', { file, limit: maxFileMegabytes });
    return accept(await readFile(file));
  } catch (error) {
    return refuseFileError(file, error);
  }
}

export function refuseFileError(
  file: string,
  error: unknown,
  code = 'rank-file-unreadable',
): Decision<never> {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return reason === 'ENOENT' && code === 'rank-file-unreadable'
    ? refuse('rank-file-not-found', { file })
    : refuse(code, { file, reason });
}

/**
 * UTF-8 with or without a mark, UTF-16 with a mark ("Unicode text" of spreadsheets), else GB18030,
 * which offices' own programs still write.
 */
export function decodeText(file: string, bytes: Uint8Array): Decision<string> {
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
  return refuse('rank-encoding', { file });
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}

/** Reads comma-separated text; tabs or semicolons where the first line has those and no comma. */
export function readCsv(file: string, text: string): Decision<Sheet> {
  try {
    const rows: SheetRow[] = [];
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      to: maxRows + 1,
      on_record: (record: string[], { lines }) => {
        rows.push({ number: lines, cells: record.map((cell) => ({ text: cell })) });
        return null;
      },
    });
    if (rows.length > maxRows) return refuse('rank-too-many-rows', { file, limit: maxRows });
    return accept({ name: null, rows });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse('rank-csv-syntax', { file, line: Number(error.lines ?? 1) });
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  if (/[,，]/.test(line)) return ',';
  return line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
}
