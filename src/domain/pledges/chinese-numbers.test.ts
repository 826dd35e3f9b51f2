import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChineseNumber } from './chinese-numbers.ts';

describe('readChineseNumber', () => {
  it.each([
    ['十七', 17],
    ['十', 10],
    ['二十', 20],
    ['二十三', 23],
    ['两', 2],
    ['一百零五', 105],
    ['一百五', 150],
    ['一百五十', 150],
    ['一百一十', 110],
    ['两千三百', 2300],
    ['三万二', 32_000],
    ['三万零二', 30_002],
    ['十万', 100_000],
    ['一亿三千万', 130_000_000],
    ['二〇一九', 2019],
    ['零', 0],
    ['17', 17],
    ['1.5', 1.5],
    ['3万', 30_000],
    ['1.2万', 12_000],
    ['2百', 200],
  ])('reads %s', (words, value) => {
    expect(readChineseNumber(words)).toBe(value);
  });

  it.each(['', '几', '项', '万', '二两', '十百', '1.', '一1', '-3', '12345678901'])('refuses %j', (words) => {
    expect(readChineseNumber(words)).toBeNull();
  });

  it('reads back every number below a hundred million that it is given in words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (value) => {
        expect(readChineseNumber(inWords(value))).toBe(value);
      }),
    );
  });

  it('answers with a number or null for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'〇零一二两三九十百千万亿1.5项') }), (words) => {
        const value = readChineseNumber(words);
        expect(value === null || Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

function inWords(value: number): string {
  const upper = Math.floor(value / 10_000);
  const lower = value % 10_000;
  if (upper === 0) return section(lower);
  if (lower === 0) return `${section(upper)}万`;
  return `${section(upper)}万${lower < 1000 ? '零' : ''}${section(lower)}`;
}

/** 1 to 9999, with the zero that Chinese puts for skipped places. */
function section(value: number): string {
  let words = '';
  let skipped = false;
  for (const [size, place] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / size) % 10;
    if (digit === 0) {
      skipped = words !== '';
      continue;
    }
    words += `${skipped ? '零' : ''}${'零一二三四五六七八九'.charAt(digit)}${place}`;
    skipped = false;
  }
  return words;
}
