import type { DeadlineClock } from '../standards/checklist.ts';
import type { Calendar } from './calendar.ts';
import { deadlineAt, longestLimitHours, workingHoursBetween } from './deadline.ts';

/** A pause in a problem's time: from when, and the deadline that ran then. ISO 8601 instants. */
export interface Pause {
  readonly pausedAt: string;
  readonly deadlineAt: string;
  readonly clock: DeadlineClock;
}

/**
 * The deadline after a pause: what was left when the pause began runs on from `resumedAt`, on the same
 * clock it was set by.
 *
 * @param leastHours hours that are given at least, in the unit of the clock: a problem deferred on its last
 *   day, or after it, must not be overdue in the minute it comes back.
 */
export function deadlineAfterPause(
  pause: Pause,
  resumedAt: string,
  leastHours: number,
  calendar: Calendar,
): string {
  const left =
    pause.clock === 'work'
      ? workingHoursBetween(pause.pausedAt, pause.deadlineAt, calendar)
      : (Date.parse(pause.deadlineAt) - Date.parse(pause.pausedAt)) / 3_600_000;
  const hours = Math.min(longestLimitHours, Math.max(left, leastHours));
  return deadlineAt(resumedAt, hours, pause.clock, calendar);
}
