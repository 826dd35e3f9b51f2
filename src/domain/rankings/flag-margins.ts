import { exact, formatExact, subtract } from '../exact-number.ts';
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
  for (const [place, unit] of ranked.entries()) {
    if (unit.flag === null) continue;
    const others = ranked
      .map((other, at) => ({ other, distance: Math.abs(at - place) }))
      .filter(({ other }) => other.flag !== unit.flag)
      .sort((a, b) => a.distance - b.distance);
    const nearest = others[0]?.other;
    if (nearest) margins.set(unitKey(unit), { other: nearest.name, points: pointsBetween(unit, nearest) });
  }
  return margins;
}

function pointsBetween(a: RankedUnit, b: RankedUnit): string {
  const decimals = a.score?.split('.')[1]?.length ?? 0;
  const difference = formatExact(subtract(exact(a.score ?? '0'), exact(b.score ?? '0')), decimals);
  return difference.replace('-', '');
}
