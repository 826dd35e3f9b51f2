import { simplify } from './matching-text.ts';
import { linesOf } from './speech-headings.ts';
import { numberAt } from './speech-sentences.ts';

/** A line shorter than this never wraps: it is a heading or the end of a paragraph. */
const shortestWrapped = 20;

/**
 * Line ends of `[from, to)` where a sentence only wraps (text set to a fixed width), as offsets of the
 * given text. A line wraps when it is about as long as the longest, ends without a closing sign, and
 * the next one is neither empty nor numbered.
 */
export function wrappedLineEnds(source: string, from: number, to: number): ReadonlySet<number> {
  const body = source.slice(from, to);
  const lines = linesOf(body).map((line) => ({
    to: line.to,
    words: simplify(body.slice(line.from, line.to)).trim(),
  }));
  const longest = lines.reduce((most, line) => Math.max(most, line.words.length), 0);
  const ends = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]?.words ?? '';
    if (line.words.length < Math.max(shortestWrapped, longest * 0.8)) continue;
    if (next === '' || numberAt(next, 0) !== null || /[。！!？?;:…”)]$/.test(line.words)) continue;
    ends.add(from + line.to);
  }
  return ends;
}
