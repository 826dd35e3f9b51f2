import type { Refusal } from '../decision.ts';
import type { ChecklistItem } from '../standards/checklist.ts';
import type { Answer } from './answer.ts';

/** Most defects that one answer may count; more is a slip of the finger. */
export const mostDefects = 9999;

/** Shortest note that stands in for a photo of a partly met item, in characters. */
export const shortestNote = 5;

/** What of an item decides how it is answered; a phone knows no more. */
export type AnswerableItem = Pick<ChecklistItem, 'code' | 'scale' | 'evidence'>;

/**
 * Everything that keeps a set of answers from being accepted, each with the code of its item in
 * `facts.item`; empty where the visit is complete.
 *
 * Photos. The pack marks all counting items and all veto items `photo_required` and the rest
 * `photo_on_fail`; it does not say that a faultless item must be photographed, and twelve pictures of
 * nothing per site would be show work of the kind national rules forbid. So:
 * - `photo_required`: a photo with every finding (partly, not met, one defect or more);
 * - `photo_on_fail`: a photo when not met; a photo or a note of {@link shortestNote} characters when
 *   partly met.
 */
export function checkAnswers(
  checklist: { readonly items: readonly AnswerableItem[] },
  answers: readonly Answer[],
): readonly Refusal[] {
  const items = new Map(checklist.items.map((item) => [item.code, item]));
  const answered = new Set<string>();
  const refusals: Refusal[] = [];
  for (const answer of answers) {
    const item = items.get(answer.itemCode);
    if (!item) {
      refusals.push(refusal('inspection.unknownItem', answer.itemCode));
    } else if (answered.has(answer.itemCode)) {
      refusals.push(refusal('inspection.answeredTwice', answer.itemCode));
    } else {
      refusals.push(...checkAnswer(item, answer));
    }
    answered.add(answer.itemCode);
  }
  const missing = checklist.items.filter((item) => !answered.has(item.code));
  return [...refusals, ...missing.map((item) => refusal('inspection.missingAnswer', item.code))];
}

function refusal(code: string, item: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts: { item, ...facts } };
}

function checkAnswer(item: AnswerableItem, answer: Answer): readonly Refusal[] {
  const fit = checkValue(item, answer);
  return fit ? [fit] : checkEvidence(item, answer);
}

function checkValue(item: AnswerableItem, answer: Answer): Refusal | null {
  const { value, defects } = answer;
  if (value === 'na') {
    return defects === undefined ? null : refusal('inspection.defectsNotCounted', item.code);
  }
  if ((value === 'counted') !== (item.scale.type === 'defect_count')) {
    return refusal('inspection.wrongScale', item.code, { value });
  }
  if (value !== 'counted') {
    return defects === undefined ? null : refusal('inspection.defectsNotCounted', item.code);
  }
  if (defects === undefined || !Number.isInteger(defects) || defects < 0) {
    return refusal('inspection.badDefects', item.code, { defects: defects ?? null });
  }
  if (defects > mostDefects) {
    return refusal('inspection.tooManyDefects', item.code, { defects, most: mostDefects });
  }
  return null;
}

function checkEvidence(item: AnswerableItem, answer: Answer): readonly Refusal[] {
  if (!isFinding(answer) || answer.photoIds.length > 0) return [];
  if (item.evidence === 'photo_on_fail' && answer.value === 'partly') {
    const noted = [...(answer.note?.trim() ?? '')].length >= shortestNote;
    return noted ? [] : [refusal('inspection.photoOrNoteNeeded', item.code, { shortest: shortestNote })];
  }
  return [refusal('inspection.photoNeeded', item.code)];
}

/** Whether an answer finds something wrong: partly, not met, or at least one defect. */
export function isFinding(answer: Answer): boolean {
  if (answer.value === 'counted') return (answer.defects ?? 0) > 0;
  return answer.value === 'partly' || answer.value === 'not_met';
}
