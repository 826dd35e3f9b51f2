/**
 * Three kinds of failure. `later`: passes by itself (no network, server down or full, too many requests).
 * `person`: somebody must decide or correct. `never`: will not be taken however often it is sent.
 */
export type FailureKind = 'later' | 'person' | 'never';

/** What came back instead of success. Status 0: no answer came. */
export interface FailedTry {
  readonly status: number;
  readonly code: string;
}

/** Refusals that no correction on the phone can cure: the thing is gone, or somebody else's. */
const hopeless: ReadonlySet<string> = new Set([
  'inspection.alreadySubmitted',
  'inspection.otherContent',
  'duplicate',
  'problem.alreadyRaised',
]);

/** Refusals that the next try cures by itself: it asks first what is held. */
const curedByRetry: ReadonlySet<string> = new Set(['sync.pieceElsewhere', 'sync.hashDiffers']);

const passing: ReadonlySet<number> = new Set([0, 408, 425, 429, 507]);

/**
 * What kind of failure an answer is. An ended session is `later`: the item is sound and goes out when the
 * person has signed in again.
 */
export function failureKind({ status, code }: FailedTry): FailureKind {
  if (passing.has(status) || status >= 500 || status === 401) return 'later';
  if (curedByRetry.has(code)) return 'later';
  if (hopeless.has(code)) return 'never';
  return status === 404 || status === 410 ? 'never' : 'person';
}

const firstPauseMs = 2_000;
const longestPauseMs = 5 * 60_000;

/**
 * Pause before the next try, in milliseconds: doubling from two seconds to five minutes, spread by a half
 * so that five hundred phones do not come back in the same second.
 *
 * @param attempts failed tries so far, 0 or more.
 * @param chance from 0 to below 1.
 */
export function pauseBefore(attempts: number, chance: number): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 20));
  return Math.round(pause * (0.5 + chance / 2));
}
