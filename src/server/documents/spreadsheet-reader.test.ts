import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../test/support/zip-bytes.ts';
import { readSpreadsheet } from './spreadsheet-reader.ts';
import { cellAddress } from './spreadsheet-sheet.ts';
import { writeXlsx } from './spreadsheet-writer.ts';

const limit = { maxRows: 1000 };

async function codeOf(bytes: Uint8Array, name: string, options = limit): Promise<string> {
  const read = await readSpreadsheet(bytes, name, options);
  return read.accepted ? 'accepted' : read.refusal.code;
}

async function rowsOf(bytes: Uint8Array, name: string) {
  const read = await readSpreadsheet(bytes, name, limit);
  if (!read.accepted) throw new Error(read.refusal.code);
  return read.value.map((sheet) => ({
    name: sheet.name,
    rows: sheet.rows.map((row) => [row.number, ...row.cells.map((cell) => cell.text)]),
  }));
}

describe('a written workbook', () => {
  it('is read back with the same texts, formulas among them never evaluated', async () => {
    const texts = ['=1+1', '+86', '-3', '@SUM(A1)', "'x", '甲<乙&"丙"', ' '];
    const bytes = await writeXlsx([
      { name: '点位', headings: ['甲', '乙'], rows: [[...texts], [113.2418, null]] },
    ]);
    expect(await rowsOf(bytes, '点位.xlsx')).toEqual([
      {
        name: '点位',
        rows: [
          [1, '甲', '乙'],
          [2, ...texts],
          [3, '113.2418'],
        ],
      },
    ]);
  });

  it('keeps the numbers of rows where rows are left out', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('表').getCell('B7').value = '七';
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    expect(await rowsOf(bytes, 'a.xlsx')).toEqual([{ name: '表', rows: [[7, '', '七']] }]);
  });
});

describe('a text file', () => {
  it('is read as UTF-8 with a mark, as GB18030 and with tabs', async () => {
    expect(await rowsOf(Buffer.from('\ufeff编码,名称\r\nA-1,"东方红,小区"\r\n'), 'a.csv')).toEqual([
      {
        name: null,
        rows: [
          [1, '编码', '名称'],
          [2, 'A-1', '东方红,小区'],
        ],
      },
    ]);
    const gb18030 = Buffer.from([0xb1, 0xe0, 0xc2, 0xeb, 0x0a, 0x41]);
    expect((await rowsOf(gb18030, 'a.csv'))[0]?.rows[0]).toEqual([1, '编码']);
    expect((await rowsOf(Buffer.from('编码\t名称\n'), 'a.csv'))[0]?.rows[0]).toEqual([1, '编码', '名称']);
  });

  it('is refused with an open quotation mark, unknown bytes or too many rows', async () => {
    expect(await codeOf(Buffer.from('a,"b\n'), 'a.csv')).toBe('spreadsheet-csv-syntax');
    expect(await codeOf(Buffer.from([0, 1, 2, 3, 0xff]), 'a.csv')).toBe('spreadsheet-encoding');
    expect(await codeOf(Buffer.from('a\n'.repeat(11)), 'a.csv', { maxRows: 10 })).toBe(
      'spreadsheet-too-many-rows',
    );
  });
});

describe('what is not what its ending says', () => {
  it('is refused with what it is', async () => {
    const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const encrypted = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await codeOf(Buffer.from('编码,名称\n'), 'a.xlsx')).toBe('spreadsheet-text');
    expect(await codeOf(old, 'a.xlsx')).toBe('spreadsheet-old');
    expect(await codeOf(encrypted, 'a.xlsx')).toBe('spreadsheet-encrypted');
    expect(await codeOf(old, 'a.xls')).toBe('spreadsheet-old');
    expect(await codeOf(Buffer.from('%PDF'), 'a.pdf')).toBe('spreadsheet-kind');
    expect(await codeOf(Buffer.alloc(0), 'a.xlsx')).toBe('spreadsheet-damaged');
    expect(await codeOf(zipOf('a.txt', Buffer.from('a')), 'a.xlsx')).toBe('spreadsheet-damaged');
    expect(await codeOf(zipOf('xl/workbook.xml', Buffer.from('<not xml')), 'a.csv')).toBe(
      'spreadsheet-damaged',
    );
  });

  it('is refused when it unpacks to more than it should, and when its directory lies', async () => {
    const huge = Buffer.alloc(120 * 1024 * 1024);
    expect(await codeOf(zipOf('xl/workbook.xml', huge), 'a.xlsx')).toBe('spreadsheet-too-large');
    const liar = zipOf('xl/workbook.xml', huge, { declaredSize: 10 });
    expect(await codeOf(liar, 'a.xlsx')).toBe('spreadsheet-damaged');
  });

  it('never unpacks an entry that its directory hides', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(120 * 1024 * 1024));
    const hidden = bomb.subarray(0, bomb.length - 46 - 'xl/worksheets/sheet1.xml'.length - 22);
    const workbook = Buffer.from(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
    );
    const before = process.memoryUsage().rss;
    const read = await readSpreadsheet(zipOf('xl/workbook.xml', workbook, { hidden }), 'a.xlsx', limit);
    expect(read.accepted ? 'accepted' : read.refusal.code).toBe('spreadsheet-damaged');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('the address of a cell', () => {
  it('is what spreadsheets show', () => {
    expect([
      cellAddress(1, 0),
      cellAddress(7, 25),
      cellAddress(9, 26),
      cellAddress(2, 701),
      cellAddress(3, 702),
    ]).toEqual(['A1', 'Z7', 'AA9', 'ZZ2', 'AAA3']);
  });
});
