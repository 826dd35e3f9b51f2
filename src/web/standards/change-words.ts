import type { Reference } from '../../client/reference.tsx';
import type { Say } from '../../client/words.tsx';
import type { WordKey } from '../../text/zh-CN.ts';

/** One field that differs, as the comparison answers it. */
export interface ChangedField {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const fieldKeys: Readonly<Record<string, WordKey>> = {
  title: 'standards.itemTitle',
  titleEn: 'standards.itemTitleEn',
  siteType: 'standards.checklist',
  observationScope: 'standards.scope',
  campaigns: 'standards.campaigns',
  weight: 'standards.weight',
  scale: 'standards.scale',
  deductPerDefect: 'standards.deduct',
  zeroAtDefects: 'standards.zeroAt',
  veto: 'standards.veto',
  categoryKey: 'standards.category',
  deadlineHours: 'standards.deadlineHours',
  deadlineClock: 'standards.deadlineClock',
  responsibleUnitType: 'standards.unitType',
  evidence: 'standards.evidence',
  vetoRule: 'standards.vetoRule',
  cap: 'standards.cap',
  partly: 'standards.partly',
};

/** The name of a field as the forms write it. */
export function fieldWords(field: string, say: Say): string {
  const key = fieldKeys[field];
  return key ? say(key) : field;
}

const valuePrefix: Readonly<Record<string, string>> = {
  scale: 'standards.scaleKind',
  deadlineClock: 'standards.clock',
  evidence: 'standards.evidence',
  vetoRule: 'standards.vetoRule',
  partly: 'standards.partly',
};

/** A value as a reader knows it: codes by their names, yes and no in words. */
export function valueWords(field: string, value: unknown, say: Say, reference: Reference): string {
  if (value === null || value === undefined || value === '') return say('common.none');
  if (typeof value === 'boolean') return say(value ? 'common.yes' : 'common.no');
  if (Array.isArray(value)) {
    const names = value.map((code) => reference.campaignName(String(code)));
    return names.join(say('standards.comma')) || say('common.none');
  }
  const text = String(value);
  const prefix = valuePrefix[field];
  if (prefix) return say(`${prefix}.${text}` as WordKey);
  if (field === 'categoryKey') return reference.categoryName(text);
  if (field === 'responsibleUnitType') return reference.unitTypeName(text);
  if (field === 'siteType') return reference.siteTypeName(text);
  return text;
}
