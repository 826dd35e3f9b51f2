import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOrder, foldOrder } from './apply-order.ts';
import { decideOrder, type OrderCommand, type OrderFacts, possibleOrderMoves } from './decide-order.ts';
import { isOwed, type Order, orderColour } from './order.ts';
import type { OrderEvent } from './order-events.ts';
import { orderMoves } from './order-moves.ts';

const start = Date.parse('2026-11-23T02:00:00Z');

function at(hours: number): string {
  return new Date(start + hours * 3_600_000).toISOString();
}

type Person = 'office' | 'unit' | 'stranger' | null;
const verbOf = { office: 'problem.dispatch', unit: 'problem.assign', stranger: '' } as const;

function facts(person: Person, hours: number, change: Partial<OrderFacts> = {}): OrderFacts {
  return {
    now: at(hours),
    actor: { personId: person, may: (verb) => person !== null && verbOf[person] === verb },
    openProblemIds: new Set(['p1', 'p2', 'p3']),
    number: { prefix: '督', year: 2026, number: 7 },
    answerDueAt: at(hours + 24),
    ...change,
  };
}

const draft: OrderCommand = {
  type: 'draft',
  orderId: 'o',
  unitId: 'u',
  stepKey: null,
  problemIds: ['p1', 'p2', 'p1'],
  colour: 'overdue',
  title: 'Letter',
  demands: 'Put it right at once',
  answerHours: 24,
};
const answer: OrderCommand = { type: 'answer', answer: 'It has been done', photoIds: [] };

/** Plays commands that must be accepted. */
function played(...commands: readonly (readonly [Person, OrderCommand])[]): Order {
  let order: Order | null = null;
  for (const [index, [person, command]] of commands.entries()) {
    const decided = decideOrder(order, command, facts(person, index));
    if (!decided.accepted) throw new Error(decided.refusal.code);
    order = applyOrder(order, decided.value);
  }
  if (!order) throw new Error('nothing played');
  return order;
}

function refusalOf(order: Order | null, person: Person, command: OrderCommand, change = {}): string {
  const decided = decideOrder(order, command, facts(person, 1, change));
  return decided.accepted ? 'accepted' : decided.refusal.code;
}

describe('an order', () => {
  it('is drafted, issued with number and day, taken note of, answered and accepted', () => {
    const order = played(
      ['office', draft],
      ['office', { type: 'issue' }],
      ['unit', { type: 'acknowledge' }],
      ['unit', answer],
      ['office', { type: 'accept', remark: '' }],
    );
    expect(order).toMatchObject({
      state: 'accepted',
      problemIds: ['p1', 'p2'],
      number: { prefix: '督', year: 2026, number: 7 },
      answerDueAt: at(25),
      acknowledgedAt: at(2),
      answeredBy: 'unit',
      acceptedBy: 'office',
      version: 5,
    });
  });

  it('goes out by rule where the city wants it, but a rule neither answers nor accepts', () => {
    const order = played([null, { ...draft, stepKey: 'orderDue' }], [null, { type: 'issue' }]);
    expect(order).toMatchObject({ state: 'issued', madeBy: null, issuedBy: null, stepKey: 'orderDue' });
    expect(refusalOf(order, null, answer)).toBe('order.notBySystem');
  });

  it('is answered by the unit and judged by the office, never the other way round', () => {
    const issued = played(['office', draft], ['office', { type: 'issue' }]);
    expect(refusalOf(issued, 'office', answer)).toBe('order.missingVerb');
    expect(refusalOf(issued, 'stranger', answer)).toBe('order.missingVerb');
    const answered = applyOrder(issued, {
      kind: 'order.answered',
      at: at(2),
      by: 'unit',
      data: { answer: 'done', photoIds: [] },
    });
    expect(refusalOf(answered, 'unit', { type: 'accept', remark: '' })).toBe('order.missingVerb');
    expect(possibleOrderMoves(answered, facts('office', 3).actor)).toEqual([
      'accept',
      'sendBack',
      'withdraw',
    ]);
    expect(possibleOrderMoves(answered, facts('unit', 3).actor)).toEqual([]);
  });

  it('sent back is owed again, by a new day', () => {
    const order = played(
      ['office', draft],
      ['office', { type: 'issue' }],
      ['unit', answer],
      ['office', { type: 'sendBack', reason: 'Nothing was done', answerDueAt: at(50) }],
    );
    expect(order).toMatchObject({ state: 'sent_back', answerDueAt: at(50), sentBackCount: 1 });
    expect(isOwed(order.state)).toBe(true);
    expect(refusalOf(order, null, { type: 'noteOverdue' })).toBe('order.notOverdue');
    const late = decideOrder(order, { type: 'noteOverdue' }, facts(null, 51));
    expect(late).toMatchObject({ accepted: true, value: { kind: 'order.answer_overdue' } });
    const noted = late.accepted ? applyOrder(order, late.value) : order;
    expect(decideOrder(noted, { type: 'noteOverdue' }, facts(null, 60))).toMatchObject({
      refusal: { code: 'order.overdueNoted' },
    });
  });

  it('says what it lacks', () => {
    const cases: readonly (readonly [Partial<typeof draft>, string])[] = [
      [{ problemIds: [] }, 'order.noProblems'],
      [{ problemIds: ['p1', 'elsewhere'] }, 'order.problemsNotOfUnit'],
      [{ problemIds: Array.from({ length: 201 }, (_, index) => `p${index}`) }, 'order.tooManyProblems'],
      [{ title: '  ' }, 'order.noTitle'],
      [{ demands: 'x' }, 'order.textNeeded'],
      [{ answerHours: 0 }, 'order.noAnswerTime'],
    ];
    for (const [change, code] of cases) {
      expect(refusalOf(null, 'office', { ...draft, ...change } as OrderCommand)).toBe(code);
    }
    const order = played(['office', draft]);
    expect(refusalOf(order, 'office', { type: 'issue' }, { number: null })).toBe('order.noNumber');
    expect(refusalOf(order, 'office', { type: 'issue' }, { answerDueAt: at(0) })).toBe('order.answerDayPast');
    expect(refusalOf(order, 'unit', answer)).toBe('order.wrongState');
    expect(refusalOf(null, 'office', { type: 'issue' })).toBe('order.notFound');
    expect(refusalOf(order, null, { type: 'addProblems', problemIds: ['p1'], colour: 'near' })).toBe(
      'order.noProblems',
    );
  });

  it('keeps its history whole', () => {
    const event: OrderEvent = { kind: 'order.acknowledged', at: at(0), by: 'x', data: {} };
    expect(() => applyOrder(null, event)).toThrow('instead of order.drafted');
    expect(foldOrder([])).toBeNull();
  });
});

