import {
  compareExact,
  type ExactNumber,
  exact,
  formatExact,
  hundred,
  multiply,
  parseExact,
  subtract,
  sumExact,
  zero,
} from '../exact-number.ts';
import type { Category, Checklist, ChecklistItem } from './checklist.ts';

/** One fault of a checklist. `refusal` forbids publishing; `warning` is shown and may be accepted. */
export interface Finding {
  readonly level: 'refusal' | 'warning';
  /** Words are in `text/`, key `refusal.<code>`. */
  readonly code: string;
  /** The item at fault; `null` where it is the checklist as a whole. */
  readonly itemCode: string | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Longest time limit of an item, in hours: a year round the clock. */
export const longestItemDeadline = 8760;

const codeForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/**
 * Everything that speaks against publishing a checklist, in the order of its items.
 *
 * Weights that do not add up to 100 are a warning: the site score divides by their sum, so it stays right,
 * but an inspector cannot read the weights as marks.
 */
export function validateChecklist(checklist: Checklist, categories: readonly Category[]): readonly Finding[] {
  const keys = new Set(categories.map((category) => category.key));
  const seen = new Set<string>();
  const findings: Finding[] = [];
  if (checklist.name.trim() === '') findings.push(refusal('standard.noName', null));
  if (checklist.siteType.trim() === '') findings.push(refusal('standard.noSiteType', null));
  if (checklist.items.length === 0) return [...findings, refusal('standard.noItems', null)];
  for (const item of checklist.items) {
    if (seen.has(item.code)) findings.push(refusal('standard.codeTwice', item.code));
    seen.add(item.code);
    findings.push(...checkItem(item, keys));
  }
  return [...findings, ...checkTotal(checklist.items)];
}

/** Whether a list of findings lets a checklist be published. */
export function mayPublish(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.level === 'warning');
}

function refusal(code: string, itemCode: string | null, facts: Finding['facts'] = {}): Finding {
  return {
    level: 'refusal',
    code,
    itemCode,
    facts: itemCode === null ? facts : { item: itemCode, ...facts },
  };
}

function warning(code: string, itemCode: string | null, facts: Finding['facts'] = {}): Finding {
  return { ...refusal(code, itemCode, facts), level: 'warning' };
}

function checkItem(item: ChecklistItem, categoryKeys: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = [];
  if (!codeForm.test(item.code)) findings.push(refusal('standard.badCode', item.code));
  if (item.title.trim() === '') findings.push(refusal('standard.noTitle', item.code));
  if (item.campaigns.length === 0) findings.push(warning('standard.noCampaign', item.code));
  if (!categoryKeys.has(item.categoryKey)) {
    findings.push(refusal('standard.unknownCategory', item.code, { category: item.categoryKey }));
  }
  if (item.responsibleUnitType.trim() === '') findings.push(refusal('standard.noUnitType', item.code));
  const { deadlineHours } = item;
  if (!Number.isInteger(deadlineHours) || deadlineHours < 1 || deadlineHours > longestItemDeadline) {
    findings.push(
      refusal('standard.badDeadline', item.code, { hours: deadlineHours, longest: longestItemDeadline }),
    );
  }
  const weight = parseExact(item.weight);
  if (!weight || compareExact(weight, zero) <= 0) {
    return [...findings, refusal('standard.badWeight', item.code, { weight: item.weight })];
  }
  return [...findings, ...checkScale(item, weight)];
}

/**
 * A counting scale must take something per defect and have used up the weight about when it says so: the
 * marks left one defect before `zeroAtDefects` are the step that its last defect costs.
 */
function checkScale(item: ChecklistItem, weight: ExactNumber): readonly Finding[] {
  if (item.scale.type === 'three_level') return [];
  const { deductPerDefect, zeroAtDefects } = item.scale;
  const findings: Finding[] = [];
  const deduct = parseExact(deductPerDefect);
  if (!deduct || compareExact(deduct, zero) <= 0) {
    findings.push(refusal('standard.badDeduction', item.code, { deduct: deductPerDefect }));
  }
  if (!Number.isInteger(zeroAtDefects) || zeroAtDefects < 1 || zeroAtDefects > 9999) {
    findings.push(refusal('standard.badZeroAt', item.code, { zeroAt: zeroAtDefects }));
  }
  if (findings.length > 0 || !deduct) return findings;
  const left = subtract(weight, multiply(deduct, exact(zeroAtDefects)));
  if (compareExact(left, deduct) > 0) {
    findings.push(
      warning('standard.cliff', item.code, { left: formatExact(left, 2), zeroAt: zeroAtDefects }),
    );
  }
  return findings;
}

function checkTotal(items: readonly ChecklistItem[]): readonly Finding[] {
  const total = sumExact(items.map((item) => parseExact(item.weight) ?? zero));
  if (compareExact(total, hundred) === 0) return [];
  return [warning('standard.totalNotHundred', null, { total: formatExact(total, 2) })];
}
