import pg from 'pg';
import { type Database, openPool } from '../../src/server/platform/database/database.ts';

/** A statement as it went to the database. */
export interface CapturedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Query = (this: unknown, ...call: unknown[]) => unknown;

/** Runs `work` on a pool of its own and answers what this process read from the database meanwhile, in order. */
export async function captureStatements(
  url: string,
  work: (db: Database) => Promise<unknown>,
): Promise<CapturedStatement[]> {
  const captured: CapturedStatement[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function capture(...call) {
    const [first, values] = call;
    const asked =
      typeof first === 'string' ? { text: first, values } : (first as { text: string; values?: unknown });
    const text = asked.text.trim();
    if (/^(select|with)\b/i.test(text)) {
      captured.push({ text, values: (asked.values as readonly unknown[] | undefined) ?? [] });
    }
    return query.apply(this, call);
  };
  // a connection keeps the way to ask that it found when it was made
  const db = openPool(url, { max: 1 });
  try {
    await work(db);
  } finally {
    await db.destroy();
    prototype.query = query;
  }
  return captured;
}
