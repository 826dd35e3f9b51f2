import type { DeadlineClock } from '../standards/checklist.ts';
import type { Calendar } from './calendar.ts';
import { dayOf, midnightOf, type WorkingTime, workingTimeOf } from './working-time.ts';

/** An ISO 8601 time with its zone, or a `Date`. */
export type Instant = Date | string;

/** Working hours that make one working day, whatever the length of the city's office day. */
export const workingHoursPerDay = 8;

/** Longest time limit that is taken, in hours: ten years, a guard against hostile input. */
export const longestLimitHours = 87_600;

// A time without zone would be read in the zone of the machine.
const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** @throws RangeError where the text is no time or names no zone. */
function epoch(instant: Instant): number {
  const time =
    typeof instant === 'string'
      ? zoned.test(instant)
        ? Date.parse(instant)
        : Number.NaN
      : instant.getTime();
  if (Number.isNaN(time)) throw new RangeError(`not a time with a zone: ${String(instant)}`);
  return time;
}

/**
 * When a time limit ends.
 *
 * `elapsed` counts round the clock. `work` counts office hours only, normalised: eight working hours are
 * always one whole working day, so a limit of 40 is five working days in a city with a 7-hour office day
 * as well as in one with 8 hours, and a working hour is an eighth of the city's day. A limit that is used
 * up at the close of an office period ends then, not at the next opening. A limit of 0 from outside
 * office hours ends at the next opening.
 *
 * @param hours 0 to {@link longestLimitHours}; fractions are allowed.
 * @returns an ISO 8601 instant (UTC).
 * @throws RangeError where `hours`, `from` or the calendar make no sense.
 */
export function deadlineAt(from: Instant, hours: number, clock: DeadlineClock, calendar: Calendar): string {
  if (!(hours >= 0 && hours <= longestLimitHours)) throw new RangeError(`time limit of ${hours} hours`);
  const start = epoch(from);
  switch (clock) {
    case 'elapsed':
      return new Date(start + Math.round(hours * 3_600_000)).toISOString();
    case 'work':
      return new Date(addWorkingTime(start, hours, workingTimeOf(calendar))).toISOString();
    default: {
      const unknown: never = clock;
      throw new RangeError(`unknown clock ${String(unknown)}`);
    }
  }
}

/**
 * When so many working hours are left before `end`, counted as in {@link deadlineAt}: from the answer,
 * that many hours reach `end` or the close of office before it.
 *
 * @param hours 0 to {@link longestLimitHours}.
 * @throws RangeError as {@link deadlineAt} does.
 */
export function workingHoursBefore(end: Instant, hours: number, calendar: Calendar): string {
  if (!(hours >= 0 && hours <= longestLimitHours)) throw new RangeError(`time limit of ${hours} hours`);
  const time = epoch(end);
  if (hours === 0) return new Date(time).toISOString();
  return new Date(subtractWorkingTime(time, hours, workingTimeOf(calendar))).toISOString();
}

/**
 * Working hours from `a` to `b`, eight to a working day as in {@link deadlineAt}; negative where `b` lies
 * before `a`. The lateness of a problem is `workingHoursBetween(deadline, now, calendar)`.
 */
export function workingHoursBetween(a: Instant, b: Instant, calendar: Calendar): number {
  const [start, end] = [epoch(a), epoch(b)];
  const working = workingTimeOf(calendar);
  const milliseconds =
    start <= end ? workingMilliseconds(start, end, working) : -workingMilliseconds(end, start, working);
  return (milliseconds * workingHoursPerDay) / working.dayLength;
}

/** Whether the holiday arrangement of the date's year is known; without it only weekends are off. */
export function calendarCovers(date: Instant, calendar: Calendar): boolean {
  const year = new Date(midnightOf(dayOf(epoch(date))) + 12 * 3_600_000).getUTCFullYear();
  return calendar.coveredYears.includes(year);
}

/** Milliseconds of office hours that have passed at an epoch time, of the day it lies in. */
function passedToday(time: number, working: WorkingTime): number {
  const day = dayOf(time);
  if (!working.isWorkingDay(day)) return 0;
  const clock = time - midnightOf(day);
  let passed = 0;
  for (const { from, to } of working.periods) passed += Math.max(0, Math.min(clock, to) - from);
  return passed;
}

function workingMilliseconds(start: number, end: number, working: WorkingTime): number {
  const days = working.countWorkingDays(dayOf(start), dayOf(end));
  return days * working.dayLength - passedToday(start, working) + passedToday(end, working);
}

/**
 * Office time is a line on which every working day is one stretch of `dayLength`; the deadline is a point
 * on that line, mapped back to the clock. That makes deadlines add up: after a then b is after a + b.
 */
function addWorkingTime(start: number, hours: number, working: WorkingTime): number {
  const add = Math.round((hours * working.dayLength) / workingHoursPerDay);
  if (add === 0) return nextWorkingInstant(start, working);
  let day = dayOf(start);
  let left = add + passedToday(start, working);
  while (!working.isWorkingDay(day) || left > working.dayLength) {
    if (working.isWorkingDay(day)) left -= working.dayLength;
    day += 1;
  }
  return clockAt(day, left, working);
}

/** The same line backwards. */
function subtractWorkingTime(end: number, hours: number, working: WorkingTime): number {
  let day = dayOf(end);
  let left = Math.round((hours * working.dayLength) / workingHoursPerDay) - passedToday(end, working);
  while (left > 0) {
    day -= 1;
    if (working.isWorkingDay(day)) left -= working.dayLength;
  }
  return clockAt(day, -left, working);
}

/** The clock time at which so much of a working day has passed. */
function clockAt(day: number, passed: number, working: WorkingTime): number {
  let left = passed;
  for (const { from, to } of working.periods) {
    if (left <= to - from) return midnightOf(day) + from + left;
    left -= to - from;
  }
  throw new RangeError('office hours do not add up');
}

/** The instant itself within office hours (their closing moment included), else the next opening. */
function nextWorkingInstant(start: number, working: WorkingTime): number {
  for (let day = dayOf(start); ; day += 1) {
    if (!working.isWorkingDay(day)) continue;
    for (const { from, to } of working.periods) {
      const [opens, closes] = [midnightOf(day) + from, midnightOf(day) + to];
      if (start <= closes) return Math.max(start, opens);
    }
  }
}
