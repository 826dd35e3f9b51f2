import type { inspectionsZh } from '../zh-CN/inspections.ts';

export const inspectionsEn: Record<keyof typeof inspectionsZh, string> = {
  'inspections.answer.met': 'Met',
  'inspections.answer.partly': 'Partly met',
  'inspections.answer.not_met': 'Not met',
  'inspections.answer.na': 'Not applicable',
  'inspections.answer.counted': 'Defects: {{defects}}',

  'inspections.score': 'Score',
  'inspections.uncapped': 'Score before the cap',
  'inspections.vetoed': 'Veto items failed: {{items}}',
  'inspections.unscored.nothing-applicable': 'Not scored: no item applies.',
  'inspections.unscored.under-half-applicable':
    'Not scored: the items that apply weigh {{applicable}}, less than half of {{total}}.',

  'refusal.inspection.unknownItem': 'The checklist has no item {{item}}.',
  'refusal.inspection.answeredTwice': 'Item {{item}} is answered more than once.',
  'refusal.inspection.missingAnswer': 'Item {{item}} has no answer yet.',
  'refusal.inspection.wrongScale': 'The answer to item {{item}} does not fit the item’s scale.',
  'refusal.inspection.defectsNotCounted': 'Item {{item}} takes no number of defects here.',
  'refusal.inspection.badDefects': 'The number of defects of item {{item}} must be a whole number from 0.',
  'refusal.inspection.tooManyDefects':
    'Item {{item}} counts {{defects}} defects; at most {{most}} are accepted.',
  'refusal.inspection.photoNeeded': 'Item {{item}} has a finding and needs a photo.',
  'refusal.inspection.photoOrNoteNeeded':
    'Item {{item}} is partly met: attach a photo or a note (at least {{shortest}} characters).',

  'refusal.photo.notAPhoto':
    'this is no photo: only JPEG, PNG, WebP or HEIC pictures are taken, judged by the content of the file',
  'refusal.photo.tooManyPixels': 'the photo is too large ({{width}} × {{height}} pixels), at most {{most}}',
  'refusal.photo.heic':
    'this server cannot decode HEIC photos; set the phone camera to “Most Compatible” (JPEG) and take it again',
  'refusal.photo.unreadable': 'the photo is damaged or incomplete; take it or choose it again',
  'refusal.storageFull':
    'The storage of the server is full; the photo was not kept. Keep the original on the phone and tell the administrator.',

  'inspections.event.inspection.submitted': 'Inspection submitted',
  'refusal.inspection.otherContent':
    'This inspection was submitted with other content. What was submitted does not change.',
  'refusal.inspection.alreadySubmitted':
    'This site has been inspected in this round; it cannot be submitted again.',
  'refusal.inspection.roundNotOpen':
    '“{{round}}” takes no inspections now (not open yet, or closed). What you filled in is still on this device.',
  'refusal.inspection.noChecklist': 'The standard of this round has no checklist for “{{siteType}}”.',
  'refusal.inspection.timesReversed': 'the visit ends before it begins',
  'refusal.inspection.positionOrReason': 'say why there is no position',
  'refusal.inspection.positionAndReason': 'there is a position, so no reason is needed',
  'refusal.inspection.unknownPhoto': 'a photo of item {{item}} has not reached the server; upload it again',
};
