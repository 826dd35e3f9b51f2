import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDuration, isoDay, lastDayOfMonth, readDuration } from './due-day.ts';

describe('readDuration', () => {
  it.each([
    ['一个半月', { months: 1, days: 15 }],
    ['半个月', { months: 0, days: 15 }],
    ['半月', { months: 0, days: 15 }],
    ['三个月', { months: 3, days: 0 }],
    ['1个月', { months: 1, days: 0 }],
    ['两周', { months: 0, days: 14 }],
    ['两个星期', { months: 0, days: 14 }],
    ['三天', { months: 0, days: 3 }],
    ['15日', { months: 0, days: 15 }],
    ['半年', { months: 6, days: 0 }],
    ['一年半', { months: 18, days: 0 }],
    ['一周半', { months: 0, days: 11 }],
  ])('reads %s', (words, duration) => {
    expect(readDuration(words)).toEqual(duration);
  });

  it.each(['7月', '三月', '一个', '10个工作日', '2019年', '天', '一千年', '几天'])(
    'takes %s for no span of time',
    (words) => {
      expect(readDuration(words)).toBeNull();
    },
  );
});

describe('addDuration', () => {
  it('counts one and a half months from 11 July to 26 August', () => {
    expect(addDuration('2019-07-11', { months: 1, days: 15 })).toBe('2019-08-26');
  });

  it('holds at the end of a shorter month before it counts days', () => {
    expect(addDuration('2019-01-31', { months: 1, days: 0 })).toBe('2019-02-28');
    expect(addDuration('2020-01-31', { months: 1, days: 0 })).toBe('2020-02-29');
    expect(addDuration('2019-01-31', { months: 1, days: 15 })).toBe('2019-03-15');
  });

  it('goes over the end of the year', () => {
    expect(addDuration('2019-12-20', { months: 0, days: 14 })).toBe('2020-01-03');
    expect(addDuration('2019-12-20', { months: 1, days: 0 })).toBe('2020-01-20');
    expect(addDuration('9999-12-20', { months: 1, days: 0 })).toBeNull();
    expect(addDuration('9999-12-31', { months: 0, days: 1 })).toBeNull();
  });

  it('adds days exactly as the calendar has them', () => {
    const start = fc.record({
      year: fc.integer({ min: 1900, max: 2200 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(start, fc.nat(1000), ({ year, month, day }, days) => {
        const expected = new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
        expect(addDuration(isoDay(year, month, day) ?? '', { months: 0, days })).toBe(expected);
      }),
    );
  });
});

describe('isoDay', () => {
  it('has no day that the calendar does not have', () => {
    expect(isoDay(2019, 2, 29)).toBeNull();
    expect(isoDay(2020, 2, 29)).toBe('2020-02-29');
    expect(isoDay(1900, 2, 29)).toBeNull();
    expect(isoDay(2019, 13, 1)).toBeNull();
    expect(isoDay(2019, 4, 31)).toBeNull();
    expect(isoDay(2019, 4, 0)).toBeNull();
    expect(lastDayOfMonth(2000, 2)).toBe(29);
  });
});
