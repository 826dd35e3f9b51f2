import { canonicalJson, type Json } from '../canonical-json.ts';
import { deriveOutput, type RankingInputs, type RankingOutput } from './ranking-record.ts';
import { checkDecisions } from './tie-decisions.ts';

/** A ranking as it left the house. */
export interface ExportedRanking {
  readonly inputs: RankingInputs;
  readonly output: RankingOutput;
  /** SHA-256 in hex over {@link hashedText}. */
  readonly hash: string;
}

/** The first place where the stated result is not what the inputs lead to. */
export interface RankingDifference {
  /** `groups.0.units.3.score` */
  readonly path: string;
  readonly stated: string | null;
  readonly recomputed: string | null;
}

/** The text whose SHA-256 is the hash of a ranking: canonical JSON of inputs and output. */
export function hashedText(inputs: RankingInputs, output: RankingOutput): string {
  return canonicalJson({ inputs, output } as unknown as Json);
}

/**
 * Computes an exported ranking again from its inputs and recorded decisions.
 *
 * @returns the first difference, or `null` where every digit is the same.
 */
export function recomputeRanking(exported: Omit<ExportedRanking, 'hash'>): RankingDifference | null {
  const { inputs, output } = exported;
  try {
    const undecided = deriveOutput(inputs);
    if (output.decisions.length > 0) {
      const checked = checkDecisions(undecided.groups, output.decisions);
      if (!checked.accepted) return { path: 'decisions', stated: checked.refusal.code, recomputed: null };
    }
    const again = deriveOutput(inputs, output.decisions);
    return firstDifference('', plain(output), plain(again));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { path: 'inputs', stated: error.message, recomputed: null };
  }
}

/** Without members that are `undefined`, as the wire has it. */
function plain(output: RankingOutput): Json {
  return JSON.parse(canonicalJson(output as unknown as Json)) as Json;
}

function firstDifference(
  path: string,
  stated: Json | undefined,
  again: Json | undefined,
): RankingDifference | null {
  if (isBranch(stated) && isBranch(again) && Array.isArray(stated) === Array.isArray(again)) {
    const [a, b] = [Object(stated) as Record<string, Json>, Object(again) as Record<string, Json>];
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const below = path === '' ? key : `${path}.${key}`;
      const value = (members: Record<string, Json>) =>
        Object.hasOwn(members, key) ? members[key] : undefined;
      const difference = firstDifference(below, value(a), value(b));
      if (difference) return difference;
    }
    return null;
  }
  return stated === again ? null : { path, stated: shown(stated), recomputed: shown(again) };
}

function isBranch(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function shown(value: Json | undefined): string | null {
  return value === undefined ? null : canonicalJson(value).slice(0, 200);
}
