import type { Json } from '../../domain/canonical-json.ts';
import type { Decision } from '../../domain/decision.ts';
import { applyOrder } from '../../domain/orders/apply-order.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { OrderEvent } from '../../domain/orders/order-events.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainEnd, chainEvents, chainStart, type EventActor, eventRows } from '../platform/event-log.ts';
import { Refused, unwrap } from '../platform/refused.ts';
import { orderColumns } from './order-rows.ts';

/** An order with the end of its history. */
export interface HeldOrder {
  readonly order: Order;
  readonly end: ChainEnd;
}

/** A missing verb is a matter of permission (403), every other refusal of state (409). */
export function eventOf(decision: Decision<OrderEvent>): OrderEvent {
  if (!decision.accepted && decision.refusal.code === 'order.missingVerb') {
    throw new Refused(403, decision.refusal.code, decision.refusal.facts);
  }
  return unwrap(decision);
}

/**
 * Stores one more event of an order with its row and problems.
 *
 * @param held null: the event drafts it.
 * @param remark stored beside the event's data: who hears, the command's id.
 * @param fixed columns that no event changes; given when it is drafted.
 */
export async function recordOrder(
  tx: Tx,
  cityId: string,
  held: HeldOrder | null,
  event: OrderEvent,
  actor: EventActor,
  remark: { readonly [key: string]: Json },
  fixed: { readonly requestHash?: string; readonly isSample?: boolean } = {},
): Promise<HeldOrder> {
  const before = held?.order ?? null;
  const order = applyOrder(before, event);
  const subject = { kind: 'order' as const, id: order.id, end: held?.end ?? chainStart };
  const data = { ...(event.data as { readonly [key: string]: Json }), ...remark };
  const chain = chainEvents(cityId, subject, [{ kind: event.kind, data }], actor, event.at);
  const last = chain.at(-1) ?? chainStart;
  const columns = orderColumns(cityId, order, last.hash);
  if (before === null) {
    await tx
      .insertInto('unit_order')
      .values({ ...columns, request_hash: fixed.requestHash ?? null, is_sample: fixed.isSample ?? false })
      .execute();
  } else {
    await tx
      .updateTable('unit_order')
      .set(columns)
      .where('city_id', '=', cityId)
      .where('id', '=', order.id)
      .execute();
  }
  await storeProblems(tx, cityId, before?.problemIds ?? [], order);
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  return { order, end: { version: last.version, hash: last.hash } };
}

async function storeProblems(
  tx: Tx,
  cityId: string,
  before: readonly string[],
  { id, problemIds }: Order,
): Promise<void> {
  if (before.join() === problemIds.join()) return;
  if (before.length > 0) {
    await tx
      .deleteFrom('unit_order_problem')
      .where('city_id', '=', cityId)
      .where('order_id', '=', id)
      .execute();
  }
  const rows = problemIds.map((problemId, position) => ({
    city_id: cityId,
    order_id: id,
    problem_id: problemId,
    position,
  }));
  await tx.insertInto('unit_order_problem').values(rows).execute();
}
