/** How an item is answered and what an answer earns. */
export type ItemScale =
  /** 达标 / 基本达标 / 不达标: the whole weight, half of it, nothing. */
  | { readonly type: 'three_level' }
  /**
   * Every defect takes `deductPerDefect` marks (decimal string); from `zeroAtDefects` defects on the
   * item earns exactly 0, so that 3 × 3.33 out of 10 leaves no 0.01 behind.
   */
  | { readonly type: 'defect_count'; readonly deductPerDefect: string; readonly zeroAtDefects: number };

/** `work`: working hours, 8 to a working day. `elapsed`: hours counted round the clock. */
export type DeadlineClock = 'work' | 'elapsed';

/** When an answer needs a photo; the rule itself is `checkAnswers` in `domain/inspections`. */
export type EvidenceDemand = 'photo_required' | 'photo_on_fail';

/** One line of a checklist (测评项). It serves one or more campaigns, so one visit feeds all of them. */
export interface ChecklistItem {
  /** Unique within a standard, such as `ROAD-05`. */
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly campaigns: readonly string[];
  /** Marks that the item is worth, a decimal string above 0. */
  readonly weight: string;
  readonly scale: ItemScale;
  /** A failed veto item caps the score of the whole site. */
  readonly veto: boolean;
  readonly categoryKey: string;
  /** Time to put a problem of this item right, in hours of `deadlineClock`. */
  readonly deadlineHours: number;
  readonly deadlineClock: DeadlineClock;
  /** Type of the unit that answers for the item, such as `urban_management`. */
  readonly responsibleUnitType: string;
  readonly evidence: EvidenceDemand;
}

/** What is looked at on a visit to one type of site. */
export interface Checklist {
  readonly siteType: string;
  readonly name: string;
  readonly nameEn: string;
  readonly leadUnitType: string;
  /** What one visit covers, such as "one walked segment of 500 m, both sides". */
  readonly observationScope: string;
  readonly items: readonly ChecklistItem[];
}

/** Kind of problem (问题类别): who answers for it by default, and how fast. */
export interface Category {
  readonly key: string;
  readonly name: string;
  readonly nameEn: string;
  readonly defaultDeadlineHours: number;
  readonly deadlineClock: DeadlineClock;
  readonly defaultUnitType: string;
}
