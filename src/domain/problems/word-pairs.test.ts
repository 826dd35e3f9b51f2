import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordPairs } from './word-pairs.ts';

describe('pairs of signs', () => {
  it('are neighbours, each once, whatever the case', () => {
    expect(wordPairs('垃圾堆垃圾')).toEqual(['垃圾', '圾堆', '堆垃']);
    expect(wordPairs('A座b座')).toEqual(['a座', '座b', 'b座']);
    expect(wordPairs('水')).toEqual([]);
  });

  it('count signs, not their halves', () => {
    expect(wordPairs('𠮷野家')).toEqual(['𠮷野', '野家']);
  });

  it('of a part are among those of the whole', () => {
    const text = fc.string({ unit: fc.constantFrom('垃', '圾', 'A', 'b', '1', ' ', '𠮷') });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        const whole = new Set(wordPairs(before + part + after));
        expect(wordPairs(part).every((pair) => whole.has(pair))).toBe(true);
      }),
    );
  });
});
