import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePledges } from './parse-pledges.ts';
import type { Span } from './parsed-pledges.ts';

const sample = readFileSync(
  new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url),
  'utf8',
);

/** Pieces that speeches are made of, and pieces that have no business in one. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '一是',
      '二是',
      '一、',
      '（一）',
      '1.',
      '首先，',
      '一要',
      '下一步，',
      '我们将',
      '表态如下：',
      '没有落实',
    ],
    ...[
      '建立台賬',
      '7月11日',
      '一个半月内',
      '十七項任務',
      '8月底前',
      '丰收路',
      '各村',
      '确保',
      '、',
      '，',
      '。',
      '；',
    ],
    ...[
      '\n',
      '\r\n',
      ' ',
      '\u3000',
      '“',
      '”',
      '《',
      '（',
      '）',
      '😀',
      '\ud800',
      '\udc00',
      '𠵾',
      '\0',
      'ＡＢ',
      '…',
    ],
    ...['\n李甲（阳庙镇镇长）\n', '\n阳庙镇表态发言\n', '对照', '以…为重点', '百分之百', '因'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.nat(sample.length).map((from) => sample.slice(from, from + 40)),
);
const anyText = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));

function expectOrdered(text: string, found: readonly { readonly text: string; readonly span: Span }[]): void {
  let reached = 0;
  for (const { text: words, span } of found) {
    expect(span[0]).toBeGreaterThanOrEqual(reached);
    expect(span[1]).toBeGreaterThan(span[0]);
    expect(text.slice(span[0], span[1])).toBe(words);
    reached = span[1];
  }
  expect(reached).toBeLessThanOrEqual(text.length);
}

describe('parsePledges on any text', () => {
  it('gives spans in range, in order, without overlap, that hold exactly the words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { causes, commitments } of parsePledges(text, { year: 2019 }).speeches) {
          expectOrdered(text, causes);
          expectOrdered(text, commitments);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('invents no word: quantities, places, headings and names stand in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bare = text.replaceAll(/\s/g, '');
        for (const speech of parsePledges(text, { year: 2019 }).speeches) {
          expect(bare).toContain(speech.speaker);
          for (const { heading, quantity, places, dueStated, text: words } of speech.commitments) {
            const own = words.replaceAll(/\s/g, '');
            expect(text).toContain(heading);
            expect(own).toContain(quantity?.text ?? '');
            for (const place of places) expect(own).toContain(place);
            for (const stated of dueStated?.split('…') ?? []) expect(own).toContain(stated);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same answer twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parsePledges(text)).toEqual(parsePledges(text));
      }),
    );
  });

  it.each([
    '一是',
    '一是，',
    '一是建立台账。',
    '“',
    '（',
    '一二三',
    '对照',
    '建立台账、',
    '丰收',
    '7月',
    '确保',
    '\n',
    '李甲（',
  ])(
    'comes through 200 000 characters of %j',
    (words) => {
      const text = words.repeat(Math.ceil(200_000 / words.length));
      for (const { commitments } of parsePledges(text, { year: 2019 }).speeches) {
        expect(commitments.length).toBeLessThanOrEqual(text.length / 4);
      }
    },
    20_000,
  );

  it('loses nothing in a file of a hundred speeches', () => {
    const many = Array.from({ length: 100 }, () => sample).join('\n');
    expect(parsePledges(many).speeches).toHaveLength(300);
  });
});
