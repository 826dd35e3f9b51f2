import { openingLength, roleOf } from './commitment-clauses.ts';
import { topicOf } from './commitment-kinds.ts';
import { itemHeading, stretchOfSentences } from './item-headings.ts';
import type { CommitmentStretch } from './sentence-commitments.ts';
import { sentenceCommitments } from './sentence-commitments.ts';
import type { SpeechItem } from './speech-items.ts';
import { clauseText } from './speech-items.ts';
import type { Sentence } from './speech-sentences.ts';

/**
 * The commitments of one measure, in order. A heading counts as one only where the sentences under it
 * promise nothing of its kind (一是建立台账。落实到人。). A numbered measure in words that no topic
 * knows is kept, as what its heading announces or else as `other`, so that no measure is lost.
 */
export function measureStretches(compact: string, item: SpeechItem): readonly CommitmentStretch[] {
  const heading = itemHeading(compact, item);
  const [first, ...rest] = item.sentences;
  if (!heading || !first) {
    const found = item.sentences.flatMap((sentence) => sentenceCommitments(compact, sentence));
    return found.length > 0 || !item.numbered ? found : unknownMeasure(compact, item.sentences);
  }
  const under = rest.flatMap((sentence) => sentenceCommitments(compact, sentence));
  const announcedKind = topicOf(compact.slice(heading.from, heading.to))?.kind ?? 'other';
  const known = (under.length > 0 ? under : unknownMeasure(compact, rest)).map((stretch) =>
    stretch.kind === 'other' ? { ...stretch, kind: announcedKind } : stretch,
  );
  const kinds = new Set(known.map((stretch) => stretch.kind));
  const announced = sentenceCommitments(compact, first).filter(
    (stretch) => !kinds.has(stretch.kind) && !methodHeading.test(compact.slice(stretch.from, stretch.to)),
  );
  return [...announced, ...known];
}

/** 完善机制抓创建: the heading names a manner, the promise itself follows. */
const methodHeading = /[抓促保]创建$/;

function unknownMeasure(compact: string, sentences: readonly Sentence[]): readonly CommitmentStretch[] {
  return sentences.flatMap((sentence) => {
    const plain = sentence.clauses.filter((clause) => roleOf(clauseText(compact, clause)).role === 'plain');
    const first = plain[0];
    const stretch = stretchOfSentences([{ ...sentence, clauses: plain }]);
    if (!first || !stretch) return [];
    const from = first.from + openingLength(clauseText(compact, first));
    return from < stretch.to ? [{ from, to: stretch.to, kind: 'other' as const }] : [];
  });
}
