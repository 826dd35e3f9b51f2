import { sql } from 'kysely';
import { z } from 'zod';
import type { listOrders } from '../../contract/orders.ts';
import { type OrderColour, type OrderState, owedStates } from '../../domain/orders/order.ts';
import { printDocumentNumber } from '../documents/document-numbers.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import type { OrderRow } from './order-rows.ts';

/** Problems of a letter, in its order. */
export async function listOrderProblemIds(tx: Tx, cityId: string, orderId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('unit_order_problem')
    .select('problem_id')
    .where('city_id', '=', cityId)
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute();
  return rows.map((row) => row.problem_id);
}

export async function findOrder(tx: Tx, cityId: string, id: string): Promise<OrderRow | undefined> {
  return tx
    .selectFrom('unit_order')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Like {@link findOrder}, and nobody else moves the order until this transaction ends. */
export async function lockOrder(tx: Tx, cityId: string, id: string): Promise<OrderRow | undefined> {
  return tx
    .selectFrom('unit_order')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Which orders somebody sees: those of units in sight; drafts only where he may send letters. */
export interface OrderSight {
  readonly roots: readonly string[];
  readonly officeRoots: readonly string[];
}

const lateStates: readonly OrderState[] = owedStates;

function selectLines(tx: Tx, cityId: string, sight: OrderSight) {
  return tx
    .selectFrom('unit_order as o')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'o.city_id').onRef('u.id', '=', 'o.unit_id'),
    )
    .where('o.city_id', '=', cityId)
    .where((where) =>
      where.or([
        where.and([where('o.state', '!=', 'draft'), withinSubtrees('o.unit_id', cityId, sight.roots)]),
        withinSubtrees('o.unit_id', cityId, sight.officeRoots),
      ]),
    );
}

const lineColumns = [
  'o.id',
  'o.state',
  'o.colour',
  'o.unit_id as unitId',
  'u.name as unitName',
  'o.title',
  'o.made_at as madeAt',
  'o.made_by as madeBy',
  'o.number_prefix as prefix',
  'o.number_year as year',
  'o.number as number',
  'o.issued_at as issuedAt',
  'o.acknowledged_at as acknowledgedAt',
  'o.answer_due_at as answerDueAt',
  'o.answered_at as answeredAt',
  'o.is_sample as isSample',
] as const;

interface LineRow {
  readonly id: string;
  readonly state: string;
  readonly colour: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly title: string;
  readonly madeAt: string;
  readonly madeBy: string | null;
  readonly prefix: string | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly issuedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly answerDueAt: string | null;
  readonly answeredAt: string | null;
  readonly isSample: boolean;
  readonly problemCount: number;
}

function lineOf(row: LineRow, now: string) {
  const { unitId, unitName, prefix, year, number, madeBy, state, colour, ...line } = row;
  const isOwedNow = lateStates.includes(state as OrderState);
  return {
    ...line,
    state: state as OrderState,
    colour: colour as OrderColour,
    number: printDocumentNumber({ prefix, year, number }),
    unit: { id: unitId, name: unitName },
    byRule: madeBy === null,
    isLate: isOwedNow && line.answerDueAt !== null && Date.parse(line.answerDueAt) < Date.parse(now),
  };
}

const problemCount = sql<number>`(select count(*)::int from unit_order_problem op
  where op.city_id = o.city_id and op.order_id = o.id)`.as('problemCount');

type Filter = z.output<typeof listOrders.query>;
const orderPlace = z.tuple([placeInstant, z.uuid()]);

/** Newest first, with counts of the whole list and of everything in sight by state. */
export async function listOrderPage(tx: Tx, cityId: string, sight: OrderSight, filter: Filter, now: string) {
  const [at, id] = readCursor(orderPlace, filter.cursor) ?? [];
  const wanted = selectLines(tx, cityId, sight)
    .$if(filter.state !== undefined, (query) => query.where('o.state', '=', filter.state ?? ''))
    .$if(filter.colour !== undefined, (query) => query.where('o.colour', '=', filter.colour ?? ''))
    .$if(filter.unitId !== undefined, (query) => query.where('o.unit_id', '=', filter.unitId ?? ''))
    .$if(filter.late === true, (query) =>
      query.where('o.state', 'in', [...lateStates]).where('o.answer_due_at', '<', now),
    );
  const { count } = await wanted
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const found = await wanted
    .$if(at !== undefined, (query) =>
      query.where(sql<boolean>`(o.made_at, o.id) < (${at ?? null}::timestamptz, ${id ?? null}::uuid)`),
    )
    .select([...lineColumns, problemCount])
    .orderBy('o.made_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.madeAt, last.id]);
  const inSight = await selectLines(tx, cityId, sight)
    .select((select) => [
      'o.state',
      select.fn.countAll<number>().as('count'),
      sql<number>`count(*) filter (where o.answer_due_at < ${now} and o.state = any (${lateStates}::text[]))`.as(
        'late',
      ),
    ])
    .groupBy('o.state')
    .execute();
  return {
    orders: rows.map((row) => lineOf(row, now)),
    count,
    states: Object.fromEntries(inSight.map((one) => [one.state, one.count])),
    late: inSight.reduce((sum, one) => sum + Number(one.late), 0),
    next,
  };
}

/** The letters that a problem stands in, newest first. */
export async function listOrdersOfProblem(
  tx: Tx,
  cityId: string,
  sight: OrderSight,
  problemId: string,
  now: string,
) {
  const rows = await selectLines(tx, cityId, sight)
    .innerJoin('unit_order_problem as l', (join) =>
      join.onRef('l.city_id', '=', 'o.city_id').onRef('l.order_id', '=', 'o.id'),
    )
    .where('l.problem_id', '=', problemId)
    .select([...lineColumns, problemCount])
    .orderBy('o.made_at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => lineOf(row, now));
}

/** One line of the list; undefined where it is not in sight. */
export async function findOrderLine(tx: Tx, cityId: string, sight: OrderSight, id: string, now: string) {
  const row = await selectLines(tx, cityId, sight)
    .where('o.id', '=', id)
    .select([...lineColumns, problemCount])
    .executeTakeFirst();
  return row && lineOf(row, now);
}
