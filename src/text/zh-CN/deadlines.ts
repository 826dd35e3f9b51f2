/** Words of deadlines: lights, clocks, and faults of a calendar. */
export const deadlinesZh = {
  'deadlines.light.green': '期限内',
  'deadlines.light.yellow': '临近期限',
  'deadlines.light.red': '已超期',
  'deadlines.clock.work': '工作时',
  'deadlines.clock.elapsed': '自然时',
  'deadlines.limit.work': '{{hours}} 个工作时（8 个工作时为一个工作日）',
  'deadlines.limit.elapsed': '{{hours}} 小时（昼夜连续计算）',
  'deadlines.yearNotCovered': '{{year}} 年的节假日安排尚未录入，期限暂按周一至周五计算',
  'deadlines.stopReason.severeWeather': '极端天气',
  'deadlines.stopReason.approvalPending': '规划、施工等审批办理中',
  'deadlines.stopReason.legalProcedure': '依法公示、招标或诉讼程序',
  'deadlines.stopReason.ownershipDispute': '权属争议协调中',
  'deadlines.stopReason.majorEvent': '重大活动保障暂停施工',

  'refusal.calendar.noHours': '工作日历没有办公时间',
  'refusal.calendar.badHours': '办公时间 {{from}}—{{to}} 写法不对，应为时:分，且结束晚于开始',
  'refusal.calendar.hoursOverlap': '办公时间 {{from}}—{{to}} 与前一段重叠或次序颠倒',
  'refusal.calendar.badDate': '日期“{{date}}”不存在，应写作 2026-10-01 的形式',
  'refusal.calendar.dateTwice': '日期 {{date}} 既列为休息又列为上班',
} as const;
