import {
  add,
  compareExact,
  divide,
  type ExactNumber,
  exact,
  formatExact,
  hundred,
  isZero,
  maxExact,
  minExact,
  multiply,
  subtract,
  zero,
} from '../exact-number.ts';
import type { Checklist, ChecklistItem } from '../standards/checklist.ts';
import type { Answer, VetoRule } from './answer.ts';

/** An exact value with its printed form: `text` is rounded half up to 2 decimals. */
export interface ExactScore {
  readonly text: string;
  /** Integers as decimal strings; the value is numerator / denominator, in lowest terms. */
  readonly numerator: string;
  readonly denominator: string;
}

/** What one item earned. */
export interface ItemScore {
  readonly itemCode: string;
  readonly weight: string;
  /** `null`: not applicable. */
  readonly score: ExactScore | null;
  /** A veto item that failed. */
  readonly vetoed: boolean;
}

/** The score of one visit to one site, on a scale of 0 to 100. */
export interface SiteScore {
  /** `false`: too little applied to judge the site; reported, but in no ranking. */
  readonly scored: boolean;
  readonly reason: 'nothing-applicable' | 'under-half-applicable' | null;
  /** The score that counts, after the veto rule; `null` where not scored. */
  readonly score: ExactScore | null;
  /** The score before the veto rule, kept for audit; `null` only where nothing applied. */
  readonly uncapped: ExactScore | null;
  /** Codes of the veto items that failed. */
  readonly vetoedItems: readonly string[];
  /** Sum of the weights of the applicable items, and of all items, as decimals. */
  readonly applicableWeight: string;
  readonly totalWeight: string;
  readonly items: readonly ItemScore[];
}

/** The starter pack's rule: a failed veto item caps the site at 59, just below a pass. */
export const defaultVetoRule: VetoRule = { vetoRule: 'cap', cap: '59' };

const half = exact('0.5');

/**
 * Scores a visit: 100 × Σ item scores ÷ Σ weights, over the applicable items, exactly; rounded only in
 * `text`.
 *
 * Where less than half of the checklist's weight applies the visit is not scored: three easy items must
 * not stand for a whole site. Source: the scoring rule of the starter pack and section 2 of the ranking
 * method (items to a site score).
 *
 * @param answers one per item, as `checkAnswers` accepts them.
 * @throws RangeError where an answer is missing or does not fit its item's scale.
 */
export function scoreSite(checklist: Checklist, answers: readonly Answer[], rule: VetoRule): SiteScore {
  const byItem = new Map(answers.map((answer) => [answer.itemCode, answer]));
  let [earned, applicable, total] = [zero, zero, zero];
  const items: ItemScore[] = [];
  for (const item of checklist.items) {
    const answer = byItem.get(item.code);
    if (!answer) throw new RangeError(`no answer for item ${item.code}`);
    const weight = exact(item.weight);
    total = add(total, weight);
    const score = scoreItem(item, answer);
    if (score) {
      earned = add(earned, score);
      applicable = add(applicable, weight);
    }
    items.push({
      itemCode: item.code,
      weight: item.weight,
      score: score && scoreOf(score),
      vetoed: failsVeto(item, answer),
    });
  }
  const vetoedItems = items.filter((item) => item.vetoed).map((item) => item.itemCode);
  const weights = { applicableWeight: plain(applicable), totalWeight: plain(total) };
  if (isZero(applicable)) {
    return {
      scored: false,
      reason: 'nothing-applicable',
      score: null,
      uncapped: null,
      vetoedItems,
      ...weights,
      items,
    };
  }
  const uncapped = divide(multiply(hundred, earned), applicable);
  if (compareExact(multiply(half, total), applicable) > 0) {
    const kept = { score: null, uncapped: scoreOf(uncapped), vetoedItems };
    return { scored: false, reason: 'under-half-applicable', ...kept, ...weights, items };
  }
  const score = vetoedItems.length > 0 ? capped(uncapped, rule) : uncapped;
  return {
    scored: true,
    reason: null,
    score: scoreOf(score),
    uncapped: scoreOf(uncapped),
    vetoedItems,
    ...weights,
    items,
  };
}

/**
 * What an answer earns out of the item's weight; `null` where the item does not apply.
 *
 * @throws RangeError where the answer does not fit the item's scale.
 */
export function scoreItem(item: ChecklistItem, answer: Answer): ExactNumber | null {
  if (answer.value === 'na') return null;
  const weight = exact(item.weight);
  if (item.scale.type === 'defect_count') {
    const { defects } = answer;
    if (answer.value !== 'counted' || defects === undefined) throw unfitting(item, answer);
    if (defects >= item.scale.zeroAtDefects) return zero;
    return maxExact(zero, subtract(weight, multiply(exact(item.scale.deductPerDefect), exact(defects))));
  }
  switch (answer.value) {
    case 'met':
      return weight;
    case 'partly':
      return multiply(half, weight);
    case 'not_met':
      return zero;
    case 'counted':
      throw unfitting(item, answer);
    default: {
      const unknown: never = answer.value;
      throw new RangeError(`unknown answer ${String(unknown)}`);
    }
  }
}

/** A veto item fails when it is not met, or counts as many defects as bring it to 0. */
export function failsVeto(item: ChecklistItem, answer: Answer): boolean {
  if (!item.veto) return false;
  if (item.scale.type === 'three_level') return answer.value === 'not_met';
  return answer.value === 'counted' && (answer.defects ?? 0) >= item.scale.zeroAtDefects;
}

function capped(score: ExactNumber, rule: VetoRule): ExactNumber {
  return rule.vetoRule === 'zero' ? zero : minExact(score, exact(rule.cap));
}

function unfitting(item: ChecklistItem, answer: Answer): RangeError {
  return new RangeError(`answer ${answer.value} does not fit item ${item.code}`);
}

function scoreOf(value: ExactNumber): ExactScore {
  return {
    text: formatExact(value, 2),
    numerator: value.numerator.toString(),
    denominator: value.denominator.toString(),
  };
}

/** A sum of decimal weights without needless zeros: 100, 62.5. */
function plain(value: ExactNumber): string {
  const text = formatExact(value, 6);
  return text.replace(/\.?0+$/, '');
}
