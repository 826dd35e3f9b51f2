import type { Span } from './parsed-pledges.ts';
import { traditionalSimplifiedPairs } from './traditional-characters.ts';

/**
 * A piece of the given text prepared for looking things up: simplified, half-width, without white
 * space. `offsets[i]` is the place of `compact[i]` in the given text, so a find always leads back to
 * the very characters of the speech.
 */
export interface MatchingText {
  readonly source: string;
  readonly compact: string;
  readonly offsets: readonly number[];
}

/**
 * Pairs that the dictionary leaves alone but that speeches mix up: 著 for the particle 着, 祇 and 衹
 * for 只, 瞭 for 了, 妳 for 你, and both writings of 台账. The wrong conversions of the Jiaozuo
 * speeches (面 as noodles, 只 as a pair, 斗志 and 拼劲 with foreign parts) need no entry here: the
 * dictionary already brings each of them back, which a test holds fast.
 */
const mixedUp: readonly (readonly [string, string])[] = [
  ['著', '着'],
  ['祇', '只'],
  ['衹', '只'],
  ['瞭', '了'],
  ['妳', '你'],
  ['帳', '账'],
  ['帐', '账'],
];

const simplifiedOf = buildTable();

function buildTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (let index = 0; index + 1 < traditionalSimplifiedPairs.length; index += 2) {
    table.set(traditionalSimplifiedPairs.charAt(index), traditionalSimplifiedPairs.charAt(index + 1));
  }
  for (const [written, meant] of mixedUp) table.set(written, meant);
  return table;
}

/**
 * Simplified script and half-width signs, one UTF-16 code unit for one: the result has the length of
 * the input and every offset means the same character.
 */
export function simplify(text: string): string {
  const units: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    const code = text.charCodeAt(index);
    if (code >= 0xff01 && code <= 0xff5e) units.push(String.fromCharCode(code - 0xfee0));
    else if (unit === '﹐') units.push(',');
    else units.push(simplifiedOf.get(unit) ?? unit);
  }
  return units.join('');
}

const blank = /[\s\u200b-\u200d\u2060\ufeff]/;
const lineBreak = /[\n\v\f\u0085\u2028\u2029]/;
const latin = /[0-9A-Za-z]/;

/** True for white space that is not the end of a line; `\r` counts as one only before `\n`. */
function isBlank(text: string, index: number): boolean {
  return blank.test(text.charAt(index)) && !isLineBreak(text, index);
}

/** True at the (last) code unit of a line end, in any of the usual conventions. */
export function isLineBreak(text: string, index: number): boolean {
  const unit = text.charAt(index);
  return lineBreak.test(unit) || (unit === '\r' && text.charAt(index + 1) !== '\n');
}

/**
 * Prepares `source.slice(from, to)`. White space goes, except one blank between two Latin letters or
 * digits; a line end stays as `\n` unless `joinsNext` says that the sentence only wrapped there.
 */
export function matchingText(
  source: string,
  from: number,
  to: number,
  joinsNext: (lineEnd: number) => boolean = () => false,
): MatchingText {
  const simple = simplify(source.slice(from, to));
  const kept: string[] = [];
  const offsets: number[] = [];
  let pendingBlank = -1;
  for (let index = 0; index < simple.length; index += 1) {
    if (isBlank(simple, index)) {
      if (pendingBlank < 0) pendingBlank = index;
      continue;
    }
    const ends = isLineBreak(simple, index);
    if (ends && joinsNext(from + index)) continue;
    const unit = ends ? '\n' : simple.charAt(index);
    if (pendingBlank >= 0 && latin.test(unit) && latin.test(kept.at(-1) ?? '')) {
      kept.push(' ');
      offsets.push(from + pendingBlank);
    }
    pendingBlank = -1;
    kept.push(unit);
    offsets.push(from + index);
  }
  return { source, compact: kept.join(''), offsets };
}

/** The span of the given text that `[from, to)` of the compact text came from; needs `from < to`. */
export function sourceSpan(text: MatchingText, from: number, to: number): Span {
  const first = text.offsets[from];
  const last = text.offsets[to - 1];
  if (first === undefined || last === undefined) throw new RangeError('span outside of the text');
  return [first, last + 1];
}

/** The words of the speech behind `[from, to)` of the compact text, as they stand. */
export function sourceText(text: MatchingText, from: number, to: number): string {
  const [start, end] = sourceSpan(text, from, to);
  return text.source.slice(start, end);
}
