import { limitFor } from '../../domain/deadlines/category-limit.ts';
import type { DeadlineClock } from '../../domain/standards/checklist.ts';

/** The time limit that a row of `category` gives a problem of this severity. */
export function limitOfCategory(
  row: {
    readonly deadline_hours: string;
    readonly deadline_clock: string;
    readonly high_deadline_hours: string | null;
  },
  severity: 'normal' | 'high',
): { readonly hours: number; readonly clock: DeadlineClock } {
  const highHours = row.high_deadline_hours === null ? null : Number(row.high_deadline_hours);
  // the check constraint of the table holds the same clocks
  const clock = row.deadline_clock as DeadlineClock;
  return limitFor({ hours: Number(row.deadline_hours), clock, highHours }, severity);
}
