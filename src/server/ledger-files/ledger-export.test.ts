import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { readSpreadsheet } from '../documents/spreadsheet-reader.ts';
import { runLedgerExport } from './ledger-export-run.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  await ledger.dispatched();
  await ledger.assigned();
  await ledger.raise({ categoryKey: 'stall' });
});
afterAll(() => house.close());

async function ask(person: LedgerPerson, change: object = {}) {
  const client = await ledger.client(person);
  const id = uuid();
  const reply = await client.post('/api/ledger-exports', {
    id,
    format: 'csv',
    filter: {},
    since: null,
    ...change,
  });
  return { client, id, reply };
}

async function exported(person: LedgerPerson, change: object = {}) {
  const { client, id, reply } = await ask(person, change);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  await house.runJobs();
  const record = (await client.get(`/api/ledger-exports/${id}`)).body;
  const file = await client.get(`/api/ledger-exports/${id}/file`);
  return { client, id, record, file, lines: file.bytes.toString('utf8').trimEnd().split('\r\n') };
}

function change(id: string, values: string) {
  return ledger.city.write((tx) =>
    sql`update ledger_export set ${sql.raw(values)} where id = ${id}`.execute(tx),
  );
}

describe('an export', () => {
  it('holds what its owner may see under the filter, counted and named', async () => {
    const all = await exported('office');
    expect(all.lines.length - 1).toBe(all.record.rowsTotal);
    expect(all.record).toMatchObject({
      state: 'done',
      isComplete: true,
      filterWords: '无（可见的全部问题）',
    });
    const list = (await all.client.get('/api/problems')).body;
    expect(all.record.rowsTotal).toBe(list.counts.shown);
    const street = await exported('bureauHead');
    expect(street.record.rowsTotal).toBe((await street.client.get('/api/problems')).body.counts.shown);
    expect(street.record.rowsTotal).toBeLessThan(all.record.rowsTotal);
    const filter = { unitId: ledger.bureau.id, states: 'dispatched', search: '绿地' };
    const few = await exported('office', { filter });
    expect(few.lines.length).toBe(2);
    expect(few.record.filterWords).toBe('责任单位（含下属）: 城管局; 状态: 已交办; 搜索: 绿地');
    expect(few.file.headers['content-disposition']).toContain(encodeURIComponent('问题台账 2026-11-23.csv'));
  });

  it('says in its second sheet what it is', async () => {
    const { file, record } = await exported('office', { format: 'xlsx' });
    const read = await readSpreadsheet(file.bytes, 'a.xlsx', { maxRows: 100 });
    const sheets = read.accepted ? read.value : [];
    expect(sheets.map((sheet) => sheet.name)).toEqual(['问题台账', '导出说明']);
    const told = Object.fromEntries(
      (sheets[1]?.rows ?? []).map((row) => [row.cells[0]?.text, row.cells[1]?.text]),
    );
    expect(told).toMatchObject({
      格式: 'guatu-ledger/1',
      城市: '测试市',
      行数: String(record.rowsTotal),
      导出人: '样本office',
      变更位置: record.position,
      '表格 SHA-256': record.tableHash,
    });
  });

  it('is asked for once however often it is sent, and belongs to its owner alone', async () => {
    const { client, id, reply } = await ask('office');
    const again = await client.post('/api/ledger-exports', { id, format: 'csv', filter: {}, since: null });
    expect(again.body).toEqual(reply.body);
    const other = await client.post('/api/ledger-exports', { id, format: 'xlsx', filter: {}, since: null });
    expect(other).toMatchObject({ status: 409, body: { code: 'ledgerFiles.otherExport' } });
    const leader = await ledger.client('leader');
    for (const path of ['', '/file']) {
      expect((await leader.get(`/api/ledger-exports/${id}${path}`)).status).toBe(404);
    }
    expect((await leader.post(`/api/ledger-exports/${id}/cancel`)).status).toBe(404);
    expect((await leader.get('/api/ledger-exports')).body.rows).toEqual([]);
    expect((await client.get(`/api/ledger-exports/${id}/file`)).body.code).toBe('ledgerFiles.notDone');
    await house.runJobs();
  });

  it('stops when it is cancelled, before or while it runs, and leaves no file', async () => {
    const { client, id } = await ask('office');
    expect((await client.post(`/api/ledger-exports/${id}/cancel`)).body.state).toBe('cancelled');
    expect((await client.post(`/api/ledger-exports/${id}/cancel`)).body.state).toBe('cancelled');
    await house.runJobs();
    expect((await client.get(`/api/ledger-exports/${id}`)).body).toMatchObject({ state: 'cancelled' });
    const running = await ask('office');
    // cancelled in the moment between the start and the first report
    const clock = () => {
      void change(running.id, `state = 'cancelled', finished_at = now()`);
      return house.clock.now;
    };
    await runLedgerExport({ ...house.jobHouse, clock }, ledger.city.id, running.id);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const record = (await running.client.get(`/api/ledger-exports/${running.id}`)).body;
    expect(record.state).toBe('cancelled');
    const folder = join(house.jobHouse.filesDirectory, ledger.city.id, 'ledger-exports');
    const left = existsSync(folder) ? await readdir(folder) : [];
    expect(left.filter((name) => name.includes(running.id) || name.includes(id))).toEqual([]);
  });

  it('does nothing when its job runs again after it is done', async () => {
    const { id, record, client } = await exported('office');
    await runLedgerExport(house.jobHouse, ledger.city.id, id);
    expect((await client.get(`/api/ledger-exports/${id}`)).body).toEqual(record);
  });

  it('is given up after three failures, with the reason', async () => {
    const { client, id } = await ask('office');
    const broken = { ...house.jobHouse, filesDirectory: '/dev/null/nowhere' };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(runLedgerExport(broken, ledger.city.id, id)).rejects.toThrow();
      const { state } = (await client.get(`/api/ledger-exports/${id}`)).body;
      expect(state).toBe(attempt < 3 ? 'queued' : 'failed');
    }
    expect((await client.get(`/api/ledger-exports/${id}`)).body.failure).toBe('unexpected');
    await house.runJobs();
  });

  it('is refused to an owner who lost sight of what is in it, and goes after its days', async () => {
    const { id, record } = await exported('bureauHead');
    expect(record.state).toBe('done');
    const stranger = ledger.people.bureauHead;
    await ledger.city.write((tx) =>
      tx
        .updateTable('role_grant')
        .set({ unit_id: ledger.elsewhere.id })
        .where('person_id', '=', stranger.id)
        .execute(),
    );
    const client = await stranger.client();
    const lost = await client.get(`/api/ledger-exports/${id}/file`);
    expect(lost).toMatchObject({ status: 403, body: { code: 'ledgerFiles.sightLost' } });

    const kept = await exported('office');
    const folder = join(house.jobHouse.filesDirectory, ledger.city.id, 'ledger-exports');
    expect(await readdir(folder)).toContain(`${kept.id}.csv`);
    house.clock.now = new Date(house.clock.now.getTime() + 7 * 86_400_000);
    await house.runPeriodic('ledgerFiles.expire');
    expect(await readdir(folder)).toEqual([]);
    const office = await ledger.people.office.client();
    const gone = await office.get(`/api/ledger-exports/${kept.id}/file`);
    expect(gone).toMatchObject({ status: 404, body: { code: 'ledgerFiles.expired' } });
  });
});

