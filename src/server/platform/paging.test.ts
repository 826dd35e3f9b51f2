import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cursorOf, pageOf, placeDay, placeInstant, placeText, readCursor } from './paging.ts';
import { Refused } from './refused.ts';

const textAndId = z.tuple([placeText, z.uuid()]);
const id = '0199f0aa-0000-7000-8000-000000000001';

function faultOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof Refused) return [error.status, error.fields];
    throw error;
  }
  return null;
}

const refused = [400, [{ path: 'cursor', code: 'invalid_format', facts: {} }]];

describe('a cursor', () => {
  it('comes back as the place it was made of, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(readCursor(textAndId, cursorOf([text, id]))).toEqual([text, id]);
      }),
    );
  });

  it('may be left out', () => {
    expect(readCursor(textAndId, undefined)).toBeUndefined();
  });

  it('is refused at its field when it is any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(faultOf(() => readCursor(textAndId, text))).toEqual(refused);
      }),
    );
  });

  it.each([
    ['a place of another list', textAndId, ['a']],
    ['a text the database cannot keep', textAndId, ['a\0b', id]],
    ['a day that is none', z.tuple([placeDay]), ['2026-02-30']],
    ['a year that is none', z.tuple([placeDay]), ['0000-01-01']],
    ['an instant of no year', z.tuple([placeInstant]), ['0000-01-01T00:00:00Z']],
  ])('is refused when it forges %s', (_, schema: z.ZodType, place) => {
    expect(faultOf(() => readCursor(schema, cursorOf(place)))).toEqual(refused);
  });
});

describe('a page', () => {
  it('names the next one only where a row more was found', () => {
    expect(pageOf([1, 2, 3], 2, (last) => [last])).toEqual({ rows: [1, 2], next: cursorOf([2]) });
    expect(pageOf([1, 2], 2, (last) => [last])).toEqual({ rows: [1, 2], next: null });
    expect(pageOf([], 2, (last) => [last])).toEqual({ rows: [], next: null });
  });
});
