import type { ParsedSpeech } from './parsed-pledges.ts';
import { speechParts } from './speech-headings.ts';

/** Where a speech stands in the text, heading included: `[from, to)` in UTF-16 code units. */
export interface SpeechRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The stretch of the text that each parsed speech takes, from its heading to the heading of the next
 * one, so that a speech can be kept without its neighbours.
 */
export function speechRanges(text: string, speeches: readonly ParsedSpeech[]): readonly SpeechRange[] {
  const starts: number[] = [];
  let before = 0;
  for (const part of speechParts(text)) {
    const speech = speeches[starts.length];
    if (speech === undefined) break;
    // the reader leaves out parts without a heading that hold nothing
    const first = (speech.causes[0] ?? speech.commitments[0])?.span[0];
    const holds = first !== undefined && first >= part.from && first < part.to;
    if (part.heading !== null || holds) starts.push(before);
    before = part.to;
  }
  return speeches.map((_, index) => ({ from: starts[index] ?? 0, to: starts[index + 1] ?? text.length }));
}
