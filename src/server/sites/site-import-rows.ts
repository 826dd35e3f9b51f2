import { type Datum, datums, isPosition, isShiftedArea, wgs84From } from '../../domain/places/coordinates.ts';
import { cellAddress, type Sheet, type SheetRow } from '../documents/spreadsheet-sheet.ts';
import {
  findRegister,
  type ImportField,
  importHeadings,
  type RegisterSheet,
  requiredFields,
} from './site-import-columns.ts';

/** A fault before it is put into words; `code` is a key of `siteImport.wrong.` and `.right.`. */
export interface RowFault {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly cell: string;
  readonly value: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Where a field of a row stands, for faults found later. */
export type PlaceOf = (field: ImportField) => Pick<RowFault, 'sheet' | 'row' | 'column' | 'cell' | 'value'>;

/** A row as it was read. A field without a column is undefined: it keeps its value; null: it is cleared. */
export interface RegisterRow {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly siteType: string;
  readonly territory: string;
  readonly lineBureau: string | null | undefined;
  readonly address: string | null | undefined;
  readonly position: { lon: number; lat: number; datum: Datum } | null | undefined;
  readonly ownerless: boolean | undefined;
  readonly keeper: string | null | undefined;
  readonly note: string | null | undefined;
  readonly placeOf: PlaceOf;
}

export interface RegisterRows {
  readonly rows: readonly RegisterRow[];
  readonly faults: readonly RowFault[];
  readonly ignoredColumns: readonly string[];
}

const longest: Partial<Record<ImportField, number>> = { code: 60, name: 120, address: 300, note: 1000 };

/** Reads every sheet with headings into rows, with everything that is wrong without asking the city's data. */
export function readRegister(sheets: readonly Sheet[]): RegisterRows {
  const registers = sheets.map(findRegister).filter((register) => register !== null);
  const whole = (code: string, facts: RowFault['facts'] = {}) =>
    ({ sheet: '', row: 0, column: '', cell: '', value: '', code, facts }) satisfies RowFault;
  const required = requiredFields.map((field) => importHeadings[field]).join('、');
  if (registers.length === 0) {
    return { rows: [], faults: [whole('no-header', { columns: required })], ignoredColumns: [] };
  }
  const faults: RowFault[] = [];
  const rows: RegisterRow[] = [];
  const firstRowOf = new Map<string, number>();
  for (const register of registers) {
    faults.push(...headerFaults(register, required));
    for (const row of register.body) {
      const read = readRow(register, row);
      if (!read) continue;
      faults.push(...read.faults);
      rows.push(read.row);
      const first = firstRowOf.get(read.row.code);
      if (first === undefined) firstRowOf.set(read.row.code, row.number);
      else if (read.row.code !== '') {
        faults.push({ ...read.row.placeOf('code'), code: 'duplicate-code', facts: { row: first } });
      }
    }
  }
  if (rows.length === 0 && faults.length === 0) faults.push(whole('no-rows'));
  return {
    rows,
    faults,
    ignoredColumns: [...new Set(registers.flatMap(({ ignored }) => ignored))].slice(0, 30),
  };
}

function headerFaults({ name, header, columns }: RegisterSheet, required: string): RowFault[] {
  const at = { sheet: name, row: header.number, cell: '', value: '' };
  const fields = columns.map(({ field }) => field);
  const twice = columns.filter(({ field }, index) => fields.indexOf(field) !== index);
  const missing = requiredFields.filter((field) => !fields.includes(field));
  return [
    ...twice.map((column) => ({
      ...at,
      column: column.heading,
      cell: cellAddress(header.number, column.index),
      code: 'duplicate-column',
      facts: { column: importHeadings[column.field] },
    })),
    ...missing.map((field) => ({
      ...at,
      column: importHeadings[field],
      code: 'no-header',
      facts: { columns: required },
    })),
  ];
}

/** Null for a row in which nothing is filled in. */
function readRow(register: RegisterSheet, row: SheetRow): { row: RegisterRow; faults: RowFault[] } | null {
  const columnOf = (field: ImportField) => register.columns.find((column) => column.field === field);
  const cellOf = (field: ImportField) => row.cells[columnOf(field)?.index ?? -1];
  const text = (field: ImportField) => (cellOf(field)?.text ?? '').trim();
  if (register.columns.every(({ field }) => text(field) === '')) return null;
  const placeOf: PlaceOf = (field) => {
    const column = columnOf(field);
    return {
      sheet: register.name,
      row: row.number,
      column: column?.heading ?? importHeadings[field],
      cell: column ? cellAddress(row.number, column.index) : '',
      value: text(field).slice(0, 80),
    };
  };
  const faults: RowFault[] = [];
  const refuse = (field: ImportField, code: string, facts: RowFault['facts'] = {}) => {
    faults.push({ ...placeOf(field), code, facts });
    return undefined;
  };
  for (const { field } of register.columns) {
    const fault = cellOf(field)?.fault;
    if (fault) refuse(field, fault === 'date' ? 'cell-date' : 'cell-error');
    const limit = longest[field] ?? 100;
    if (text(field).length > limit) refuse(field, 'too-long', { limit });
    if (hasControlCharacter(text(field), field === 'note')) refuse(field, 'control-characters');
  }
  for (const field of requiredFields) if (columnOf(field) && text(field) === '') refuse(field, 'required');
  const optional = (field: ImportField) => (columnOf(field) ? text(field) || null : undefined);
  return {
    row: {
      row: row.number,
      code: text('code'),
      name: text('name'),
      siteType: text('siteType'),
      territory: text('territory'),
      lineBureau: optional('lineBureau'),
      address: optional('address'),
      position: columnOf('lon') || columnOf('lat') ? readPosition(text, refuse) : undefined,
      ownerless: columnOf('ownerless') ? readYesNo(text('ownerless'), refuse) : undefined,
      keeper: optional('keeper'),
      note: optional('note'),
      placeOf,
    },
    faults,
  };
}

type Refuse = (field: ImportField, code: string, facts?: RowFault['facts']) => undefined;

function readPosition(text: (field: ImportField) => string, refuse: Refuse): RegisterRow['position'] {
  const datum = readDatum(text('datum'), refuse);
  const [lonText, latText] = [text('lon'), text('lat')];
  if (lonText === '' && latText === '') return null;
  if (lonText === '' || latText === '') return refuse(lonText === '' ? 'lon' : 'lat', 'half-position');
  const lon = readDegrees('lon', lonText, refuse);
  const lat = readDegrees('lat', latText, refuse);
  if (lon === undefined || lat === undefined || !datum) return undefined;
  // a place of this city that lies in China only when both numbers change seats
  if (!isShiftedArea({ lon, lat }) && isShiftedArea({ lon: lat, lat: lon })) return refuse('lon', 'swapped');
  if (!isPosition({ lon, lat })) return refuse('lon', 'not-on-earth');
  return { ...wgs84From(datum, { lon, lat }), datum };
}

function readDegrees(field: 'lon' | 'lat', text: string, refuse: Refuse): number | undefined {
  const plain = text.normalize('NFKC').replace(/°$/, '');
  if (/^-?\d{1,3}(\.\d{1,20})?$/.test(plain)) return Number(plain);
  return refuse(field, 'not-a-number', { example: field === 'lon' ? '113.2418' : '35.2159' });
}

function readDatum(text: string, refuse: Refuse): Datum | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[-\s_]/g, '');
  if (plain === '') return 'WGS84';
  return datums.find((datum) => datum === plain) ?? refuse('datum', 'datum-unknown');
}

function readYesNo(text: string, refuse: Refuse): boolean | undefined {
  if (/^(是|√|✓|无主|y|yes|true|1)$/i.test(text)) return true;
  if (/^(否|×|有主|n|no|false|0|)$/i.test(text)) return false;
  return refuse('ownerless', 'not-yes-or-no');
}

function hasControlCharacter(text: string, severalLines: boolean): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isLineEnd = code === 0x0a || code === 0x0d || code === 0x09;
    if ((code < 0x20 || code === 0x7f) && !(severalLines && isLineEnd)) return true;
  }
  return false;
}
