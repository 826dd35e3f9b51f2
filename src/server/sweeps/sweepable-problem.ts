import { isWithin } from '../../domain/access/may.ts';
import type { SweepableProblem } from '../../domain/sweeps/decide-sweep.ts';
import { notFound } from '../platform/refused.ts';
import { findProblem, findProblemPlace, owningPath, type ProblemPlace } from '../problems/problem-queries.ts';
import type { ProblemRow } from '../problems/problem-rows.ts';
import { requireSightOfProblem } from '../problems/problem-sight.ts';
import { findSite } from '../sites/site-queries.ts';
import type { SweepCall } from './sweep-actor.ts';
import { findStreetPath } from './sweep-scope.ts';

/** A problem that a sweep may come from or answer for, with where it lies. */
export interface SeenProblem {
  readonly row: ProblemRow;
  readonly place: ProblemPlace;
  readonly siteType: string | null;
  /** Path of the responsible unit, before dispatch of the territory. */
  readonly ownerPath: string;
  /** Smallest scope of a sweep for it: the street of its site, else the unit that has it. */
  readonly smallestScope: string;
}

/** @throws Refused 404 where the asker may not see the problem. */
export async function requireProblem(call: SweepCall, problemId: string): Promise<SeenProblem> {
  const { tx, cityId, actor, ask } = call;
  const row = await findProblem(tx, cityId, problemId);
  if (!row) throw notFound();
  const place = await findProblemPlace(tx, cityId, row);
  requireSightOfProblem(ask, actor.personId, row, place, null);
  const site = row.site_id === null ? undefined : await findSite(tx, cityId, row.site_id);
  const ownerPath = owningPath(place);
  return {
    row,
    place,
    ownerPath,
    siteType: site?.siteType ?? null,
    smallestScope: site ? await findStreetPath(tx, cityId, site.territoryPath) : ownerPath,
  };
}

/** What the rule of covering asks, for a sweep of this scope. */
export function sweepable(problem: SeenProblem, scopePath: string): SweepableProblem {
  return {
    categoryKey: problem.row.category_key,
    itemCode: problem.row.item_code,
    siteType: problem.siteType,
    isInScope: isWithin(problem.smallestScope, scopePath),
  };
}
