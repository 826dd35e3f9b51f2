import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../../test/support/zip-bytes.ts';
import { readXlsx } from '../../server/documents/spreadsheet-xlsx.ts';
import { rankFile } from './rank-file.ts';
import { rankJson } from './rank-output.ts';
import { sayRefusal } from './rank-words.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-xlsx-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Sheets = Record<string, readonly (readonly ExcelJS.CellValue[])[]>;

async function workbook(name: string, sheets: Sheets, change: (book: ExcelJS.Workbook) => void = () => {}) {
  const book = new ExcelJS.Workbook();
  for (const [title, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(title);
    for (const row of rows) sheet.addRow([...row]);
  }
  change(book);
  const path = join(folder, name);
  await book.xlsx.writeFile(path);
  return path;
}

async function bytes(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function textsOf(path: string) {
  const sheets = await readXlsx(await readFile(path), { maxRows: 50_000 });
  if (!sheets.accepted) throw new Error(sheets.refusal.code);
  return sheets.value.map((sheet) => sheet.rows.map((row) => row.cells.map((cell) => cell.text)));
}

async function refusalOf(path: string): Promise<string> {
  const result = await rankFile(path);
  return result.accepted ? 'accepted' : sayRefusal('zh-CN', result.refusal).replace(`${folder}/`, '');
}

describe('a workbook', () => {
  it('gives numbers as people see them, without the noise of binary arithmetic', async () => {
    const path = await workbook('numbers.xlsx', {
      表: [[83, 82.745, 0.1 + 0.2, 82.74499999999999, -1, 0, 1e-7, 100000000000]],
    });
    expect(await textsOf(path)).toEqual([
      [['83', '82.745', '0.3', '82.745', '-1', '0', '0.0000001', '100000000000']],
    ]);
  });

  it('gives the saved result of a formula, texts with formats, and percentages as shown', async () => {
    const path = await workbook(
      'kinds.xlsx',
      {
        表: [
          [
            { formula: 'A1*2', result: 82.75 },
            { formula: 'A1&"区"', result: '山阳区' },
            { formula: 'B1-B1', result: 0, date1904: false },
            { richText: [{ text: '示范' }, { text: '区' }] },
            { text: '解放区', hyperlink: 'https://example.org' },
            0.9071,
          ],
        ],
      },
      (book) => {
        for (const sheet of book.worksheets) sheet.getCell('F1').numFmt = '0.00%';
      },
    );
    expect(await textsOf(path)).toEqual([[['82.75', '山阳区', '0', '示范区', '解放区', '90.71']]]);
  });

  it('gives the results of a formula that was filled down', async () => {
    const path = await workbook('shared.xlsx', { 表: [[1], [2]] }, (book) => {
      book.worksheets[0]?.fillFormula('B1:B2', 'A1-1', [0, 1]);
    });
    expect(await textsOf(path)).toEqual([
      [
        ['1', '0'],
        ['2', '1'],
      ],
    ]);
  });

  it('is ranked with a title line, merged groups and one sheet per group', async () => {
    const path = await workbook(
      'groups.xlsx',
      {
        城区: [['2019年8月督导结果'], ['单位', '得分'], ['解放区', 82], ['山阳区', '83.00']],
        街道: [
          ['单位', '得分', '组别'],
          ['民主街道', 90, '一类'],
          ['东方红街道', 91, null],
          ['府城街道', 70, '二类'],
        ],
        说明: [['本表由督导组填写']],
      },
      (book) => book.getWorksheet('街道')?.mergeCells('C2:C3'),
    );
    const result = await rankFile(path);
    if (!result.accepted) throw new Error(result.refusal.code);
    expect(result.value.table.title).toBe('2019年8月督导结果');
    const groups = rankJson(result.value.ranked, 'zh-CN').groups;
    expect(
      groups.map((group) => [group.name, ...group.units.map((u) => `${u.rank} ${u.name} ${u.score}`)]),
    ).toEqual([
      ['城区', '1 山阳区 83.00', '2 解放区 82.00'],
      ['一类', '1 东方红街道 91.00', '2 民主街道 90.00'],
      ['二类', '1 府城街道 70.00'],
    ]);
  });

  it('names the cell that holds an error or a date', async () => {
    const head = ['单位', '得分'];
    const error = { error: ExcelJS.ErrorValue.DivZero };
    expect(await refusalOf(await workbook('error.xlsx', { 表: [head, ['甲区', error]] }))).toBe(
      'error.xlsx，第 2 行，分组“全部单位”，单位“甲区”，字段“得分”：单元格是错误值 #DIV/0!',
    );
    const formula: ExcelJS.CellFormulaValue = { formula: 'A1/0', date1904: false, result: error };
    expect(await refusalOf(await workbook('formula.xlsx', { 表: [head, ['甲区', formula]] }))).toContain(
      '错误值',
    );
    const day = await workbook('date.xlsx', { 表: [head, ['甲区', new Date('2019-08-21')]] });
    expect(await refusalOf(day)).toContain('单元格是日期');
  });
});

describe('what only looks like a workbook', () => {
  it('is refused with what it is', async () => {
    expect(await refusalOf(await bytes('text.xlsx', '单位,得分\n甲区,80\n'))).toContain('内容像是文字');
    expect(await refusalOf(await bytes('empty.xlsx', ''))).toContain('已损坏');
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(await refusalOf(await bytes('old.xlsx', old))).toContain('旧版');
    expect(await refusalOf(await bytes('other.xlsx', zipOf('a.txt', Buffer.from('a'))))).toContain('已损坏');
    const cut = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]);
    expect(await refusalOf(await bytes('cut.xlsx', cut))).toContain('已损坏');
    const junk = zipOf('xl/workbook.xml', Buffer.from('<not xml'));
    expect(await refusalOf(await bytes('junk.xlsx', junk))).not.toBe('accepted');
  });

  it('is refused when it unpacks to more than it should, even if its directory lies', async () => {
    const huge = Buffer.alloc(120 * 1024 * 1024);
    expect(await refusalOf(await bytes('bomb.xlsx', zipOf('xl/workbook.xml', huge)))).toContain('解压后过大');
    expect(
      await refusalOf(await bytes('liar.xlsx', zipOf('xl/workbook.xml', huge, { declaredSize: 10 }))),
    ).toContain('已损坏');
  });
});
