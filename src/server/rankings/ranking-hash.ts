import { createHash } from 'node:crypto';
import type { RankingInputs, RankingOutput } from '../../domain/rankings/ranking-record.ts';
import { hashedText } from '../../domain/rankings/recompute-ranking.ts';

/** SHA-256 in hex over the canonical JSON of frozen inputs and output. */
export function rankingHash(inputs: RankingInputs, output: RankingOutput): string {
  return createHash('sha256').update(hashedText(inputs, output), 'utf8').digest('hex');
}
