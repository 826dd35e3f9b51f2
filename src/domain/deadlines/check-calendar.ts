import type { Refusal } from '../decision.ts';
import type { Calendar, OfficeHours, SpecialDay } from './calendar.ts';
import { parseClock, parseDay } from './working-time.ts';

/** One notice of the State Council on the holidays of a year, as the shipped calendar file holds it. */
export interface HolidayYear {
  readonly year: number;
  readonly days: readonly SpecialDay[];
}

/** A city's calendar from the yearly holiday notices and its own office hours. */
export function calendarOf(years: readonly HolidayYear[], hours: readonly OfficeHours[]): Calendar {
  return {
    utcOffset: '+08:00',
    hours,
    specialDays: years.flatMap((year) => year.days),
    coveredYears: years.map((year) => year.year),
  };
}

/** Everything wrong with a calendar, each with its place; empty where deadlines can be counted by it. */
export function checkCalendar(calendar: Calendar): readonly Refusal[] {
  return [...checkHours(calendar.hours), ...checkDays(calendar.specialDays)];
}

function checkHours(hours: readonly OfficeHours[]): readonly Refusal[] {
  if (hours.length === 0) return [{ code: 'calendar.noHours', facts: {} }];
  const found: Refusal[] = [];
  let closed = 0;
  for (const { from, to } of hours) {
    const [start, end] = [parseClock(from), parseClock(to)];
    if (start === null || end === null || end <= start) {
      found.push({ code: 'calendar.badHours', facts: { from, to } });
    } else {
      if (start < closed) found.push({ code: 'calendar.hoursOverlap', facts: { from, to } });
      closed = end;
    }
  }
  return found;
}

function checkDays(days: readonly SpecialDay[]): readonly Refusal[] {
  const found: Refusal[] = [];
  const kinds = new Map<string, string>();
  for (const { date, kind } of days) {
    if (parseDay(date) === null) found.push({ code: 'calendar.badDate', facts: { date } });
    const before = kinds.get(date);
    if (before !== undefined && before !== kind) found.push({ code: 'calendar.dateTwice', facts: { date } });
    kinds.set(date, kind);
  }
  return found;
}
