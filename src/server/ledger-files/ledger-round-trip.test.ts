import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { problemStates } from '../../domain/problems/problem-states.ts';
import { unpackWorkbook } from '../documents/spreadsheet-guard.ts';
import { foldsToRow, verifyProblemChain } from '../problems/problem-history.ts';
import { ledgerColumns } from './ledger-columns.ts';

let house: TestHouse;
let from: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  from = await buildLedgerCity(house);
  await fillLedger(from);
});
afterAll(() => house.close());

const nasty = '=1+1,"甲"\n<乙>&\u2028😀 _x0041_ \'@丙';

/** Problems in every state, with counts of every kind and texts that spreadsheets like to spoil. */
async function fillLedger(ledger: LedgerCity): Promise<void> {
  const does = async (person: LedgerPerson, id: string, path: string, body: object = {}) => {
    const reply = await ledger.move(person, id, path, body);
    expect(reply.status, `${path} ${JSON.stringify(reply.body)}`).toBe(200);
    ledger.later();
    return id;
  };
  const working = async () => does('grid', await ledger.assigned(), 'start');
  const elsewhere = { siteId: null, placeText: '别处', categoryKey: 'nobody' };
  await ledger.raise({ title: '=HYPERLINK("http://x","点我")', description: nasty });
  await ledger.raise({ title: "'引号", ...elsewhere });
  await ledger.raise({ title: '@无点位', siteId: null, placeText: '-1 号楼', lon: -3.5, lat: 35.2159 });
  const main = await ledger.dispatched();
  await does('grid', await working(), 'progress', { measures: nasty, progress: '已清运\r\n一半' });
  await ledger.assigned();
  await ledger.claimed();
  await ledger.struckOff();
  const foreign = { reason: '不属于本街道管辖', proposedUnitId: ledger.bureau.id };
  await does('liaison', await ledger.dispatched(), 'return', foreign);
  const moved = await does('liaison', await ledger.dispatched(), 'return', foreign);
  await does('office', moved, 'dispatch', {
    unitId: ledger.bureau.id,
    assistingUnitIds: [ledger.street.id, ledger.elsewhere.id],
    deadlineAt: '2026-12-01T04:05:06.789Z',
  });
  const rejected = (await ledger.raise(elsewhere)).body.id;
  await does('office', rejected, 'reject', { reason: '不属于创建范围' });
  const voided = await does('office', await ledger.dispatched(), 'request-void', {
    reason: '重复登记的问题',
  });
  await does('office2', voided, 'approve-void');
  await does('office', await ledger.struckOff(), 'reopen', {
    reason: '回头看发现反弹',
    unitId: ledger.street.id,
    assistingUnitIds: [],
    deadlineAt: null,
  });
  await does('office', await ledger.dispatched(), 'link-duplicate', {
    mainProblemId: main,
    reason: '同一处同一问题',
  });
  await does('office', await ledger.dispatched(), 'parent', { parentId: main });
  const until = '2026-12-20T16:00:00.000Z';
  const longer = await does('liaison', await working(), 'ask-extension', { until, reason: '材料尚未到货' });
  await does('office', longer, 'grant-extension', { deadlineAt: null });
  const deferred = await does('liaison', await working(), 'ask-deferral', { until, reason: '等待立项批复' });
  await does('office', deferred, 'grant-deferral', { reason: '同意挂账处理' });
  const stop = { reasonKey: 'severeWeather', reason: '连续降雨无法施工', until: '2026-11-25T16:00:00.000Z' };
  await does('office', await working(), 'stop-clock', stop);
}

async function exportLedger(ledger: LedgerCity, format: 'csv' | 'xlsx', filter: object = {}) {
  const office = await ledger.client('office');
  const asked = await office.post('/api/ledger-exports', { id: uuid(), format, filter, since: null });
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  await house.runJobs();
  const { body } = await office.get(`/api/ledger-exports/${asked.body.id}`);
  const file = await office.get(`/api/ledger-exports/${asked.body.id}/file`);
  expect(file.status, JSON.stringify(body)).toBe(200);
  return { record: body, bytes: file.bytes };
}

async function importInto(ledger: LedgerCity, name: string, bytes: Uint8Array) {
  const office = await ledger.client('office');
  const file = { name, type: 'text/csv', bytes };
  const preview = await office.upload('/api/ledger-imports/preview', file);
  expect(preview.status, JSON.stringify(preview.body)).toBe(200);
  expect(preview.body.faults).toEqual([]);
  const { contentHash, mapping } = preview.body;
  const fields = { contentHash, mapping: JSON.stringify(mapping) };
  const applied = await office.upload('/api/ledger-imports', file, fields);
  expect(applied.status, JSON.stringify(applied.body)).toBe(200);
  return { preview: preview.body, applied: applied.body };
}

async function sheetOf(bytes: Uint8Array): Promise<Buffer> {
  const parts = await unpackWorkbook(bytes);
  if (!parts.accepted) throw new Error(parts.refusal.code);
  return parts.value.find((part) => part.name === 'xl/worksheets/sheet1.xml')?.bytes ?? Buffer.alloc(0);
}

