import { accept, type Decision, refuse } from '../decision.ts';
import {
  add,
  compareExact,
  divide,
  type ExactNumber,
  exact,
  formatExact,
  hundred,
  isZero,
  meanExact,
  multiply,
  one,
  parseExact,
  sumExact,
  zero,
} from '../exact-number.ts';
import type { FlagRule, RankingRemark, RankingTable, RankingUnit, TieRule } from './ranking-table.ts';

/** The rules (考评办法) that turn a round into a ranking, as data. Higher is better. */
export interface RankingScheme {
  readonly groups: readonly SchemeGroup[];
  readonly components: readonly SchemeComponent[];
  readonly decimals: number;
  readonly tieRule: TieRule;
  /** Units with fewer inspected sites are scored but not ranked. */
  readonly minimumSites: number;
}

/** A peer group: units ranked against each other, with their own flags. */
export interface SchemeGroup {
  readonly name: string;
  readonly unitIds: readonly string[];
  readonly flags?: FlagRule;
}

export interface SchemeComponent {
  readonly key: ComponentKey;
  readonly weight: string;
}

/** `field`: mean of the site scores. `rectification`: problems struck off on time, of 100 due. */
export type ComponentKey = 'field' | 'rectification';

/** What a round found out about one unit. */
export interface UnitFacts {
  readonly unitId: string;
  readonly unitName: string;
  /** One decimal string from 0 to 100 per inspected site. */
  readonly siteScores: readonly string[];
  /** Problems whose deadline fell into the period. */
  readonly problemsDue: number;
  /** Those of them that were struck off by their deadline. */
  readonly problemsStruckOffOnTime: number;
}

export interface SchemeScores {
  /** Ready for `rankTable`; scores are exact, not yet rounded. */
  readonly table: RankingTable;
  /** The counts behind every score, in the order of the table. */
  readonly evidence: readonly UnitEvidence[];
}

export interface UnitEvidence {
  readonly unitId: string;
  readonly group: string;
  readonly sites: number;
  readonly problemsDue: number;
  readonly problemsStruckOffOnTime: number;
  readonly components: readonly ComponentEvidence[];
}

export interface ComponentEvidence {
  readonly key: ComponentKey;
  /** Printed with the decimals of the scheme; `null` where there was nothing to compute it from. */
  readonly value: string | null;
  readonly weight: string;
}

const mostDecimals = 6;
const mostSites = 10_000;

/** Whether the rules can rank at all; the first fault is refused. */
export function checkScheme(scheme: RankingScheme): Decision<RankingScheme> {
  const { groups, components, decimals, minimumSites } = scheme;
  if (groups.length === 0) return refuse('scheme-no-group');
  if (components.length === 0) return refuse('scheme-no-component');
  if (!isWhole(decimals, mostDecimals)) return refuseNumber('decimals', mostDecimals);
  if (!isWhole(minimumSites, mostSites)) return refuseNumber('minimumSites', mostSites);

  const keys = new Set<ComponentKey>();
  for (const { key, weight } of components) {
    if (keys.has(key)) return refuse('scheme-component-twice', { component: key });
    keys.add(key);
    const value = parseExact(weight);
    if (!value || compareExact(value, zero) <= 0) return refuse('scheme-weight-invalid', { component: key });
  }
  const sum = sumExact(components.map(({ weight }) => exact(weight)));
  if (compareExact(sum, one) !== 0) return refuse('scheme-weights-sum', { sum: formatExact(sum, 4) });
  const groupNames = new Set<string>();
  const groupOf = new Map<string, string>();
  for (const { name, unitIds } of groups) {
    if (groupNames.has(name)) return refuse('scheme-group-twice', { group: name });
    groupNames.add(name);
    for (const unitId of unitIds) {
      const first = groupOf.get(unitId);
      if (first !== undefined) return refuse('scheme-unit-twice', { unitId, first, second: name });
      groupOf.set(unitId, name);
    }
  }
  return accept(scheme);
}

