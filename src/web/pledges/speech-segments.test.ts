import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speechSegments } from './speech-segments.ts';

describe('speechSegments', () => {
  it('cuts at the ends of marks, overlapping ones too', () => {
    const marks = [
      { key: 'a', from: 1, to: 4 },
      { key: 'b', from: 3, to: 6 },
    ];
    expect(speechSegments('0123456', marks)).toEqual([
      { text: '0', from: 0, keys: [] },
      { text: '12', from: 1, keys: ['a'] },
      { text: '3', from: 3, keys: ['a', 'b'] },
      { text: '45', from: 4, keys: ['b'] },
      { text: '6', from: 6, keys: [] },
    ]);
  });

  it('keeps every character once and every mark whole, and leaves out marks outside the text', () => {
    const mark = fc.record({ key: fc.uuid(), from: fc.integer({ min: -3, max: 30 }), to: fc.nat(30) });
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), fc.array(mark, { maxLength: 6 }), (text, marks) => {
        const segments = speechSegments(text, marks);
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        for (const { key, from, to } of marks) {
          const marked = segments.filter((segment) => segment.keys.includes(key));
          const whole = from >= 0 && from < to && to <= text.length ? text.slice(from, to) : '';
          expect(marked.map((segment) => segment.text).join('')).toBe(whole);
        }
      }),
    );
  });
});
