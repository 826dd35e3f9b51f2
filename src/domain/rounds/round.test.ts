import { describe, expect, it } from 'vitest';
import { checkRoundDays, decideClosing, decideOpening, decidePlanning } from './round.ts';

const ready = { state: 'planned', visits: 3, unassigned: 0, done: 0 } as const;

describe('a round', () => {
  it('opens when every visit has somebody on it', () => {
    expect(decideOpening(ready)).toEqual({ accepted: true, value: 'open' });
    expect(decideOpening({ ...ready, unassigned: 2 })).toMatchObject({
      refusal: { code: 'round.unassigned', facts: { count: 2 } },
    });
    expect(decideOpening({ ...ready, visits: 0 })).toMatchObject({ refusal: { code: 'round.noVisits' } });
    expect(decideOpening({ ...ready, state: 'open' })).toMatchObject({
      refusal: { code: 'round.alreadyOpen' },
    });
  });

  it('closes once, and then nothing about it changes', () => {
    expect(decideClosing({ ...ready, state: 'open' })).toEqual({ accepted: true, value: 'closed' });
    expect(decideClosing(ready)).toMatchObject({ refusal: { code: 'round.notOpen' } });
    const closed = { ...ready, state: 'closed' } as const;
    for (const decide of [decideClosing, decideOpening, decidePlanning]) {
      expect(decide(closed)).toMatchObject({ refusal: { code: 'round.closed' } });
    }
  });

  it('has days in order and no longer than a year', () => {
    expect(checkRoundDays('2026-11-23', '2026-11-23').accepted).toBe(true);
    expect(checkRoundDays('2026-11-24', '2026-11-23')).toMatchObject({
      refusal: { code: 'round.daysReversed' },
    });
    expect(checkRoundDays('2026-11-23', '2027-11-24')).toMatchObject({ refusal: { code: 'round.tooLong' } });
  });
});
