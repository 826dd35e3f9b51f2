import { numberPattern, readChineseNumber } from './chinese-numbers.ts';

/** A calendar day without a clock; `year` null where the speech gives only month and day. */
export interface StatedDay {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

export interface Duration {
  readonly months: number;
  readonly days: number;
}

/** Day of the month that ends a month; months count from 1. */
export function lastDayOfMonth(year: number, month: number): number {
  if (month === 2) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return leap ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** ISO date, or null for a day that the calendar does not have (30 February). */
export function isoDay(year: number, month: number, day: number): string | null {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return null;
  if (!Number.isInteger(month) || month < 1 || month > 12) return null;
  if (!Number.isInteger(day) || day < 1 || day > lastDayOfMonth(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * The day `duration` after an ISO day: first the months, held at the end of a shorter month
 * (31 January + 1 month is the last of February), then the days. Null when it leaves the calendar.
 */
export function addDuration(isoStart: string, duration: Duration): string | null {
  const [year = 0, month = 0, day = 0] = isoStart.split('-').map(Number);
  const months = year * 12 + (month - 1) + duration.months;
  const newYear = Math.floor(months / 12);
  const newMonth = (months % 12) + 1;
  if (newYear < 1 || newYear > 9999) return null;
  let restYear = newYear;
  let restMonth = newMonth;
  let restDay = Math.min(day, lastDayOfMonth(newYear, newMonth)) + duration.days;
  while (restDay > lastDayOfMonth(restYear, restMonth)) {
    restDay -= lastDayOfMonth(restYear, restMonth);
    restMonth += 1;
    if (restMonth > 12) {
      restMonth = 1;
      restYear += 1;
    }
  }
  return isoDay(restYear, restMonth, restDay);
}

/**
 * A span of time in words: 一个半月, 半个月, 两周, 10天, 一年. Half a month counts 15 days, as speech
 * and supervision letters use it: tender closed on 11 July and one and a half months make 26 August.
 * Working days and hours are not spans of calendar days, so they give null, as does anything longer
 * than ten years.
 */
export function readDuration(text: string): Duration | null {
  const { count, half, halfWithin, halfLast, unit } = durationForm.exec(text)?.groups ?? {};
  if (unit === undefined) return null;
  const whole = half ? 0 : readChineseNumber(count ?? '');
  if (whole === null) return null;
  const duration = durationOf(whole + (half || halfWithin || halfLast ? 0.5 : 0), unit);
  return duration && duration.months <= 120 && duration.days <= 3660 ? duration : null;
}

/**
 * Unanchored source of a span of time, for building larger expressions. Months need their 个: 三月 is
 * March, 三个月 is three months.
 */
export const durationPattern = `(?:半个?(?:月|年)|${numberPattern}个半?(?:月|星期|礼拜)|${numberPattern}(?:星期|礼拜)|${numberPattern}[年周天日]半?)`;

const durationForm = new RegExp(
  `^(?:(?<half>半)个?|(?<count>${numberPattern})(?:个(?<halfWithin>半)?(?=月|星期|礼拜)|(?!月)))(?<unit>月|星期|礼拜|周|天|日|年)(?<halfLast>半)?$`,
);

function durationOf(amount: number, unit: string): Duration | null {
  if (unit === '年') return exactMonths(amount * 12);
  if (unit === '月') return exactMonths(amount);
  const days = unit === '天' || unit === '日' ? amount : amount * 7;
  return { months: 0, days: Math.ceil(days) };
}

function exactMonths(amount: number): Duration | null {
  const months = Math.floor(amount);
  const rest = amount - months;
  if (rest !== 0 && rest !== 0.5) return null;
  return { months, days: rest === 0 ? 0 : 15 };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
