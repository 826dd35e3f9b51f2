import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import { conditionsOf, holdsClosedOnly, holdsOpenOnly, plainConditions } from './problem-conditions.ts';
import { type Area, inSightOf, isBeside, type LedgerScope, liesIn } from './problem-scope.ts';
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
 * Open problems are a small part of a ledger and are counted as they stand. Closed ones come from a tally
 * where the filter says no more than a tally knows, and else from the rows, which then some index narrows.
 */
export async function countByState(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
): Promise<StateCount[]> {
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope)];
  const counts = holdsClosedOnly(filter) ? [] : await countRows(tx, [...conditions, open], scope.now);
  if (holdsOpenOnly(filter)) return counts;
  return [...counts, ...(await countClosed(tx, cityId, filter, scope, conditions))];
}

async function countClosed(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  conditions: readonly Condition[],
): Promise<StateCount[]> {
  const said = saidBy(filter);
  if (isTallied(said, scope)) return countByTally(tx, cityId, filter, scope);
  if (isTalliedByDay(said, scope)) return countByDay(tx, cityId, filter);
  return countClosedRows(tx, conditions);
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

/** What is closed is never overdue; not asking for deadlines lets an index answer alone. */
async function countClosedRows(tx: Tx, conditions: readonly Condition[]): Promise<StateCount[]> {
  const { rows } = await sql<StateCount>`
    select p.state, count(*) as count, 0 as overdue
    from problem p where ${sql.join([...conditions, closed], sql` and `)} group by p.state`.execute(tx);
  return rows;
}

/** Members of the filter that bear on closed problems. */
function saidBy(filter: ProblemFilter): ReadonlySet<string> {
  const { states, sort, cursor, limit, search, overdue, ...said } = filter;
  return new Set(Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [name])));
}

function saysOnly(said: ReadonlySet<string>, known: readonly string[]): boolean {
  return [...said].every((name) => known.includes(name));
}

/** One tally knows unit, district, category, severity and source of what is closed. */
function isTallied(said: ReadonlySet<string>, { sight, territory }: LedgerScope): boolean {
  return (
    saysOnly(said, ['unitId', 'territoryId', 'category', 'severity', 'sourceKind']) &&
    (sight === null || sight.districts !== null) &&
    (territory === null || territory.districts !== null)
  );
}

/** The other knows day, severity and source, in the whole city; days of raising or of striking off. */
function isTalliedByDay(said: ReadonlySet<string>, { sight }: LedgerScope): boolean {
  const rest = ['severity', 'sourceKind'];
  return (
    sight === null &&
    (saysOnly(said, ['raisedFrom', 'raisedTo', ...rest]) ||
      saysOnly(said, ['struckOffFrom', 'struckOffTo', ...rest]))
  );
}

async function countByDay(tx: Tx, cityId: string, filter: ProblemFilter): Promise<StateCount[]> {
  const { raisedFrom, raisedTo, struckOffFrom, struckOffTo, severity, sourceKind } = filter;
  const kind = raisedFrom || raisedTo ? 'raised' : 'struckOff';
  const [from, to] = kind === 'raised' ? [raisedFrom, raisedTo] : [struckOffFrom, struckOffTo];
  const conditions = [sql`p.city_id = ${cityId}`, sql`p.kind = ${kind}`];
  if (from) conditions.push(sql`p.on_day >= ${from}::date`);
  if (to) conditions.push(sql`p.on_day <= ${to}::date`);
  if (severity) conditions.push(sql`p.severity = ${severity}`);
  if (sourceKind) conditions.push(sql`p.source_kind = ${sourceKind}`);
  const { rows } = await sql<StateCount>`
    select p.state, sum(p.problems)::bigint as count, 0 as overdue
    from problem_day_tally p where ${sql.join(conditions, sql` and `)}
    group by p.state having sum(p.problems) <> 0`.execute(tx);
  return rows;
}

async function countByTally(
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

/** Closed problems that lie elsewhere, but are seen. */
async function countClosedBeside(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  sight: Area,
): Promise<StateCount[]> {
  if (scope.beside?.length === 0) return [];
  return countClosedRows(tx, [
    ...conditionsOf(cityId, filter, scope),
    sql<SqlBool>`not ${liesIn(sight)}`,
    isBeside(sight, scope),
  ]);
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
