import type { Sheet, SheetRow } from '../documents/spreadsheet-sheet.ts';

/** What a column of a register holds. */
export const importFields = [
  'code',
  'name',
  'siteType',
  'territory',
  'lineBureau',
  'address',
  'lon',
  'lat',
  'datum',
  'ownerless',
  'keeper',
  'note',
] as const;
export type ImportField = (typeof importFields)[number];

/** The headings of template and export: data of the format, the same in every language. */
export const importHeadings: Readonly<Record<ImportField, string>> = {
  code: '编码',
  name: '名称',
  siteType: '类型',
  territory: '属地单位',
  lineBureau: '主管部门',
  address: '地址',
  lon: '经度',
  lat: '纬度',
  datum: '坐标系',
  ownerless: '是否无主',
  keeper: '责任人账号',
  note: '备注',
};

export const requiredFields = [
  'code',
  'name',
  'siteType',
  'territory',
] as const satisfies readonly ImportField[];

/** Other headings that offices write, after {@link normalise}. */
const otherHeadings: Readonly<Record<ImportField, readonly string[]>> = {
  code: ['点位编码', '点位编号', '编号', 'code'],
  name: ['点位名称', '点位', 'name'],
  siteType: ['点位类型', '类别', 'type'],
  territory: ['属地', '所属单位', '所在街道', 'territory'],
  lineBureau: ['主管单位', '行业主管部门', '牵头单位', 'bureau'],
  address: ['详细地址', '位置', 'address'],
  lon: ['lon', 'lng', 'longitude'],
  lat: ['lat', 'latitude'],
  datum: ['坐标', 'datum', 'crs'],
  ownerless: ['无主', '是否为无主', 'ownerless'],
  keeper: ['责任人', '账号', '责任人登录名', 'keeper'],
  note: ['说明', '备注说明', 'note', 'remark'],
};

const fieldOfHeading = new Map<string, ImportField>(
  importFields.flatMap((field) =>
    [importHeadings[field], ...otherHeadings[field]].map((heading): [string, ImportField] => [
      heading,
      field,
    ]),
  ),
);

/** A recognised column: its field, its heading as written, its place counted from 0. */
export interface ImportColumn {
  readonly field: ImportField;
  readonly heading: string;
  readonly index: number;
}

/** A sheet with a row of headings. */
export interface RegisterSheet {
  readonly name: string;
  readonly header: SheetRow;
  readonly columns: readonly ImportColumn[];
  readonly ignored: readonly string[];
  readonly body: readonly SheetRow[];
}

const rowsBeforeHeader = 30;

/** Finds the row of headings: the first that names both code and name. Null where a sheet has none. */
export function findRegister(sheet: Sheet): RegisterSheet | null {
  for (const [index, row] of sheet.rows.slice(0, rowsBeforeHeader).entries()) {
    const columns: ImportColumn[] = [];
    const ignored: string[] = [];
    for (const [column, { text }] of row.cells.entries()) {
      const field = fieldOfHeading.get(normalise(text));
      if (field) columns.push({ field, heading: text.trim(), index: column });
      else if (text.trim() !== '') ignored.push(text.trim().slice(0, 40));
    }
    const fields = columns.map(({ field }) => field);
    if (fields.includes('code') && fields.includes('name')) {
      return { name: sheet.name ?? '', header: row, columns, ignored, body: sheet.rows.slice(index + 1) };
    }
  }
  return null;
}

/** Full-width letters become plain; spaces, stars of "must be filled" and remarks in brackets go. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\(.*\)$/, '')
    .replace(/[\s*:]+/g, '')
    .toLowerCase();
}
