import { type SqlBool, sql } from 'kysely';
import type { ProblemSweepView, SweepSuggestion } from '../../contract/sweeps.ts';
import { isWithin } from '../../domain/access/may.ts';
import type { Severity } from '../../domain/problems/problem.ts';
import { isOpen, openStates, type ProblemState } from '../../domain/problems/problem-states.ts';
import { coversProblem } from '../../domain/sweeps/decide-sweep.ts';
import { coveringDays } from '../../domain/sweeps/sweep.ts';
import { findRelations } from '../problems/problem-relations.ts';
import { problemsInSight } from '../problems/problem-sight.ts';
import type { SweepCall } from './sweep-actor.ts';
import { selectSweeps, sweepLineOf } from './sweep-lines.ts';
import { countSitesIn } from './sweep-scope.ts';
import { sweepsInSight } from './sweep-sight.ts';
import { requireProblem, type SeenProblem, sweepable } from './sweepable-problem.ts';

/** Most sweeps shown beside a problem. */
const mostSweeps = 20;

/** How a problem stands with sweeps. @throws Refused 404 where the asker may not see it. */
export async function viewProblemSweep(call: SweepCall, problemId: string): Promise<ProblemSweepView> {
  const { tx, cityId, ask, now } = call;
  const problem = await requireProblem(call, problemId);
  const { sweep: need } = await findRelations(tx, cityId, problem.row);
  // whoever sees a problem sees how far the sweep is that it waits for
  const own = await selectSweeps(
    tx,
    sql`sw.city_id = ${cityId} and sw.state <> 'cancelled' and sw.id in (
      select sp.sweep_id from sweep_problem sp
      where sp.city_id = ${cityId} and sp.problem_id = ${problem.row.id})`,
    sql`sw.number desc`,
    mostSweeps,
  );
  const isRunning = own.some((row) => row.state === 'open');
  const mayAttach = ask.may('problem.dispatch', problem.ownerPath);
  return {
    need,
    sweeps: own.map((row) => sweepLineOf(row, now)),
    foundBy: await findFinder(call, problem.row.sweep_id),
    covering:
      isRunning || !mayAttach
        ? []
        : await listCovering(
            call,
            problem,
            own.map((row) => row.id),
          ),
    mayAttach,
    suggestion: isRunning || !isOpen(problem.row.state as ProblemState) ? null : await suggest(call, problem),
  };
}

async function findFinder(
  { tx, cityId }: SweepCall,
  sweepId: string | null,
): Promise<ProblemSweepView['foundBy']> {
  if (sweepId === null) return null;
  const row = await tx
    .selectFrom('sweep')
    .select(['id', 'number', 'title'])
    .where('city_id', '=', cityId)
    .where('id', '=', sweepId)
    .executeTakeFirst();
  return row ?? null;
}

/** Sweeps of the same fault over the same place, open or done of late: a second one would ask twice. */
async function listCovering(
  call: SweepCall,
  problem: SeenProblem,
  but: readonly string[],
): Promise<ProblemSweepView['covering']> {
  const { tx, cityId, ask, now } = call;
  const since = new Date(Date.parse(now) - coveringDays * 24 * 3_600_000).toISOString();
  const rows = await selectSweeps(
    tx,
    sql`sw.city_id = ${cityId} and sw.id <> all (${[...but]}::uuid[])
      and (sw.category_key = ${problem.row.category_key} or sw.item_code = ${problem.row.item_code})
      and (sw.state = 'open' or (sw.state = 'done' and sw.closed_at > ${since}::timestamptz))
      and ${sweepsInSight(cityId, ask.reach('problem.view'))}`,
    sql`sw.number desc`,
    mostSweeps,
  );
  const paths = await findPaths(
    call,
    rows.map((row) => row.scope_unit_id),
  );
  return rows
    .filter((row) =>
      coversProblem(
        { categoryKey: row.category_key, itemCode: row.item_code, siteTypes: row.site_types },
        sweepable(problem, paths.get(row.scope_unit_id) ?? '-'),
      ),
    )
    .map((row) => sweepLineOf(row, now));
}

async function findPaths(
  { tx, cityId }: SweepCall,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'path'])
    .where('city_id', '=', cityId)
    .where('id', '=', sql<string>`any(${[...unitIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.path]));
}

/** What the house knows of a sweep from this problem; null where the asker may start none. */
async function suggest(call: SweepCall, problem: SeenProblem): Promise<SweepSuggestion | null> {
  const { tx, cityId, ask } = call;
  const { row, siteType, smallestScope } = problem;
  const item = await findItem(call, problem);
  const units = await tx
    .selectFrom('unit')
    .select(['id', 'name', 'path', 'kind', 'parent_id'])
    .where('city_id', '=', cityId)
    .where('code', '=', sql<string>`any(${smallestScope.split('.')}::text[])`)
    .orderBy('path', 'desc')
    .execute();
  const scopes = units.filter(
    (unit) =>
      isWithin(smallestScope, unit.path) &&
      (ask.may('problem.dispatch', unit.path) || ask.may('problem.assign', unit.path)),
  );
  if (scopes.length === 0) return null;
  const siteTypes = siteType === null ? [] : [siteType];
  const counts = await countSitesIn(
    tx,
    cityId,
    scopes.map((scope) => scope.path),
    siteTypes,
    row.site_id,
  );
  return {
    title: item?.title ?? row.title,
    categoryKey: row.category_key,
    itemCode: item ? row.item_code : null,
    severity: row.severity as Severity,
    siteTypes,
    scopes: scopes.map(({ id, name }, index) => ({ id, name, sites: counts[index] ?? 0 })),
  };
}

async function findItem({ tx, cityId }: SweepCall, { row }: SeenProblem) {
  if (row.item_code === null || row.version_id === null) return undefined;
  return tx
    .selectFrom('checklist_item')
    .select('title')
    .where('city_id', '=', cityId)
    .where('version_id', '=', row.version_id)
    .where('code', '=', row.item_code)
    .executeTakeFirst();
}

/** Open problems of high severity that no sweep answers for, the oldest first. */
export async function listUnswept({ tx, cityId, actor, ask }: SweepCall) {
  const condition = sql<SqlBool>`p.city_id = ${cityId} and p.severity = 'high'
    and p.state in (${sql.join(openStates.map((state) => sql.lit(state)))})
    and not exists (select 1 from sweep_problem sp
      join sweep sw on sw.city_id = sp.city_id and sw.id = sp.sweep_id and sw.state <> 'cancelled'
      where sp.city_id = p.city_id and sp.problem_id = p.id)
    and ${problemsInSight(cityId, actor.personId, ask.reach('problem.view'))}`;
  const counted = await sql<{ count: number }>`
    select count(*) as count from problem p where ${condition}`.execute(tx);
  const { rows } = await sql<{
    id: string;
    number: number;
    title: string;
    siteName: string | null;
    unitName: string | null;
    raisedAt: string;
  }>`
    select p.id, p.number, p.title, s.name as "siteName", u.name as "unitName", p.raised_at as "raisedAt"
    from problem p
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where ${condition} order by p.number limit 20`.execute(tx);
  return { count: counted.rows[0]?.count ?? 0, first: rows };
}
