import {
  compareExact,
  type ExactNumber,
  exact,
  formatExact,
  maxExact,
  negate,
  subtract,
} from '../exact-number.ts';
import { unitKey } from './ranking-record.ts';
import type { RankedUnit } from './ranking-table.ts';

/** How far a flagged unit stands from the nearest ranked unit without that flag. */
export interface FlagMargin {
  readonly other: string;
  /** Points between the two, never negative, with the decimals of the scores. */
  readonly points: string;
}

/** The margins of the flagged units of one group, by unit key; no entry where nobody is without the flag. */
export function flagMargins(units: readonly RankedUnit[]): ReadonlyMap<string, FlagMargin> {
  const margins = new Map<string, FlagMargin>();
  const ranked = units.filter((unit) => unit.rank !== null && unit.score !== null);
  for (const unit of ranked) {
    if (unit.flag === null) continue;
    const others = ranked
      .filter((other) => other.flag !== unit.flag)
      .map((other) => ({ other, distance: distanceBetween(unit, other) }))
      .sort((a, b) => compareExact(a.distance, b.distance));
    const [nearest] = others;
    if (!nearest) continue;
    const points = formatExact(nearest.distance, unit.score?.split('.')[1]?.length ?? 0);
    margins.set(unitKey(unit), { other: nearest.other.name, points });
  }
  return margins;
}

function distanceBetween(a: RankedUnit, b: RankedUnit): ExactNumber {
  const difference = subtract(exact(a.score ?? '0'), exact(b.score ?? '0'));
  return maxExact(difference, negate(difference));
}
