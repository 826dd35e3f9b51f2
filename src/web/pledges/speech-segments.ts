/** A stretch of the speech that is worth pointing at. `[from, to)` in UTF-16 code units. */
export interface SpeechMark {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** A piece of the speech; `keys` of the marks that cover it, in the order they were given. */
export interface SpeechSegment {
  readonly text: string;
  readonly from: number;
  readonly keys: readonly string[];
}

/** Cuts a speech at the ends of its marks. Marks may overlap; the pieces together are the whole text. */
export function speechSegments(text: string, marks: readonly SpeechMark[]): readonly SpeechSegment[] {
  const inside = marks.filter(({ from, to }) => from >= 0 && from < to && to <= text.length);
  const cuts = [...new Set([0, text.length, ...inside.flatMap(({ from, to }) => [from, to])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? text.length;
    const keys = inside.filter((mark) => mark.from <= from && mark.to >= to).map((mark) => mark.key);
    return { text: text.slice(from, to), from, keys };
  });
}
