import { compareExact, type ExactNumber, exact } from '../exact-number.ts';
import type { FlagRule, FlagThreshold, ScoreOrder } from './ranking-table.ts';

/** A ranked unit, best first in the list that `awardFlags` takes. */
export interface Standing {
  readonly name: string;
  readonly value: ExactNumber;
}

export interface FlagAwards {
  /** Same places as the standings: the flag, or `null`. */
  readonly flags: readonly (string | null)[];
  /** Places of units that two rules would flag differently. */
  readonly conflicts: ReadonlyMap<number, readonly string[]>;
  readonly ties: readonly FlagLineTie[];
}

/** Equal scores on both sides of the last place that earns a flag. */
export interface FlagLineTie {
  readonly flag: string;
  readonly count: number;
  readonly places: readonly number[];
}

interface Cut {
  readonly flag: string;
  readonly clear: ReadonlySet<number>;
  readonly tied: ReadonlySet<number>;
}

/**
 * Gives the flags of one group.
 *
 * - A tie across the flag line flags none of the tied units: the office decides on record. Units
 *   clearly inside the line keep their flag.
 * - No unit is praised and criticised at once. In a small group the two lines may overlap (two
 *   units, first two red, last one blue; or a group of one): whoever is in reach of two different
 *   flags gets none, which treats both ends alike and criticises nobody for a rule that does not
 *   fit the group. A unit tied on one line and inside the other is in reach of both.
 * - Thresholds look at the stored score alone. Where rank and threshold name different flags the
 *   unit gets none; where one of them is silent the other counts.
 *
 * @param standings ranked units of one group, best first.
 */
export function awardFlags(standings: readonly Standing[], rule: FlagRule, order: ScoreOrder): FlagAwards {
  const places = standings.map((_, place) => place);
  const cuts: Cut[] = [];
  const ties: FlagLineTie[] = [];
  const cut = (
    count: number,
    flag: string,
    fromBest: readonly number[],
    qualifies: (p: number) => boolean,
  ) => {
    const { clear, tied } = cutLine(standings, fromBest, count);
    const tie = tied.filter(qualifies);
    cuts.push({ flag, clear: new Set(clear.filter(qualifies)), tied: new Set(tie) });
    if (tie.length > 0) ties.push({ flag, count, places: tie.toSorted((a, b) => a - b) });
  };
  if (rule.top) {
    const floor = rule.top.minimumScore === undefined ? null : exact(rule.top.minimumScore);
    cut(rule.top.count, rule.top.flag, places, (p) => isAtLeastAsGood(standings[p], floor, order));
  }
  if (rule.bottom) cut(rule.bottom.count, rule.bottom.flag, places.toReversed(), () => true);

  const flags: (string | null)[] = [];
  const conflicts = new Map<number, readonly string[]>();
  for (const [place, standing] of standings.entries()) {
    const clear = cuts.filter((c) => c.clear.has(place)).map((c) => c.flag);
    const tied = cuts.filter((c) => c.tied.has(place)).map((c) => c.flag);
    const byScore = thresholdFlag(standing.value, rule.thresholds ?? []);
    const earned = byScore === null ? clear : [...clear, byScore];
    const inReach = [...new Set([...earned, ...tied])];
    const [only] = earned;
    flags.push(only !== undefined && inReach.length === 1 ? only : null);
    if (only !== undefined && inReach.length > 1) conflicts.set(place, inReach);
  }
  return { flags, conflicts, ties };
}

/** Splits off the first `count` places of a list that runs from one end of the table. */
function cutLine(standings: readonly Standing[], fromEnd: readonly number[], count: number) {
  const inside = fromEnd.slice(0, count);
  const last = standings[inside.at(-1) ?? -1];
  const next = standings[fromEnd[count] ?? -1];
  if (!last || !next || compareExact(last.value, next.value) !== 0) return { clear: inside, tied: [] };
  const isTied = (place: number) => compareExact(standings[place]?.value ?? next.value, next.value) === 0;
  return { clear: inside.filter((place) => !isTied(place)), tied: fromEnd.filter(isTied) };
}

function isAtLeastAsGood(
  standing: Standing | undefined,
  floor: ExactNumber | null,
  order: ScoreOrder,
): boolean {
  if (!standing) return false;
  if (!floor) return true;
  const difference = compareExact(standing.value, floor);
  return order === 'higher-is-better' ? difference >= 0 : difference <= 0;
}

function thresholdFlag(value: ExactNumber, thresholds: readonly FlagThreshold[]): string | null {
  for (const { flag, min, below } of thresholds) {
    const reaches = min === undefined || compareExact(value, exact(min)) >= 0;
    const stays = below === undefined || compareExact(value, exact(below)) < 0;
    if ((min !== undefined || below !== undefined) && reaches && stays) return flag;
  }
  return null;
}
