import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentState, decideConfirmation, lacksOf } from './pledge-confirmation.ts';

describe('decideConfirmation', () => {
  const whole = { personId: 'p', dueOn: '2026-12-01' };
  it('names every commitment without person or day', () => {
    const commitments = [{ ...whole, personId: null }, whole, { personId: null, dueOn: null }];
    expect(decideConfirmation({ state: 'draft', commitments })).toEqual({
      accepted: false,
      refusal: { code: 'pledge.incomplete', facts: { numbers: '1、3' } },
    });
    expect(lacksOf(commitments)).toEqual([
      { index: 0, field: 'personId' },
      { index: 2, field: 'personId' },
      { index: 2, field: 'dueOn' },
    ]);
  });

  it('needs something promised, once', () => {
    expect(decideConfirmation({ state: 'due', commitments: [] })).toMatchObject({
      refusal: { code: 'pledge.noCommitments' },
    });
    expect(decideConfirmation({ state: 'confirmed', commitments: [whole] })).toMatchObject({
      refusal: { code: 'pledge.confirmedStays' },
    });
  });

  it('accepts exactly when nothing lacks', () => {
    const some = fc.record({
      personId: fc.option(fc.constant('p')),
      dueOn: fc.option(fc.constant('2026-12-01')),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1 }), (commitments) => {
        const { accepted } = decideConfirmation({ state: 'draft', commitments });
        expect(accepted).toBe(commitments.every((each) => each.personId && each.dueOn));
      }),
    );
  });
});

describe('commitmentState', () => {
  it('is open through its day and overdue from the next', () => {
    expect(commitmentState('2026-11-23', '2026-11-23')).toBe('open');
    expect(commitmentState('2026-11-23', '2026-11-24')).toBe('overdue');
    expect(commitmentState(null, '2026-11-24')).toBe('undated');
  });
});
