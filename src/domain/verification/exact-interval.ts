/** An interval for a share, both ends within 0 and 1. */
export interface ShareInterval {
  readonly lower: number;
  readonly upper: number;
  /** `finite`: the share is of a small whole, of which more than a tenth was looked at. */
  readonly method: 'binomial' | 'finite';
}

/** Probability that may lie outside at each end of a two-sided 95 % interval. */
const outsideEachEnd = 0.025;
/** Share of the whole above which it counts that the whole is finite. */
const finiteFrom = 0.1;

/**
 * Exact two-sided 95 % interval of the share of failures, after `failed` of `checked` drawn by lot from
 * `claimed`. Clopper and Pearson (Biometrika 1934); where more than a tenth of the whole was checked, the
 * same inversion of both tail sums of the hypergeometric distribution over the number failed in the whole.
 *
 * @returns null where nothing was checked.
 * @throws RangeError where the counts contradict each other.
 */
export function exactInterval(failed: number, checked: number, claimed: number): ShareInterval | null {
  const counts = [failed, checked, claimed];
  if (counts.some((count) => !Number.isSafeInteger(count)) || failed < 0 || failed > checked) {
    throw new RangeError(`no counts of checks: ${counts.join(' of ')}`);
  }
  if (checked > claimed) throw new RangeError(`more checks than fixes: ${checked} of ${claimed}`);
  if (checked === 0) return null;
  if (checked > finiteFrom * claimed) {
    const passed = checked - failed;
    return {
      lower: fewestFailed(failed, checked, claimed) / claimed,
      upper: 1 - fewestFailed(passed, checked, claimed) / claimed,
      method: 'finite',
    };
  }
  return {
    lower: lowerShare(failed, checked),
    upper: 1 - lowerShare(checked - failed, checked),
    method: 'binomial',
  };
}

/** The share at which as many failures or more have just the probability that may lie outside. */
function lowerShare(failed: number, checked: number): number {
  if (failed === 0) return 0;
  let low = 0;
  // at this share the upper tail holds about half, so the end lies below
  let high = failed / checked;
  for (let step = 0; step < 200 && high - low > Number.EPSILON * high; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (upperTail(failed, checked, middle) > outsideEachEnd) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** P(X ≥ failed) of the binomial, for shares up to failed / checked: the first term is then the largest. */
function upperTail(failed: number, checked: number, share: number): number {
  let term = Math.exp(
    logChoose(checked, failed) + failed * Math.log(share) + (checked - failed) * Math.log1p(-share),
  );
  // at share 1 only `failed = checked` is possible, and 0 · log 0 is no number
  if (share >= 1) term = failed === checked ? 1 : 0;
  let sum = 0;
  for (let count = failed; count <= checked && term > 0; count += 1) {
    sum += term;
    term *= ((checked - count) / (count + 1)) * (share / (1 - share));
  }
  return sum;
}

/** Fewest failed in the whole under which as many failures or more are likelier than what may lie outside. */
function fewestFailed(failed: number, checked: number, claimed: number): number {
  if (failed === 0) return 0;
  let low = failed;
  // from here on the sample shows what the whole holds, so the tail is about half or more
  let high = Math.min(claimed - (checked - failed), Math.ceil((failed * claimed) / checked));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (finiteUpperTail(failed, checked, claimed, middle) > outsideEachEnd) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** P(X ≥ failed) of the hypergeometric with `bad` failed in the whole. */
function finiteUpperTail(failed: number, checked: number, claimed: number, bad: number): number {
  let term = Math.exp(
    logChoose(bad, failed) + logChoose(claimed - bad, checked - failed) - logChoose(claimed, checked),
  );
  let sum = 0;
  const most = Math.min(checked, bad);
  for (let count = failed; count <= most; count += 1) {
    sum += term;
    term *= ((bad - count) * (checked - count)) / ((count + 1) * (claimed - bad - checked + count + 1));
  }
  return sum;
}

/**
 * Checks that, when none fails, bound the share of failures below `toleratedShare` with 95 % confidence:
 * ln 0.05 / ln(1 − g), fewer where the whole is small.
 *
 * @param claimed fixes in the whole; null where it is large.
 */
export function checksWhenNoneFails(toleratedShare: number, claimed: number | null): number {
  if (!(toleratedShare > 0 && toleratedShare < 1)) throw new RangeError(`no share: ${toleratedShare}`);
  const ofMany = Math.ceil(Math.log(0.05) / Math.log(1 - toleratedShare));
  if (claimed === null) return ofMany;
  // a hair's breadth below, since 0.1 · 30 is not exactly 3
  const bad = Math.ceil(toleratedShare * claimed - 1e-9);
  let none = 1;
  for (let checked = 0; checked < claimed; checked += 1) {
    if (none <= 0.05) return checked;
    none *= Math.max(0, claimed - bad - checked) / (claimed - checked);
  }
  return claimed;
}

function logChoose(whole: number, part: number): number {
  if (part < 0 || part > whole) return Number.NEGATIVE_INFINITY;
  return logFactorial(whole) - logFactorial(part) - logFactorial(whole - part);
}

const smallLogFactorials = [0];
for (let count = 1; count <= 30; count += 1) {
  smallLogFactorials.push((smallLogFactorials.at(-1) ?? 0) + Math.log(count));
}

/** ln n!, by Stirling's series above 30, where its fourth term is below 1e-13. */
function logFactorial(count: number): number {
  const small = smallLogFactorials[count];
  if (small !== undefined) return small;
  const square = count * count;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / count;
  return (count + 0.5) * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI) + series;
}
