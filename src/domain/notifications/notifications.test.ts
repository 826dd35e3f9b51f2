import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, type HolidayYear } from '../deadlines/check-calendar.ts';
import { afterAttempt, mostAttempts, retryPauses } from './delivery-retry.ts';
import { defaultMailSettings, type MailSettings, mailTime } from './mail-time.ts';
import { noticeKinds } from './notice-rules.ts';
import { type NoticePerson, type NoticeSubject, recipientsOf } from './recipients.ts';

const file = new URL('../../../sample/calendars/china-holidays.json', import.meta.url);
const { years } = JSON.parse(readFileSync(file, 'utf8')) as { years: HolidayYear[] };
const calendar = calendarOf(years, [{ from: '08:30', to: '17:30' }]);

function person(id: string, role: NoticePerson['grants'][number]['role'], unitPath: string): NoticePerson {
  return { id, grants: [{ role, unitId: unitPath, unitPath }], homeUnitPath: null };
}

const people = [
  person('office', 'campaignOffice', 'c'),
  person('head', 'unitHead', 'c.d.s'),
  person('districtHead', 'unitHead', 'c.d'),
  person('liaison', 'liaison', 'c.d.s'),
  person('grid', 'gridWorker', 'c.d.s.k'),
  person('verifier', 'verifier', 'c'),
  person('streetVerifier', 'verifier', 'c.d.s'),
];
const subject: NoticeSubject = {
  unitPaths: ['c.d.s'],
  formerUnitPath: null,
  namedPersonId: 'grid',
  reporterIds: ['verifier'],
  mentionedIds: [],
};

describe('who is told', () => {
  it.each([
    ['problem.dispatched', ['liaison', 'grid']],
    ['problem.fix_claimed', ['verifier']],
    ['problem.extension_asked', ['office', 'districtHead']],
    ['problem.returned', ['office']],
    ['problem.struck_off', ['liaison', 'grid', 'verifier']],
    ['order.issued', ['head', 'liaison']],
  ])('of %s is %j', (kind, expected) => {
    expect(recipientsOf({ kind, actorId: null }, subject, people)?.personIds).toEqual(expected);
  });

  it('is never whoever did it, and nobody twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...noticeKinds),
        fc.constantFrom(...people.map(({ id }) => id)),
        (kind, actorId) => {
          const told = recipientsOf({ kind, actorId }, subject, people)?.personIds ?? [];
          expect(told).not.toContain(actorId);
          expect(new Set(told).size).toBe(told.length);
        },
      ),
    );
  });
});

describe('when a mail goes', () => {
  const settings: MailSettings = { ...defaultMailSettings, quietOnDaysOff: true };

  it.each([
    ['at once in office hours', '2026-11-23T10:00:00+08:00', 'each', '2026-11-23T02:00:00.000Z', false],
    ['in the morning after a night', '2026-11-23T22:00:00+08:00', 'each', '2026-11-23T23:30:00.000Z', true],
    ['on Monday after a weekend', '2026-11-21T10:00:00+08:00', 'each', '2026-11-22T23:30:00.000Z', true],
    ['with the next digest', '2026-11-23T10:00:00+08:00', 'digest', '2026-11-24T00:30:00.000Z', true],
  ] as const)('%s', (_name, now, mode, at, collects) => {
    expect(mailTime(now, { ...settings, mode }, calendar)).toEqual({ at, collects });
  });

  it('is never before now, and never in quiet hours', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-01'), noInvalidDate: true }),
        fc.constantFrom('each' as const, 'digest' as const),
        (date, mode) => {
          const now = date.toISOString();
          const { at } = mailTime(now, { ...settings, mode }, calendar);
          expect(at >= now).toBe(true);
          const clock = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);
          expect(clock >= '07:30' && clock < '20:00').toBe(true);
        },
      ),
    );
  });
});

describe('after an attempt', () => {
  const now = '2026-11-23T02:00:00.000Z';

  it('waits longer each time and gives up in the end', () => {
    const failed = { sent: false, lasting: false, error: 'HTTP 503' } as const;
    const pauses = retryPauses.map((_pause, index) => {
      const after = afterAttempt(failed, index + 1, now);
      return after.state === 'failed' ? Date.parse(after.nextAttemptAt) - Date.parse(now) : 0;
    });
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(Math.min(...pauses)).toBeGreaterThan(0);
    expect(afterAttempt(failed, mostAttempts, now)).toEqual({ state: 'dead' });
    expect(afterAttempt({ ...failed, lasting: true }, 1, now)).toEqual({ state: 'dead' });
    expect(afterAttempt({ sent: true }, 3, now)).toEqual({ state: 'sent' });
  });
});