/**
 * Scores the units of a round, exactly: Σ weight × component.
 *
 * A rate of no problems has no value: it is neither 0 nor 100. The unit is then scored by its other
 * components, whose weights grow in proportion so that they carry the whole sum of weights, and a
 * remark says so. A unit without any value has no score. Units that no group names are left out.
 *
 * @throws RangeError where a member of a group has no facts, where a count is no whole number or more
 *   were struck off than due, or where a site score is no decimal: a ranking must not come out of that.
 */
export function scoreUnits(scheme: RankingScheme, facts: readonly UnitFacts[]): SchemeScores {
  const factsById = new Map(facts.map((unit) => [unit.unitId, unit]));
  const evidence: UnitEvidence[] = [];
  const groups = scheme.groups.map(({ name, unitIds, flags }) => ({
    name,
    flags,
    units: unitIds.map((unitId) => {
      const unit = factsById.get(unitId);
      if (!unit) throw new RangeError(`no facts on unit ${unitId}`);
      checkCounts(unit);
      const values = scheme.components.map(({ key, weight }) => ({
        key,
        weight,
        value: componentValue(key, unit),
      }));
      evidence.push({
        unitId,
        group: name,
        sites: unit.siteScores.length,
        problemsDue: unit.problemsDue,
        problemsStruckOffOnTime: unit.problemsStruckOffOnTime,
        components: values.map(({ key, weight, value }) => ({
          key,
          weight,
          value: value === null ? null : formatExact(value, scheme.decimals),
        })),
      });
      return rankingUnit(unit, values, scheme.minimumSites);
    }),
  }));
  const { decimals, tieRule } = scheme;
  return { table: { decimals, tieRule, order: 'higher-is-better', groups }, evidence };
}

interface WeighedValue {
  readonly key: ComponentKey;
  readonly weight: string;
  readonly value: ExactNumber | null;
}

function rankingUnit(unit: UnitFacts, values: readonly WeighedValue[], minimumSites: number): RankingUnit {
  const sites = unit.siteScores.length;
  const score = weighted(values);
  const absent = score === null ? [] : values.filter(({ value }) => value === null);
  const remarks: RankingRemark[] = absent.map(({ key }) => ({
    code: 'component-without-value',
    facts: { component: key },
  }));
  const isTooFew = sites < minimumSites;
  if (isTooFew) remarks.unshift({ code: 'too-few-sites', facts: { sites, minimum: minimumSites } });
  return {
    id: unit.unitId,
    name: unit.unitName,
    score: score ?? undefined,
    ranked: isTooFew ? false : undefined,
    remarks,
  };
}

/** Σ weight × value over the values there are, carried up to the sum of all weights. */
function weighted(values: readonly WeighedValue[]): ExactNumber | null {
  let sum = zero;
  let present = zero;
  for (const { weight, value } of values) {
    if (value === null) continue;
    sum = add(sum, multiply(exact(weight), value));
    present = add(present, exact(weight));
  }
  if (isZero(present)) return null;
  return divide(multiply(sum, sumExact(values.map(({ weight }) => exact(weight)))), present);
}

function componentValue(key: ComponentKey, unit: UnitFacts): ExactNumber | null {
  switch (key) {
    case 'field':
      return meanExact(unit.siteScores.map(exact));
    case 'rectification': {
      const due = exact(unit.problemsDue);
      return isZero(due) ? null : divide(multiply(hundred, exact(unit.problemsStruckOffOnTime)), due);
    }
    default:
      return key satisfies never;
  }
}

function checkCounts({ unitId, problemsDue, problemsStruckOffOnTime }: UnitFacts): void {
  const areWhole =
    isWhole(problemsDue, Number.MAX_SAFE_INTEGER) && isWhole(problemsStruckOffOnTime, problemsDue);
  if (!areWhole)
    throw new RangeError(`${problemsStruckOffOnTime} struck off of ${problemsDue} due: unit ${unitId}`);
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function refuseNumber(field: string, most: number): Decision<never> {
  return refuse('scheme-number-invalid', { field, least: 0, most });
}
