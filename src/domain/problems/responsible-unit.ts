import { isWithin } from '../access/may.ts';

/** A unit that may answer for a problem. `path`: codes from the root, dot between. */
export interface CandidateUnit {
  readonly unitId: string;
  readonly path: string;
  readonly kind: string;
  /** Entry of the standards' `unitTypes` that the unit answers for in its area. */
  readonly unitType: string | null;
  readonly contactPersonId: string | null;
}

/** Where a problem is and who must put such things right. */
export interface ResponsibilityFacts {
  /** `responsibleUnitType` of the item, or the category's. */
  readonly responsibleUnitType: string;
  /** Kind of the category. `part`: a thing that somebody owns (部件); all others happen at a place (事件). */
  readonly categoryKind: string;
  /** `null` where only a place in words is known. */
  readonly site: {
    readonly territoryPath: string;
    readonly operatorUnitId: string | null;
    readonly lineBureauId: string | null;
    /** Who looks after an ownerless site until somebody adopts it; stands where the operator would. */
    readonly keeperUnitId?: string | null;
  } | null;
  /** Units that may come into question; others may be among them. */
  readonly units: readonly CandidateUnit[];
}

/** Types that mean "whoever owns or runs it"; no area has one unit for them. */
const ownerTypes: ReadonlySet<string> = new Set(['site_operator', 'property_co', 'utility_owner']);
const territoryKinds: ReadonlySet<string> = new Set(['street', 'town', 'township']);

/** By what the unit was found: the type that the item or category names, or the kind of problem. */
export const responsibilityGrounds = [
  'street',
  'operator',
  'keeper',
  'bureau',
  'lineBureau',
  'ownerOfPart',
  'territoryOfEvent',
] as const;
export type ResponsibilityGround = (typeof responsibilityGrounds)[number];

/** A unit and why it. */
export interface FoundUnit {
  readonly unit: CandidateUnit;
  readonly ground: ResponsibilityGround;
}

/**
 * Who answers for a problem, by the type its item or category names:
 *
 * - `street_office`: the site's territorial unit, or its nearest ancestor that is a street, town or township;
 * - `site_operator`, `property_co`: the site's operator (of an ownerless site its interim keeper), else the
 *   street office;
 * - `utility_owner`: the site's operator or interim keeper, else the city's unit of that type;
 * - any bureau type: the unit of that type that hangs under the nearest ancestor of the territory (a
 *   district's bureau goes before the city's), else the site's line bureau.
 *
 * Where no such unit exists, parts go to who owns or runs the site and events to the territory, the
 * division of labour of digital city management (GB/T 30428: 部件 by ownership, 事件 by territory).
 *
 * @returns the unit, which may still lack a named person, and why it; `null` where nobody can be told, and
 *   the dispatcher decides.
 */
export function findResponsibleUnit(facts: ResponsibilityFacts): FoundUnit | null {
  return namedByType(facts) ?? namedByKind(facts);
}

/** The unit of {@link findResponsibleUnit} alone. */
export function responsibleUnit(facts: ResponsibilityFacts): CandidateUnit | null {
  return findResponsibleUnit(facts)?.unit ?? null;
}

function namedByType(facts: ResponsibilityFacts): FoundUnit | null {
  const { responsibleUnitType: type } = facts;
  if (type === 'street_office') return found(streetOf(facts), 'street');
  if (type === 'utility_owner') {
    return ownerOf(facts) ?? found(nearestOfType(facts, type), 'bureau');
  }
  if (ownerTypes.has(type)) return ownerOf(facts) ?? found(streetOf(facts), 'street');
  return found(nearestOfType(facts, type), 'bureau') ?? found(lineBureauOf(facts), 'lineBureau');
}

function namedByKind(facts: ResponsibilityFacts): FoundUnit | null {
  if (facts.categoryKind === 'part') {
    const owner = ownerOf(facts);
    if (owner) return { unit: owner.unit, ground: 'ownerOfPart' };
  }
  return found(streetOf(facts), 'territoryOfEvent');
}

function found(unit: CandidateUnit | null, ground: ResponsibilityGround): FoundUnit | null {
  return unit === null ? null : { unit, ground };
}

function ownerOf(facts: ResponsibilityFacts): FoundUnit | null {
  return found(operatorOf(facts), 'operator') ?? found(keeperOf(facts), 'keeper');
}

/** The unit with this id, if it is among those that may come into question. */
export function unitOf(facts: ResponsibilityFacts, unitId: string | null): CandidateUnit | null {
  return unitId === null ? null : (facts.units.find((unit) => unit.unitId === unitId) ?? null);
}

/** Who runs the site. */
export function operatorOf(facts: ResponsibilityFacts): CandidateUnit | null {
  return unitOf(facts, facts.site?.operatorUnitId ?? null);
}

/** Who looks after an ownerless site meanwhile. */
export function keeperOf(facts: ResponsibilityFacts): CandidateUnit | null {
  return unitOf(facts, facts.site?.keeperUnitId ?? null);
}

/** The bureau responsible for the site by trade. */
export function lineBureauOf(facts: ResponsibilityFacts): CandidateUnit | null {
  return unitOf(facts, facts.site?.lineBureauId ?? null);
}

/** The street, town or township in whose area the site lies. */
export function streetOf({ site, units }: ResponsibilityFacts): CandidateUnit | null {
  if (!site) return null;
  return deepest(
    units.filter((unit) => territoryKinds.has(unit.kind) && isWithin(site.territoryPath, unit.path)),
  );
}

/** Of the units of one type, the one whose parent is the nearest ancestor of the site's territory. */
export function nearestOfType({ site, units }: ResponsibilityFacts, type: string): CandidateUnit | null {
  return deepest(
    units.filter((unit) => {
      if (unit.unitType !== type) return false;
      const parent = parentPath(unit.path);
      // Without a site only a unit directly under the city is near enough.
      return site ? isWithin(site.territoryPath, parent) : !parent.includes('.');
    }),
  );
}

function parentPath(path: string): string {
  const end = path.lastIndexOf('.');
  return end < 0 ? path : path.slice(0, end);
}

/** The one with the longest path in levels; of equals the first by path, so that the answer never wavers. */
function deepest(units: readonly CandidateUnit[]): CandidateUnit | null {
  const levels = (unit: CandidateUnit): number => unit.path.split('.').length;
  const [first] = [...units].sort((a, b) => levels(b) - levels(a) || (a.path < b.path ? -1 : 1));
  return first ?? null;
}
