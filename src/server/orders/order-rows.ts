import type { Insertable, Selectable } from 'kysely';
import type { Order } from '../../domain/orders/order.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export type OrderRow = Selectable<Tables['unit_order']>;
type NewOrderRow = Insertable<Tables['unit_order']>;

/** The stored row, and the problems of the letter in their order, as the rules know them. */
export function orderOf(row: OrderRow, problemIds: readonly string[]): Order {
  const { number_prefix: prefix, number_year: year, number } = row;
  return {
    id: row.id,
    state: row.state as Order['state'],
    colour: row.colour as Order['colour'],
    unitId: row.unit_id,
    problemIds,
    title: row.title,
    demands: row.demands,
    answerHours: Number(row.answer_hours),
    answerDueAt: row.answer_due_at,
    number: prefix === null || year === null || number === null ? null : { prefix, year, number },
    madeAt: row.made_at,
    madeBy: row.made_by,
    stepKey: row.step_key,
    issuedAt: row.issued_at,
    issuedBy: row.issued_by,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    answer: row.answer,
    answeredAt: row.answered_at,
    answeredBy: row.answered_by,
    acceptedAt: row.accepted_at,
    acceptedBy: row.accepted_by,
    sentBackReason: row.sent_back_reason,
    sentBackCount: row.sent_back_count,
    overdueCount: row.overdue_count,
    overdueNotedAt: row.overdue_noted_at,
    withdrawnReason: row.withdrawn_reason,
    version: row.version,
  };
}

/** The row that an order makes, with the end of its history's chain. */
export function orderColumns(cityId: string, order: Order, lastHash: Buffer): NewOrderRow {
  return {
    city_id: cityId,
    id: order.id,
    state: order.state,
    colour: order.colour,
    unit_id: order.unitId,
    title: order.title,
    demands: order.demands,
    answer_hours: String(order.answerHours),
    answer_due_at: order.answerDueAt,
    number_prefix: order.number?.prefix ?? null,
    number_year: order.number?.year ?? null,
    number: order.number?.number ?? null,
    made_at: order.madeAt,
    made_by: order.madeBy,
    step_key: order.stepKey,
    issued_at: order.issuedAt,
    issued_by: order.issuedBy,
    acknowledged_at: order.acknowledgedAt,
    acknowledged_by: order.acknowledgedBy,
    answer: order.answer,
    answered_at: order.answeredAt,
    answered_by: order.answeredBy,
    accepted_at: order.acceptedAt,
    accepted_by: order.acceptedBy,
    sent_back_reason: order.sentBackReason,
    sent_back_count: order.sentBackCount,
    overdue_count: order.overdueCount,
    overdue_noted_at: order.overdueNotedAt,
    withdrawn_reason: order.withdrawnReason,
    version: order.version,
    last_hash: lastHash,
  };
}
