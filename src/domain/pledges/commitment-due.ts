import { numberPattern, readChineseNumber } from './chinese-numbers.ts';
import { addDuration, durationPattern, isoDay, lastDayOfMonth, readDuration } from './due-day.ts';

/** A deadline as stated: the ISO day if it can be computed, and the stretches of text that fix it. */
export interface StatedDue {
  readonly due: string | null;
  readonly stretches: readonly (readonly [from: number, to: number])[];
}

const year = '(?:(?<year>\\d{4}|[一二][〇零一二三四五六七八九]{3})年)?';
const month = '(?<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?';
const day =
  '(?<day>[12]\\d|3[01]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])[日号]';
const dayOrPart = `(?:${day}|(?<part>月?底|末|上旬|中旬|下旬|初))`;

const datePattern = new RegExp(`(?<![\\d十])${year}${month}${dayOrPart}?`, 'g');
const endPattern =
  /(?<![明去每全常历])(?:(?:(?<year>\d{4}|[一二][〇零一二三四五六七八九]{3})|[今本])?年(?<end>年?[底末内]|上半年|第?[一二三四1-4]季度末?)|(?<bareEnd>上半年|第?[一二三四1-4]季度)(?=以?前|之前|内|完成)|(?<quarterEnd>第?[一二三四1-4]季度末))(?:以?前|之前|内)?/g;
const openEndPattern =
  /(?<!每)(?:(?:本|这个|下个?)?月[底末](?:以?前|之前)?|(?:本|下)(?:周|月)(?:内|底|末)?(?=[前内底末完])|(?:春节|元旦|五一|国庆节?|中秋节?)(?:以?前|之前|期间)|(?<![\d月个])(?:[12]\d|3[01]|[1-9])[日号](?:以前|之前|前))/g;
const withinPattern = new RegExp(
  `(?<![每月])(?<duration>${durationPattern})(?:时间)?(?:之内|以内|内|为限)|(?:用|利用|力争|争取|再用|给)(?<spent>${durationPattern})(?:左右)?(?:的)?时间|(?<![每月])${numberPattern}个?(?:工作日|小时)(?:之内|以内|内)`,
  'g',
);

/**
 * Finds the day by which a commitment (simplified, compact) is due. `year` stands in where the text
 * gives only month and day; without it such a day stays open.
 *
 * - A date with 前, 底, 旬 or before 完成, or after 至, 到, 力争 and the like, is a deadline. A day
 *   with 前 is the last day itself, as supervision letters count it.
 * - A date of something that already happened starts a span of time that follows (7月11日…一个半月内).
 * - A span of time with no starting day is stated, but gives no day.
 */
export function statedDue(text: string, givenYear: number | null): StatedDue | null {
  const dates = findDates(text, givenYear);
  const within = lastMatch(withinPattern, text);
  if (within) {
    const stretch = stretchOf(within);
    const start = dates.filter((date) => date.stretch[1] <= stretch[0]).at(-1);
    const duration = readDuration(within.groups?.duration ?? within.groups?.spent ?? '');
    if (!start) return { due: null, stretches: [stretch] };
    const due = start.iso !== null && duration ? addDuration(start.iso, duration) : null;
    return { due, stretches: [start.stretch, stretch] };
  }
  const deadline = dates.filter((date) => date.isDeadline).at(-1);
  if (deadline) return { due: deadline.iso, stretches: [deadline.stretch] };
  const end = lastMatch(endPattern, text);
  if (end) return { due: endOfPeriod(end, givenYear), stretches: [stretchOf(end)] };
  const open = lastMatch(openEndPattern, text);
  return open ? { due: null, stretches: [stretchOf(open)] } : null;
}

interface FoundDate {
  readonly iso: string | null;
  readonly isDeadline: boolean;
  readonly stretch: readonly [number, number];
}

function findDates(text: string, givenYear: number | null): readonly FoundDate[] {
  let statedYear: number | null = null;
  const found: FoundDate[] = [];
  for (const match of text.matchAll(datePattern)) {
    const groups = match.groups ?? {};
    if (groups.year !== undefined) statedYear = readChineseNumber(groups.year);
    const [from, to] = stretchOf(match);
    const after = text.slice(to, to + 4);
    const bare = groups.day === undefined && groups.part === undefined;
    if (bare && !/^(?:以?前|之前|内|完成)/.test(after)) continue;
    const monthNumber = readChineseNumber(groups.month ?? '') ?? 0;
    const yearNumber = statedYear ?? givenYear;
    const inTime = /^(?:以?前|之前|完成|为止|截止)/.exec(after)?.[0];
    const before = text.slice(Math.max(0, from - 4), from);
    const aimed = /(?:至|到|截至|截止|力争|争取|确保|务必|务于|最迟|不晚于|赶在)(?:在|于)?$/.test(before);
    const past = /已(?:经)?[于在]?$/.test(before);
    const partial = bare || (groups.part !== undefined && groups.part !== '初');
    found.push({
      iso:
        yearNumber === null
          ? null
          : isoDay(yearNumber, monthNumber, lastDayMeant(groups, yearNumber, monthNumber, inTime)),
      isDeadline: !past && (inTime !== undefined || aimed || partial),
      stretch: [from, to + (inTime === '完成' ? 0 : (inTime ?? '').length)],
    });
  }
  return found;
}

function lastDayMeant(
  groups: Record<string, string | undefined>,
  yearNumber: number,
  monthNumber: number,
  inTime: string | undefined,
): number {
  if (groups.day !== undefined) return readChineseNumber(groups.day) ?? 0;
  if (groups.part === '上旬') return 10;
  if (groups.part === '中旬') return 20;
  // 月初 names no day, and 8月前 is said with and without August itself: such a day stays open.
  const open = groups.part === '初' || (groups.part === undefined && /前$/.test(inTime ?? ''));
  return open ? 0 : lastDayOfMonth(yearNumber, monthNumber);
}

function endOfPeriod(match: RegExpMatchArray, givenYear: number | null): string | null {
  const stated = match.groups?.year;
  const yearNumber = stated === undefined ? givenYear : readChineseNumber(stated);
  if (yearNumber === null) return null;
  const end = match.groups?.end ?? match.groups?.bareEnd ?? match.groups?.quarterEnd ?? '';
  if (end === '上半年') return isoDay(yearNumber, 6, 30);
  const quarter = /^第?([一二三四1-4])季度/.exec(end)?.[1];
  if (quarter === undefined) return isoDay(yearNumber, 12, 31);
  const quarterMonth = (readChineseNumber(quarter) ?? 0) * 3;
  return isoDay(yearNumber, quarterMonth, lastDayOfMonth(yearNumber, quarterMonth));
}

function lastMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  return [...text.matchAll(pattern)].at(-1) ?? null;
}

function stretchOf(match: RegExpMatchArray): readonly [number, number] {
  const from = match.index ?? 0;
  return [from, from + match[0].length];
}
