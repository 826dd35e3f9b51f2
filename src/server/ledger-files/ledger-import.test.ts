import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

type Cells = readonly (string | number | Date | null)[];

async function workbook(build: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  build(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function sheetWith(rows: readonly Cells[]): Promise<Uint8Array> {
  return workbook((book) => {
    const sheet = book.addWorksheet('台账');
    for (const row of rows) sheet.addRow([...row]);
  });
}

async function send(
  path: string,
  bytes: Uint8Array,
  fields: Record<string, string> = {},
  person: LedgerPerson = 'office',
  name = '测试台账.xlsx',
) {
  const client = await ledger.client(person);
  return client.upload(path, { name, type: 'application/octet-stream', bytes }, fields);
}

async function preview(bytes: Uint8Array, change: object = {}, name?: string) {
  const first = await send('/api/ledger-imports/preview', bytes, {}, 'office', name);
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  if (Object.keys(change).length === 0) return first.body;
  const mapping = JSON.stringify({ ...first.body.mapping, ...change });
  const second = await send('/api/ledger-imports/preview', bytes, { mapping }, 'office', name);
  expect(second.status, JSON.stringify(second.body)).toBe(200);
  return second.body;
}

async function countProblems(): Promise<number> {
  const { rows } = await ledger.city.write((tx) =>
    sql<{ n: number }>`select count(*)::int as n from problem`.execute(tx),
  );
  return rows[0]?.n ?? 0;
}

const heads = [
  '序号',
  '点位名称',
  '存在问题',
  '责任单位',
  '整改责任人',
  '整改时限',
  '整改措施',
  '完成情况',
  '销号日期',
];

describe('a real ledger', () => {
  it('is read by its own headings, with title, merged units, a sum and spellings of days', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('2026年11月');
      sheet.addRow(['焦作市创建问题整改台账']);
      sheet.mergeCells('A1:I1');
      sheet.addRow(heads.map((head) => head.replace('责任单位', '责任\n单位')));
      sheet.addRow([
        1,
        '东方红小区',
        '楼道堆放杂物',
        '一街道',
        '样本liaison',
        '11月30日前',
        '清理',
        '正在整改',
        null,
      ]);
      sheet.addRow([
        2,
        '老市场后街',
        '污水外溢',
        null,
        '样本grid',
        new Date('2026-12-01'),
        null,
        '未整改',
        null,
      ]);
      sheet.addRow([3, '东方红小区', '飞线充电', null, null, '立行立改', null, '已完成', '2026.11.20']);
      sheet.mergeCells('D3:D5');
      sheet.addRow([4, '东方红小区', '小广告', null, null, null, null, null, null]);
      sheet.addRow(['合 计', null, null, '1家单位', null, null, null, null, null]);
      book.addWorksheet('备份', { state: 'hidden' }).addRow(heads);
    });
    const body = await preview(bytes, { defaultCategory: 'litter' });
    expect(body.faults).toEqual([]);
    expect(body.skippedSheets).toEqual([{ name: '备份', reason: 'hidden' }]);
    expect(body.mapping.columns).toMatchObject({ 完成情况: 'state', 存在问题: 'title', 序号: 'number' });
    expect(body.sample).toMatchObject([
      {
        row: 3,
        state: 'in_progress',
        unitName: '一街道',
        personName: '样本liaison',
        deadlineAt: '2026-11-30T15:59:59.000Z',
      },
      {
        row: 4,
        state: 'dispatched',
        place: '老市场后街',
        personName: '样本grid',
        deadlineAt: '2026-12-01T15:59:59.000Z',
      },
      { row: 5, state: 'struck_off', personName: '样本liaison' },
      { row: 6, state: 'reported', unitName: null },
    ]);
    const codes = body.notices.map((notice: { code: string }) => notice.code).sort();
    expect(codes).toEqual(['at-once', 'merged-filled', 'site-as-words']);
    const before = await countProblems();
    const fields = { contentHash: body.contentHash, mapping: JSON.stringify(body.mapping) };
    const applied = await send('/api/ledger-imports', bytes, fields);
    expect(applied.body).toMatchObject({ fresh: 4, importId: expect.any(String) });
    expect(await countProblems()).toBe(before + 4);
    const office = await ledger.client('office');
    const { rows } = (await office.get('/api/ledger-imports')).body;
    expect(rows[0]).toMatchObject({ ledgerName: '测试台账', enteredCount: 4, byName: '样本office' });
    const list = (await office.get('/api/problems?search=飞线充电')).body.rows;
    const story = (await office.get(`/api/problems/${list[0].id}`)).body;
    expect(story.chainHolds).toBe(true);
    expect(story.timeline.map((entry: { kind: string }) => entry.kind)).toEqual([
      'problem.raised',
      'problem.dispatched',
      'problem.import_struck_off',
    ]);
    expect(story.sourceRef).toBe('测试台账.xlsx 2026年11月 5');
  });

  it('remembers what its headings mean, and what words mean', async () => {
    const strange = ['顺序', '哪里', '啥问题', '谁负责', '咋样了'];
    const rows = [
      strange,
      [1, '街口', '乱停车', '交警中队', '弄好了'],
      [2, '桥头', '占道', '交警中队', '弄好了'],
    ];
    const first = await preview(await sheetWith(rows));
    expect(first.faults[0]).toMatchObject({ code: 'no-title-column' });
    const change = {
      columns: { 顺序: 'number', 哪里: 'place', 啥问题: 'title', 谁负责: 'leadUnit', 咋样了: 'state' },
      defaultCategory: 'stall',
      ledgerName: '交警台账',
    };
    const second = await preview(await sheetWith(rows), change);
    expect(second.unknownWords).toMatchObject([
      { kind: 'states', word: '弄好了', rows: 2 },
      { kind: 'units', word: '交警中队', rows: 2 },
    ]);
    const meanings = { units: { 交警中队: 'b1' }, states: { 弄好了: 'fix_claimed' } };
    const third = await preview(await sheetWith(rows), { ...change, ...meanings });
    expect(third).toMatchObject({ faultCount: 0, byState: { fix_claimed: 2 } });
    const bytes = await sheetWith(rows);
    await send('/api/ledger-imports', bytes, {
      contentHash: (await preview(bytes)).contentHash,
      mapping: JSON.stringify(third.mapping),
    });
    const later = await preview(
      await sheetWith([...rows, [3, '街尾', '占道', '交警中队', '弄好了']]),
      {},
      '交警台账（2）.xlsx',
    );
    expect(later).toMatchObject({
      mappedBy: 'remembered',
      fresh: 1,
      present: 2,
      differing: 0,
      faultCount: 0,
    });
  });

  it('says for each fault where it stands, what is wrong, what would be right and what is alike', async () => {
    const bytes = await sheetWith([
      [...heads.map((head) => (head === '完成情况' ? '整改状态' : head)), '问题类别'],
      [1, '东方红小区', '甲', '一街办', '样本liaison', '2026-12-01', null, null, null, '暴露垃圾'],
      [2, '东方红小区', '乙', '一街道', '样本leeison', '2026-02-30', null, '搞定了', null, '暴露的垃圾'],
      [2, '东方红小区', null, '一街道', null, null, null, null, null, '暴露垃圾'],
      [3, null, '丙', null, null, null, null, '整改中', '2026-11-01', '暴露垃圾'],
      [4, '东方红小区', '丁', '一街道', null, null, null, null, '2030-01-01', '暴露垃圾'],
    ]);
    const body = await preview(bytes, { numbers: 'new', ledgerName: '错误台账', defaultCategory: null });
    const told = body.faults
      .map((fault: { cell: string; code: string }) => `${fault.cell} ${fault.code}`)
      .sort();
    expect(told).toEqual([
      'A4 same-number',
      'B5 place-missing',
      'C4 required',
      'D2 unit-unknown',
      'E3 person-unknown',
      'F3 not-a-day',
      'H3 state-unknown',
      'I6 rule-importInFuture',
      'J3 category-unknown',
    ]);
    const unit = body.faults.find((fault: { code: string }) => fault.code === 'unit-unknown');
    expect(unit).toMatchObject({
      sheet: '台账',
      row: 2,
      column: '责任单位',
      value: '一街办',
      suggestions: ['一街道'],
    });
    const person = body.faults.find((fault: { code: string }) => fault.code === 'person-unknown');
    expect(person.suggestions[0]).toBe('样本liaison');
    for (const fault of body.faults) expect(`${fault.wrong}${fault.right}`).not.toMatch(/ledgerImport|\{\{/);
    const before = await countProblems();
    const fields = { contentHash: body.contentHash, mapping: JSON.stringify(body.mapping) };
    const refused = await send('/api/ledger-imports', bytes, fields);
    expect(refused).toMatchObject({ status: 409, body: { code: 'ledgerFiles.faults' } });
    expect(await countProblems()).toBe(before);
  });

  it('lets the contact of the unit answer for people without an account, where asked', async () => {
    const rows = [heads, [1, '东方红小区', '戊', '一街道', '张三', '2026-12-01', null, null, null]];
    const change = {
      defaultCategory: 'litter',
      unknownPerson: 'contact',
      ledgerName: '无账号',
      numbers: 'new',
    };
    const body = await preview(await sheetWith(rows), change);
    expect(body).toMatchObject({ faultCount: 0, sample: [{ personName: '样本liaison' }] });
    expect(body.notices[0]).toMatchObject({ code: 'person-by-contact', value: '张三' });
  });
});

describe('a file that is no ledger', () => {
  it('is refused or explained', async () => {
    const empty = await preview(await workbook((book) => book.addWorksheet('空')));
    expect(empty).toMatchObject({ faultCount: 1, skippedSheets: [{ reason: 'empty' }] });
    expect(empty.faults[0].code).toBe('no-header');
    const headsOnly = await preview(await sheetWith([heads]));
    expect(headsOnly.faults[0].code).toBe('no-rows');
    const hidden = await workbook((book) => book.addWorksheet('藏', { state: 'hidden' }).addRow(heads));
    expect((await preview(hidden)).skippedSheets).toEqual([{ name: '藏', reason: 'hidden' }]);
    const notOne = await send('/api/ledger-imports/preview', Buffer.from('%PDF'), {}, 'office', 'a.pdf');
    expect(notOne).toMatchObject({ status: 400, body: { code: 'spreadsheet-kind' } });
    const long = Buffer.from(`存在问题,地点\n${'甲,乙\n'.repeat(20_300)}`);
    const many = await send('/api/ledger-imports/preview', long, {}, 'office', 'a.csv');
    expect(many).toMatchObject({ status: 400, body: { code: 'spreadsheet-too-many-rows' } });
    for (const mapping of ['{', '[]', '{"columns":{}}', 'null']) {
      const reply = await send('/api/ledger-imports/preview', await sheetWith([heads]), { mapping });
      expect(reply.status).toBe(400);
    }
  });

  it('in GB18030 with failed formulas is read, and each failure told', async () => {
    const gb = Buffer.from([
      0xb4, 0xe6, 0xd4, 0xda, 0xce, 0xca, 0xcc, 0xe2, 0x2c, 0xb5, 0xd8, 0xb5, 0xe3, 0x0a, 0xbc, 0xd7, 0x2c,
      0xd2, 0xd2, 0x0a,
    ]);
    const body = await preview(gb, { defaultCategory: 'litter' }, 'gb.csv');
    expect(body).toMatchObject({ faultCount: 0, sample: [{ title: '甲', place: '乙', state: 'reported' }] });
    const failed = await workbook((book) => {
      const sheet = book.addWorksheet('台账');
      sheet.addRow(heads);
      sheet.addRow([1, '东方红小区', { error: '#REF!' }, '一街道', null, null, null, null, null]);
      sheet.addRow([2, '东方红小区', { formula: '1+1', result: 2 }, '一街道', null, null, null, null, null]);
    });
    const told = await preview(failed, { defaultCategory: 'litter', ledgerName: '公式', numbers: 'new' });
    expect(told.faults.map((fault: { code: string; cell: string }) => [fault.code, fault.cell])).toEqual([
      ['cell-error', 'C2'],
    ]);
    expect(told.sample).toMatchObject([{ row: 2 }, { row: 3, title: '2' }]);
  });
});

describe('who may import', () => {
  it('is whoever dispatches, for what lies within his reach', async () => {
    const bytes = await sheetWith([heads, [1, '东方红小区', '己', '二街道', null, null, null, null, null]]);
    for (const person of ['leader', 'admin', 'liaison', 'grid', 'verifier'] as const) {
      expect((await send('/api/ledger-imports/preview', bytes, {}, person)).status).toBe(403);
      expect((await (await ledger.client(person)).get('/api/ledger-imports')).body.rows).toEqual([]);
    }
    const district = await ledger.city.person('district', 'campaignOffice', ledger.district);
    const client = await district.client();
    const file = { name: '区.xlsx', type: '', bytes };
    const { body } = await client.upload('/api/ledger-imports/preview', file);
    const mapping = JSON.stringify({ ...body.mapping, defaultCategory: 'litter' });
    const told = await client.upload('/api/ledger-imports/preview', file, { mapping });
    expect(told.body.faults).toMatchObject([{ code: 'out-of-reach', cell: 'D2' }]);
  });
});
