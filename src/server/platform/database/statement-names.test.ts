import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts';
import { type Database, inCity, openPool } from './database.ts';
import { statementName } from './statement-names.ts';

const cityId = '00000000-0000-7000-8000-000000000001';
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  // one connection, so that what it keeps can be asked
  db = openPool(database.url, { max: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function keptPlans(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_prepared_statements`.execute(
    db,
  );
  return rows[0]?.count ?? -1;
}

/** The same question three times; `mark` tells one test's text from another's. */
async function ask(mode: 'read' | 'write', mark: string): Promise<number[]> {
  return inCity(db, cityId, mode, async (tx) => {
    const answers: number[] = [];
    for (const value of [1, 2, 3]) {
      const { rows } = await sql<{ n: number }>`select ${value}::integer as n, ${sql.lit(mark)}`.execute(tx);
      answers.push(rows[0]?.n ?? 0);
    }
    return answers;
  });
}

describe('plans kept by a connection', () => {
  it('keeps one plan for what a command asks again, and answers by each value', async () => {
    const before = await keptPlans();
    expect(await ask('write', 'again')).toEqual([1, 2, 3]);
    expect(await keptPlans()).toBe(before + 1);
    expect(await ask('write', 'again')).toEqual([1, 2, 3]);
    expect(await keptPlans()).toBe(before + 1);
  });

  it('keeps none in a reading transaction, also after a writing one', async () => {
    await ask('write', 'before');
    const before = await keptPlans();
    expect(await ask('read', 'list')).toEqual([1, 2, 3]);
    expect(await keptPlans()).toBe(before);
  });

  it('works on after a statement failed', async () => {
    const fail = () =>
      inCity(db, cityId, 'write', (tx) => sql`select 1 / ${0}::integer, 'failing'`.execute(tx));
    for (let time = 1; time <= 3; time += 1) {
      await expect(fail()).rejects.toMatchObject({ code: '22012' });
    }
    expect(await ask('write', 'after failing')).toEqual([1, 2, 3]);
  });

  it('names neither what came once nor what is very long', () => {
    const long = `select '${'x'.repeat(40_000)}'`;
    expect([statementName('select once'), statementName(long), statementName(long)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(statementName('select once')).toMatch(/^[\w-]{40}$/);
  });
});
