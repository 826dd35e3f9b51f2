import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import { conditionsOf, holdsOpenOnly, plainConditions } from './problem-conditions.ts';
import { type Area, assistedBy, inSightOf, type LedgerScope, liesIn } from './problem-scope.ts';
import { type Condition, closed, open, overdueAt } from './problem-state-conditions.ts';

/** Problems of one state, and how many of them are overdue. */
export interface StateCount {
  readonly state: ProblemState;
  readonly count: number;
  readonly overdue: number;
}

/**
 * Counts a filter by state, but for its states and its search. Exact, in the snapshot of the transaction.
 *
 * Open problems are a small part of a ledger and are counted as they stand. Closed ones come from the tally
 * where the filter says no more than the tally knows, and else from the rows, which then some index narrows.
 */
export async function countByState(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
): Promise<StateCount[]> {
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope)];
  const counts = await countRows(tx, [...conditions, open], scope.now);
  if (holdsOpenOnly(filter)) return counts;
  const others = isTallied(filter, scope)
    ? await countClosedByTally(tx, cityId, filter, scope)
    : await countRows(tx, [...conditions, closed], scope.now);
  return [...counts, ...others];
}

/** Counts rows by state under conditions over `problem p`. */
export async function countRows(
  tx: Tx,
  conditions: readonly Condition[],
  now: string,
): Promise<StateCount[]> {
  const { rows } = await sql<StateCount>`
    select p.state, count(*) as count, count(*) filter (where ${overdueAt(now)}) as overdue
    from problem p where ${sql.join(conditions, sql` and `)} group by p.state`.execute(tx);
  return rows;
}

/** The tally knows unit, district, category, severity and source of what is closed. */
function isTallied(filter: ProblemFilter, { sight, territory }: LedgerScope): boolean {
  const { list, siteId, roundId, personId, assistingUnitId, recurrence } = filter;
  const { raisedFrom, raisedTo, struckOffFrom, struckOffTo } = filter;
  const untold = [list, siteId, roundId, personId, assistingUnitId, recurrence];
  const days = [raisedFrom, raisedTo, struckOffFrom, struckOffTo];
  return (
    [...untold, ...days].every((value) => value === undefined) &&
    (sight === null || sight.districts !== null) &&
    (territory === null || territory.districts !== null)
  );
}

async function countClosedByTally(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
): Promise<StateCount[]> {
  const { sight, territory } = scope;
  const conditions = [sql`p.city_id = ${cityId}`, ...plainConditions(filter, scope)];
  if (territory) conditions.push(sql`p.area = any (${[...(territory.districts ?? [])]}::text[])`);
  if (sight) {
    conditions.push(sql`(p.unit_id = any (${[...sight.unitIds]}::uuid[])
      or p.area = any (${[...(sight.districts ?? [])]}::text[]))`);
  }
  const { rows } = await sql<StateCount>`
    select p.state, sum(p.problems)::bigint as count, 0 as overdue
    from problem_tally p where ${sql.join(conditions, sql` and `)}
    group by p.state having sum(p.problems) <> 0`.execute(tx);
  return sight === null ? rows : [...rows, ...(await countClosedBeside(tx, cityId, filter, scope, sight))];
}

/** Closed problems that lie elsewhere, but which a unit in sight assisted with, or the asker himself raised or did. */
async function countClosedBeside(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  sight: Area,
): Promise<StateCount[]> {
  const { personId, now } = scope;
  const elsewhere = [...conditionsOf(cityId, filter, scope), closed, sql<SqlBool>`not ${liesIn(sight)}`];
  const own = sql<SqlBool>`(p.raised_by = ${personId} or p.person_id = ${personId})`;
  const assisted = await countRows(tx, [...elsewhere, assistedBy(sight)], now);
  const ownRows = await countRows(
    tx,
    [...elsewhere, own, sql<SqlBool>`${assistedBy(sight)} is not true`],
    now,
  );
  return [...assisted, ...ownRows];
}

/** Counts of several heaps added up, state by state. */
export function addUp(counts: readonly StateCount[]): StateCount[] {
  const byState = new Map<ProblemState, StateCount>();
  for (const { state, count, overdue } of counts) {
    const before = byState.get(state) ?? { state, count: 0, overdue: 0 };
    byState.set(state, { state, count: before.count + count, overdue: before.overdue + overdue });
  }
  return [...byState.values()];
}
