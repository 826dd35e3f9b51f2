import { statedDue } from './commitment-due.ts';
import type { SpeechItem } from './speech-items.ts';
import type { Sentence } from './speech-sentences.ts';
import { statedQuantities } from './stated-quantity.ts';

/** A heading longer than this is a sentence of the item. */
const longestHeading = 24;

/**
 * The opening sentence of a numbered item that only announces what follows (一是提升认识抓创建。…), in
 * compact offsets; null when the item is a single sentence, or its opening already promises a day or
 * an amount.
 */
export function itemHeading(
  compact: string,
  item: SpeechItem,
): { readonly from: number; readonly to: number } | null {
  const first = item.sentences[0];
  if (!item.numbered || !first || item.sentences.length < 2 || first.end === 'semicolon') return null;
  const stretch = stretchOfSentences([first]);
  if (!stretch || stretch.to - stretch.from > longestHeading) return null;
  const words = compact.slice(stretch.from, stretch.to);
  return statedDue(words, null) || statedQuantities(words).length > 0 ? null : stretch;
}

/** From the first clause of the sentences to the last; null when they hold no words. */
export function stretchOfSentences(
  sentences: readonly Sentence[],
): { readonly from: number; readonly to: number } | null {
  const clauses = sentences.flatMap((sentence) => sentence.clauses);
  const first = clauses[0];
  const last = clauses.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}
