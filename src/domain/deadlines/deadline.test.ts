import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar, OfficeHours } from './calendar.ts';
import { calendarOf, checkCalendar, type HolidayYear } from './check-calendar.ts';
import { calendarCovers, deadlineAt, workingHoursBetween } from './deadline.ts';
import { dayMilliseconds, dayOf, midnightOf, workingTimeOf } from './working-time.ts';

const file = new URL('../../../sample/calendars/china-holidays.json', import.meta.url);
const { years } = JSON.parse(readFileSync(file, 'utf8')) as { years: HolidayYear[] };

const sevenHours: OfficeHours[] = [
  { from: '08:30', to: '12:00' },
  { from: '14:30', to: '18:00' },
];
const eightHours: OfficeHours[] = [
  { from: '08:00', to: '12:00' },
  { from: '14:30', to: '18:30' },
];
const calendar = calendarOf(years, sevenHours);

/** Local time in Jiaozuo as an instant. */
function local(text: string): string {
  return new Date(`${text}:00+08:00`).toISOString();
}

describe('the shipped holidays', () => {
  const counts = new Map(
    years.map(({ year, days }) => [
      year,
      [days.filter((day) => day.kind === 'off').length, days.filter((day) => day.kind === 'work').length],
    ]),
  );

  it('hold as many days off and make-up days as the notices of the State Council', () => {
    expect(Object.fromEntries(counts)).toEqual({
      2018: [23, 6],
      2019: [24, 7],
      2020: [30, 6],
      2021: [31, 7],
      2022: [31, 7],
      2023: [27, 7],
      2024: [28, 8],
      2025: [28, 5],
      2026: [33, 6],
    });
  });

  it('make up only on weekends, name no day twice and pass the check', () => {
    const days = years.flatMap((year) => year.days);
    expect(new Set(days.map((day) => day.date)).size).toBe(days.length);
    const weekends = days
      .filter((day) => day.kind === 'work')
      .map((day) => new Date(`${day.date}T00:00:00Z`).getUTCDay());
    expect(weekends.every((weekday) => weekday === 0 || weekday === 6)).toBe(true);
    expect(checkCalendar(calendar)).toEqual([]);
  });

  it('take every weekday of the long holiday of 2026 off and work the Saturday after', () => {
    const { isWorkingDay } = workingTimeOf(calendar);
    const working = (date: string) => isWorkingDay(Date.parse(`${date}T00:00:00Z`) / dayMilliseconds);
    expect(['2026-10-01', '2026-10-07', '2026-02-23'].map(working)).toEqual([false, false, false]);
    expect(['2026-10-08', '2026-10-10', '2026-02-28', '2026-02-14'].map(working)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe('deadlineAt', () => {
  it('makes eight working hours one working day whatever the length of the office day', () => {
    const from = local('2026-03-03T10:00');
    expect(deadlineAt(from, 8, 'work', calendar)).toBe(local('2026-03-04T10:00'));
    expect(deadlineAt(from, 8, 'work', calendarOf(years, eightHours))).toBe(local('2026-03-04T10:00'));
    expect(deadlineAt(from, 40, 'work', calendar)).toBe(local('2026-03-10T10:00'));
  });

  it('counts an hour of an eight-hour day on the clock and skips the noon break', () => {
    const city = calendarOf(years, eightHours);
    expect(deadlineAt(local('2026-03-03T11:00'), 2, 'work', city)).toBe(local('2026-03-03T15:30'));
  });

  it('ends at the close of office rather than at the next opening', () => {
    expect(deadlineAt(local('2026-03-03T08:30'), 8, 'work', calendar)).toBe(local('2026-03-03T18:00'));
    expect(deadlineAt(local('2026-03-03T20:00'), 4, 'work', calendar)).toBe(local('2026-03-04T12:00'));
  });

  it('runs over National Day to the make-up Saturday', () => {
    const from = local('2026-09-30T17:00');
    expect(deadlineAt(from, 8, 'work', calendar)).toBe(local('2026-10-08T17:00'));
    expect(deadlineAt(from, 24, 'work', calendar)).toBe(local('2026-10-10T17:00'));
  });

  it('does not stop for the night on the elapsed clock', () => {
    expect(deadlineAt(local('2026-10-01T23:00'), 2, 'elapsed', calendar)).toBe(local('2026-10-02T01:00'));
  });

  it('refuses times without a zone, impossible limits and broken calendars', () => {
    expect(() => deadlineAt('2026-03-03T10:00:00', 1, 'work', calendar)).toThrow(RangeError);
    expect(() => deadlineAt('soon', 1, 'work', calendar)).toThrow(RangeError);
    for (const hours of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e9]) {
      expect(() => deadlineAt(local('2026-03-03T10:00'), hours, 'work', calendar)).toThrow(RangeError);
    }
    const closed: Calendar = { ...calendar, hours: [] };
    expect(() => deadlineAt(local('2026-03-03T10:00'), 1, 'work', closed)).toThrow(RangeError);
  });

  it('sets ten thousand deadlines in well under a second', () => {
    const fresh = calendarOf(years, sevenHours);
    const began = performance.now();
    for (let index = 0; index < 10_000; index += 1) {
      const from = new Date(Date.UTC(2020, 0, 1) + index * 18_000_000);
      const end = deadlineAt(from, 120, 'work', fresh);
      workingHoursBetween(end, '2026-10-01T00:00:00Z', fresh);
    }
    expect(performance.now() - began).toBeLessThan(1500);
  });
});

describe('working time', () => {
  const instants = fc
    .integer({ min: Date.UTC(2017, 11, 1), max: Date.UTC(2027, 5, 1) })
    .map((time) => new Date(time).toISOString());
  const hours = fc.integer({ min: 0, max: 200 });
  const calendars = fc.constantFrom(
    calendar,
    calendarOf(years, eightHours),
    calendarOf([], [{ from: '00:00', to: '24:00' }]),
    calendarOf(years, [{ from: '09:10', to: '11:47' }]),
  );

  it('is later for more hours', () => {
    fc.assert(
      fc.property(instants, hours, hours, calendars, (from, a, b, city) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(deadlineAt(from, less, 'work', city) <= deadlineAt(from, more, 'work', city)).toBe(true);
      }),
    );
  });

  it('adds up: after a then b is after a + b', () => {
    fc.assert(
      fc.property(instants, hours, hours, calendars, (from, a, b, city) => {
        const first = deadlineAt(from, a, 'work', city);
        expect(deadlineAt(first, b, 'work', city)).toBe(deadlineAt(from, a + b, 'work', city));
      }),
    );
  });

  it('between start and deadline is the limit, and backwards its negative', () => {
    fc.assert(
      fc.property(instants, hours, calendars, (from, limit, city) => {
        const end = deadlineAt(from, limit, 'work', city);
        expect(workingHoursBetween(from, end, city)).toBe(limit);
        expect(workingHoursBetween(end, from, city)).toBeCloseTo(-limit, 9);
      }),
    );
  });

  it('never ends outside office hours', () => {
    fc.assert(
      fc.property(instants, hours, calendars, (from, limit, city) => {
        const end = Date.parse(deadlineAt(from, limit, 'work', city));
        const { isWorkingDay, periods } = workingTimeOf(city);
        // The end of an office day at 24:00 is the next day's midnight.
        const inside = [dayOf(end), dayOf(end) - 1].some((day) => {
          const clock = end - midnightOf(day);
          return isWorkingDay(day) && periods.some((period) => clock >= period.from && clock <= period.to);
        });
        expect(inside).toBe(true);
      }),
    );
  });
});

describe('calendarCovers', () => {
  it('tells years whose arrangement is known, by local date', () => {
    expect(calendarCovers('2026-12-31T15:59:59Z', calendar)).toBe(true);
    expect(calendarCovers('2026-12-31T16:00:00Z', calendar)).toBe(false);
    expect(calendarCovers('2017-06-01T00:00:00Z', calendar)).toBe(false);
  });

  it('falls back to weekends in other years', () => {
    expect(deadlineAt(local('2031-10-03T10:00'), 8, 'work', calendar)).toBe(local('2031-10-06T10:00'));
  });
});

describe('checkCalendar', () => {
  it('names every fault with its place', () => {
    const broken: Calendar = {
      utcOffset: '+08:00',
      hours: [
        { from: '08:30', to: '12:00' },
        { from: '11:00', to: '18:00' },
        { from: '25:00', to: '26:00' },
        { from: '19:00', to: '18:30' },
      ],
      specialDays: [
        { date: '2026-02-30', kind: 'off', name: '' },
        { date: '2026-05-09', kind: 'work', name: '' },
        { date: '2026-05-09', kind: 'off', name: '' },
      ],
      coveredYears: [],
    };
    expect(checkCalendar(broken).map((fault) => [fault.code, ...Object.values(fault.facts)])).toEqual([
      ['calendar.hoursOverlap', '11:00', '18:00'],
      ['calendar.badHours', '25:00', '26:00'],
      ['calendar.badHours', '19:00', '18:30'],
      ['calendar.badDate', '2026-02-30'],
      ['calendar.dateTwice', '2026-05-09'],
    ]);
    expect(checkCalendar({ ...broken, hours: [], specialDays: [] })).toEqual([
      { code: 'calendar.noHours', facts: {} },
    ]);
  });
});
