import type { RankingScheme } from '../../contract/ranking-table.ts';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import type { Sheet, SheetCell, SheetRow } from '../../server/documents/spreadsheet-sheet.ts';
import { type RowOf, readTable, type TableFile } from './table-json.ts';

type Field =
  | 'group'
  | 'name'
  | 'score'
  | 'publishedRank'
  | 'adjustment'
  | 'coefficient'
  | 'deductions'
  | 'notRanked'
  | 'ranked'
  | 'reason';

interface Column {
  readonly index: number;
  readonly heading: string;
  readonly field: Field | { readonly component: string } | null;
}

interface RawUnit {
  readonly row: number;
  readonly unit: Record<string, unknown>;
}

type RawGroups = Map<string, RawUnit[]>;

export const maxRows = 50_000;
const maxRowsBeforeHeader = 30;
const cellRefusals: Readonly<Record<NonNullable<SheetCell['fault']>, string>> = {
  error: 'rank-cell-error',
  date: 'rank-cell-kind',
};

/** Headings as offices write them, after {@link normalise}. */
const headings: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...heads('group', '分组', '组别', '组', '类别', 'group'),
  ...heads('name', '单位', '单位名称', '被考评单位', '考评单位', 'unit', 'name'),
  ...heads('score', '得分', '分数', '总分', '总得分', '综合得分', '成绩', 'score'),
  ...heads('publishedRank', '名次', '排名', '公布名次', 'publishedrank', 'rank'),
  ...heads('adjustment', '调整', '调整分', '加减分', 'adjustment'),
  ...heads('coefficient', '系数', '难度系数', 'coefficient'),
  ...heads('deductions', '扣分', '扣分项', 'deductions'),
  ...heads('notRanked', '不参与排名', '不排名', '不参评'),
  ...heads('ranked', '参评', '是否参评', '参与排名', '是否参与排名', 'ranked'),
  ...heads('reason', '说明', '备注', '原因', 'reason', 'note'),
]);

function heads(field: Field, ...names: string[]): [string, Field][] {
  return names.map((name) => [name, field]);
}

/**
 * Turns sheets into a table: one row per unit, headings in any order, an empty group cell taking the
 * group above (merged cells). Sheets without a column 单位 are passed over.
 *
 * @param wholeTable name of the group where the file names none.
 */
export function readSheets(
  file: string,
  sheets: readonly Sheet[],
  scheme: RankingScheme | null,
  wholeTable: string,
): Decision<TableFile> {
  const found = sheets.flatMap((sheet) => findHeader(sheet, componentKeys(scheme)) ?? []);
  if (found.length === 0) return refuse('rank-no-header', { file });
  const groups: RawGroups = new Map();
  const unknown: string[] = [];
  for (const { sheet, columns, body } of found) {
    const fallback = found.length > 1 && sheet.name !== null ? sheet.name : wholeTable;
    const fault = findRepeatedColumn(file, columns) ?? readRows(file, body, columns, fallback, groups);
    if (fault) return fault;
    unknown.push(...columns.filter((c) => c.field === null && c.heading !== '').map((c) => c.heading));
  }
  if (groups.size === 0) return refuse('rank-no-rows', { file });
  const entries = [...groups];
  const rowOf: RowOf = ([, g, , u]) =>
    (typeof g === 'number' && typeof u === 'number' && entries[g]?.[1][u]?.row) || null;
  const raw = {
    ...titleOf(found),
    groups: entries.map(([name, units]) => ({ name, units: units.map((entry) => entry.unit) })),
  };
  const table = readTable(file, raw, rowOf);
  if (!table.accepted) return table;
  const fields = unknown.map((field) => ({ group: null, unit: null, field }));
  return accept({ table: table.value.table, unknown: [...table.value.unknown, ...fields] });
}

interface FoundSheet {
  readonly sheet: Sheet;
  readonly columns: readonly Column[];
  readonly above: readonly SheetRow[];
  readonly body: readonly SheetRow[];
}

function findHeader(sheet: Sheet, components: ReadonlyMap<string, string>): FoundSheet | null {
  for (const [index, row] of sheet.rows.slice(0, maxRowsBeforeHeader).entries()) {
    const columns = row.cells.map((cell, column) => readHeading(cell.text, column, components));
    if (columns.some((column) => column.field === 'name')) {
      return { sheet, columns, above: sheet.rows.slice(0, index), body: sheet.rows.slice(index + 1) };
    }
  }
  return null;
}

function readHeading(text: string, index: number, components: ReadonlyMap<string, string>): Column {
  const heading = normalise(text);
  const component = components.get(heading);
  const field = component === undefined ? (headings.get(heading.toLowerCase()) ?? null) : { component };
  return { index, heading: text.trim(), field };
}

