import type { SchemeRulesInput, SchemeView } from '../../contract/schemes.ts';
import { addDecimals, isOne } from './decimal-sum.ts';

/** A peer group while it is edited. `key` keeps the row while its name changes. */
export interface GroupForm {
  readonly key: string;
  readonly name: string;
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly flags: FlagRuleForm;
}

/** Fields of a flag rule; a side without a flag word or with count 0 is left out. */
export interface FlagRuleForm {
  readonly topFlag: string;
  readonly topCount: number;
  readonly topMinimum: string;
  readonly bottomFlag: string;
  readonly bottomCount: number;
  readonly thresholds: readonly { readonly key: string; flag: string; min: string; below: string }[];
}

export interface SchemeForm {
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly groups: readonly GroupForm[];
  /** Weights as typed; empty: the part is not used. */
  readonly weights: { readonly field: string; readonly rectification: string };
  readonly decimals: number;
  readonly tieRule: 'competition' | 'dense';
  readonly minimumSites: number;
  readonly documentPrefix: string;
  readonly issuer: string;
  readonly basis: string;
  readonly printedBy: string;
  /** One per line. */
  readonly recipients: string;
  readonly assessors: string;
  readonly copyTo: string;
}

export const emptyRule: FlagRuleForm = {
  topFlag: 'red',
  topCount: 1,
  topMinimum: '',
  bottomFlag: 'blue',
  bottomCount: 1,
  thresholds: [],
};

export const emptyScheme: SchemeForm = {
  name: '',
  validFrom: '',
  validTo: '',
  groups: [],
  weights: { field: '0.9', rectification: '0.1' },
  decimals: 2,
  tieRule: 'competition',
  minimumSites: 1,
  documentPrefix: '',
  issuer: '',
  basis: '',
  printedBy: '',
  recipients: '',
  assessors: '',
  copyTo: '',
};

/** The form of a stored scheme. */
export function formOfScheme({ name, validFrom, validTo, rules, members }: SchemeView): SchemeForm {
  const nameOf = new Map(members.map((member) => [member.id, member.name]));
  const weightOf = (key: string) => rules.components.find((component) => component.key === key)?.weight ?? '';
  const { bulletin } = rules;
  return {
    name,
    validFrom,
    validTo: validTo ?? '',
    groups: rules.groups.map((group) => ({
      key: group.name,
      name: group.name,
      units: group.unitIds.map((id) => ({ id, name: nameOf.get(id) ?? id })),
      flags: ruleForm(group.flags ?? {}),
    })),
    weights: { field: weightOf('field'), rectification: weightOf('rectification') },
    decimals: rules.decimals,
    tieRule: rules.tieRule,
    minimumSites: rules.minimumSites,
    documentPrefix: bulletin.documentPrefix ?? '',
    issuer: bulletin.issuer ?? '',
    basis: bulletin.basis ?? '',
    printedBy: bulletin.printedBy ?? '',
    recipients: (bulletin.recipients ?? []).join('\n'),
    assessors: (bulletin.assessors ?? []).join('\n'),
    copyTo: (bulletin.copyTo ?? []).join('\n'),
  };
}

/** What the form sends; `headWords` of the stored scheme, which the form does not show, stays. */
export function rulesOfForm(form: SchemeForm, headWords?: string): SchemeRulesInput {
  const { weights } = form;
  return {
    groups: form.groups.map((group) => ({
      name: group.name.trim(),
      unitIds: group.units.map((unit) => unit.id),
      flags: ruleOfForm(group.flags),
    })),
    components: (['field', 'rectification'] as const).flatMap((key) =>
      weights[key].trim() === '' ? [] : [{ key, weight: weights[key].trim() }],
    ),
    decimals: form.decimals,
    tieRule: form.tieRule,
    minimumSites: form.minimumSites,
    bulletin: {
      documentPrefix: textOf(form.documentPrefix),
      issuer: textOf(form.issuer),
      headWords,
      basis: textOf(form.basis),
      printedBy: textOf(form.printedBy),
      recipients: linesOf(form.recipients),
      assessors: linesOf(form.assessors),
      copyTo: linesOf(form.copyTo),
    },
  };
}

/** The sum of the weights as typed, or null where one is no decimal. */
export function weightSum({ weights }: Pick<SchemeForm, 'weights'>): string | null {
  return addDecimals([weights.field, weights.rectification].filter((weight) => weight.trim() !== ''));
}

/** What is missing before the form can be sent: keys of words. */
export function missingOf(form: SchemeForm) {
  const sum = weightSum(form);
  return [
    ...(form.name.trim() === '' ? (['schemes.missing.name'] as const) : []),
    ...(form.validFrom === '' ? (['schemes.missing.validFrom'] as const) : []),
    ...(form.groups.length === 0 ? (['schemes.missing.group'] as const) : []),
    ...(form.groups.some((group) => group.name.trim() === '')
      ? (['schemes.missing.groupName'] as const)
      : []),
    ...(form.groups.some((group) => group.units.length === 0) ? (['schemes.missing.units'] as const) : []),
    ...(sum === null || !isOne(sum) ? (['schemes.missing.weights'] as const) : []),
  ];
}

type StoredRule = NonNullable<SchemeRulesInput['groups'][number]['flags']>;

function ruleForm({ top, bottom, thresholds = [] }: StoredRule): FlagRuleForm {
  return {
    topFlag: top?.flag ?? 'red',
    topCount: top?.count ?? 0,
    topMinimum: top?.minimumScore ?? '',
    bottomFlag: bottom?.flag ?? 'blue',
    bottomCount: bottom?.count ?? 0,
    thresholds: thresholds.map(({ flag, min, below }, index) => ({
      key: `stored-${index}`,
      flag,
      min: min ?? '',
      below: below ?? '',
    })),
  };
}

function ruleOfForm(rule: FlagRuleForm): StoredRule {
  const { topFlag, topCount, topMinimum, bottomFlag, bottomCount } = rule;
  const thresholds = rule.thresholds.map(({ flag, min, below }) => ({
    flag: flag.trim(),
    min: textOf(min),
    below: textOf(below),
  }));
  return {
    top:
      topCount > 0 ? { count: topCount, flag: topFlag.trim(), minimumScore: textOf(topMinimum) } : undefined,
    bottom: bottomCount > 0 ? { count: bottomCount, flag: bottomFlag.trim() } : undefined,
    thresholds: thresholds.length > 0 ? thresholds : undefined,
  };
}

function textOf(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

function linesOf(text: string): string[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 0 ? lines : undefined;
}
