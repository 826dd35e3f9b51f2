const lines = {
  registers: '单位 {{units}} 个、人员 {{people}} 名已录入',
  sites: '标准已发布，点位 {{sites}} 个已录入',
  published: '已公布的问题 {{problems}} 条和通报 {{tables}} 份已录入',
  steps: '样本过程：已执行 {{done}} 步，到 {{day}}',
} as const;

/** A line of progress of the loader. */
export function progressLine(
  key: keyof typeof lines,
  facts: Readonly<Record<string, string | number>>,
): string {
  return lines[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
}
