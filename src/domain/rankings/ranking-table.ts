import type { ExactNumber } from '../exact-number.ts';

/**
 * A table as a city prints it: groups of units with scores or the parts of scores, and the rules
 * that turn them into ranks and flags. All marks are decimal strings (`"83.00"`), never floats.
 */
export interface RankingTable {
  readonly title?: string;
  readonly documentNumber?: string;
  /** Calendar day, `2019-08-21`. */
  readonly date?: string;
  /** Decimals that are stored, printed and compared. */
  readonly decimals: number;
  readonly tieRule: TieRule;
  readonly order: ScoreOrder;
  readonly groups: readonly RankingGroup[];
}

/** `competition` numbers a tie 1, 2, 2, 4; `dense` numbers it 1, 2, 2, 3. */
export type TieRule = 'competition' | 'dense';

export type ScoreOrder = 'higher-is-better' | 'lower-is-better';

/** Units ranked against each other. Its own `order` goes before that of the table. */
export interface RankingGroup {
  readonly name: string;
  readonly order?: ScoreOrder;
  readonly flags?: FlagRule;
  readonly components?: readonly ScoreComponent[];
  readonly units: readonly RankingUnit[];
}

/** One weighted part of a score, for instance field inspection × 0.85. */
export interface ScoreComponent {
  readonly key: string;
  /** As printed, 实地考察; where absent the key is printed. */
  readonly name?: string;
  readonly weight: string;
}

/**
 * Who gets a flag. The words of the flags are data (`red`, `blue`, `yellow`, `black` …).
 *
 * `top` and `bottom` count units, not rank numbers. A unit that a rule praises and another rule
 * criticises gets no flag, see `flag-rule.ts`.
 */
export interface FlagRule {
  /** `minimumScore`: a unit must also be at least this good (first of its class *and* ≥ 90). */
  readonly top?: { readonly count: number; readonly flag: string; readonly minimumScore?: string };
  readonly bottom?: { readonly count: number; readonly flag: string };
  /** Read in order, the first that fits counts: score ≥ `min` and score < `below`. */
  readonly thresholds?: readonly FlagThreshold[];
}

export interface FlagThreshold {
  readonly flag: string;
  readonly min?: string;
  readonly below?: string;
}

/**
 * One line of the table. Where `score` is given it is the score; else it is computed from the parts,
 * see `unit-score.ts`.
 */
export interface RankingUnit {
  /** Where the unit has one; names are unique only within a group. */
  readonly id?: string;
  readonly name: string;
  /** Exact where it was computed before: the mean of three sites is no decimal. */
  readonly score?: string | ExactNumber;
  readonly components?: Readonly<Record<string, string>>;
  readonly adjustment?: string;
  readonly coefficient?: string;
  readonly deductions?: readonly string[];
  /** `false`: scored and printed, but neither ranked nor flagged. */
  readonly ranked?: boolean;
  /** Printed beside the unit: why it is not ranked, why it was adjusted. */
  readonly reason?: string;
  /** Said by whoever computed the score; go before the ranking's own. */
  readonly remarks?: readonly RankingRemark[];
  /** The rank the source printed; every disagreement is reported. */
  readonly publishedRank?: number;
}

export interface RankedTable {
  readonly groups: readonly RankedGroup[];
}

export interface RankedGroup {
  readonly name: string;
  /** In rank order (ties in the order of the input), then the units without a rank. */
  readonly units: readonly RankedUnit[];
  readonly warnings: readonly RankingWarning[];
}

export interface RankedUnit {
  readonly id?: string;
  readonly name: string;
  /** With exactly the decimals of the table; `null` where there is none. */
  readonly score: string | null;
  readonly rank: number | null;
  readonly flag: string | null;
  /** The reason given in the input, word for word. */
  readonly reason: string | null;
  /** What the ranking itself has to say; words live in text, key `rankings.remark.<code>`. */
  readonly remarks: readonly RankingRemark[];
}

export interface RankingRemark {
  readonly code:
    | 'not-ranked'
    | 'no-score'
    | 'flags-conflict'
    | 'parts-not-applied'
    | 'too-few-sites'
    | 'component-without-value'
    | 'flag-by-decision';
  readonly facts: RankingFacts;
}

/** A doubt that a person has to look at; words live in text, key `rankings.warning.<code>`. */
export interface RankingWarning {
  readonly code: 'tie-on-flag-line' | 'published-rank-differs' | 'missing-score' | 'unknown-field';
  readonly units: readonly string[];
  readonly facts: RankingFacts;
}

export type RankingFacts = Readonly<Record<string, string | number | null>>;
