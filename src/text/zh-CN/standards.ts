/** Words of standards: scales, evidence, and what speaks against publishing a checklist. */
export const standardsZh = {
  'standards.scale.three_level': '三级评定',
  'standards.scale.defect_count': '按处扣分：每处扣 {{deduct}} 分，{{zeroAt}} 处及以上得 0 分',
  'standards.evidence.photo_required': '发现问题须附照片',
  'standards.evidence.photo_on_fail': '不达标须附照片，基本达标附照片或说明',
  'standards.veto': '一票否决',

  'refusal.standard.noName': '检查表没有名称',
  'refusal.standard.noSiteType': '检查表没有写明适用的点位类型',
  'refusal.standard.noItems': '检查表没有测评项',
  'refusal.standard.codeTwice': '测评项编号 {{item}} 重复',
  'refusal.standard.badCode': '测评项编号“{{item}}”只能用字母、数字、“-”和“_”，最长 40 位',
  'refusal.standard.noTitle': '测评项 {{item}} 没有名称',
  'refusal.standard.noCampaign': '测评项 {{item}} 没有归入任何一项创建',
  'refusal.standard.unknownCategory': '测评项 {{item}} 的问题类别“{{category}}”不存在',
  'refusal.standard.noUnitType': '测评项 {{item}} 没有写明责任单位类型',
  'refusal.standard.badDeadline': '测评项 {{item}} 的整改时限应为 1 至 {{longest}} 小时的整数',
  'refusal.standard.badWeight': '测评项 {{item}} 的权重“{{weight}}”应为大于 0 的小数',
  'refusal.standard.badDeduction': '测评项 {{item}} 的每处扣分“{{deduct}}”应为大于 0 的小数',
  'refusal.standard.badZeroAt': '测评项 {{item}} 的零分处数应为 1 至 9999 的整数',
  'refusal.standard.cliff':
    '测评项 {{item}} 扣到 {{zeroAt}} 处时按每处扣分还剩 {{left}} 分，却直接记 0 分，请核对',
  'refusal.standard.totalNotHundred': '各测评项权重合计为 {{total}}，不是 100',
} as const;
