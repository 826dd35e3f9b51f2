/** `counted` goes with a number of defects; the others with the three-level scale; `na` with both. */
export type AnswerValue = 'met' | 'partly' | 'not_met' | 'na' | 'counted';

/** What an inspector found for one item. */
export interface Answer {
  readonly itemCode: string;
  readonly value: AnswerValue;
  /** Number of defects seen; only with `counted`. */
  readonly defects?: number;
  readonly note?: string;
  readonly photoIds: readonly string[];
}

/** What a failed veto item does to the site: `min(score, cap)`, or 0. */
export interface VetoRule {
  readonly vetoRule: 'cap' | 'zero';
  /** Decimal string, 0 to 100; used with `cap`. */
  readonly cap: string;
}
