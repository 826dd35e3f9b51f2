import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { awaitsArbiter } from '../../domain/problems/problem.ts';
import type { Permissions } from '../platform/permissions.ts';
import { notFound } from '../platform/refused.ts';
import { owningPath, type ProblemPlace } from './problem-queries.ts';
import { type ProblemRow, problemOf } from './problem-rows.ts';

/**
 * A problem is seen by whoever may see its unit, an assisting unit, or the territory where it lies; by
 * who raised it or must do it, and by the arbiter while it waits for him.
 *
 * @throws Refused 404 for everybody else.
 */
export function requireSightOfProblem(
  ask: Permissions,
  personId: string,
  row: ProblemRow,
  place: ProblemPlace,
  arbiterPersonId: string | null,
): void {
  const paths = [
    owningPath(place),
    ...place.assistingPaths,
    ...(place.territoryPath === null ? [] : [place.territoryPath]),
  ];
  const inSight = paths.some((path) => ask.may('problem.view', path));
  if (inSight || row.raised_by === personId || row.person_id === personId) return;
  if (arbiterPersonId === personId && awaitsArbiter(problemOf(row))) return;
  throw notFound();
}

/** Ids of the units in some subtrees, as an array that the database computes once. */
export function unitsWithin(cityId: string, roots: readonly string[]): RawBuilder<string[]> {
  if (roots.length === 0) return sql`'{}'::uuid[]`;
  const inside = roots.map(
    (root) => sql`(u.path = ${root} or (u.path >= ${`${root}.`} and u.path < ${`${root}/`}))`,
  );
  return sql`array(select u.id from unit u where u.city_id = ${cityId} and (${sql.join(inside, sql` or `)}))`;
}

/**
 * The same rule for a statement over `problem p` that looks at few of them. The ledger's lists write it with
 * the ids looked up beforehand: see `loadLedgerScope`.
 *
 * @param roots from `ask.reach('problem.view')`.
 */
export function problemsInSight(
  cityId: string,
  personId: string,
  roots: readonly string[],
): RawBuilder<SqlBool> {
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  const units = unitsWithin(cityId, roots);
  return sql<SqlBool>`(p.unit_id in (select unnest(${units})) or p.site_id in (
      select s.id from site s where s.city_id = ${cityId} and s.territory_unit_id = any (${units}))
    or (p.assisting_unit_ids <> '{}' and p.assisting_unit_ids && ${units})
    or p.raised_by = ${personId} or p.person_id = ${personId})`;
}
