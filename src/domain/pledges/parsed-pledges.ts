/**
 * What the reader of pledge speeches hands back. Nothing in it is invented: what the speech does not
 * say is an empty string, an empty list or null.
 *
 * Every `span` is `[from, to)` in UTF-16 code units of the text that was given, and `text` is exactly
 * `given.slice(from, to)`: in the script of the speech, with its odd conversions and stray spaces.
 * Only `unit`, `post` and `district` are put into simplified script, because they are compared with
 * the register of units. A person's name is never converted.
 */
export type Span = readonly [from: number, to: number];

export type CommitmentKind =
  | 'listAndLedger'
  | 'siteWork'
  | 'publicity'
  | 'mechanism'
  | 'resources'
  | 'training'
  | 'thought'
  | 'inspection'
  | 'other';

export interface StatedQuantity {
  readonly value: number;
  /** Measure word in simplified script, 项 or 平方米. */
  readonly unit: string;
  /** As in the speech, with what is counted, 十七项重点整治任务. */
  readonly text: string;
}

export interface ParsedCause {
  readonly text: string;
  readonly span: Span;
  /** Opening sentence of a numbered cause with more sentences after it; empty otherwise. */
  readonly heading: string;
}

export interface ParsedCommitment {
  readonly text: string;
  readonly kind: CommitmentKind;
  /** ISO date; null when the text states no day or leaves the year (or the first day) open. */
  readonly due: string | null;
  /** The words of the speech that fix the day, joined with …, also where `due` cannot be computed. */
  readonly dueStated: string | null;
  readonly quantity: StatedQuantity | null;
  /** Places and categories of problem that are named, in order, without repeats. */
  readonly places: readonly string[];
  readonly span: Span;
  /** Heading of the numbered measure that it stands under; empty where there is none. */
  readonly heading: string;
}

export interface ParsedSpeech {
  readonly speaker: string;
  readonly post: string;
  readonly unit: string;
  readonly district: string;
  readonly causes: readonly ParsedCause[];
  readonly commitments: readonly ParsedCommitment[];
}

export interface ParsedPledges {
  readonly speeches: readonly ParsedSpeech[];
}
