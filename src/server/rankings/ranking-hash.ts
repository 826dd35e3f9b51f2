import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { RankingInputs, RankingOutput } from '../../domain/rankings/ranking-record.ts';
import { hashedText } from '../../domain/rankings/recompute-ranking.ts';

/** SHA-256 in hex over the canonical JSON of frozen inputs and output. */
export function rankingHash(inputs: RankingInputs, output: RankingOutput): string {
  return createHash('sha256').update(hashedText(inputs, output), 'utf8').digest('hex');
}

/** SHA-256 in hex over canonical JSON: tells a repeated command from another one with the same id. */
export function textHash(value: Json): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
