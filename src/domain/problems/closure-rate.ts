import type { ClosureFormula } from '../deadlines/ledger-settings.ts';

/** What a closure rate is made from. */
export interface ClosureCounts {
  readonly total: number;
  readonly struckOff: number;
  readonly deferred: number;
  readonly voided: number;
  readonly rework: number;
}

/**
 * Closure rate by the city's published formula: struck off of everything that counts, in percent, less
 * points for each rework per hundred struck off. Voided problems never count; approved deferrals only where
 * the formula says so.
 *
 * @returns the rate, 0 to 100, and what it is a share of; `rate` is null where nothing counts.
 */
export function closureRate(
  counts: ClosureCounts,
  formula: ClosureFormula,
): { readonly rate: number | null; readonly base: number } {
  const { total, struckOff, deferred, voided, rework } = counts;
  const base = total - voided - (formula.leavesOutDeferred ? deferred : 0);
  if (base <= 0) return { rate: null, base: Math.max(0, base) };
  const penalty = struckOff === 0 ? 0 : ((rework * 100) / struckOff) * formula.pointsPerRework;
  return { rate: Math.min(100, Math.max(0, (struckOff * 100) / base - penalty)), base };
}
