import type { standardsZh } from '../zh-CN/standards.ts';

export const standardsEn: Record<keyof typeof standardsZh, string> = {
  'standards.scale.three_level': 'Three levels',
  'standards.scale.defect_count': 'Counted: {{deduct}} marks per defect, 0 from {{zeroAt}} defects on',
  'standards.evidence.photo_required': 'Photo with every finding',
  'standards.evidence.photo_on_fail': 'Photo when not met; photo or note when partly met',
  'standards.veto': 'Veto',

  'refusal.standard.noName': 'The checklist has no name.',
  'refusal.standard.noSiteType': 'The checklist names no type of site.',
  'refusal.standard.noItems': 'The checklist has no items.',
  'refusal.standard.codeTwice': 'Item code {{item}} is used twice.',
  'refusal.standard.badCode': 'Item code “{{item}}” may hold letters, digits, “-” and “_”, at most 40.',
  'refusal.standard.noTitle': 'Item {{item}} has no title.',
  'refusal.standard.noCampaign': 'Item {{item}} serves no campaign.',
  'refusal.standard.unknownCategory': 'Item {{item}} names the unknown category “{{category}}”.',
  'refusal.standard.noUnitType': 'Item {{item}} names no type of responsible unit.',
  'refusal.standard.badDeadline':
    'The time limit of item {{item}} must be a whole number of hours from 1 to {{longest}}.',
  'refusal.standard.badWeight': 'The weight “{{weight}}” of item {{item}} must be a decimal above 0.',
  'refusal.standard.badDeduction':
    'The deduction per defect “{{deduct}}” of item {{item}} must be a decimal above 0.',
  'refusal.standard.badZeroAt':
    'Item {{item}} must score 0 from a whole number of defects between 1 and 9999 on.',
  'refusal.standard.cliff':
    'Item {{item}} drops to 0 at {{zeroAt}} defects although its deductions would leave {{left}} marks; please check.',
  'refusal.standard.totalNotHundred': 'The weights of the items add up to {{total}}, not 100.',

  'standards.title': 'Standards',
  'standards.event.standard.imported': 'Imported as a draft',
  'standards.event.standard.drafted': 'Draft made from a published version',
  'standards.event.standard.item_added': 'Item added',
  'standards.event.standard.item_changed': 'Item changed',
  'standards.event.standard.item_removed': 'Item removed',
  'standards.event.standard.reordered': 'Items reordered',
  'standards.event.standard.checklist_added': 'Checklist added',
  'standards.event.standard.scope_changed': 'Observation scope changed',
  'standards.event.standard.checklist_removed': 'Checklist removed',
  'standards.event.standard.rules_changed': 'Scoring rules changed',
  'standards.event.standard.published': 'Published',
  'standards.event.standard.discarded': 'Draft discarded',
  'refusal.standard.noChecklists': 'This version has no checklists.',
  'refusal.standard.frozen':
    'Version {{number}} is published and cannot change. Make a new draft from it first.',
  'refusal.standard.notPublished': 'A draft can only be made from a published version.',
  'refusal.standard.draftExists':
    'This standard has a draft already (version {{number}}). Publish or discard it first.',
  'refusal.standard.versionTaken': 'This version id belongs to other content.',
  'refusal.standard.notReady': '{{count}} faults must be put right before publishing.',
  'refusal.standard.contradicts':
    'The file contradicts {{count}} names that published standards use; nothing was imported: {{places}}',
  'refusal.standard.codeTaken': 'Code {{item}} belongs to another item of this version.',
  'fault.standard.packNotJson': 'is no valid JSON file (UTF-8 expected)',
  'fault.standard.packVersion': 'has an unknown format version; 1.x.x expected',
  'fault.standard.badMarks': 'must be marks above 0 with at most two decimals',
  'fault.standard.badCap': 'must be marks from 0 to 100 with at most two decimals',
  'fault.standard.itemCode':
    'must be capitals or digits, a dash, and 1 to 6 capitals or digits, such as ROAD-05',
  'fault.standard.siteTypeCode': 'must begin with a capital and hold only capitals, digits and underscores',
  'fault.standard.campaignTwice': 'lists a campaign twice',
  'fault.standard.twice': 'gives code {{code}} twice',
  'fault.standard.unknownCode': 'names “{{code}}”, which is not defined',
  'fault.standard.otherFactor':
    'gives a level another factor than this system (met 1, partly 0.5, not met 0)',
  'fault.standard.wrongTotal': 'is not the sum of the weights',
  'fault.standard.inUse': 'would change “{{before}}”, which published standards use',
  'fault.standard.otherItems': 'lists other items than the checklist; reload and order again',
};
