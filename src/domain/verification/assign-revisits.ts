import { type InspectorStanding, isRecused, mayInspect } from '../rounds/recusal.ts';
import { type DrawFrame, lotOrder } from './revisit-draw.ts';

/** A struck-off problem with everybody who had a hand in its fix. */
export interface RevisitedFix {
  /** As it stands in the register. */
  readonly id: string;
  /** Path of the site's territory; of the fixing unit where the problem has no site. */
  readonly territoryPath: string;
  /** The fixing unit and those that assisted. */
  readonly fixingPaths: readonly string[];
  /** Who verified, claimed or was responsible for the fix. */
  readonly involvedIds: readonly string[];
}

/** Somebody who may inspect, with the open revisits that he has already. */
export interface RevisitInspector extends InspectorStanding {
  readonly personId: string;
  readonly load: number;
}

/**
 * Whether a person may look at a fix again: he may inspect there, had no hand in the fix, and neither
 * works where it lies nor for a unit that made it.
 */
export function isIndependent(
  person: InspectorStanding & { readonly personId: string },
  fix: RevisitedFix,
): boolean {
  if (fix.involvedIds.includes(person.personId)) return false;
  return mayInspect(person, fix.territoryPath) && !fix.fixingPaths.some((path) => isRecused(person, path));
}

/**
 * Gives each fix, in order, to the independent inspector with the fewest revisits; between equals the
 * order of the lot decides, so that the same draw gives the same people.
 *
 * @returns one person per fix; null where everybody must stay away.
 */
export function assignRevisits(
  fixes: readonly RevisitedFix[],
  inspectors: readonly RevisitInspector[],
  frame: DrawFrame,
): readonly (string | null)[] {
  const loads = new Map(inspectors.map(({ personId, load }) => [personId, load]));
  return fixes.map((fix) => {
    const free = inspectors.filter((person) => isIndependent(person, fix)).map((person) => person.personId);
    const least = Math.min(...free.map((personId) => loads.get(personId) ?? 0));
    const idle = free.filter((personId) => (loads.get(personId) ?? 0) === least);
    const [chosen = null] = lotOrder(frame, fix.id, idle);
    if (chosen !== null) loads.set(chosen, least + 1);
    return chosen;
  });
}