describe('export, import into an empty city, export', () => {
  it('gives the same .csv file, byte for byte', async () => {
    const first = await exportLedger(from, 'csv');
    const to = await buildLedgerCity(house);
    const { preview } = await importInto(to, '问题台账 2026-11-23.csv', first.bytes);
    expect(preview).toMatchObject({ fresh: first.record.rowsTotal, present: 0, mappedBy: 'proposed' });
    expect(preview.mapping).toMatchObject({ numbers: 'keep', ledgerName: '问题台账' });
    const second = await exportLedger(to, 'csv');
    expect(second.bytes.toString('utf8')).toBe(first.bytes.toString('utf8'));
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect(second.record).toMatchObject({
      tableHash: first.record.tableHash,
      fileHash: first.record.fileHash,
    });
  });

  it('gives the same table in the .xlsx file, byte for byte; only the sheet beside it names city and time', async () => {
    const first = await exportLedger(from, 'xlsx');
    const to = await buildLedgerCity(house);
    await importInto(to, '问题台账.xlsx', first.bytes);
    house.clock.now = new Date(house.clock.now.getTime() + 90 * 60_000);
    const second = await exportLedger(to, 'xlsx');
    expect((await sheetOf(second.bytes)).equals(await sheetOf(first.bytes))).toBe(true);
    expect(second.record.tableHash).toBe(first.record.tableHash);
  });

  it('makes histories that hold and fold to their rows, by nobody of the new city', async () => {
    const to = await buildLedgerCity(house);
    const { bytes } = await exportLedger(from, 'csv');
    await importInto(to, 'a.csv', bytes);
    const checks = await to.city.write(async (tx) => {
      const problems = await tx.selectFrom('problem').select(['id', 'state']).execute();
      const answers = [];
      for (const { id, state } of problems) {
        const chain = await verifyProblemChain(tx, to.city.id, id);
        answers.push({ state, holds: chain?.holds, folds: await foldsToRow(tx, to.city.id, id) });
      }
      return answers;
    });
    expect(checks.every((check) => check.holds && check.folds)).toBe(true);
    expect([...new Set(checks.map((check) => check.state))].sort()).toEqual([...problemStates].sort());
    const { rows } = await to.city.write((tx) =>
      sql<{ kind: string; actor_kind: string }>`select kind, actor_kind from event`.execute(tx),
    );
    const problemEvents = rows.filter((row) => row.kind.startsWith('problem.'));
    expect(problemEvents.every((row) => row.actor_kind === 'system')).toBe(true);
    expect(rows.filter((row) => row.kind === 'ledgerImport.applied')).toEqual([
      { kind: 'ledgerImport.applied', actor_kind: 'person' },
    ]);
  });
});

describe('an import that comes again', () => {
  it('changes nothing: the same bytes, the same content in other bytes, one row that differs', async () => {
    const to = await buildLedgerCity(house);
    const { bytes } = await exportLedger(from, 'csv');
    await importInto(to, '问题台账.csv', bytes);
    const count = () =>
      to.city.write((tx) => sql<{ n: number }>`select count(*)::int as n from event`.execute(tx));
    const before = (await count()).rows;
    const again = await importInto(to, '问题台账.csv', bytes);
    expect(again.applied).toMatchObject({ importId: null, appliedBefore: { byName: '样本office' } });
    expect((await count()).rows).toEqual(before);

    const text = bytes.toString('utf8').replace('绿地有垃圾', '绿地仍有垃圾');
    const office = await to.client('office');
    const file = { name: '问题台账.csv', type: 'text/csv', bytes: Buffer.from(text) };
    const { body } = await office.upload('/api/ledger-imports/preview', file);
    expect(body).toMatchObject({ fresh: 0, differing: 1, mappedBy: 'remembered', faultCount: 0 });
    expect(body.differences[0].changes).toEqual([
      { column: ledgerColumns.title.heading, before: '绿地有垃圾', now: '绿地仍有垃圾' },
    ]);
  });

  it('refuses numbers that are taken, and gives new ones where asked', async () => {
    const { bytes } = await exportLedger(from, 'csv');
    const to = await buildLedgerCity(house);
    const own = (await to.raise()).body.number;
    const office = await to.client('office');
    const file = { name: '区台账.csv', type: 'text/csv', bytes };
    const { body } = await office.upload('/api/ledger-imports/preview', file);
    expect(body.mapping.numbers).toBe('new');
    const keep = JSON.stringify({ ...body.mapping, numbers: 'keep' });
    const clash = await office.upload('/api/ledger-imports/preview', file, { mapping: keep });
    expect(clash.body.faults[0]).toMatchObject({ code: 'number-taken', cell: 'A2', value: String(own) });
    const { applied } = await importInto(to, '区台账.csv', bytes);
    expect(applied.fresh).toBe(body.fresh);
    const { rows } = await to.city.write((tx) =>
      sql<{ n: number }>`select count(distinct number)::int as n from problem`.execute(tx),
    );
    expect(rows[0]?.n).toBe(body.fresh + 1);
  });
});

describe('a file', () => {
  it('never holds what a spreadsheet would evaluate', async () => {
    const { bytes } = await exportLedger(from, 'csv');
    const text = bytes.toString('utf8');
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""点我"")"`);
    expect(text).not.toMatch(/(^|,)"?[=@+]/m);
    const xlsx = await sheetOf((await exportLedger(from, 'xlsx')).bytes);
    expect(xlsx.toString('utf8')).not.toContain('<f>');
  });

  it('opens in other readers: the zip tests whole and the hash is that of the file', async () => {
    const { bytes, record } = await exportLedger(from, 'xlsx');
    const office = await from.client('office');
    expect(record).toMatchObject({ byteSize: bytes.length, state: 'done' });
    const { createHash } = await import('node:crypto');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(record.fileHash);
    const csv = await exportLedger(from, 'csv');
    const table = csv.bytes.subarray(3);
    expect(createHash('sha256').update(table).digest('hex')).toBe(record.tableHash);
    const { rows } = await from.city.write((tx) =>
      sql<{ n: number }>`select count(*)::int as n from problem`.execute(tx),
    );
    expect(record.rowsTotal).toBe(rows[0]?.n);
    expect((await office.get('/api/ledger-exports')).body.rows.length).toBeGreaterThan(0);
  });
});
