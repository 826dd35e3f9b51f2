import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLedgerDay } from './ledger-day.ts';

describe('a day in a ledger', () => {
  it.each([
    ['2026-11-23', '2026-11-23', null],
    ['2026/1/3', '2026-01-03', null],
    ['2026.11.23', '2026-11-23', null],
    ['20261123', '2026-11-23', null],
    ['2026年11月23日', '2026-11-23', null],
    ['２０２６年１１月２３日', '2026-11-23', null],
    ['26年11月23日', '2026-11-23', null],
    ['二〇二六年十一月二十三日', '2026-11-23', null],
    ['11月23日', '2026-11-23', null],
    ['11月23日前', '2026-11-23', null],
    ['11月23号', '2026-11-23', null],
    ['11.23', '2026-11-23', null],
    ['2026年11月23日（星期一）', '2026-11-23', null],
    ['2026年2月底', '2026-02-28', null],
    ['11月底前', '2026-11-30', null],
    ['2026年11月', '2026-11-30', null],
    ['46349', '2026-11-23', null],
    ['46349.5', '2026-11-23', '12:00:00.000'],
    ['2026-11-23 10:05', '2026-11-23', '10:05:00.000'],
    ['2026-11-23 10:05:07.8', '2026-11-23', '10:05:07.800'],
    ['2026年11月23日10时30分', '2026-11-23', '10:30:00.000'],
    ['2026年11月23日 10点半', '2026-11-23', '10:30:00.000'],
    ['2026-11-23T02:00:00Z', '2026-11-23', '10:00:00.000'],
  ])('%s is read', (text, day, time) => {
    expect(readLedgerDay(text, 2026)).toEqual({ day, time });
  });

  it.each([
    '',
    '立行立改',
    '长期坚持',
    '2026-02-30',
    '13月1日',
    '2026-11-23 25:00',
    '12345',
    '2026',
    '1.2.3',
    '明天',
  ])('%s is none', (text) => expect(readLedgerDay(text, 2026)).toBeNull());

  it('is answered for any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const read = readLedgerDay(text, 2026);
        expect(read === null || /^\d{4}-\d{2}-\d{2}$/.test(read.day)).toBe(true);
      }),
    );
  });

  it('comes back from its own spelling to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1955-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          const [day = '', time = ''] = date.toISOString().slice(0, -1).split('T');
          expect(readLedgerDay(`${day} ${time}`, 2000)).toEqual({ day, time });
          const serial = date.getTime() / 86_400_000 + 25_569;
          const read = readLedgerDay(serial.toFixed(11), 2000);
          expect(read?.day).toBe(day);
        },
      ),
    );
  });
});
