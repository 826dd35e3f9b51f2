import type { Checklist } from './checklist.ts';

/** How a version turns failed items into the score of a site. */
export interface ScoringRule {
  /** `cap`: a failed veto item leaves the site at most `cap`; `zero`: it leaves 0. */
  readonly vetoRule: 'cap' | 'zero';
  /** Decimal string, 0 to 100. */
  readonly cap: string;
  /** Whether an item answered `partly` raises a problem or is only advice. */
  readonly partly: 'raise' | 'advisory';
}

/** What is no defect of these categories although it looks like one. */
export interface Exemption {
  readonly appliesTo: readonly string[];
  readonly rule: string;
  readonly ruleEn: string;
}

/** Everything that publishing a version freezes. */
export interface StandardContent {
  readonly scoring: ScoringRule;
  readonly exemptions: readonly Exemption[];
  /** In the order of the version; items in the order of their checklist. */
  readonly checklists: readonly Checklist[];
}
