/** Words of inspections: answers, scores, and what is wrong with a set of answers. */
export const inspectionsZh = {
  'inspections.answer.met': '达标',
  'inspections.answer.partly': '基本达标',
  'inspections.answer.not_met': '不达标',
  'inspections.answer.na': '不适用',
  'inspections.answer.counted': '{{defects}} 处',

  'inspections.score': '得分',
  'inspections.uncapped': '封顶前得分',
  'inspections.vetoed': '一票否决项不合格：{{items}}',
  'inspections.unscored.nothing-applicable': '所有测评项都不适用，不计分',
  'inspections.unscored.under-half-applicable':
    '适用的测评项权重为 {{applicable}}，不足总权重 {{total}} 的一半，不计分',

  'refusal.inspection.unknownItem': '检查表中没有测评项 {{item}}',
  'refusal.inspection.answeredTwice': '测评项 {{item}} 填了不止一次',
  'refusal.inspection.missingAnswer': '测评项 {{item}} 还没有填',
  'refusal.inspection.wrongScale': '测评项 {{item}} 的填法与它的评分方式不符',
  'refusal.inspection.defectsNotCounted': '测评项 {{item}} 不填问题处数',
  'refusal.inspection.badDefects': '测评项 {{item}} 的问题处数应为 0 或正整数',
  'refusal.inspection.tooManyDefects': '测评项 {{item}} 的问题处数 {{defects}} 过大，最多 {{most}}',
  'refusal.inspection.photoNeeded': '测评项 {{item}} 发现问题，须附照片',
  'refusal.inspection.photoOrNoteNeeded':
    '测评项 {{item}} 基本达标，请附照片或写明情况（不少于 {{shortest}} 个字）',

  'refusal.photo.notAPhoto': '不是照片：只接受 JPEG、PNG、WebP 或 HEIC 图片，以文件内容为准',
  'refusal.photo.tooManyPixels': '照片过大（{{width}} × {{height}} 像素），最多 {{most}} 像素',
  'refusal.photo.heic':
    '这台服务器不能解码 HEIC 照片。请在手机相机设置中把格式改为“兼容性最佳”（JPEG）后重拍',
  'refusal.photo.unreadable': '照片已损坏或不完整，无法读取。请重新拍摄或重新选择',
  'refusal.storageFull': '服务器的存储空间已满，照片没有保存。请保留手机里的原照片并告知管理员。',

  'inspections.event.inspection.submitted': '提交检查',
  'refusal.inspection.otherContent': '这次检查已经提交过，内容与这次不同。已提交的结果不会改变。',
  'refusal.inspection.alreadySubmitted': '这处点位本轮已经提交过检查，不能重复提交。',
  'refusal.inspection.roundNotOpen':
    '“{{round}}”不在检查期内（尚未开始或已经结束），没有接收。填写的内容仍在本机。',
  'refusal.inspection.noChecklist': '本轮标准里没有“{{siteType}}”的检查表。',
  'refusal.inspection.timesReversed': '结束时间早于开始时间',
  'refusal.inspection.positionOrReason': '没有定位时，请说明原因',
  'refusal.inspection.positionAndReason': '已有定位，不用说明无定位的原因',
  'refusal.inspection.unknownPhoto': '测评项 {{item}} 的照片还没有传到服务器，请重新上传',
} as const;