describe('the colour of a letter', () => {
  const problem = { state: 'assigned', dispatchedAt: at(0), deadlineAt: at(10) };

  it('is red after the deadline, orange where nobody has begun at half time, yellow else', () => {
    expect(orderColour([problem], at(10))).toBe('slow');
    expect(orderColour([problem], at(10.1))).toBe('overdue');
    expect(orderColour([problem], at(5))).toBe('near');
    expect(orderColour([{ ...problem, state: 'in_progress' }], at(9))).toBe('near');
    expect(orderColour([{ ...problem, state: 'in_progress' }, problem], at(9))).toBe('slow');
    expect(orderColour([problem, { ...problem, deadlineAt: at(1) }], at(5))).toBe('overdue');
  });
});

describe('whatever people try', () => {
  const people = fc.constantFrom<Person>('office', 'unit', 'stranger', null);
  const commands: fc.Arbitrary<OrderCommand> = fc.oneof(
    fc.constant(draft),
    fc.constant<OrderCommand>({ ...draft, type: 'edit', problemIds: ['p3'] } as OrderCommand),
    fc.constant<OrderCommand>({ type: 'addProblems', problemIds: ['p3'], colour: 'near' }),
    fc.constant<OrderCommand>({ type: 'issue' }),
    fc.constant<OrderCommand>({ type: 'acknowledge' }),
    fc.constant(answer),
    fc.constant<OrderCommand>({ type: 'accept', remark: '' }),
    fc.integer({ min: 1, max: 300 }).map<OrderCommand>((hours) => ({
      type: 'sendBack',
      reason: 'Nothing was done',
      answerDueAt: at(hours),
    })),
    fc.constant<OrderCommand>({ type: 'withdraw', reason: 'No longer needed' }),
    fc.constant<OrderCommand>({ type: 'noteOverdue' }),
  );
  const story = fc.array(fc.tuple(people, commands, fc.integer({ min: 1, max: 40 })), { maxLength: 60 });

  it('no order leaves the table of moves, and its history folds to it', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let order: Order | null = null;
        let hours = 0;
        const events: OrderEvent[] = [];
        for (const [person, command, pause] of steps) {
          hours += pause;
          const before: Order | null = order;
          const decided = decideOrder(before, command, facts(person, hours));
          if (!decided.accepted) continue;
          const move = orderMoves[command.type];
          expect(move.from).toContain(before?.state ?? null);
          if (person !== null) expect(verbOf[person]).toBe(move.verb);
          else expect(move.bySystem).toBe(true);
          events.push(decided.value);
          order = applyOrder(before, decided.value);
          expect(order.state).toBe(move.to === 'same' ? before?.state : move.to);
          expect(order.version).toBe(events.length);
          const isSent = order.state !== 'draft' && order.state !== 'withdrawn';
          if (isSent) expect([order.number, order.answerDueAt]).not.toContain(null);
          if (order.state === 'accepted') expect(order.answer).not.toBeNull();
          expect(order.overdueCount).toBeLessThanOrEqual(1 + order.sentBackCount);
        }
        expect(foldOrder(events)).toEqual(order);
      }),
    );
  });
});
