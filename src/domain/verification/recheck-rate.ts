import { exactInterval, type ShareInterval } from './exact-interval.ts';

/** Counts of a unit's or a verifier's fixes that were looked at again. */
export interface RecheckCounts {
  /** Fixes struck off in the period. */
  readonly claimed: number;
  /** Of these looked at again, with an answer. */
  readonly checked: number;
  readonly failed: number;
}

/**
 * What the counts say about the share of fixes that did not hold. `notCredible` only where the whole
 * interval lies above the tolerated share, `credible` only where it lies below; between them, and with
 * fewer checks than {@link fewestChecks}, they are too few to say. None is a verdict on anybody: they say
 * where to look.
 */
export type RecheckSaying = 'notCredible' | 'credible' | 'tooFew';

export interface RecheckRate extends RecheckCounts {
  /** Null where nothing was checked. */
  readonly interval: ShareInterval | null;
  readonly saying: RecheckSaying;
}

/**
 * Fewest checks anything is said of. Of two fixes one that failed is half for certain, and above every
 * tolerance; a word that heavy needs more than one visit behind it.
 */
export const fewestChecks = 5;

/** Judges counts against the tolerated share, between 0 and 1. Throws as `exactInterval` does. */
export function rateRechecks(counts: RecheckCounts, toleratedShare: number): RecheckRate {
  const { claimed, checked, failed } = counts;
  const interval = exactInterval(failed, checked, claimed);
  const saying = checked < fewestChecks ? 'tooFew' : sayingOf(interval, toleratedShare);
  return { claimed, checked, failed, interval, saying };
}

function sayingOf(interval: ShareInterval | null, toleratedShare: number): RecheckSaying {
  if (!interval) return 'tooFew';
  if (interval.lower > toleratedShare) return 'notCredible';
  return interval.upper <= toleratedShare ? 'credible' : 'tooFew';
}

/** Rates drawn towards the city's, the more so the fewer checks they rest on. */
export interface ShrunkenRates {
  /** Share failed over all checks. */
  readonly overall: number;
  /** Weight of the city's rate, in checks; null where units do not differ more than by chance. */
  readonly weight: number | null;
  /** One per entry, in order. */
  readonly rates: readonly number[];
}

/**
 * Beta-binomial rates by the moments of Kleinman (JASA 1973, weights = checks): the correlation within
 * units is estimated from how much their rates differ beyond chance, and 0 where they do not.
 *
 * @returns null where fewer than two entries were checked.
 */
export function shrinkRates(
  entries: readonly Pick<RecheckCounts, 'checked' | 'failed'>[],
): ShrunkenRates | null {
  const seen = entries.filter(({ checked }) => checked > 0);
  if (seen.length < 2) return null;
  const checks = sum(seen.map(({ checked }) => checked));
  const overall = sum(seen.map(({ failed }) => failed)) / checks;
  const chance = overall * (1 - overall);
  const spread = sum(seen.map(({ checked, failed }) => checked * (failed / checked - overall) ** 2));
  const own = seen.length - 1;
  const room = checks - sum(seen.map(({ checked }) => checked ** 2)) / checks - own;
  const correlation = chance > 0 && room > 0 ? (spread - chance * own) / (chance * room) : 0;
  if (correlation <= 0) return { overall, weight: null, rates: entries.map(() => overall) };
  const weight = (1 - Math.min(correlation, 1)) / Math.min(correlation, 1);
  const rates = entries.map(({ checked, failed }) =>
    checked + weight > 0 ? (failed + weight * overall) / (checked + weight) : overall,
  );
  return { overall, weight, rates };
}

/**
 * The city's share from units of which different shares were drawn: each unit's share counts by its fixes.
 *
 * @returns null where no unit was checked; units without a check are left out and counted in `unseen`.
 */
export function weightedShare(
  entries: readonly RecheckCounts[],
): { readonly share: number; readonly unseen: number } | null {
  const seen = entries.filter(({ checked }) => checked > 0);
  const fixes = sum(seen.map(({ claimed }) => claimed));
  if (fixes === 0) return null;
  const share = sum(seen.map(({ claimed, checked, failed }) => claimed * (failed / checked))) / fixes;
  return { share, unseen: entries.filter((one) => one.checked === 0 && one.claimed > 0).length };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
