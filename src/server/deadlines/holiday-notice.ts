import type { SpecialDayInput } from '../../contract/deadlines.ts';
import { parseDay } from '../../domain/deadlines/working-time.ts';

/** What a notice says, and what in it could not be read. */
export interface NoticeReading {
  readonly days: SpecialDayInput[];
  readonly unread: { readonly line: number; readonly text: string }[];
}

const dateText = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日`;
const weekday = '(?:[（(][^）)]*[）)])?';
/** 10月1日（周四）至7日（周三）, or one day. */
const span = new RegExp(`${dateText}${weekday}(?:\\s*(?:至|到|—|–|-|~|～)\\s*${dateText}${weekday})?`, 'g');
/** 一、元旦：… or 春节:… */
const festival = /^(?:[一二三四五六七八九十]+、|\d+[.、])?\s*([\u4e00-\u9fff、·]{2,12})\s*[：:]/;
const longestHoliday = 20;

/**
 * Reads the yearly notice of the State Council on holidays. Two forms are taken, line by line:
 *
 * - its own sentences: `国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`
 * - a table: `2026-10-01 <tab or comma> 休 <tab or comma> 国庆节`, with 休/放假/off and 班/上班/work.
 *
 * Months carry over within a sentence.
 *
 * @param year the year whose days are wanted; days of other years are left out.
 */
export function readHolidayNoticeText(text: string, year: number): NoticeReading {
  const days = new Map<string, SpecialDayInput>();
  const unread: { line: number; text: string }[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const found = readTableLine(line) ?? readSentences(line, year);
    if (found === null) {
      unread.push({ line: index + 1, text: line.slice(0, 120) });
      continue;
    }
    for (const day of found) {
      if (day.date.startsWith(`${year}-`)) days.set(day.date, day);
    }
  }
  return { days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), unread };
}

const kinds: Readonly<Record<string, SpecialDayInput['kind']>> = {
  休: 'off',
  休息: 'off',
  放假: 'off',
  off: 'off',
  班: 'work',
  上班: 'work',
  调休上班: 'work',
  work: 'work',
};

/** `null`: no line of a table. */
function readTableLine(line: string): SpecialDayInput[] | null {
  const cells = line.split(/\s*[\t,，|]\s*/).map((cell) => cell.trim());
  const date = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cells[0] ?? '');
  if (!date) return null;
  const kind = cells.map((cell) => kinds[cell.toLowerCase()]).find((known) => known !== undefined);
  const name = cells.slice(1).find((cell) => cell !== '' && !(cell.toLowerCase() in kinds));
  const iso = isoDay(Number(date[1]), Number(date[2]), Number(date[3]));
  return kind && iso ? [{ date: iso, kind, name: (name ?? cells[1] ?? '').slice(0, 40) }] : null;
}

/** `null` where the line names no day off and no working day. */
function readSentences(line: string, year: number): SpecialDayInput[] | null {
  const name = festival.exec(line)?.[1];
  if (name === undefined) return null;
  const days: SpecialDayInput[] = [];
  for (const sentence of line.split(/[。；;]/)) {
    const kind = /上班/.test(sentence) ? 'work' : /放假|调休|休息/.test(sentence) ? 'off' : null;
    if (kind === null) continue;
    for (const date of datesOf(sentence, year)) days.push({ date, kind, name });
  }
  return days.length > 0 ? days : null;
}

function datesOf(sentence: string, year: number): string[] {
  const dates: string[] = [];
  let month = 0;
  let inYear = year;
  for (const [, y1, m1, d1, y2, m2, d2] of sentence.matchAll(span)) {
    inYear = y1 === undefined ? inYear : Number(y1);
    month = m1 === undefined ? month : Number(m1);
    const first = isoDay(inYear, month, Number(d1));
    if (first === null) continue;
    if (d2 === undefined) {
      dates.push(first);
      continue;
    }
    const lastMonth = m2 === undefined ? month : Number(m2);
    // a holiday over the turn of the year: 12月30日至1月1日
    const lastYear = y2 === undefined ? inYear + (lastMonth < month ? 1 : 0) : Number(y2);
    const last = isoDay(lastYear, lastMonth, Number(d2));
    if (last !== null) dates.push(...between(first, last));
    [month, inYear] = [lastMonth, lastYear];
  }
  return dates;
}

function between(first: string, last: string): string[] {
  const dates: string[] = [];
  const end = Date.parse(last);
  for (let time = Date.parse(first); time <= end && dates.length < longestHoliday; time += 86_400_000) {
    dates.push(new Date(time).toISOString().slice(0, 10));
  }
  return dates;
}

function isoDay(year: number, month: number, date: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return parseDay(text) === null ? null : text;
}
