import { type Grant, isWithin, may } from '../access/may.ts';
import type { Role } from '../access/verbs.ts';

/** What decides whether a person may judge a place. */
export interface InspectorStanding {
  readonly grants: readonly Pick<Grant, 'role' | 'unitId' | 'unitPath'>[];
  /** Path of the unit that employs him; `null` where the city recorded none. */
  readonly homePath: string | null;
}

/** Roles that answer for a unit, whose holder is a party when the unit is judged. */
const partyRoles: ReadonlySet<Role> = new Set(['unitHead', 'liaison', 'gridWorker']);

/**
 * Whether a person must stay away from a place (回避): nobody judges the territory he works for.
 *
 * He is a party where his home, or a unit he holds a role on, lies in the site's territory; and where the
 * territory lies in his home or in a unit he answers for (head, liaison, grid worker). A role over the
 * territory from outside (an inspector of the city or of a district) is his office and no reason. The
 * city itself is nobody's party: its own people judge everywhere.
 *
 * @param territoryPath path of the site's territorial unit.
 */
export function isRecused(person: InspectorStanding, territoryPath: string): boolean {
  const { grants, homePath } = person;
  if (homePath !== null && isParty(homePath, territoryPath)) return true;
  return grants.some(({ role, unitPath }) =>
    partyRoles.has(role)
      ? isParty(unitPath, territoryPath)
      : isWithin(unitPath, territoryPath) && !isCity(unitPath),
  );
}

/** Whether a person may be sent to a place: he holds the verb there and need not stay away. */
export function mayInspect(person: InspectorStanding, territoryPath: string): boolean {
  return may(person, 'inspection.submit', territoryPath) && !isRecused(person, territoryPath);
}

function isParty(unitPath: string, territoryPath: string): boolean {
  if (isCity(unitPath)) return false;
  return isWithin(unitPath, territoryPath) || isWithin(territoryPath, unitPath);
}

function isCity(path: string): boolean {
  return !path.includes('.');
}
