import ExcelJS from 'exceljs';

/** A table to write. Numbers stay numbers, everything else is text. */
export interface WrittenSheet {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Width of each column in characters. */
  readonly widths?: readonly number[];
}

/**
 * Writes a workbook. Texts are written as typed text cells, so one that begins with = + - or @ is shown
 * and never evaluated; no quote is put before it, and reading the file back gives the same text.
 */
export async function writeXlsx(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const { name, headings, rows, widths } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.addRow([...headings]).font = { bold: true };
    for (const row of rows) sheet.addRow([...row]);
    for (const [index, width] of (widths ?? []).entries()) sheet.getColumn(index + 1).width = width;
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}
