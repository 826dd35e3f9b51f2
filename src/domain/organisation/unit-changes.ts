import { isWithin } from '../access/may.ts';
import { accept, type Decision, refuse } from '../decision.ts';

/** A unit as the rules of the tree see it. Days are `YYYY-MM-DD`; `validTo` is the first day without it. */
export interface TreeUnit {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly path: string;
  readonly parentId: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What the new place must fit. */
export interface PlaceFacts {
  readonly today: string;
  readonly parent: TreeUnit;
  /** Names of the open units that hang there already. */
  readonly siblingNames: readonly string[];
}

/** Where the unit hangs from now on. */
export interface Placement {
  readonly parentId: string;
  readonly from: string;
  readonly path: string;
}

/** Codes a path may have: villages of a city hang five deep; sixteen leaves room and ends runaway trees. */
const deepest = 16;

/** May a unit be made under `parent` from a day on? */
export function decideNewUnit(
  unit: { readonly name: string; readonly code: string; readonly validFrom: string },
  facts: PlaceFacts,
): Decision<Placement> {
  return placeUnder(unit, unit.validFrom, facts);
}

/**
 * May a unit move under another one from a day on? The day lies after the day it came to its present
 * place, so that no two placements share a day, and not in the future: rights follow the tree as it is.
 */
export function decideMove(
  unit: TreeUnit,
  from: string,
  facts: PlaceFacts & { readonly placedFrom: string },
): Decision<Placement> {
  if (unit.parentId === null) return refuse('unit.rootStays');
  if (unit.validTo !== null) return refuse('unit.closed', { name: unit.name, day: unit.validTo });
  if (facts.parent.id === unit.id) return refuse('unit.intoItself');
  if (isWithin(facts.parent.path, unit.path)) return refuse('unit.cycle', { parent: facts.parent.name });
  if (facts.parent.id === unit.parentId) return refuse('unit.sameParent', { parent: facts.parent.name });
  if (from <= facts.placedFrom) return refuse('unit.beforePlacement', { day: facts.placedFrom });
  if (from > facts.today) return refuse('unit.futureDay', { today: facts.today });
  return placeUnder(unit, from, facts);
}

function placeUnder(
  unit: { readonly name: string; readonly code: string },
  from: string,
  { parent, siblingNames, today }: PlaceFacts,
): Decision<Placement> {
  if (parent.validTo !== null) return refuse('unit.closed', { name: parent.name, day: parent.validTo });
  if (from < parent.validFrom) return refuse('unit.beforeParent', { day: parent.validFrom });
  if (from > today) return refuse('unit.futureDay', { today });
  if (siblingNames.includes(unit.name)) {
    return refuse('unit.nameTaken', { name: unit.name, parent: parent.name });
  }
  if (parent.path.split('.').length >= deepest) return refuse('unit.tooDeep', { deepest });
  return accept({ parentId: parent.id, from, path: `${parent.path}.${unit.code}` });
}

/** What keeps a unit open. */
export interface CloseFacts {
  readonly today: string;
  readonly placedFrom: string;
  readonly openProblems: number;
  readonly openUnits: number;
  readonly openPledges: number;
}

/** May a unit be closed from a day on (the first day without it)? Work that is open would lie with nobody. */
export function decideClose(unit: TreeUnit, validTo: string, facts: CloseFacts): Decision<string> {
  if (unit.parentId === null) return refuse('unit.rootStays');
  if (unit.validTo !== null) return refuse('unit.closed', { name: unit.name, day: unit.validTo });
  if (facts.openProblems > 0) return refuse('unit.hasOpenProblems', { count: facts.openProblems });
  if (facts.openPledges > 0) return refuse('unit.hasOpenPledges', { count: facts.openPledges });
  if (facts.openUnits > 0) return refuse('unit.hasOpenUnits', { count: facts.openUnits });
  if (validTo <= facts.placedFrom) return refuse('unit.beforePlacement', { day: facts.placedFrom });
  if (validTo > facts.today) return refuse('unit.futureDay', { today: facts.today });
  return accept(validTo);
}

/** The path of something in a subtree after the subtree's top went from `before` to `after`. */
export function movedPath(path: string, before: string, after: string): string {
  return isWithin(path, before) ? after + path.slice(before.length) : path;
}
