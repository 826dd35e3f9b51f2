import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import { type Database, inCity } from '../platform/database/database.ts';
import { readHeads } from './city-check.ts';
import { readyForAll } from './cursor-reading.ts';
import { eventLine, historyFormat, sealText } from './export-format.ts';
import { readSubjects } from './history-reading.ts';
import { type SigningKey, signText } from './signing-key.ts';
import { headLine } from './tree-head.ts';

/** What an export is told. */
export interface ExportOptions {
  readonly city: { readonly id: string; readonly code: string; readonly name: string };
  readonly madeAt: string;
  /** Signs the seal; null leaves it unsigned. */
  readonly key: SigningKey | null;
}

/** Characters that are handed out at once. */
const chunkLength = 256 * 1024;

/**
 * Hands out the history of a city as text that proves itself: every event under the newest head, all heads,
 * and a seal over the bytes. Events after the newest head are left out; write one before.
 *
 * @param write takes the text piece by piece, and waits until it is taken.
 */
export async function exportHistory(
  db: Database,
  options: ExportOptions,
  write: (text: string) => Promise<void>,
): Promise<{ readonly events: number; readonly heads: number }> {
  const { city, madeAt, key } = options;
  const digest = createHash('sha256');
  const header = { format: historyFormat, cityId: city.id, cityCode: city.code, cityName: city.name, madeAt };
  let waiting = `${canonicalJson(header)}\n`;
  const flush = async () => {
    digest.update(waiting, 'utf8');
    await write(waiting);
    waiting = '';
  };
  return inCity(db, city.id, 'snapshot', async (tx) => {
    await readyForAll(tx);
    const heads = await readHeads(tx, city.id);
    const size = heads.at(-1)?.size ?? 0;
    let events = 0;
    for await (const history of readSubjects(tx, city.id)) {
      for (const event of history) {
        if (!event.leaf || event.leaf.index >= size) continue;
        waiting += `${eventLine(city.id, event, event.leaf.index)}\n`;
        events += 1;
      }
      if (waiting.length >= chunkLength) await flush();
    }
    for (const head of heads) waiting += `${headLine(head)}\n`;
    await flush();
    const counts = { events, heads: heads.length };
    const text = sealText({ ...counts, sha256: digest.digest('hex') });
    const seal = {
      ...(JSON.parse(text) as { readonly [key: string]: Json }),
      publicKey: key?.publicKey.toString('hex') ?? null,
      signature: key ? signText(key, text).toString('hex') : null,
    };
    await write(`${canonicalJson(seal)}\n`);
    return counts;
  });
}
