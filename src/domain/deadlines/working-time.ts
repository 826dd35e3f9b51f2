import type { Calendar } from './calendar.ts';

/**
 * A calendar made ready for counting. Days are numbers since 1970-01-01 in local time, times of day are
 * milliseconds since local midnight.
 */
export interface WorkingTime {
  readonly isWorkingDay: (day: number) => boolean;
  /** Working days in `[from, to)`. */
  readonly countWorkingDays: (from: number, to: number) => number;
  readonly periods: readonly { readonly from: number; readonly to: number }[];
  /** Working milliseconds of one working day. */
  readonly dayLength: number;
}

export const dayMilliseconds = 86_400_000;
/** +08:00 all year: China has had no summer time since 1991. */
export const offsetMilliseconds = 8 * 3_600_000;

const clockForm = /^([01]\d|2[0-3]):([0-5]\d)$/;
const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Milliseconds since midnight, or `null` where the text is no time of day (`24:00` is the day's end). */
export function parseClock(text: string): number | null {
  if (text === '24:00') return dayMilliseconds;
  const match = clockForm.exec(text);
  if (!match) return null;
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/** Day number of `YYYY-MM-DD`, or `null` where there is no such day (such as 02-30). */
export function parseDay(text: string): number | null {
  const match = dateForm.exec(text);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const time = Date.UTC(year, month - 1, date);
  return new Date(time).toISOString().startsWith(text) ? time / dayMilliseconds : null;
}

/** Local day number of an epoch time. */
export function dayOf(time: number): number {
  return Math.floor((time + offsetMilliseconds) / dayMilliseconds);
}

/** Epoch time of local midnight at the start of a day. */
export function midnightOf(day: number): number {
  return day * dayMilliseconds - offsetMilliseconds;
}

/** Monday to Friday; day 0 was a Thursday. */
function isWeekday(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

// Counting keeps one running sum per block of days, so that ten thousand deadlines and years of lateness
// cost a few look-ups each. Calendars are immutable data; a changed calendar is another object.
const blockDays = 512;
const known = new WeakMap<Calendar, WorkingTime>();

/**
 * Reads the calendar once and remembers it.
 *
 * @throws RangeError where the calendar is broken; ask `checkCalendar` before storing one.
 */
export function workingTimeOf(calendar: Calendar): WorkingTime {
  const ready = known.get(calendar);
  if (ready) return ready;
  const made = readWorkingTime(calendar);
  known.set(calendar, made);
  return made;
}

function readWorkingTime(calendar: Calendar): WorkingTime {
  const periods = calendar.hours.map(({ from, to }) => {
    const [start, end] = [parseClock(from), parseClock(to)];
    if (start === null || end === null || end <= start) throw new RangeError(`office hours ${from}–${to}`);
    return { from: start, to: end };
  });
  if (periods.length === 0) throw new RangeError('calendar without office hours');
  for (const [index, period] of periods.entries()) {
    const before = periods[index - 1];
    if (before && period.from < before.to) throw new RangeError('office hours overlap or are out of order');
  }
  const special = new Map<number, boolean>();
  for (const { date, kind } of calendar.specialDays) {
    const day = parseDay(date);
    if (day === null) throw new RangeError(`special day ${date}`);
    special.set(day, kind === 'work');
  }
  const isWorkingDay = (day: number): boolean => special.get(day) ?? isWeekday(day);
  return {
    isWorkingDay,
    countWorkingDays: countedInBlocks(isWorkingDay),
    periods,
    dayLength: periods.reduce((sum, period) => sum + period.to - period.from, 0),
  };
}

/** Counts through sums per block of days that are made when first needed. */
function countedInBlocks(isWorkingDay: (day: number) => boolean): (from: number, to: number) => number {
  const blocks = new Map<number, Uint16Array>();
  const sumsOf = (block: number): Uint16Array => {
    const ready = blocks.get(block);
    if (ready) return ready;
    const sums = new Uint16Array(blockDays + 1);
    for (let index = 0; index < blockDays; index += 1) {
      sums[index + 1] = (sums[index] ?? 0) + (isWorkingDay(block * blockDays + index) ? 1 : 0);
    }
    blocks.set(block, sums);
    return sums;
  };
  return (from, to) => {
    let count = 0;
    for (let day = from; day < to; ) {
      const block = Math.floor(day / blockDays);
      const end = Math.min(to, (block + 1) * blockDays);
      const sums = sumsOf(block);
      count += (sums[end - block * blockDays] ?? 0) - (sums[day - block * blockDays] ?? 0);
      day = end;
    }
    return count;
  };
}
