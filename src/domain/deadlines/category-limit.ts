import type { DeadlineClock } from '../standards/checklist.ts';

/** Time allowed by a category. */
export interface CategoryLimit {
  readonly hours: number;
  readonly clock: DeadlineClock;
  /** Time allowed at high severity; null: the same. */
  readonly highHours: number | null;
}

/** The time limit of a problem of this category and severity. */
export function limitFor(
  limit: CategoryLimit,
  severity: 'normal' | 'high',
): { readonly hours: number; readonly clock: DeadlineClock } {
  const hours = severity === 'high' ? (limit.highHours ?? limit.hours) : limit.hours;
  return { hours, clock: limit.clock };
}
