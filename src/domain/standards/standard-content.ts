import type { Json } from '../canonical-json.ts';
import { exact, formatExact } from '../exact-number.ts';
import type { Category, Checklist, ChecklistItem } from './checklist.ts';
import { type Finding, validateChecklist } from './validate-checklist.ts';

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

/** A finding and the checklist it belongs to; `null` where it is the version as a whole. */
export interface VersionFinding extends Finding {
  readonly siteType: string | null;
}

/** What is hashed; a type and not an interface, so that it is JSON to the compiler. */
export type FrozenContent = {
  readonly scoring: { readonly [field: string]: Json };
  readonly exemptions: Json;
  readonly checklists: Json;
};

/**
 * The content in the one form whose canonical JSON is hashed: decimals with two places, so that `10`
 * and `10.00` are one content. Names of site types are left out: they are reference data and may be
 * corrected without a new version.
 */
export function frozenContent(content: StandardContent): FrozenContent {
  const { scoring, exemptions, checklists } = content;
  return {
    scoring: { vetoRule: scoring.vetoRule, cap: twoPlaces(scoring.cap), partly: scoring.partly },
    exemptions: exemptions.map(({ appliesTo, rule, ruleEn }) => ({ appliesTo, rule, ruleEn })),
    checklists: checklists.map(({ siteType, observationScope, items }) => ({
      siteType,
      observationScope,
      items: items.map(frozenItem),
    })),
  };
}

/** One item in the hashed form. */
export function frozenItem(item: ChecklistItem): { readonly [field: string]: Json } {
  const { scale } = item;
  return {
    code: item.code,
    title: item.title,
    titleEn: item.titleEn,
    campaigns: item.campaigns,
    weight: twoPlaces(item.weight),
    scale: scale.type,
    deductPerDefect: scale.type === 'defect_count' ? twoPlaces(scale.deductPerDefect) : null,
    zeroAtDefects: scale.type === 'defect_count' ? scale.zeroAtDefects : null,
    veto: item.veto,
    categoryKey: item.categoryKey,
    deadlineHours: item.deadlineHours,
    deadlineClock: item.deadlineClock,
    responsibleUnitType: item.responsibleUnitType,
    evidence: item.evidence,
  };
}

/** Everything that speaks against publishing a version, checklist by checklist. */
export function validateContent(
  content: StandardContent,
  categories: readonly Category[],
): readonly VersionFinding[] {
  if (content.checklists.length === 0) {
    return [{ level: 'refusal', code: 'standard.noChecklists', itemCode: null, siteType: null, facts: {} }];
  }
  return content.checklists.flatMap((checklist) =>
    validateChecklist(checklist, categories).map((finding) => ({
      ...finding,
      siteType: checklist.siteType,
    })),
  );
}

/** A decimal without the zeros that say nothing: `10.00` → `10`, `3.50` → `3.5`. */
export function plainDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function twoPlaces(text: string): string {
  return formatExact(exact(text), 2);
}
