import type { Severity } from '../problems/problem.ts';
import type { Checklist, DeadlineClock } from '../standards/checklist.ts';
import type { Answer } from './answer.ts';
import { isFinding } from './check-answers.ts';
import { failsVeto } from './score-site.ts';

/** How findings become problems. */
export interface RaiseRule {
  /** `advisory`: a partly met item is told to the unit but enters no ledger. */
  readonly partly: 'raise' | 'advisory';
}

/** The starter pack's rule: partly met items raise problems too. */
export const defaultRaiseRule: RaiseRule = { partly: 'raise' };

/** A problem that an inspection raises, before it has an id. */
export interface ProblemDraft {
  readonly itemCode: string;
  /** The fault before the demand: category, then the item's title, in the standard's language. */
  readonly title: string;
  readonly categoryKey: string;
  /** `high` where a veto item failed, `normal` otherwise. */
  readonly severity: Severity;
  readonly deadlineHours: number;
  readonly deadlineClock: DeadlineClock;
  readonly responsibleUnitType: string;
  /** `null` on the three-level scale. */
  readonly defects: number | null;
  readonly note: string;
  readonly photoIds: readonly string[];
}

/**
 * One problem per item with a finding, in the order of the checklist: partly met (unless advisory), not
 * met, or at least one defect. Answers to items that the checklist does not have are passed over.
 *
 * An item's title says what is demanded ("无暴露垃圾"), so the title of a problem begins with its category.
 *
 * A veto item with some defects but not enough to fail is of normal severity: it did not cap the site.
 */
export function problemsFromAnswers(
  checklist: Checklist,
  answers: readonly Answer[],
  rule: RaiseRule,
  categoryName: (key: string) => string | undefined = () => undefined,
): readonly ProblemDraft[] {
  const byItem = new Map(answers.map((answer) => [answer.itemCode, answer]));
  return checklist.items.flatMap((item) => {
    const answer = byItem.get(item.code);
    if (!answer || !isFinding(answer)) return [];
    if (answer.value === 'partly' && rule.partly === 'advisory') return [];
    return [
      {
        itemCode: item.code,
        title: titleOf(categoryName(item.categoryKey), item.title),
        categoryKey: item.categoryKey,
        severity: failsVeto(item, answer) ? ('high' as const) : ('normal' as const),
        deadlineHours: item.deadlineHours,
        deadlineClock: item.deadlineClock,
        responsibleUnitType: item.responsibleUnitType,
        defects: answer.value === 'counted' ? (answer.defects ?? 0) : null,
        note: answer.note?.trim() ?? '',
        photoIds: answer.photoIds,
      },
    ];
  });
}

function titleOf(category: string | undefined, item: string): string {
  return category ? `${category} · ${item}` : item;
}
