import { describe, expect, it } from 'vitest';
import type { Calendar } from '../deadlines/calendar.ts';
import { closingTimeOf } from './sweep-due.ts';

const calendar: Calendar = {
  utcOffset: '+08:00',
  hours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:30' },
  ],
  specialDays: [
    { date: '2026-10-01', kind: 'off', name: '国庆节' },
    { date: '2026-10-10', kind: 'work', name: '调休' },
  ],
  coveredYears: [2026],
};

describe('the end of a due day', () => {
  it('is when the offices close', () => {
    expect(closingTimeOf('2026-11-30', calendar)).toBe('2026-11-30T10:30:00.000Z');
  });

  it('is nothing on a weekend or holiday, but counts on a make-up working day', () => {
    expect(closingTimeOf('2026-11-29', calendar)).toBeNull();
    expect(closingTimeOf('2026-10-01', calendar)).toBeNull();
    expect(closingTimeOf('2026-10-10', calendar)).toBe('2026-10-10T10:30:00.000Z');
    expect(closingTimeOf('no day', calendar)).toBeNull();
  });
});
