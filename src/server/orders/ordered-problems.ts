import { sql } from 'kysely';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { workingHoursBetween } from '../../domain/deadlines/deadline.ts';
import type { Tx } from '../platform/database/database.ts';

/** A problem as a letter shows it. */
export interface OrderedProblemRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly place: string;
  readonly state: string;
  readonly unitId: string | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly dispatchedAt: string | null;
  readonly deadlineAt: string | null;
  readonly isResting: boolean;
  /** The letter it stands in already and that is not closed. */
  readonly orderId: string | null;
}

/** States in which a letter can still demand something of the unit. */
const demandable = ['dispatched', 'assigned', 'in_progress'];

const columns = sql`p.id, p.number, p.title, coalesce(s.name, p.place_text, '') as place, p.state,
  p.unit_id as "unitId", p.person_id as "personId", h.name as "personName",
  p.dispatched_at as "dispatchedAt", p.deadline_at as "deadlineAt",
  p.state = 'deferred' or p.clock_stopped_at is not null as "isResting",
  (select o.id from unit_order_problem l join unit_order o on o.city_id = l.city_id and o.id = l.order_id
    where l.city_id = p.city_id and l.problem_id = p.id
      and o.state in ('draft','issued','acknowledged','answered','sent_back') limit 1) as "orderId"`;

const joins = sql`left join site s on s.city_id = p.city_id and s.id = p.site_id
  left join person h on h.city_id = p.city_id and h.id = p.person_id`;

/** Some problems by id, in the order of the ids. */
export async function listOrderedProblems(
  tx: Tx,
  cityId: string,
  ids: readonly string[],
): Promise<OrderedProblemRow[]> {
  const { rows } = await sql<OrderedProblemRow>`
    select ${columns} from problem p ${joins}
    where p.city_id = ${cityId} and p.id = any (${ids}::uuid[])
    order by array_position(${ids}::uuid[], p.id)`.execute(tx);
  return rows;
}

/** Problems that a letter to this unit may be about, the latest first, and how many there are. */
export async function listDemandable(
  tx: Tx,
  cityId: string,
  unitId: string,
  limit: number,
): Promise<{ problems: OrderedProblemRow[]; count: number }> {
  const { rows } = await sql<OrderedProblemRow>`
    select ${columns} from problem p ${joins}
    where p.city_id = ${cityId} and p.unit_id = ${unitId} and p.state = any (${demandable}::text[])
      and p.clock_stopped_at is null
    order by p.deadline_at, p.number limit ${limit}`.execute(tx);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from problem p
    where p.city_id = ${cityId} and p.unit_id = ${unitId} and p.state = any (${demandable}::text[])
      and p.clock_stopped_at is null`.execute(tx);
  return { problems: rows, count: counted[0]?.count ?? 0 };
}

/** Of some problems, those that lie with the unit and are still to be put right. */
export async function findDemandable(
  tx: Tx,
  cityId: string,
  unitId: string,
  ids: readonly string[],
): Promise<OrderedProblemRow[]> {
  const problems = await listOrderedProblems(tx, cityId, ids);
  return problems.filter(
    (problem) => problem.unitId === unitId && demandable.includes(problem.state) && !problem.isResting,
  );
}

/** Working hours past the deadline of an open problem; 0 where it is in time, resting or closed. */
export function hoursLateOf(problem: OrderedProblemRow, now: string, calendar: Calendar): number {
  const isOwed = demandable.includes(problem.state) || problem.state === 'returned';
  if (!isOwed || problem.isResting || problem.deadlineAt === null) return 0;
  return Math.max(0, workingHoursBetween(problem.deadlineAt, now, calendar));
}

/** Facts for the colour of a letter. */
export function colourFacts(problems: readonly OrderedProblemRow[]) {
  return problems.map(({ state, dispatchedAt, deadlineAt }) => ({
    state,
    dispatchedAt: dispatchedAt ?? '',
    deadlineAt: deadlineAt ?? '',
  }));
}
