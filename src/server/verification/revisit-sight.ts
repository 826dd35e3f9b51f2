import { type Expression, type SqlBool, sql } from 'kysely';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Permissions } from '../platform/permissions.ts';
import { forbidden } from '../platform/refused.ts';

/** What of revisits somebody may see. */
export interface RevisitSight {
  readonly personId: string;
  readonly roots: readonly string[];
  /**
   * Whether he sees revisits that were not made yet, the register and the people. Only people of the whole
   * city do: a unit that knows what is looked at again puts that right and nothing else.
   */
  readonly seesPlan: boolean;
}

/** @throws Refused 403 for those who may see no round at all. */
export function sightOfRevisits(ask: Permissions, personId: string): RevisitSight {
  ask.requireAnywhere('round.view');
  const roots = ask.reach('round.view');
  return { personId, roots, seesPlan: roots.some(isCity) };
}

/** Revisits judge all units of the city, so only the city plans them. @throws Refused 403. */
export function requireRevisitPlanner(ask: Permissions): void {
  if (!mayPlanRevisits(ask)) throw forbidden();
}

export function mayPlanRevisits(ask: Permissions): boolean {
  return ask.reach('round.plan').some(isCity);
}

function isCity(path: string): boolean {
  return !path.includes('.');
}

/** "This revisit may be seen", over `revisit v`. */
export function revisitInSight(cityId: string, sight: RevisitSight): Expression<SqlBool> {
  if (sight.seesPlan) return sql<SqlBool>`true`;
  const within = withinSubtrees('v.unit_id', cityId, sight.roots);
  return sql<SqlBool>`(v.inspector_id = ${sight.personId} or (v.state <> 'open' and ${within}))`;
}
