import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { readHistoryFile } from './history-file.ts';
import { type HistoryEntry, importHistory } from './history-import.ts';
import { foldsToRow, verifyProblemChain } from './problem-history.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

const entry: HistoryEntry = {
  ref: 'L1',
  title: '小区脏乱',
  description: '',
  city: '焦作市',
  placeText: '焦作市 山阳区',
  siteCode: 'YARD-1',
  unitCode: 's1',
  categoryKey: 'litter',
  foundOn: '2018-10-17',
  foundOnPrecision: 'printed',
  deadlineOn: null,
  status: 'open',
  statusInSource: 'black-listed',
  closedOn: null,
  source: 'http://example.com/1',
  reliability: 'A',
};

async function imported(entries: readonly HistoryEntry[]) {
  const now = house.clock.now.toISOString();
  return ledger.city.write((tx) => importHistory(tx, ledger.city.id, entries, now));
}

async function found(ref: string) {
  const office = await ledger.client('office');
  const { rows } = await ledger.city.write((tx) =>
    sql<{ id: string }>`select id from problem where source_ref = ${ref}`.execute(tx),
  );
  return (await office.get(`/api/problems/${rows[0]?.id}`)).body;
}

describe('the import of published problems', () => {
  it('raises on the day it was found and dispatches an open one today', async () => {
    await imported([entry]);
    const problem = await found('L1');
    expect(problem).toMatchObject({
      state: 'dispatched',
      raisedAt: '2018-10-17T00:00:00.000Z',
      unitName: '一街道',
      personName: '样本liaison',
      chainHolds: true,
    });
    expect(problem.timeline[0]).toMatchObject({ actor: null, source: 'http://example.com/1' });
    expect(problem.timeline[1].at).toBe(house.clock.now.toISOString());
  });

  it('keeps a published deadline, however long it has passed', async () => {
    await imported([{ ...entry, ref: 'L2', deadlineOn: '2019-05-10' }]);
    expect(await found('L2')).toMatchObject({ deadlineAt: '2019-05-10T15:59:59.000Z', light: 'red' });
  });

  it('strikes off as the source says, without claiming a verification', async () => {
    await imported([{ ...entry, ref: 'L3', status: 'struckOff', closedOn: '2018-10-20' }]);
    const problem = await found('L3');
    expect(problem).toMatchObject({ state: 'struck_off', struckOffBy: null, chainHolds: true });
    expect(problem.timeline.at(-1)).toMatchObject({ kind: 'problem.import_struck_off', actor: null });
  });

  it('voids a case of another city with that reason', async () => {
    const foreign = { ...entry, siteCode: null, unitCode: null, status: 'otherCity' as const };
    await imported([{ ...foreign, ref: 'L4', city: '三亚市', foundOn: null }]);
    const problem = await found('L4');
    expect(problem).toMatchObject({ state: 'voided', chainHolds: true });
    expect(problem.timeline.at(-1).reason).toContain('三亚市');
  });

  it('changes nothing when the same entries come again', async () => {
    const entries = [entry, { ...entry, ref: 'L5' }];
    expect(await imported(entries)).toEqual({ entered: 1, known: 1 });
    expect(await imported(entries)).toEqual({ entered: 0, known: 2 });
  });

  it.each([
    ['entries.1.categoryKey', { categoryKey: 'unknown' }],
    ['entries.1.siteCode', { siteCode: 'nowhere' }],
    ['entries.1.unitCode', { unitCode: 'nobody' }],
  ])('names the fault at %s and stores nothing', async (path, change) => {
    const entries = [
      { ...entry, ref: 'L6' },
      { ...entry, ref: 'L7', ...change },
    ];
    await expect(imported(entries)).rejects.toMatchObject({ fields: [{ path }] });
    expect((await found('L6')).code).toBeDefined();
  });

  it('reads the shipped file whole, and every history folds to its row', async () => {
    const file: unknown = JSON.parse(
      readFileSync(new URL('../../../sample/jiaozuo/ledger-history.json', import.meta.url), 'utf8'),
    );
    const entries = readHistoryFile(file).map((read) => ({
      ...read,
      categoryKey: 'litter',
      siteCode: null,
      unitCode: read.unitCode && 's1',
    }));
    expect(await imported(entries)).toEqual({ entered: 79, known: 0 });
    const { rows } = await ledger.city.write((tx) => sql<{ id: string }>`select id from problem`.execute(tx));
    expect(rows.length).toBeGreaterThan(79);
    const holds = await ledger.city.write(async (tx) => {
      const checks = [];
      for (const { id } of rows) checks.push(await verifyProblemChain(tx, ledger.city.id, id));
      return checks.every((check) => check?.holds);
    });
    expect(holds).toBe(true);
    const [first] = rows;
    const folds = await ledger.city.write((tx) => foldsToRow(tx, ledger.city.id, first?.id ?? ''));
    expect(folds).toBe(true);
  });
});
