/**
 * Cuts the compact text of a speech into numbered items, sentences and clauses. All offsets are those
 * of the compact text.
 */
export interface Clause {
  readonly from: number;
  readonly to: number;
}

export interface Sentence {
  readonly clauses: readonly Clause[];
  /** What closed it: a full stop, a semicolon, a colon, a line end, or the next number. */
  readonly end: 'stop' | 'semicolon' | 'colon' | 'line' | 'number';
  /** Style of the number that it opens with (一是, 一、, 1. …); null inside an item or outside any. */
  readonly number: NumberStyle | null;
  readonly startsLine: boolean;
}

export type NumberStyle = 'spoken' | 'list' | 'bracket' | 'figure' | 'ordinal' | 'sequence';

const numeral = '[一二三四五六七八九十]{1,3}';

/** Numbers as speeches set them; `spoken` ones may stand after a comma, the others open a sentence. */
const numberForms: readonly { readonly style: NumberStyle; readonly form: RegExp }[] = [
  {
    style: 'spoken',
    form: new RegExp(`^(?:第?${numeral}(?:是(?:要)?|则|来是|要(?![素点件务领害闻])))[,、:]?`),
  },
  { style: 'bracket', form: new RegExp(`^[(](?:${numeral}|\\d{1,2})[)][、.,:]?`) },
  { style: 'ordinal', form: new RegExp(`^第${numeral}[,、:]`) },
  { style: 'list', form: new RegExp(`^${numeral}(?:、(?![一二三四五六七八九十])|\\.)`) },
  { style: 'figure', form: /^(?:\d{1,2}(?:\.(?!\d)|、(?!\d)|[)])|[①-⑳⑴-⒇⒈-⒛㈠-㈩][、.]?)/ },
  { style: 'sequence', form: /^(?:首先|其一|其次|其二|再次|再者|其三|最后)[,:是]/ },
];

/** The number that stands at `at`, with its length in compact text; null when there is none. */
export function numberAt(
  compact: string,
  at: number,
  afterComma = false,
): { readonly style: NumberStyle; readonly length: number } | null {
  const ahead = compact.slice(at, at + 8);
  for (const { style, form } of numberForms) {
    if (afterComma && style !== 'spoken' && style !== 'sequence') continue;
    const length = form.exec(ahead)?.[0].length;
    if (length !== undefined) return { style, length };
  }
  return null;
}

const closing: Readonly<Record<string, string>> = {
  '“': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '《': '》',
  '〈': '〉',
  '(': ')',
};

/** A quotation longer than this is taken for a forgotten closing mark. */
const longestQuotation = 60;

/** Sentences of a compact text, in order; punctuation and numbers belong to no clause. */
export function sentencesOf(compact: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let clauses: Clause[] = [];
  let number: NumberStyle | null = null;
  let startsLine = true;
  let clauseFrom = 0;
  let quotedUntil = -1;

  const closeClause = (to: number): void => {
    if (to > clauseFrom) clauses.push({ from: clauseFrom, to });
    clauseFrom = to;
  };
  const closeSentence = (to: number, end: Sentence['end']): void => {
    closeClause(to);
    if (clauses.length > 0 || number !== null) sentences.push({ clauses, end, number, startsLine });
    clauses = [];
    number = null;
    startsLine = end === 'line';
  };
  const openNumber = (at: number, afterComma: boolean): number => {
    const found = numberAt(compact, at, afterComma);
    if (!found) return 0;
    if (clauses.length > 0) closeSentence(at, 'number');
    number = found.style;
    return found.length;
  };

  let at = openNumber(0, false);
  clauseFrom = at;
  while (at < compact.length) {
    const unit = compact.charAt(at);
    const partner = closing[unit];
    if (at > quotedUntil && partner !== undefined) {
      const end = compact.slice(at + 1, at + 1 + longestQuotation).indexOf(partner);
      if (end >= 0) quotedUntil = at + 1 + end;
    }
    const ender = unit === '\n' || at > quotedUntil ? enderAt(compact, at) : null;
    if (ender === null) {
      at += 1;
      continue;
    }
    if (ender === 'comma') closeClause(at);
    else closeSentence(at, ender);
    at += 1;
    clauseFrom = at;
    at += openNumber(at, ender === 'comma');
    clauseFrom = at;
  }
  closeSentence(compact.length, 'stop');
  return sentences;
}

function enderAt(compact: string, at: number): Sentence['end'] | 'comma' | null {
  const unit = compact.charAt(at);
  if ('。！？!?…'.includes(unit)) return 'stop';
  if (unit === ';') return 'semicolon';
  if (unit === '\n') return 'line';
  if (unit !== ',' && unit !== ':') return null;
  const betweenDigits = /\d/.test(compact.charAt(at - 1)) && /\d/.test(compact.charAt(at + 1));
  if (betweenDigits) return null;
  return unit === ',' ? 'comma' : 'colon';
}
