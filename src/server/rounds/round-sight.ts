import { type Expression, type SqlBool, sql } from 'kysely';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Permissions } from '../platform/permissions.ts';
import { forbidden } from '../platform/refused.ts';

/** What of a round somebody may see. */
export interface RoundSight {
  /** Subtrees whose sites he sees. */
  readonly roots: readonly string[];
  /**
   * Whether he sees visits that were not made yet. Only people of the whole city do: a unit that knows
   * the day and the place of a visit sweeps that place and no other.
   */
  readonly seesPlan: boolean;
}

/** @throws Refused 403 for those who may see no round at all. */
export function sightOfRounds(ask: Permissions): RoundSight {
  ask.requireAnywhere('round.view');
  const roots = ask.reach('round.view');
  return { roots, seesPlan: roots.some(isCity) };
}

/** Planning is the city's business: a round ranks all its units. @throws Refused 403. */
export function requirePlanner(ask: Permissions): void {
  if (!mayPlan(ask)) throw forbidden();
}

export function mayPlan(ask: Permissions): boolean {
  return ask.reach('round.plan').some(isCity);
}

function isCity(path: string): boolean {
  return !path.includes('.');
}

/** "This visit may be seen", over `round_visit v`, `site s` and the left-joined `inspection i`. */
export function visitInSight(cityId: string, sight: RoundSight): Expression<SqlBool> {
  const within = withinSubtrees('s.territory_unit_id', cityId, sight.roots);
  return sight.seesPlan ? within : sql<SqlBool>`(i.id is not null and ${within})`;
}
