/** States of a delivery: waiting, in hand, failed and to be tried again, through, given up. */
export const deliveryStates = ['queued', 'sending', 'failed', 'sent', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryMedia = ['email', 'webhook', 'wecom', 'dingtalk'] as const;
export type DeliveryMedium = (typeof deliveryMedia)[number];

/** Minutes before the next attempt after the first, second … failed one; then it is given up: two days in all. */
export const retryPauses: readonly number[] = [1, 5, 15, 60, 180, 360, 720, 1440];
export const mostAttempts = retryPauses.length + 1;

/** What became of an attempt. `lasting`: trying again cannot help (no such mailbox). */
export type Attempt =
  | { readonly sent: true }
  | { readonly sent: false; readonly lasting: boolean; readonly error: string };

export type AfterAttempt =
  | { readonly state: 'sent' }
  | { readonly state: 'dead' }
  | { readonly state: 'failed'; readonly nextAttemptAt: string };

/**
 * What to do after an attempt.
 *
 * @param attempts how many were made, this one included.
 * @param now ISO instant.
 */
export function afterAttempt(attempt: Attempt, attempts: number, now: string): AfterAttempt {
  if (attempt.sent) return { state: 'sent' };
  const pause = retryPauses[attempts - 1];
  if (attempt.lasting || pause === undefined) return { state: 'dead' };
  return { state: 'failed', nextAttemptAt: new Date(Date.parse(now) + pause * 60_000).toISOString() };
}