/** Components may stand under their key or their printed name. */
function componentKeys(scheme: RankingScheme | null): ReadonlyMap<string, string> {
  const all = [
    scheme?.components ?? [],
    ...(scheme?.groups ?? []).map((group) => group.components ?? []),
  ].flat();
  return new Map(all.flatMap(({ key, name }) => [key, name ?? key].map((head) => [normalise(head), key])));
}

function findRepeatedColumn(file: string, columns: readonly Column[]): Decision<never> | null {
  const seen = new Set<string>();
  for (const { field, heading } of columns) {
    if (field === null) continue;
    const name = typeof field === 'string' ? field : `components.${field.component}`;
    if (seen.has(name)) return refuse('rank-duplicate-column', { file, field: heading });
    seen.add(name);
  }
  return null;
}

function readRows(
  file: string,
  rows: readonly SheetRow[],
  columns: readonly Column[],
  fallback: string,
  groups: RawGroups,
): Decision<never> | null {
  let group = fallback;
  for (const row of rows) {
    const used = columns.filter((column) => column.field !== null && textAt(row, column) !== '');
    const fault = used.find((column) => row.cells[column.index]?.fault);
    const groupCell = used.find((column) => column.field === 'group');
    if (groupCell) group = textAt(row, groupCell);
    const name = used.find((column) => column.field === 'name');
    if (fault) {
      const value = textAt(row, fault);
      const unit = name ? textAt(row, name) : null;
      const code = cellRefusals[row.cells[fault.index]?.fault ?? 'error'];
      return refuse(code, { file, row: row.number, group, unit, field: fault.heading, value });
    }
    if (!name) {
      // A line that only names a group, or only has remarks, belongs to nobody.
      if (used.every((column) => column.field === 'group' || column.field === 'reason')) continue;
      return refuse('rank-unit-empty', { file, row: row.number, group, field: 'name' });
    }
    const units = groups.get(group) ?? [];
    units.push({ row: row.number, unit: readUnit(row, used) });
    groups.set(group, units);
  }
  return null;
}

function readUnit(row: SheetRow, used: readonly Column[]): Record<string, unknown> {
  const unit: Record<string, unknown> = {};
  const components: Record<string, string> = {};
  for (const column of used) {
    const text = textAt(row, column);
    if (column.field === null || column.field === 'group') continue;
    if (typeof column.field === 'object') {
      if (!isDash(text)) components[column.field.component] = plainNumber(text);
    } else setField(unit, column.field, text);
  }
  if (Object.keys(components).length > 0) unit.components = components;
  return unit;
}

function setField(unit: Record<string, unknown>, field: Exclude<Field, 'group'>, text: string): void {
  switch (field) {
    case 'name':
      unit.name = text;
      return;
    case 'reason':
      unit.reason = text;
      return;
    case 'score':
    case 'adjustment':
    case 'coefficient':
      if (!isDash(text)) unit[field] = plainNumber(text);
      return;
    case 'deductions':
      if (!isDash(text))
        unit.deductions = text
          .split(/[;；、]/)
          .map(plainNumber)
          .filter((part) => part !== '');
      return;
    case 'publishedRank':
      if (isUnrankedWord(text)) unit.ranked = false;
      else if (!isDash(text)) unit.publishedRank = wholeNumber(text);
      return;
    case 'ranked':
      if (isYes(text) || isNo(text)) unit.ranked = isYes(text) && unit.ranked !== false;
      else unit.ranked = isUnrankedWord(text) ? false : text;
      return;
    case 'notRanked':
      if (isNo(text)) return;
      unit.ranked = false;
      // A reason may be written straight into the column.
      if (!isYes(text) && !isUnrankedWord(text)) unit.reason = text;
  }
}

function titleOf(found: readonly FoundSheet[]): { title?: string } {
  const texts = found[0]?.above.flatMap((row) => row.cells.map((cell) => cell.text.trim())) ?? [];
  const title = texts.find((text) => text !== '');
  return title === undefined ? {} : { title };
}

function textAt(row: SheetRow, column: Column): string {
  return row.cells[column.index]?.text.trim() ?? '';
}

/** Full-width letters and digits become plain, spaces and the remark in brackets go: 得分（分） → 得分. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\(分\)$/, '')
    .replace(/\s+/g, '');
}

function plainNumber(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/[%分]$/, '');
}

function wholeNumber(text: string): number | string {
  const plain = text.normalize('NFKC').replace(/^第|名$/g, '');
  return /^\d{1,9}$/.test(plain) ? Number(plain) : text;
}

function isDash(text: string): boolean {
  return /^[-—–－/／]+$/.test(text);
}

function isYes(text: string): boolean {
  return /^(是|√|✓|对|y|yes|true|1)$/i.test(text);
}

function isNo(text: string): boolean {
  return /^(否|×|不|n|no|false|0)$/i.test(text) || isDash(text);
}

function isUnrankedWord(text: string): boolean {
  return /^(不参与排名|不排名|不参评|不参加排名)$/.test(text);
}
