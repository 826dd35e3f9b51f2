import { readChineseNumber } from '../../domain/pledges/chinese-numbers.ts';
import { isoDay, lastDayOfMonth } from '../../domain/pledges/due-day.ts';

/** What stands in a cell for dates: a day, or a moment of the wall clock in China. */
export interface LedgerDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM:SS.mmm`; null where only a day is written. */
  readonly time: string | null;
}

const separators = '[-/.．。、]';
const clockForm =
  /^(?:T|日?\s*)?(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?|[时点](?:(\d{1,2})分?|半)?)?(?:整|前|左右)?$/;
/** Words around a day that do not change it: 前 (before), 止 (until), (a weekday). */
const ending = /(?:前|之前|以前|止|为止|截止)$/;
const weekday = /[（(]?(?:星期|周)[一二三四五六日天][)）]?/;

/**
 * Reads a day as Chinese ledgers write it: 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日,
 * 二〇二六年十一月二十三日, 11月23日前, 11.23, 2026年11月底, with or without a time (10:30, 10时30分), or the
 * number of a spreadsheet's date that lost its format.
 *
 * @param year completes days written without one.
 * @returns null where the text is no day that the calendar has.
 */
export function readLedgerDay(text: string, year: number): LedgerDay | null {
  const plain = text.normalize('NFKC').trim().replace(weekday, ' ').replace(ending, '').trim();
  if (plain === '') return null;
  return readSerial(plain) ?? readIso(plain) ?? readSeparated(plain, year) ?? readWords(plain, year);
}

const firstSerial = 20_000;
const lastSerial = 80_000;

/** Spreadsheets count days from 30 December 1899; only numbers of 1954 to 2119 are taken for days. */
function readSerial(text: string): LedgerDay | null {
  if (!/^\d{5}(?:\.\d{1,15})?$/.test(text)) return null;
  const serial = Number(text);
  if (serial < firstSerial || serial > lastSerial) return null;
  const iso = isoOf(Math.round((serial - 25_569) * 86_400_000));
  const hasTime = text.includes('.');
  return { day: iso.slice(0, 10), time: hasTime ? iso.slice(11, 23) : null };
}

/** Milliseconds since 1970 as a wall clock, without a clock of the machine. */
function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** An instant with its offset, as programs write it, becomes the Chinese wall clock. */
function readIso(text: string): LedgerDay | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  const wall = isoOf(ms + 8 * 3_600_000);
  return { day: wall.slice(0, 10), time: wall.slice(11, 23) };
}

const withYear = new RegExp(`^(\\d{4})${separators}(\\d{1,2})${separators}(\\d{1,2})(?!\\d)(.*)$`);
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(.*)$/;
const withoutYear = new RegExp(`^(\\d{1,2})${separators}(\\d{1,2})$`);

function readSeparated(text: string, year: number): LedgerDay | null {
  const full = withYear.exec(text) ?? compact.exec(text);
  if (full) return dayOf(Number(full[1]), Number(full[2]), Number(full[3]), full[4] ?? '');
  const short = withoutYear.exec(text);
  return short ? dayOf(year, Number(short[1]), Number(short[2]), '') : null;
}

const numeral = '[\\d〇○零一二三四五六七八九十廿卅]{1,5}';
const inWords = new RegExp(
  `^(?:(${numeral})年)?(${numeral})月(?:份)?(?:(底|末|初|中旬)|(${numeral})[日号]?)?(.*)$`,
);
const shortYears = 100;

function readWords(text: string, year: number): LedgerDay | null {
  const found = inWords.exec(text.replaceAll(' ', text.includes(':') ? ' ' : ''));
  if (!found) return null;
  const [, yearText, monthText = '', part, dayText, rest = ''] = found;
  const stated = yearText === undefined ? year : numberOf(yearText);
  const month = numberOf(monthText);
  if (stated === null || month === null) return null;
  const fullYear = stated < shortYears ? 2000 + stated : stated;
  if (part !== undefined || dayText === undefined) {
    if (month < 1 || month > 12) return null;
    return dayOf(fullYear, month, dayInPart(part, fullYear, month), rest);
  }
  const day = numberOf(dayText);
  return day === null ? null : dayOf(fullYear, month, day, rest);
}

/** A month alone, its end or its middle: the last day that is still in time. */
function dayInPart(part: string | undefined, year: number, month: number): number {
  if (part === '初') return 10;
  if (part === '中旬') return 20;
  return lastDayOfMonth(year, month);
}

function numberOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replaceAll('○', '〇').replaceAll('廿', '二十').replaceAll('卅', '三十');
  return readChineseNumber(plain);
}

function dayOf(year: number, month: number, day: number, rest: string): LedgerDay | null {
  const iso = isoDay(year, month, day);
  if (iso === null || year < 1900) return null;
  const clock = rest.trim();
  if (clock === '') return { day: iso, time: null };
  const found = clockForm.exec(clock);
  if (!found) return null;
  const [, hour = '', minute, second = '0', fraction = '0', spokenMinute] = found;
  const minutes = minute ?? spokenMinute ?? (clock.includes('半') ? '30' : '0');
  if (Number(hour) > 23 || Number(minutes) > 59 || Number(second) > 59) return null;
  const two = (part: string) => part.padStart(2, '0');
  return { day: iso, time: `${two(hour)}:${two(minutes)}:${two(second)}.${fraction.padEnd(3, '0')}` };
}
