import type { KyselyPlugin } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import type { Tx } from '../platform/database/database.ts';
import { verifyProblemChain } from './problem-history.ts';
import { type RaisedProblem, raiseAndDispatch } from './problem-raising.ts';

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

function raised(change: Partial<RaisedProblem['problem']> = {}, type = 'street_office'): RaisedProblem {
  return {
    problem: {
      problemId: uuid(),
      siteId: ledger.siteId,
      placeText: '',
      lon: null,
      lat: null,
      itemCode: null,
      versionId: null,
      categoryKey: 'litter',
      severity: 'normal',
      title: '绿地有垃圾',
      description: '',
      defects: null,
      deadlineHours: 8,
      deadlineClock: 'work',
      sourceKind: 'inspection',
      sourceRef: null,
      inspectionId: null,
      roundId: null,
      reason: '检查时发现',
      ...change,
    },
    responsibleUnitType: type,
    photos: [],
  };
}

/** Counts the statements that run through it. */
function counting(tx: Tx): { tx: Tx; count: () => number } {
  let statements = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { tx: tx.withPlugin(plugin) as Tx, count: () => statements };
}

async function run(problems: readonly RaisedProblem[], personId: string | null = null) {
  return ledger.city.write(async (tx) => {
    const counted = counting(tx);
    const now = house.clock.now.toISOString();
    const results = await raiseAndDispatch(counted.tx, ledger.city.id, problems, { personId }, now);
    return { results, statements: counted.count() };
  });
}

describe('raising many problems', () => {
  it('dispatches each to the unit that answers, with person, deadline and the next number', async () => {
    const problems = [raised(), raised({}, 'urban_management'), raised({ siteId: null, placeText: '桥下' })];
    const { results } = await run(problems, ledger.people.inspector.id);
    expect(results.map((result) => [result.state, result.unitId, result.personId])).toEqual([
      ['dispatched', ledger.street.id, ledger.people.liaison.id],
      ['dispatched', ledger.bureau.id, ledger.people.bureauHead.id],
      ['reported', null, null],
    ]);
    const [first] = results;
    expect(results.map((result) => result.number - (first?.number ?? 0))).toEqual([0, 1, 2]);
    for (const { problemId } of results) {
      const check = await ledger.city.write((tx) => verifyProblemChain(tx, ledger.city.id, problemId));
      expect(check?.holds).toBe(true);
    }
  });

  it('takes as many statements for three hundred as for one', async () => {
    await run([raised()]);
    const one = await run([raised()]);
    const many = await run(Array.from({ length: 300 }, () => raised()));
    expect(many.statements).toBe(one.statements);
    expect(new Set(many.results.map((result) => result.number)).size).toBe(300);
  });

  it('gives no number twice when many raise at once', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => run([raised(), raised()])));
    const numbers = runs.flatMap(({ results }) => results.map((result) => result.number));
    expect(new Set(numbers).size).toBe(16);
  });

  it('leaves with the dispatcher what would land on a unit without a named person', async () => {
    await ledger.city.write((tx) =>
      tx.updateTable('unit').set({ contact_person_id: null }).where('id', '=', ledger.bureau.id).execute(),
    );
    const { results } = await run([raised({}, 'urban_management')]);
    expect(results[0]).toMatchObject({ state: 'reported', unitId: null });
  });

  it('stores nothing at all when the rules refuse one of them', async () => {
    const good = raised();
    await expect(run([good, raised({ title: ' ' })])).rejects.toMatchObject({
      refusal: { code: 'problem.noTitle' },
    });
    const check = await ledger.city.write((tx) =>
      verifyProblemChain(tx, ledger.city.id, good.problem.problemId),
    );
    expect(check).toBeUndefined();
  });
});
