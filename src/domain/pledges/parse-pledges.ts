import { statedDue } from './commitment-due.ts';
import { itemHeading } from './item-headings.ts';
import type { MatchingText } from './matching-text.ts';
import { matchingText, sourceSpan, sourceText } from './matching-text.ts';
import { measureStretches } from './measure-items.ts';
import { namedPlaces } from './named-places.ts';
import type { ParsedCommitment, ParsedPledges, ParsedSpeech } from './parsed-pledges.ts';
import { selfNaming } from './self-naming.ts';
import type { CommitmentStretch } from './sentence-commitments.ts';
import { speechCauses } from './speech-causes.ts';
import type { SpeechPart } from './speech-headings.ts';
import { speechParts } from './speech-headings.ts';
import type { SpeechItem } from './speech-items.ts';
import { admitsFault, itemsOf, turnOf } from './speech-items.ts';
import type { Sentence } from './speech-sentences.ts';
import { sentencesOf } from './speech-sentences.ts';
import { statedQuantities } from './stated-quantity.ts';
import { wrappedLineEnds } from './wrapped-lines.ts';

/**
 * Reads speeches of self-criticism and pledge, in traditional or simplified script: who speaks for
 * which unit, what causes are admitted, and each measure as one thing that can be followed up.
 *
 * `options.year` stands in where a day is stated without its year; without it such a day stays open
 * (`due` null, `dueStated` the words). Reading is by rules over words and punctuation, so it needs no
 * network and gives the same answer everywhere. It never throws, whatever the text.
 */
export function parsePledges(text: string, options: { readonly year?: number } = {}): ParsedPledges {
  const parts = speechParts(text);
  const speeches = parts.flatMap((part) => {
    const speech = readSpeech(text, part, options.year ?? null);
    const empty = speech.causes.length === 0 && speech.commitments.length === 0;
    return part.heading === null && empty ? [] : [speech];
  });
  return { speeches };
}

function readSpeech(source: string, part: SpeechPart, year: number | null): ParsedSpeech {
  const wrapped = wrappedLineEnds(source, part.from, part.to);
  const text = matchingText(source, part.from, part.to, (lineEnd) => wrapped.has(lineEnd));
  const sentences = sentencesOf(text.compact);
  const { before, measures } = divide(text.compact, sentences);
  const { speaker, post, unit, district } = part.heading ?? selfNaming(text);
  return {
    speaker,
    post,
    unit,
    district,
    causes: speechCauses(text, before),
    commitments: itemsOf(text.compact, measures).flatMap((item) => itemCommitments(text, item, year)),
  };
}

/** Without a turning phrase, items that name a fault are causes and all others measures. */
function divide(
  compact: string,
  sentences: readonly Sentence[],
): { readonly before: readonly Sentence[]; readonly measures: readonly Sentence[] } {
  const turn = turnOf(compact, sentences);
  if (turn.measures) return { before: turn.before, measures: turn.measures };
  const items = itemsOf(compact, sentences);
  const looksBack = items.map((item) => namesFault(compact, item));
  const lastCause = looksBack.lastIndexOf(true);
  const flat = (kept: readonly SpeechItem[]): readonly Sentence[] => kept.flatMap((item) => item.sentences);
  return { before: flat(items.slice(0, lastCause + 1)), measures: flat(items.slice(lastCause + 1)) };
}

function namesFault(compact: string, item: SpeechItem): boolean {
  const first = item.sentences[0]?.clauses[0];
  const last = item.sentences.at(item.numbered ? 0 : -1)?.clauses.at(-1);
  return first !== undefined && last !== undefined && admitsFault(compact.slice(first.from, last.to));
}

function itemCommitments(
  text: MatchingText,
  item: SpeechItem,
  year: number | null,
): readonly ParsedCommitment[] {
  const heading = itemHeading(text.compact, item);
  const headingText = heading ? sourceText(text, heading.from, heading.to) : '';
  return measureStretches(text.compact, item).map((stretch) =>
    commitmentOf(text, stretch, headingText, year),
  );
}

function commitmentOf(
  text: MatchingText,
  stretch: CommitmentStretch,
  heading: string,
  year: number | null,
): ParsedCommitment {
  const words = text.compact.slice(stretch.from, stretch.to);
  const stated = statedDue(words, year);
  const quantity = statedQuantities(words)[0];
  const verbatim = (from: number, to: number): string =>
    sourceText(text, stretch.from + from, stretch.from + to).replaceAll(/\s+/g, '');
  return {
    text: sourceText(text, stretch.from, stretch.to),
    kind: stretch.kind,
    due: stated?.due ?? null,
    dueStated: stated ? stated.stretches.map(([from, to]) => verbatim(from, to)).join('…') : null,
    quantity: quantity
      ? { value: quantity.value, unit: quantity.unit, text: verbatim(quantity.from, quantity.to) }
      : null,
    places: [...new Set(namedPlaces(words).map((place) => verbatim(place.from, place.to)))],
    span: sourceSpan(text, stretch.from, stretch.to),
    heading: heading,
  };
}
