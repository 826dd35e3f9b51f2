import { type ProblemState, problemStates } from '../../domain/problems/problem-states.ts';
import { locales, say } from '../platform/words.ts';

/** Words that cities write in the column of states, besides our own. Data of the format. */
const otherWords: Partial<Record<ProblemState, readonly string[]>> = {
  reported: ['待交办', '未交办', '待派发', '待处理', 'new'],
  rejected: ['不受理', '退件'],
  duplicate: ['重复'],
  dispatched: ['未整改', '未办理', '未完成', '待整改', '已派发', '已转办', '已下发', '未开始', '否', 'open'],
  returned: ['退回', '退单'],
  assigned: ['已分派', '已落实'],
  in_progress: [
    '正在整改',
    '推进中',
    '办理中',
    '正在办理',
    '正在推进',
    '未销号',
    '进行中',
    '部分整改',
    '部分完成',
  ],
  deferred: ['已挂账', '暂缓', '长期整改'],
  // what a unit calls done is claimed, not struck off: that takes somebody else
  fix_claimed: [
    '已整改',
    '整改完成',
    '已完成',
    '完成',
    '待验收',
    '待销号',
    '待复查',
    '整改到位',
    '已整改到位',
    'fixed',
    '是',
  ],
  struck_off: ['销号', '已办结', '办结', '已验收', '验收合格', '验收通过', '已关闭', 'closed', 'done'],
  voided: ['作废', '取消', '撤销'],
};

function normalise(word: string): string {
  return word
    .normalize('NFKC')
    .replace(/[\s,。.!、:]+/g, '')
    .toLowerCase();
}

let known: ReadonlyMap<string, ProblemState> | undefined;

/** The state that a word means: our own word in any language, or one that cities write. */
export function stateOfWord(word: string): ProblemState | undefined {
  known ??= new Map(
    problemStates.flatMap((state) =>
      [
        state,
        ...locales.map((locale) => say(locale, `problems.state.${state}`)),
        ...(otherWords[state] ?? []),
      ].map((one): [string, ProblemState] => [normalise(one), state]),
    ),
  );
  return known.get(normalise(word));
}
