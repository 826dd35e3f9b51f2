import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { Ranking } from './ranking-queries.ts';

/** The file from which anybody can compute a ranking again: canonical JSON, one line. */
export function exportFile({ id, title, documentNumber, hash, inputs, output }: Ranking): Uint8Array {
  const file = { format: 'guatu-ranking/1', id, title, documentNumber, hash, inputs, output };
  return Buffer.from(`${canonicalJson(file as unknown as Json)}\n`, 'utf8');
}
