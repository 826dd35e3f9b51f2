import { describe, expect, it } from 'vitest';
import { type EarlierProblem, numberChain, possibleRecurrences } from './recurrence.ts';
import { recurrenceRate } from './recurrence-rate.ts';

const found = {
  id: null,
  siteId: 'yard',
  itemCode: 'Y-01',
  categoryKey: 'litter',
  raisedAt: '2026-11-23T02:00:00.000Z',
};

function earlier(change: Partial<EarlierProblem> = {}): EarlierProblem {
  return {
    id: 'old',
    siteId: 'yard',
    itemCode: 'Y-01',
    categoryKey: 'litter',
    state: 'struck_off',
    struckOffAt: '2026-10-01T02:00:00.000Z',
    ...change,
  };
}

function isMatch(change: Partial<EarlierProblem>, of: Partial<typeof found> = {}): boolean {
  return possibleRecurrences({ ...found, ...of }, [earlier(change)], 90).length === 1;
}

describe('the same again?', () => {
  it('is asked for the same site and item struck off within the window', () => {
    expect(isMatch({})).toBe(true);
    expect(isMatch({ itemCode: 'Y-02' })).toBe(false);
    expect(isMatch({ siteId: 'lane' })).toBe(false);
    expect(isMatch({ siteId: null }, { siteId: 'yard' })).toBe(false);
  });

  it('is asked by category where one of the two has no item', () => {
    expect(isMatch({ itemCode: null })).toBe(true);
    expect(isMatch({ itemCode: null, categoryKey: 'stall' })).toBe(false);
    expect(possibleRecurrences({ ...found, itemCode: null }, [earlier()], 90)).toHaveLength(1);
    // another category under the same item is the same item still
    expect(isMatch({ categoryKey: 'stall' })).toBe(true);
  });

  it('is asked to the last minute of the window and not after', () => {
    expect(isMatch({ struckOffAt: '2026-08-25T02:00:00.000Z' })).toBe(true);
    expect(isMatch({ struckOffAt: '2026-08-25T01:59:59.000Z' })).toBe(false);
    expect(isMatch({ struckOffAt: '2026-11-23T02:00:00.001Z' })).toBe(false);
  });

  it('is not asked about what is open, void, or the problem itself', () => {
    for (const state of ['in_progress', 'voided', 'fix_claimed', 'duplicate'] as const) {
      expect(isMatch({ state })).toBe(false);
    }
    expect(possibleRecurrences({ ...found, id: 'old' }, [earlier()], 90)).toEqual([]);
  });

  it('is never asked without a site', () => {
    const nowhere = { ...found, siteId: null };
    expect(possibleRecurrences(nowhere, [earlier({ siteId: null })], 90)).toEqual([]);
  });

  it('names the newest first', () => {
    const list = [
      earlier({ id: 'a' }),
      earlier({ id: 'b', struckOffAt: '2026-11-01T00:00:00.000Z' }),
      earlier({ id: 'c', struckOffAt: '2026-09-01T00:00:00.000Z' }),
    ];
    expect(possibleRecurrences(found, list, 90).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});

describe('a chain', () => {
  it('counts from the first time, also where two came of one', () => {
    const chain = numberChain([
      { id: 'c', recurrenceOf: 'a', raisedAt: '2026-03-01' },
      { id: 'a', recurrenceOf: null, raisedAt: '2026-01-01' },
      { id: 'b', recurrenceOf: 'a', raisedAt: '2026-02-01' },
    ]);
    expect(chain.map(({ id, time }) => `${id}${time}`)).toEqual(['a1', 'b2', 'c3']);
  });
});

describe('a rate of recurrence', () => {
  it('is not said of a handful', () => {
    expect(recurrenceRate({ struckOff: 4, cameBack: 4, windowOpen: 0 })).toBeNull();
    expect(recurrenceRate({ struckOff: 5, cameBack: 1, windowOpen: 2 })).toBe(0.2);
  });
});
