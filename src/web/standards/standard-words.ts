import type { Say } from '../../client/words.tsx';
import type { FindingView, ItemContent } from '../../contract/standards.ts';
import type { WordKey } from '../../text/zh-CN.ts';

/** 每处扣 2 分，5 处为 0 分 */
export function scaleWords(scale: ItemContent['scale'], say: Say): string {
  if (scale.type === 'three_level') return say('standards.scale.three_level');
  return say('standards.scaleShort.defect_count', {
    deduct: scale.deductPerDefect,
    zeroAt: scale.zeroAtDefects,
  });
}

/** 2 工作时 */
export function deadlineWords(item: Pick<ItemContent, 'deadlineHours' | 'deadlineClock'>, say: Say): string {
  return say(`standards.deadline.${item.deadlineClock}`, { hours: item.deadlineHours });
}

/** The sentence of a finding. Codes come from the rules, whose words a test keeps complete. */
export function findingWords(finding: FindingView, say: Say): string {
  return say(`refusal.${finding.code}` as WordKey, finding.facts);
}
