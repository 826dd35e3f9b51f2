import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

/** Names kept per process; each costs memory on every connection that used it. */
const mostNamed = 300;
/** Longer texts are bulk inserts whose text differs with every number of rows. */
const longestNamed = 30_000;

const seen = new Map<string, string | null>();

/**
 * The name under which a connection keeps the plan of a statement, or null for one that came for the first
 * time or does not fit the memory any more: most of those never come again.
 */
export function statementName(text: string): string | null {
  if (text.length > longestNamed) return null;
  const known = seen.get(text);
  if (known) return known;
  if (known === undefined) {
    if (seen.size < mostNamed) seen.set(text, null);
    return null;
  }
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 40);
  seen.set(text, name);
  return name;
}

/**
 * Lets a connection keep the plans of what it runs again and again inside writing transactions: planning a
 * command's statements costs more than running them. Reading transactions are left alone, because the best
 * plan of a list depends on the values asked for.
 */
export function keepPlansOfWrites(client: ClientBase): void {
  const plain = client.query.bind(client) as (...given: unknown[]) => unknown;
  let isWriting = false;
  const query = (...given: unknown[]): unknown => {
    const [text, values] = given;
    if (typeof text !== 'string') return plain(...given);
    if (text.startsWith('begin')) isWriting = !text.startsWith('begin read only');
    if (!isWriting || given.length !== 2 || !Array.isArray(values) || values.length === 0) {
      return plain(...given);
    }
    const name = statementName(text);
    return name === null ? plain(text, values) : plain({ name, text, values });
  };
  client.query = query as typeof client.query;
}
