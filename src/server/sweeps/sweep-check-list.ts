import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { checkFilters, MyCheck, SweepCheckLine } from '../../contract/sweep-checks.ts';
import { light } from '../../domain/deadlines/light.ts';
import type { Severity } from '../../domain/problems/problem.ts';
import type { CheckResult, SpotResult, SweepState } from '../../domain/sweeps/sweep.ts';
import { refusalOfSweepMove } from '../../domain/sweeps/sweep-moves.ts';
import { pageOf, placeInstant, placeText, readCursor } from '../platform/paging.ts';
import { notFound } from '../platform/refused.ts';
import { actorAt, findWorkplaces, type SweepCall } from './sweep-actor.ts';
import { checkOf, type SweepCheckRow, type SweepRow, sweepOf } from './sweep-rows.ts';
import { sitesInSight } from './sweep-sight.ts';

type Condition = RawBuilder<SqlBool>;

/** The columns of a list of checks besides those of the check itself. */
interface CheckJoin extends SweepCheckRow {
  readonly siteName: string;
  readonly siteCode: string;
  readonly address: string | null;
  readonly territoryPath: string;
  readonly unitName: string;
  readonly problemNumber: number | null;
  readonly spotProblemNumber: number | null;
  readonly checkerName: string | null;
  readonly spotterName: string | null;
  readonly sweep: SweepRow;
}

const order = { site: sql`s.code, c.id`, due: sql`sw.due_at, s.code, c.id` };

async function selectChecks(
  { tx }: SweepCall,
  conditions: readonly Condition[],
  orderBy: RawBuilder<unknown>,
  limit: number,
): Promise<CheckJoin[]> {
  const { rows } = await sql<CheckJoin>`
    select c.*, s.name as "siteName", s.code as "siteCode", s.address, t.path as "territoryPath",
      u.name as "unitName", p.number as "problemNumber", sp.number as "spotProblemNumber",
      ch.name as "checkerName", st.name as "spotterName"
    ${joined} left join problem p on p.city_id = c.city_id and p.id = c.problem_id
    left join problem sp on sp.city_id = c.city_id and sp.id = c.spot_problem_id
    left join person ch on ch.city_id = c.city_id and ch.id = c.checked_by
    left join person st on st.city_id = c.city_id and st.id = c.spotted_by
    where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`.execute(tx);
  const sweeps = await findSweepRows(tx, [...new Set(rows.map((row) => row.sweep_id))], rows[0]?.city_id);
  return rows.map((row) => {
    const sweep = sweeps.get(row.sweep_id);
    if (!sweep) throw new Error('a check hangs on a sweep');
    return { ...row, sweep };
  });
}

const joined = sql`from sweep_check c
  join sweep sw on sw.city_id = c.city_id and sw.id = c.sweep_id
  join site s on s.city_id = c.city_id and s.id = c.site_id
  join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
  join unit u on u.city_id = c.city_id and u.id = c.unit_id`;

