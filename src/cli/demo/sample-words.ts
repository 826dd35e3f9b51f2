/** What the people of the sample city write down: content of records, as in any city in its own language. */
export const reasons = {
  sendBack: [
    '整改不彻底，现场仍有残留，请继续整改',
    '只清理了表面，角落仍未处理',
    '整改照片与现场不符，请重新整改',
    '问题反弹，未落实长效管理',
  ],
  reopen: ['回头看发现问题反弹，重新交办', '复查时同一处再次出现同类问题', '群众反映问题又出现，经核实属实'],
  giveBack: ['该处设施不属于本单位管理，请核实权属', '经现场核对，不在本辖区责任范围内'],
} as const;

/** One of the phrases, by a number in [0, 1). */
export function pick(phrases: readonly string[], number: number): string {
  return phrases[Math.floor(number * phrases.length)] ?? phrases[0] ?? '';
}

/** What an inspector notes with a finding. */
export function findingNote(title: string, defects: number | undefined): string {
  return defects ? `现场发现${defects}处：${title}` : `现场情况不完全达标：${title}`;
}
