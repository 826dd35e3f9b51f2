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
};
