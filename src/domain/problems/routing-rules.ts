import { isWithin } from '../access/may.ts';
import type { Refusal } from '../decision.ts';
import type { ProblemSource, Severity } from './problem.ts';
import {
  type CandidateUnit,
  findResponsibleUnit,
  keeperOf,
  lineBureauOf,
  nearestOfType,
  operatorOf,
  type ResponsibilityFacts,
  type ResponsibilityGround,
  streetOf,
  unitOf,
} from './responsible-unit.ts';

/** Whom a rule sends a problem to. `standard`: as item and category say (`responsible-unit.ts`). */
export type RoutingTarget =
  | { readonly to: 'standard' | 'operator' | 'keeper' | 'street' | 'lineBureau' }
  | { readonly to: 'unitType'; readonly unitType: string }
  | { readonly to: 'unit'; readonly unitId: string };

export const plainTargets = ['standard', 'operator', 'keeper', 'street', 'lineBureau'] as const;

/** What a problem must be for a rule to speak of it. An empty list asks nothing. */
export interface RoutingCondition {
  readonly categoryKeys: readonly string[];
  /** `part` (部件), `event` (事件), or another kind of the city's categories. */
  readonly categoryKinds: readonly string[];
  readonly siteTypes: readonly string[];
  readonly sources: readonly ProblemSource[];
  /** Units in whose area the site must lie. */
  readonly areaUnitIds: readonly string[];
  readonly severity: 'any' | Severity;
  /** Only ownerless sites, only owned ones, or `any`. */
  readonly ownerless: 'any' | 'only' | 'never';
}

/** One rule of routing. Rules are tried in their order; the first that names a unit decides. */
export interface RoutingRule {
  readonly key: string;
  readonly name: string;
  readonly when: RoutingCondition;
  /** The first of these that there is becomes the responsible unit. */
  readonly lead: readonly RoutingTarget[];
  /** All of these that there are help. */
  readonly assisting: readonly RoutingTarget[];
}

export type RoutingRules = readonly RoutingRule[];

export const mostRules = 100;
export const mostTargets = 10;

/** A problem as routing sees it. */
export interface RoutingFacts extends ResponsibilityFacts {
  readonly categoryKey: string;
  readonly severity: Severity;
  readonly source: ProblemSource;
  /** `null` where only a place in words is known. */
  readonly siteType: string | null;
  readonly isOwnerless: boolean;
  /** Paths of the areas that rules name, by unit. */
  readonly areaPaths: ReadonlyMap<string, string>;
}

/** Why a unit: stored with the dispatch, shown to whoever asks. */
export interface RoutingReason {
  /** `null`: no rule of the city spoke; item and category decide. */
  readonly ruleKey: string | null;
  readonly ruleName: string;
  readonly target: RoutingTarget['to'];
  /** How item and category found the unit; `null` where a rule named it itself. */
  readonly ground: ResponsibilityGround | null;
}

export interface Routing {
  readonly unit: CandidateUnit;
  readonly assisting: readonly CandidateUnit[];
  readonly reason: RoutingReason;
}

/**
 * Sends a problem to its unit: the first rule whose condition it meets and whose lead exists, else as item
 * and category say. A rule that meets the problem but finds nobody gives way to the next.
 *
 * @returns `null` where nobody can be told, and the dispatcher decides.
 */
export function routeProblem(facts: RoutingFacts, rules: RoutingRules): Routing | null {
  for (const rule of rules) {
    if (!meets(facts, rule.when)) continue;
    const lead = firstOf(facts, rule.lead);
    if (!lead) continue;
    const reason = { ruleKey: rule.key, ruleName: rule.name, target: lead.target, ground: lead.ground };
    return { unit: lead.unit, assisting: assistingOf(facts, rule, lead.unit), reason };
  }
  const found = findResponsibleUnit(facts);
  if (!found) return null;
  const reason = { ruleKey: null, ruleName: '', target: 'standard', ground: found.ground } as const;
  return { unit: found.unit, assisting: [], reason };
}

function meets(facts: RoutingFacts, when: RoutingCondition): boolean {
  const { site, areaPaths } = facts;
  return (
    allows(when.categoryKeys, facts.categoryKey) &&
    allows(when.categoryKinds, facts.categoryKind) &&
    allows(when.siteTypes, facts.siteType) &&
    allows(when.sources, facts.source) &&
    (when.severity === 'any' || when.severity === facts.severity) &&
    (when.ownerless === 'any' || (when.ownerless === 'only') === facts.isOwnerless) &&
    (when.areaUnitIds.length === 0 ||
      when.areaUnitIds.some((id) => {
        const path = areaPaths.get(id);
        return site !== null && path !== undefined && isWithin(site.territoryPath, path);
      }))
  );
}

function allows(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.includes(value));
}

interface Lead {
  readonly unit: CandidateUnit;
  readonly target: RoutingTarget['to'];
  readonly ground: ResponsibilityGround | null;
}

function firstOf(facts: RoutingFacts, targets: readonly RoutingTarget[]): Lead | null {
  for (const target of targets) {
    if (target.to === 'standard') {
      const found = findResponsibleUnit(facts);
      if (found) return { ...found, target: 'standard' };
      continue;
    }
    const unit = unitAt(facts, target);
    if (unit) return { unit, target: target.to, ground: null };
  }
  return null;
}

function assistingOf(facts: RoutingFacts, rule: RoutingRule, lead: CandidateUnit): readonly CandidateUnit[] {
  const helpers = new Map<string, CandidateUnit>();
  for (const target of rule.assisting) {
    const unit = unitAt(facts, target);
    if (unit && unit.unitId !== lead.unitId) helpers.set(unit.unitId, unit);
  }
  return [...helpers.values()];
}

function unitAt(facts: RoutingFacts, target: RoutingTarget): CandidateUnit | null {
  switch (target.to) {
    case 'standard':
      return findResponsibleUnit(facts)?.unit ?? null;
    case 'operator':
      return operatorOf(facts);
    case 'keeper':
      return keeperOf(facts);
    case 'street':
      return streetOf(facts);
    case 'lineBureau':
      return lineBureauOf(facts);
    case 'unitType':
      return nearestOfType(facts, target.unitType);
    case 'unit':
      return unitOf(facts, target.unitId);
    default: {
      const unknown: never = target;
      throw new Error(`unknown target ${JSON.stringify(unknown)}`);
    }
  }
}

/** Everything wrong with the rules, each with its number from 1. Whether units and keys exist is for the caller. */
export function checkRoutingRules(rules: RoutingRules): readonly Refusal[] {
  const faults: Refusal[] = [];
  const keys = new Set<string>();
  if (rules.length > mostRules) faults.push({ code: 'routing.tooManyRules', facts: { most: mostRules } });
  for (const [index, { key, name, lead, assisting }] of rules.entries()) {
    const at = { rule: index + 1 };
    if (keys.has(key)) faults.push({ code: 'routing.keyTwice', facts: { ...at, key } });
    keys.add(key);
    if (name.trim() === '') faults.push({ code: 'routing.noName', facts: at });
    if (lead.length === 0) faults.push({ code: 'routing.noLead', facts: at });
    if (lead.length > mostTargets || assisting.length > mostTargets) {
      faults.push({ code: 'routing.tooManyTargets', facts: { ...at, most: mostTargets } });
    }
    // "as item and category say" always has an answer where one exists: what follows it is never reached
    const standardAt = lead.findIndex((target) => target.to === 'standard');
    if (standardAt >= 0 && standardAt < lead.length - 1) {
      faults.push({ code: 'routing.standardNotLast', facts: at });
    }
  }
  return faults;
}
