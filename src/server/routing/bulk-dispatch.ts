import { sql } from 'kysely';
import type { z } from 'zod';
import type { bulkDispatch } from '../../contract/routing.ts';
import type { ProblemSource, Severity } from '../../domain/problems/problem.ts';
import type { Tx } from '../platform/database/database.ts';
import { Refused } from '../platform/refused.ts';
import { type Locale, say } from '../platform/words.ts';
import { runProblemCommand } from '../problems/problem-command.ts';
import { loadResponsibility, type RoutedProblem, routeBy } from '../problems/responsibility-queries.ts';

type Body = z.output<typeof bulkDispatch.body>;
type Reply = z.input<typeof bulkDispatch.reply>;
type BulkCall = Parameters<typeof runProblemCommand>[0] & { readonly locale: Locale };

/** Where one problem is to go, and why; null where the rules find nobody. */
interface Destination {
  readonly unitId: string;
  readonly assistingUnitIds: readonly string[];
  readonly remark: { readonly [key: string]: { readonly [key: string]: string | null } };
}

/**
 * Dispatches many problems as this person. Each is a command of its own: it succeeds or is refused with its
 * reason, and a refused one leaves nothing behind, while the others stand.
 *
 * @throws whatever is no refusal; nothing is stored then.
 */
export async function dispatchInBulk(call: BulkCall, body: Body): Promise<Reply> {
  const { tx, cityId } = call;
  const rows = await listRoutedProblems(
    tx,
    cityId,
    body.problems.map((problem) => problem.id),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const byRule = body.to === null ? await routesOf(call, rows) : new Map<string, Destination>();
  const done: Reply['done'] = [];
  const refused: Reply['refused'] = [];
  // In the order of ids, so that two who dispatch the same problems never wait for each other.
  for (const problem of [...body.problems].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const number = known.get(problem.id)?.number ?? null;
    const destination = body.to === null ? byRule.get(problem.id) : { ...body.to, remark: {} };
    const outcome = await withinSavepoint(tx, () => dispatchOne(call, problem, destination));
    if (outcome instanceof Refused) refused.push(refusalOf(call, problem.id, number, outcome));
    else done.push({ id: problem.id, number: outcome.number, unitName: outcome.unitName ?? '' });
  }
  return { done, refused };
}

function dispatchOne(
  call: BulkCall,
  problem: Body['problems'][number],
  destination: Destination | undefined,
) {
  if (!destination) throw new Refused(409, 'routing.noUnit');
  const { unitId, assistingUnitIds, remark } = destination;
  return runProblemCommand(call, {
    problemId: problem.id,
    commandId: problem.commandId,
    version: problem.version,
    command: { type: 'dispatch', unitId, assistingUnitIds },
    photos: [],
    chosenDeadline: null,
    remark,
  });
}

/** What `work` answers, or the refusal it threw, with everything it stored undone. */
async function withinSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T | Refused> {
  await sql`savepoint one`.execute(tx);
  try {
    const value = await work();
    await sql`release savepoint one`.execute(tx);
    return value;
  } catch (error) {
    await sql`rollback to savepoint one`.execute(tx);
    if (error instanceof Refused) return error;
    throw error;
  }
}

function refusalOf({ locale }: BulkCall, id: string, number: number | null, error: Refused) {
  const { code, facts } = error.refusal;
  // what one may not see has no number either
  const shown = error.status === 404 ? null : number;
  return { id, number: shown, code, message: say(locale, `refusal.${code}`, facts) };
}

interface RoutedRow extends RoutedProblem {
  readonly id: string;
  readonly number: number;
}

/** An item names the kind of unit before its category does. */
async function listRoutedProblems(
  tx: Tx,
  cityId: string,
  ids: readonly string[],
): Promise<readonly RoutedRow[]> {
  const { rows } = await sql<{
    id: string;
    number: number;
    siteId: string | null;
    categoryKey: string;
    severity: Severity;
    sourceKind: ProblemSource;
    responsibleUnitType: string;
  }>`
    select p.id, p.number, p.site_id as "siteId", p.category_key as "categoryKey", p.severity,
      p.source_kind as "sourceKind", coalesce(i.responsible_unit_type, c.unit_type) as "responsibleUnitType"
    from problem p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join checklist_item i on i.city_id = p.city_id and i.version_id = p.version_id and i.code = p.item_code
    where p.city_id = ${cityId} and p.id = any (${ids}::uuid[])`.execute(tx);
  return rows;
}

async function routesOf(
  { tx, cityId, now }: BulkCall,
  rows: readonly RoutedRow[],
): Promise<Map<string, Destination>> {
  const material = await loadResponsibility(tx, cityId, rows, now);
  return new Map(
    rows.flatMap((row): [string, Destination][] => {
      const routing = routeBy(material, row);
      if (!routing) return [];
      const assistingUnitIds = routing.assisting.map((unit) => unit.unitId);
      const remark = { routing: { ...routing.reason } };
      return [[row.id, { unitId: routing.unit.unitId, assistingUnitIds, remark }]];
    }),
  );
}
