import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf } from './check-calendar.ts';
import { deadlineAt, workingHoursBefore, workingHoursBetween } from './deadline.ts';
import {
  checkLadder,
  decideLadder,
  defaultLadder,
  dueSteps,
  type Ladder,
  type LadderFacts,
} from './escalation.ts';

const calendar = calendarOf(
  [{ year: 2026, days: [{ date: '2026-10-01', kind: 'off', name: '' }] }],
  [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:30' },
  ],
);

/** Local time as an instant. */
function local(text: string): string {
  return new Date(`${text}:00+08:00`).toISOString();
}

const facts: LadderFacts = {
  startedAt: local('2026-09-28T09:00'),
  deadlineAt: local('2026-09-30T09:00'),
  severity: 'normal',
  isResting: false,
};

function keysAt(now: string, fired: readonly string[] = [], change: Partial<LadderFacts> = {}): string[] {
  const position = dueSteps({ ...facts, ...change }, defaultLadder, new Set(fired), now, calendar);
  return position.due.map((one) => one.step.key);
}

describe('the default ladder', () => {
  it('reminds in the last quarter, when the light turns yellow', () => {
    expect(keysAt(local('2026-09-29T20:59'))).toEqual([]);
    expect(keysAt(local('2026-09-29T21:01'))).toEqual(['lastQuarter']);
  });

  it('keeps silent on the deadline itself and speaks after it, without the reminder', () => {
    expect(keysAt(facts.deadlineAt)).toEqual(['lastQuarter']);
    expect(keysAt(local('2026-09-30T09:01'))).toEqual(['deadlinePassed']);
  });

  it('counts lateness in working hours, over a holiday too', () => {
    const fired = ['lastQuarter', 'deadlinePassed'];
    expect(keysAt(local('2026-10-01T20:00'), fired)).toEqual([]);
    expect(keysAt(local('2026-10-02T09:01'), fired)).toEqual(['dayLate']);
  });

  it('names the next instant, and none at its end', () => {
    const first = dueSteps(facts, defaultLadder, new Set(), facts.startedAt, calendar);
    expect(first).toEqual({ due: [], nextAt: local('2026-09-29T21:00') });
    const all = new Set(defaultLadder.map((one) => one.key));
    expect(dueSteps(facts, defaultLadder, all, local('2027-01-01T00:00'), calendar)).toEqual({
      due: [],
      nextAt: null,
    });
  });

  it('rests with the problem', () => {
    expect(keysAt(local('2026-12-01T09:00'), [], { isResting: true })).toEqual([]);
  });

  it('tells how late it is', () => {
    const [only] = dueSteps(facts, defaultLadder, new Set(), local('2026-09-30T11:00'), calendar).due;
    expect(only).toMatchObject({ at: facts.deadlineAt, hoursLate: 2 });
  });
});

describe('a ladder', () => {
  it('may speak of high severity alone', () => {
    const strict: Ladder = defaultLadder.map((one) => ({ ...one, severity: 'high' }));
    const now = local('2026-11-01T09:00');
    expect(dueSteps(facts, strict, new Set(), now, calendar).due).toEqual([]);
    expect(dueSteps({ ...facts, severity: 'high' }, strict, new Set(), now, calendar).due).toHaveLength(4);
  });

  it('does not remind in the same breath as the assignment', () => {
    const [first] = defaultLadder;
    const early: Ladder = first ? [{ ...first, when: { from: 'deadline', hours: -40 } }] : [];
    expect(dueSteps(facts, early, new Set(), local('2026-09-28T10:00'), calendar)).toEqual({
      due: [],
      nextAt: null,
    });
  });

  it('is refused with the step that is wrong', () => {
    const [first] = defaultLadder;
    if (!first) throw new Error('the default ladder has steps');
    const wrong: Ladder = [
      first,
      { ...first, audience: [] },
      { ...first, key: 'a', when: { from: 'limit', share: 1 } },
      { ...first, key: 'b', when: { from: 'deadline', hours: Number.NaN } },
      { ...first, key: 'c', answerHours: 0 },
    ];
    expect(checkLadder(wrong).map((fault) => [fault.code, fault.facts.step])).toEqual([
      ['ladder.keyTwice', 2],
      ['ladder.nobodyHears', 2],
      ['ladder.badShare', 3],
      ['ladder.badHours', 4],
      ['ladder.badAnswerHours', 5],
    ]);
    expect(decideLadder(wrong)).toMatchObject({ accepted: false, refusal: { code: 'ladder.keyTwice' } });
    expect(decideLadder(defaultLadder).accepted).toBe(true);
  });
});

describe('climbing', () => {
  const instants = fc
    .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) })
    .map((time) => new Date(time).toISOString());
  const ladders = fc.constantFrom<Ladder>(
    defaultLadder,
    defaultLadder.map((one, index) => ({ ...one, when: { from: 'deadline', hours: index * 5 - 9 } })),
  );

  it('announces every step at most once, in order, however often the timer runs', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 60 }),
        ladders,
        fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 40 }),
        (startedAt, hours, ladder, pauses) => {
          const one = { ...facts, startedAt, deadlineAt: deadlineAt(startedAt, hours, 'work', calendar) };
          const fired = new Set<string>();
          const heard: { key: string; at: string }[] = [];
          let now = Date.parse(startedAt);
          for (const pause of pauses) {
            now += pause * 600_000;
            const { due } = dueSteps(one, ladder, fired, new Date(now).toISOString(), calendar);
            for (const { step, at } of due) {
              expect(fired.has(step.key)).toBe(false);
              expect(Date.parse(at)).toBeLessThan(now);
              fired.add(step.key);
              heard.push({ key: step.key, at });
            }
          }
          expect(heard.map((entry) => entry.at)).toEqual(heard.map((entry) => entry.at).sort());
        },
      ),
    );
  });

  it('wakes at every step: sleeping until `nextAt` misses none', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), ladders, (startedAt, hours, ladder) => {
        const one = { ...facts, startedAt, deadlineAt: deadlineAt(startedAt, hours, 'work', calendar) };
        const fired = new Set<string>();
        let now = startedAt;
        for (;;) {
          const { due, nextAt } = dueSteps(one, ladder, fired, now, calendar);
          expect(due.length).toBeLessThanOrEqual(1 + ladder.length);
          for (const { step } of due) fired.add(step.key);
          if (nextAt === null) break;
          now = new Date(Date.parse(nextAt) + 1).toISOString();
        }
        const possible = ladder.filter((entry) => {
          const { nextAt, due } = dueSteps(one, [entry], new Set(), startedAt, calendar);
          return nextAt !== null || due.length > 0;
        });
        expect([...fired].sort()).toEqual(possible.map((entry) => entry.key).sort());
      }),
    );
  });

  it('counts hours before a deadline as the deadline counts them', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 100 }), (end, hours) => {
        const before = workingHoursBefore(end, hours, calendar);
        expect(Date.parse(before)).toBeLessThan(Date.parse(end));
        expect(workingHoursBetween(before, end, calendar)).toBeCloseTo(hours, 9);
      }),
    );
  });
});