async function findSweepRows(
  tx: SweepCall['tx'],
  ids: readonly string[],
  cityId: string | undefined,
): Promise<ReadonlyMap<string, SweepRow>> {
  if (cityId === undefined) return new Map();
  const rows = await tx
    .selectFrom('sweep')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function countChecks({ tx }: SweepCall, conditions: readonly Condition[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count ${joined} where ${sql.join(conditions, sql` and `)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Nobody has looked yet, whether or not a reason was given. */
const isLeft = sql<SqlBool>`(c.result is null or c.result = 'notChecked')`;

const shownBy: Readonly<Record<(typeof checkFilters)[number], Condition>> = {
  left: isLeft,
  clear: sql<SqlBool>`(c.result = 'clear' and c.spot_result is distinct from 'found')`,
  found: sql<SqlBool>`(c.result = 'found' or c.spot_result = 'found')`,
  contradicted: sql<SqlBool>`c.spot_result = 'found'`,
};

/** Sites of one sweep that the asker may see, by code. */
export async function listChecks(
  call: SweepCall,
  sweepId: string,
  filter: {
    readonly show: (typeof checkFilters)[number] | undefined;
    readonly unitId: string | undefined;
    readonly cursor: string | undefined;
    readonly limit: number;
  },
) {
  const { cityId, ask } = call;
  const conditions: Condition[] = [
    sql<SqlBool>`c.city_id = ${cityId}`,
    sql<SqlBool>`c.sweep_id = ${sweepId}`,
    sitesInSight(cityId, ask.reach('problem.view')),
  ];
  if (filter.show) conditions.push(shownBy[filter.show]);
  if (filter.unitId) conditions.push(sql<SqlBool>`c.unit_id = ${filter.unitId}`);
  const shown = await countChecks(call, conditions);
  const after = readCursor(z.tuple([placeText, z.uuid()]), filter.cursor);
  if (after) conditions.push(sql<SqlBool>`(s.code, c.id) > (${after[0]}, ${after[1]}::uuid)`);
  const found = await selectChecks(call, conditions, order.site, filter.limit + 1);
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.siteCode, last.id]);
  const unitIds = await findWorkplaces(call);
  return { rows: rows.map((row) => lineOf(call, unitIds, row)), next, shown };
}

/** Sites that the asker himself may look at, in all open sweeps, the nearest day first. */
export async function listOwnChecks(
  call: SweepCall,
  filter: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ rows: MyCheck[]; next: string | null; shown: number }> {
  const { cityId, ask, now } = call;
  const conditions: Condition[] = [
    sql<SqlBool>`c.city_id = ${cityId}`,
    sql<SqlBool>`sw.state = 'open'`,
    isLeft,
    sitesInSight(cityId, ask.reach('problem.work')),
  ];
  const shown = await countChecks(call, conditions);
  const after = readCursor(z.tuple([placeInstant, placeText, z.uuid()]), filter.cursor);
  if (after) {
    const [due, code, id] = after;
    conditions.push(sql<SqlBool>`(sw.due_at, s.code, c.id) > (${due}::timestamptz, ${code}, ${id}::uuid)`);
  }
  const found = await selectChecks(call, conditions, order.due, filter.limit + 1);
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.sweep.due_at, last.siteCode, last.id]);
  const unitIds = await findWorkplaces(call);
  return {
    rows: rows.map((row) => ({
      ...lineOf(call, unitIds, row),
      sweepNumber: row.sweep.number,
      sweepTitle: row.sweep.title,
      severity: row.sweep.severity as Severity,
      dueAt: row.sweep.due_at,
      light: light(now, row.sweep.started_at, row.sweep.due_at),
    })),
    next,
    shown,
  };
}

/** One check with what its page needs of the sweep. The caller has asked whether it may be seen. */
export async function readCheck(call: SweepCall, checkId: string) {
  const { cityId } = call;
  const conditions = [sql<SqlBool>`c.city_id = ${cityId}`, sql<SqlBool>`c.id = ${checkId}`];
  const [row] = await selectChecks(call, conditions, order.site, 1);
  if (!row) throw notFound();
  return {
    ...lineOf(call, await findWorkplaces(call), row),
    sweepNumber: row.sweep.number,
    sweepTitle: row.sweep.title,
    sweepState: row.sweep.state as SweepState,
    severity: row.sweep.severity as Severity,
  };
}

/** One line of the list. The caller has asked whether it may be seen. */
export async function readCheckLine(call: SweepCall, checkId: string): Promise<SweepCheckLine> {
  const {
    sweepNumber: _n,
    sweepTitle: _t,
    sweepState: _s,
    severity: _v,
    ...line
  } = await readCheck(call, checkId);
  return line;
}

function lineOf(call: SweepCall, unitIds: readonly string[], row: CheckJoin): SweepCheckLine {
  const [sweep, check] = [sweepOf(row.sweep), checkOf(row)];
  const asker = actorAt(call, unitIds, [row.territoryPath]);
  const tied = (id: string | null, number: number | null) =>
    id === null || number === null ? null : { id, number };
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: row.id,
    sweepId: row.sweep_id,
    siteId: row.site_id,
    siteName: row.siteName,
    siteCode: row.siteCode,
    address: row.address,
    unitId: row.unit_id,
    unitName: row.unitName,
    result: row.result as CheckResult | null,
    reason: row.reason,
    photoCount: row.photo_count,
    problem: tied(row.problem_id, row.problemNumber),
    checkedAt: row.checked_at,
    checkedBy: named(row.checked_by, row.checkerName),
    spotResult: row.spot_result as SpotResult | null,
    spotReason: row.spot_reason,
    spotProblem: tied(row.spot_problem_id, row.spotProblemNumber),
    spottedAt: row.spotted_at,
    spottedBy: named(row.spotted_by, row.spotterName),
    mayCheck: refusalOfSweepMove(sweep, 'check', asker, check) === null,
    maySpotCheck: refusalOfSweepMove(sweep, 'spotCheck', asker, check) === null,
  };
}
