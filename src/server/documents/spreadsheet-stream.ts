import { openZipFile, type ZipEntry } from './zip-file.ts';

/** What a cell holds; `instant` columns take ISO instants and show them as Chinese time. */
export type StreamedCell = string | number | null;

export interface StreamedColumn {
  readonly heading: string;
  readonly kind: 'text' | 'number' | 'instant';
  /** In characters. */
  readonly width: number;
}

/** How a sheet is printed: landscape, one page wide, headings repeated, only the first columns. */
export interface PrintedColumns {
  readonly count: number;
}

/** A workbook that is written row by row to the disk, in constant memory and with the same bytes for the same content. */
export interface WorkbookFile {
  sheet(name: string, columns: readonly StreamedColumn[], printed?: PrintedColumns): Promise<SheetFile>;
  /** @returns bytes of the file. */
  close(): Promise<number>;
  discard(): Promise<void>;
}

export interface SheetFile {
  /** Bytes of text so far, roughly: a zip entry must stay below 4 GiB. */
  readonly length: number;
  row(cells: readonly StreamedCell[]): Promise<void>;
  end(): Promise<void>;
}

/** Rows that a worksheet can hold, headings included. */
export const mostSheetRows = 1_048_576;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const [plain, heading, moment, wrapped] = [0, 1, 2, 3];

interface SheetFacts {
  readonly name: string;
  readonly printed: PrintedColumns | undefined;
}

/** Opens a workbook at `path`; what is there is replaced. */
export async function openWorkbookFile(path: string): Promise<WorkbookFile> {
  const zip = await openZipFile(path);
  const sheets: SheetFacts[] = [];

  async function part(name: string, text: string): Promise<void> {
    const entry = await zip.entry(name);
    await entry.write(declaration + text);
    await entry.end();
  }

  return {
    async sheet(name, columns, printed) {
      sheets.push({ name, printed });
      const entry = await zip.entry(`xl/worksheets/sheet${sheets.length}.xml`);
      return openSheet(entry, columns, sheets.length === 1);
    },
    async close() {
      await part('[Content_Types].xml', contentTypes(sheets.length));
      await part(
        '_rels/.rels',
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      );
      await part('xl/workbook.xml', workbook(sheets));
      await part('xl/_rels/workbook.xml.rels', workbookRelations(sheets.length));
      await part('xl/styles.xml', styles);
      return zip.close();
    },
    discard: () => zip.discard(),
  };
}

async function openSheet(
  entry: ZipEntry,
  columns: readonly StreamedColumn[],
  isFirst: boolean,
): Promise<SheetFile> {
  const letters = columns.map((_column, index) => columnLetters(index));
  let [row, length] = [0, 0];
  const write = async (text: string) => {
    length += text.length;
    await entry.write(text);
  };
  const widths = columns
    .map(
      ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    )
    .join('');
  await write(
    `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView ${isFirst ? 'tabSelected="1" ' : ''}workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>`,
  );
  row += 1;
  const headings = columns.map((column, index) => textCell(`${letters[index]}1`, column.heading, heading));
  await write(`<row r="1">${headings.join('')}</row>`);
  return {
    get length() {
      return length;
    },
    async row(cells) {
      row += 1;
      let text = `<row r="${row}">`;
      for (let index = 0; index < cells.length; index += 1) {
        const cell = cells[index];
        const column = columns[index];
        if (cell === null || cell === undefined || cell === '' || !column) continue;
        text += cellOf(`${letters[index]}${row}`, cell, column.kind);
      }
      await write(`${text}</row>`);
    },
    async end() {
      const last = `${letters.at(-1)}${row}`;
      await write(
        `</sheetData><autoFilter ref="A1:${last}"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.2" footer="0.2"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`,
      );
      await entry.end();
    },
  };
}

function cellOf(address: string, cell: string | number, kind: StreamedColumn['kind']): string {
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`;
  if (kind === 'instant') {
    const serial = serialOf(cell);
    if (serial !== null) return `<c r="${address}" s="${moment}"><v>${serial}</v></c>`;
  }
  return textCell(address, cell, cell.length > 24 ? wrapped : plain);
}

/** Typed as text, so that one that begins with = + - or @ is shown and never evaluated. */
function textCell(address: string, text: string, style: number): string {
  return `<c r="${address}"${style === plain ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // a bare one would be read as a line feed
  '\r': '&#13;',
};

/** Signs that XML forbids become blanks; `_x0041_`, which spreadsheets read as a sign, is kept as written. */
function escaped(text: string): string {
  if (!/[&<>_\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, ' ')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>\r]/g, (sign) => escapes[sign] ?? sign);
}

const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;
/** Spreadsheets count from 30 December 1899, but for a day too many before March 1900. */
const firstSerial = 61;

/** The number of a Chinese wall clock in spreadsheets; null before they count rightly. Exact to the millisecond. */
function serialOf(instant: string): number | null {
  const serial = (Date.parse(instant) + chinaMs) / dayMs + 25_569;
  return serial >= firstSerial ? serial : null;
}

function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_none, index) => index + 1);
}

function contentTypes(count: number): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const sheets = numbers(count).map(
    (number) =>
      `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
  );
  return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>${sheets.join('')}</Types>`;
}

function workbook(sheets: readonly SheetFacts[]): string {
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${attribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, printed }, index) => {
    if (!printed) return [];
    const quoted = `'${escaped(name).replaceAll("'", "''")}'`;
    const last = columnLetters(printed.count - 1);
    return [
      `<definedName name="_xlnm.Print_Area" localSheetId="${index}">${quoted}!$A:$${last}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}!$1:$1</definedName>`,
    ];
  });
  const defined = names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : '';
  return `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets>${defined}</workbook>`;
}

function attribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}

function workbookRelations(count: number): string {
  const sheets = numbers(count).map(
    (number) =>
      `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.join('')}<Relationship Id="rId${count + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;
}

const styles = `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;
