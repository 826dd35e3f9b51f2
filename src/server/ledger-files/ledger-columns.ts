import { type LedgerField, ledgerImportFields } from '../../contract/ledger-files.ts';
import type { StreamedColumn } from '../documents/spreadsheet-stream.ts';

/** In the order of the columns: first what officials print. */
export const ledgerFields = ledgerImportFields;
export type { LedgerField };

/** Columns of a printed page: up to 销号时间. */
export const printedColumns = ledgerFields.indexOf('struckOffAt') + 1;

interface LedgerColumn extends StreamedColumn {
  /** Other headings that cities write, after {@link normaliseHeading}. */
  readonly also: readonly string[];
}

function text(heading: string, width: number, ...also: string[]): LedgerColumn {
  return { heading, kind: 'text', width, also };
}
function number(heading: string, ...also: string[]): LedgerColumn {
  return { heading, kind: 'number', width: 9, also };
}
function instant(heading: string, ...also: string[]): LedgerColumn {
  return { heading, kind: 'instant', width: 17, also };
}

/** Headings are data of the format, the same in every language. */
export const ledgerColumns: Readonly<Record<LedgerField, LedgerColumn>> = {
  number: number('编号', '序号', '问题编号', '台账编号', '问题序号', '编码', 'no', 'number', 'id'),
  siteCode: text('点位编码', 14, '点位编号', '点位代码', 'sitecode'),
  siteName: text(
    '点位名称',
    20,
    '点位',
    '测评点位',
    '实地点位',
    '点位地址',
    '场所',
    '场所名称',
    'site',
    'sitename',
  ),
  title: text(
    '问题',
    32,
    ...['存在问题', '主要问题', '问题名称', '问题内容', '存在的问题', '问题清单', '问题情况', '发现问题'],
    ...['具体问题', '反馈问题', '问题表现', '整改问题', '存在的主要问题', 'problem', 'issue', 'title'],
  ),
  source: text('问题来源', 12, '来源', '来源渠道', '反馈来源', 'source'),
  leadUnit: text(
    '牵头单位',
    18,
    ...[
      '责任单位',
      '整改责任单位',
      '整改单位',
      '主责单位',
      '牵头部门',
      '责任部门',
      '整改责任部门',
      '承办单位',
    ],
    ...['属地单位', '牵头责任单位', '主办单位', 'leadunit', 'responsibleunit', 'unit'],
  ),
  assistingUnits: text(
    '协办单位',
    18,
    '配合单位',
    '协同单位',
    '参与单位',
    '协助单位',
    '配合部门',
    'assistingunits',
  ),
  person: text(
    '责任人',
    12,
    ...[
      '整改责任人',
      '责任人员',
      '具体责任人',
      '经办人',
      '负责人',
      '整改负责人',
      '承办人',
      'person',
      'responsibleperson',
    ],
  ),
  deadline: instant(
    '整改时限',
    ...['整改期限', '完成时限', '办理时限', '限期', '整改完成时限', '计划完成时间', '完成期限', '时限要求'],
    ...['deadline', 'due', 'duedate'],
  ),
  measures: text('整改措施', 28, '整改方案', '措施', '处理措施', '整改要求', '整改意见', 'measures'),
  progress: text(
    '整改进展',
    28,
    ...[
      '完成情况',
      '整改情况',
      '进展情况',
      '整改落实情况',
      '整改结果',
      '办理情况',
      '整改完成情况',
      '落实情况',
      '办理结果',
      'progress',
    ],
  ),
  state: text(
    '状态',
    10,
    '整改状态',
    '问题状态',
    '是否完成',
    '是否整改',
    '是否销号',
    '销号情况',
    '办理状态',
    'state',
    'status',
  ),
  struckOffAt: instant(
    '销号时间',
    '销号日期',
    '办结时间',
    '办结日期',
    '验收时间',
    '验收日期',
    'struckoff',
    'closedon',
    'closed',
  ),
  place: text(
    '地点',
    20,
    '具体位置',
    '位置',
    '问题位置',
    '地址',
    '详细地址',
    '发生地点',
    '问题地点',
    'place',
    'address',
  ),
  description: text('问题描述', 32, '情况说明', '描述', '详细描述', '问题说明', '具体情况', 'description'),
  category: text('问题类别', 14, '类别', '问题类型', '类型', '分类', '问题分类', 'category', 'type'),
  severity: text('严重程度', 9, '程度', '问题等级', '等级', '问题程度', 'severity'),
  item: text('测评项', 12, '测评指标', '测评内容', '指标', '测评项编号', 'item'),
  defects: number('缺陷数', '问题数', '问题数量', '数量', '处数', 'defects'),
  round: text('督导轮次', 16, '轮次', '批次', '督导批次', '检查批次', 'round'),
  reporter: text('发现人', 10, '督导员', '上报人', '检查人', '检查人员', '督导人员', 'reporter', 'inspector'),
  raisedAt: instant(
    '发现时间',
    '发现日期',
    '检查时间',
    '检查日期',
    '督导时间',
    '督导日期',
    '上报时间',
    '反馈时间',
    '日期',
    'foundon',
    'date',
  ),
  dispatchedAt: instant('交办时间', '交办日期', '转办时间', '派发时间', '下发时间', 'dispatchedon'),
  originalDeadline: instant('原定时限', '最初时限', 'originaldeadline'),
  startedAt: instant('开始整改时间', '开始时间', 'startedon'),
  fixClaimedAt: instant(
    '报告完成时间',
    '整改完成时间',
    '完成时间',
    '完成日期',
    '实际完成时间',
    '整改完成日期',
    'fixedon',
  ),
  verifier: text('核查人', 10, '验收人', '复查人', '核查人员', '销号人', 'verifier'),
  reworkCount: number('返工次数', 'reworks'),
  returnCount: number('退回次数', 'returns'),
  transferCount: number('移交次数', 'transfers'),
  proposedUnit: text('建议单位', 16, 'proposedunit'),
  extensionCount: number('延期次数', 'extensions'),
  deferralCount: number('挂账次数', 'deferrals'),
  deferredAt: instant('挂账时间', 'deferredon'),
  deferredUntil: instant('挂账至', '挂账期限', 'deferreduntil'),
  clockStopCount: number('停钟次数', 'clockstops'),
  clockStoppedAt: instant('停钟时间', 'clockstoppedon'),
  clockStoppedUntil: instant('停钟至', 'clockstoppeduntil'),
  clockStopReason: text('停钟原因', 12, 'clockstopreason'),
  mainNumber: number('主问题编号', 'mainnumber'),
  stateBeforeLink: text('并入前状态', 12, 'statebeforelink'),
  parentNumber: number('上级问题编号', 'parentnumber'),
  recurrenceOfNumber: number('反弹自编号', 'recurrenceof'),
  limitHours: number('时限小时', 'limithours'),
  limitClock: text('计时方式', 10, 'limitclock'),
  lon: number('经度', 'lon', 'lng', 'longitude'),
  lat: number('纬度', 'lat', 'latitude'),
  sourceRef: text('来源编号', 14, '文号', '来源文号', '原编号', 'sourceref'),
  sample: text('样本', 7, 'sample'),
};

const fieldOfHeading: ReadonlyMap<string, LedgerField> = new Map(
  ledgerFields.flatMap((field) =>
    [ledgerColumns[field].heading, ...ledgerColumns[field].also].map((heading): [string, LedgerField] => [
      heading,
      field,
    ]),
  ),
);

/** The field that a heading names by itself, as written by some city; undefined where nobody knows it. */
export function fieldNamed(heading: string): LedgerField | undefined {
  return fieldOfHeading.get(normaliseHeading(heading));
}

/** Full-width letters become plain; spaces, stars of "must be filled" and remarks in brackets go. */
export function normaliseHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/\(.*?\)/g, '')
    .replace(/[\s*:、,。]+/g, '')
    .toLowerCase();
}

/** The wall clock in China, as .csv files write instants; milliseconds only where there are any. */
export function wallClockOf(instantText: string): string {
  const wall = new Date(Date.parse(instantText) + 8 * 3_600_000).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)}${wall.slice(19, 23) === '.000' ? '' : wall.slice(19, 23)}`;
}
