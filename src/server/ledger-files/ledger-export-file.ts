import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { csvLine, utf8Mark } from '../documents/csv-text.ts';
import {
  mostSheetRows,
  openWorkbookFile,
  type SheetFile,
  type StreamedCell,
  type StreamedColumn,
} from '../documents/spreadsheet-stream.ts';
import { ledgerColumns, ledgerFields, printedColumns, wallClockOf } from './ledger-columns.ts';

/** Names of the sheets; data of the format. */
export const ledgerSheetName = '问题台账';
export const manifestSheetName = '导出说明';

/** A ledger that is written to the disk row by row. */
export interface LedgerFile {
  rows(lines: readonly (readonly StreamedCell[])[]): Promise<void>;
  /**
   * Ends the file. The table's hash is that of its .csv form, without the mark, whatever the format.
   *
   * @param manifest lines of the second sheet, made once the table's hash is known; a .csv file has none.
   */
  close(manifest: (tableHash: string) => readonly (readonly [string, string])[]): Promise<{
    readonly byteSize: number;
    readonly tableHash: string;
  }>;
  discard(): Promise<void>;
}

const columns: readonly StreamedColumn[] = ledgerFields.map((field) => ledgerColumns[field]);
const headings = columns.map(({ heading }) => heading);

function csvTextOf(cells: readonly StreamedCell[]): string {
  return csvLine(
    cells.map((cell, index) =>
      typeof cell === 'string' && columns[index]?.kind === 'instant' ? wallClockOf(cell) : cell,
    ),
  );
}

export async function openLedgerFile(path: string, format: 'xlsx' | 'csv'): Promise<LedgerFile> {
  return format === 'csv' ? openCsv(path) : openXlsx(path);
}

async function openCsv(path: string): Promise<LedgerFile> {
  const handle: FileHandle = await open(path, 'w');
  const table = createHash('sha256');
  let byteSize = 0;
  const write = async (text: string, isTable = true) => {
    const bytes = Buffer.from(text, 'utf8');
    if (isTable) table.update(bytes);
    byteSize += bytes.length;
    await handle.writeFile(bytes);
  };
  await write(utf8Mark, false);
  await write(csvLine(headings));
  return {
    rows: (lines) => write(lines.map(csvTextOf).join('')),
    async close() {
      await handle.sync();
      await handle.close();
      return { byteSize, tableHash: table.digest('hex') };
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** Characters after which a sheet ends and another begins: its zip entry must stay below 4 GiB. */
const fullSheet = 1_000_000_000;

async function openXlsx(path: string): Promise<LedgerFile> {
  const book = await openWorkbookFile(path);
  const table = createHash('sha256').update(csvLine(headings), 'utf8');
  let [count, sheetRows] = [0, 0];
  const nextSheet = (): Promise<SheetFile> => {
    count += 1;
    sheetRows = 1;
    const name = count === 1 ? ledgerSheetName : `${ledgerSheetName}${count}`;
    return book.sheet(name, columns, { count: printedColumns });
  };
  let sheet = await nextSheet();
  return {
    async rows(lines) {
      for (const cells of lines) {
        if (sheetRows >= mostSheetRows || sheet.length > fullSheet) {
          await sheet.end();
          sheet = await nextSheet();
        }
        table.update(csvTextOf(cells), 'utf8');
        await sheet.row(cells);
        sheetRows += 1;
      }
    },
    async close(manifest) {
      await sheet.end();
      const tableHash = table.digest('hex');
      const told = await book.sheet(manifestSheetName, [
        { heading: '项目', kind: 'text', width: 20 },
        { heading: '内容', kind: 'text', width: 80 },
      ]);
      for (const line of manifest(tableHash)) await told.row(line);
      await told.end();
      return { byteSize: await book.close(), tableHash };
    },
    discard: () => book.discard(),
  };
}

/** SHA-256 of a file on the disk, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
