import fc from 'fast-check';
import { Converter } from 'opencc-js';
import { describe, expect, it } from 'vitest';
import { matchingText, simplify, sourceSpan, sourceText } from './matching-text.ts';

const ownPairs = new Set(['帳']);

describe('simplify', () => {
  it('agrees with the dictionary on every character of one code unit', () => {
    const toSimplified = Converter({ from: 't', to: 'cn' });
    const differing: string[] = [];
    let changed = 0;
    for (let code = 0x3400; code <= 0x9fff; code += 1) {
      const sign = String.fromCharCode(code);
      const expected = toSimplified(sign);
      if (expected.length !== 1 || expected === sign || ownPairs.has(sign)) continue;
      changed += 1;
      if (simplify(sign) !== expected) differing.push(sign);
    }
    expect(differing).toEqual([]);
    expect(changed).toBeGreaterThan(2900);
  });

  it('undoes the wrong conversions of the speeches', () => {
    expect(simplify('這麵藍旗')).toBe('这面蓝旗');
    expect(simplify('隻爭朝夕')).toBe('只争朝夕');
    expect(simplify('鬥誌')).toBe('斗志');
    expect(simplify('拚勁')).toBe('拼劲');
    expect(simplify('台賬 台帳 台帐 本著')).toBe('台账 台账 台账 本着');
  });

  it('makes full-width signs half-width', () => {
    expect(simplify('（７月１１日），：')).toBe('(7月11日),:');
  });

  it('never changes the length and never touches a surrogate', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(simplify(text)).toHaveLength(text.length);
      }),
    );
    expect(simplify('😀𠵾')).toBe('😀𠵾');
  });
});

describe('matchingText', () => {
  it('drops blanks inside of words and finds the way back', () => {
    const source = '我代表東 方　紅街道';
    const text = matchingText(source, 0, source.length);
    expect(text.compact).toBe('我代表东方红街道');
    expect(sourceSpan(text, 3, 6)).toEqual([3, 8]);
    expect(sourceText(text, 3, 6)).toBe('東 方　紅');
  });

  it('keeps one blank between digits, so that two numbers stay two', () => {
    expect(matchingText('第 3  15 項', 0, 9).compact).toBe('第3 15项');
  });

  it('knows every kind of line end and joins where a line only wraps', () => {
    expect(matchingText('一\r\n二\r三\n四', 0, 8).compact).toBe('一\n二\n三\n四');
    expect(matchingText('一\r\n二', 0, 4, (end) => end === 2).compact).toBe('一二');
  });

  it('gives every kept character the place it came from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (source, from) => {
        const text = matchingText(source, Math.min(from, source.length), source.length);
        const simple = simplify(source);
        text.offsets.forEach((offset, index) => {
          const kept = text.compact.charAt(index);
          if (kept !== '\n' && kept !== ' ') expect(simple.charAt(offset)).toBe(kept);
          if (index > 0) expect(offset).toBeGreaterThan(text.offsets[index - 1] ?? 0);
        });
      }),
    );
  });

  it('refuses an empty or foreign span', () => {
    expect(() => sourceSpan(matchingText('一', 0, 1), 1, 2)).toThrow(RangeError);
  });
});
