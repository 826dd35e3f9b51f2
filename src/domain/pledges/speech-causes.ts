import { itemHeading, stretchOfSentences } from './item-headings.ts';
import type { MatchingText } from './matching-text.ts';
import { sourceSpan, sourceText } from './matching-text.ts';
import type { ParsedCause } from './parsed-pledges.ts';
import type { SpeechItem } from './speech-items.ts';
import { admitsFault, clauseText, itemsOf, leadsToCauses } from './speech-items.ts';
import type { Sentence } from './speech-sentences.ts';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The causes that a speech admits in the sentences before its measures: every numbered item behind
 * words such as 究其原因 or that names a fault, and every unnumbered sentence that names one.
 */
export function speechCauses(text: MatchingText, sentences: readonly Sentence[]): readonly ParsedCause[] {
  const causes: ParsedCause[] = [];
  let announced = false;
  for (const item of itemsOf(text.compact, sentences)) {
    const cause = causeOf(text, item, announced);
    if (cause) causes.push(cause);
    announced ||= item.sentences.some((sentence) => leadsToCauses(text.compact, sentence));
  }
  return causes;
}

function causeOf(text: MatchingText, item: SpeechItem, announced: boolean): ParsedCause | null {
  const stretch = item.numbered ? stretchOfSentences(item.sentences) : unnumberedCause(text, item);
  if (!stretch) return null;
  const words = text.compact.slice(stretch.from, stretch.to);
  if (!admitsFault(words) && !(item.numbered && announced)) return null;
  const heading = item.numbered ? itemHeading(text.compact, item) : null;
  return {
    text: sourceText(text, stretch.from, stretch.to),
    span: sourceSpan(text, stretch.from, stretch.to),
    heading: heading ? sourceText(text, heading.from, heading.to) : '',
  };
}

const becauseOf = /(?:主要)?(?:是由于|是因为|由于|因为|因(?![此而果素地人]))/;
const consequence = /^(?:未|影响|导致|致使|造成|给|使得?|被|排名|领了|所以|因此)/;

/** 因重视程度不够、措施不力,未完成目标: the cause reaches from behind 因 to before its consequence. */
function unnumberedCause(text: MatchingText, item: SpeechItem): Stretch | null {
  const sentence = item.sentences[0];
  const whole = stretchOfSentences(item.sentences);
  if (!sentence || !whole || leadsToCauses(text.compact, sentence)) return null;
  const start = sentence.clauses.findIndex((clause) => becauseOf.test(clauseText(text.compact, clause)));
  const first = sentence.clauses[start];
  if (!first) return whole;
  const because = becauseOf.exec(clauseText(text.compact, first));
  const from = first.from + (because ? because.index + because[0].length : 0);
  const rest = sentence.clauses.slice(start + 1);
  const end = rest.findIndex((clause) => consequence.test(clauseText(text.compact, clause)));
  const last = end < 0 ? sentence.clauses.at(-1) : (rest[end - 1] ?? first);
  return last && from < last.to ? { from, to: last.to } : whole;
}
