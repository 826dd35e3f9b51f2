import { sql } from 'kysely';
import type { OrderView } from '../../contract/orders.ts';
import { possibleOrderMoves } from '../../domain/orders/decide-order.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { notFound } from '../platform/refused.ts';
import { findOrder, findOrderLine, listOrderProblemIds, type OrderSight } from './order-queries.ts';
import { type OrderRow, orderOf } from './order-rows.ts';
import { hoursLateOf, listOrderedProblems, type OrderedProblemRow } from './ordered-problems.ts';

interface Asker {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: { readonly personId: string };
  readonly ask: Permissions;
  readonly now: string;
}

/** Which orders the person sees. */
export function orderSightOf(ask: Permissions): OrderSight {
  return { roots: ask.reach('problem.view'), officeRoots: ask.reach('problem.dispatch') };
}

/** The order as this person sees it. @throws Refused 404 out of sight. */
export async function viewOrder(asker: Asker, id: string): Promise<OrderView> {
  const { tx, cityId, actor, ask, now } = asker;
  const line = await findOrderLine(tx, cityId, orderSightOf(ask), id, now);
  const row = line && (await findOrder(tx, cityId, id));
  if (!line || !row) throw notFound();
  const problemIds = await listOrderProblemIds(tx, cityId, id);
  const unitPath = await findPath(tx, cityId, row.unit_id);
  const names = await findPeople(tx, cityId, row);
  const person = (personId: string | null) =>
    personId === null ? null : { id: personId, name: names.get(personId) ?? '' };
  const may = (verb: 'problem.dispatch' | 'problem.assign') => ask.may(verb, unitPath);
  return {
    ...line,
    demands: row.demands,
    answerHours: Number(row.answer_hours),
    madeBy: person(row.made_by),
    stepKey: row.step_key,
    issuedBy: person(row.issued_by),
    acknowledgedBy: person(row.acknowledged_by),
    answer: row.answer,
    answeredBy: person(row.answered_by),
    answerPhotos: (await listPhotoUses(tx, cityId, 'order', [id])).map((use) => use.sha256),
    acceptedAt: row.accepted_at,
    acceptedBy: person(row.accepted_by),
    sentBackReason: row.sent_back_reason,
    sentBackCount: row.sent_back_count,
    overdueCount: row.overdue_count,
    withdrawnReason: row.withdrawn_reason,
    problems: await viewOrderedProblems(tx, cityId, await listOrderedProblems(tx, cityId, problemIds), now),
    history: await listOrderHistory(tx, cityId, id),
    version: row.version,
    moves: [...possibleOrderMoves(orderOf(row, problemIds), { personId: actor.personId, may })],
  };
}

/** Problems as letters and choices show them, with how late each is. */
export async function viewOrderedProblems(
  tx: Tx,
  cityId: string,
  problems: readonly OrderedProblemRow[],
  now: string,
) {
  const calendar = await loadCalendar(tx, cityId);
  return problems.map((problem) => ({
    id: problem.id,
    number: problem.number,
    title: problem.title,
    place: problem.place,
    state: problem.state,
    person: problem.personId === null ? null : { id: problem.personId, name: problem.personName ?? '' },
    deadlineAt: problem.deadlineAt,
    hoursLate: hoursLateOf(problem, now, calendar),
    orderId: problem.orderId,
  }));
}

async function findPath(tx: Tx, cityId: string, unitId: string): Promise<string> {
  const unit = await tx
    .selectFrom('unit')
    .select('path')
    .where('city_id', '=', cityId)
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow();
  return unit.path;
}

async function findPeople(tx: Tx, cityId: string, row: OrderRow): Promise<ReadonlyMap<string, string>> {
  const ids = [row.made_by, row.issued_by, row.acknowledged_by, row.answered_by, row.accepted_by].filter(
    (id) => id !== null,
  );
  const people = await tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('id', 'in', ids.length > 0 ? ids : [row.id])
    .execute();
  return new Map(people.map((one) => [one.id, one.name]));
}

/** What was said with each event: an answer, a reason, a remark. */
async function listOrderHistory(tx: Tx, cityId: string, id: string): Promise<OrderView['history']> {
  const { rows } = await sql<OrderView['history'][number]>`
    select e.version, e.kind, e.at, p.name as "byName",
      coalesce(e.data->>'answer', e.data->>'reason', nullif(e.data->>'remark', ''), '') as text
    from event e left join person p on p.city_id = e.city_id and p.id = e.actor_id
    where e.city_id = ${cityId} and e.subject_kind = 'order' and e.subject_id = ${id}
    order by e.version`.execute(tx);
  return rows;
}