describe('following by change position', () => {
  it('gives what changed since, and everything where sight or filter changed', async () => {
    const first = await exported('leader');
    expect(first.record.isComplete).toBe(true);
    const nothing = await exported('leader', { since: first.record.position });
    expect(nothing.record).toMatchObject({ isComplete: false, rowsTotal: 0 });
    const id = await ledger.dispatched();
    await ledger.move('liaison', id, 'assign', { personId: ledger.people.grid.id });
    const changed = await exported('leader', { since: nothing.record.position });
    expect(changed.record).toMatchObject({ isComplete: false, rowsTotal: 1 });
    expect(changed.lines[1]).toContain('已派人');
    const filtered = { since: changed.record.position, filter: { unitId: ledger.street.id } };
    const other = await exported('leader', filtered);
    expect(other.record.isComplete).toBe(true);
    await ledger.city.write((tx) =>
      tx
        .updateTable('role_grant')
        .set({ unit_id: ledger.district.id })
        .where('person_id', '=', ledger.people.leader.id)
        .execute(),
    );
    const narrowed = await exported('leader', { since: changed.record.position });
    expect(narrowed.record.isComplete).toBe(true);
    const restored = `${'9'.repeat(18)}-${changed.record.position.split('-')[1]}`;
    expect((await exported('leader', { since: restored })).record.isComplete).toBe(true);
    expect((await ask('leader', { since: 'nonsense' })).reply.status).toBe(400);
  });
});
