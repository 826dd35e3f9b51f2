import type { Order } from './order.ts';
import type { OrderEvent } from './order-events.ts';

/**
 * The order after one more event; the stored row is this function's result.
 *
 * @throws Error where the history is broken: it begins without `order.drafted`, or drafts twice.
 */
export function applyOrder(order: Order | null, event: OrderEvent): Order {
  if (event.kind === 'order.drafted') {
    if (order) throw new Error(`order ${order.id} is drafted twice`);
    return drafted(event);
  }
  if (!order) throw new Error(`history begins with ${event.kind} instead of order.drafted`);
  return { ...order, ...changeBy(order, event), version: order.version + 1 };
}

/** The order its whole history makes; `null` of no events. */
export function foldOrder(events: Iterable<OrderEvent>): Order | null {
  let order: Order | null = null;
  for (const event of events) order = applyOrder(order, event);
  return order;
}

function drafted({ at, by, data }: Extract<OrderEvent, { kind: 'order.drafted' }>): Order {
  return {
    id: data.orderId,
    state: 'draft',
    colour: data.colour,
    unitId: data.unitId,
    problemIds: data.problemIds,
    title: data.title,
    demands: data.demands,
    answerHours: data.answerHours,
    answerDueAt: null,
    number: null,
    madeAt: at,
    madeBy: by,
    stepKey: data.stepKey,
    issuedAt: null,
    issuedBy: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    answer: null,
    answeredAt: null,
    answeredBy: null,
    acceptedAt: null,
    acceptedBy: null,
    sentBackReason: null,
    sentBackCount: 0,
    overdueCount: 0,
    overdueNotedAt: null,
    withdrawnReason: null,
    version: 1,
  };
}

function changeBy(order: Order, event: Exclude<OrderEvent, { kind: 'order.drafted' }>): Partial<Order> {
  const { at, by } = event;
  switch (event.kind) {
    case 'order.edited': {
      const { colour, title, demands, answerHours, problemIds } = event.data;
      return { colour, title, demands, answerHours, problemIds };
    }
    case 'order.problems_added':
      return {
        problemIds: [...order.problemIds, ...event.data.problemIds],
        colour: event.data.colour,
      };
    case 'order.issued': {
      const { prefix, year, number, answerDueAt } = event.data;
      return { state: 'issued', number: { prefix, year, number }, answerDueAt, issuedAt: at, issuedBy: by };
    }
    case 'order.acknowledged':
      return { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: by };
    case 'order.answered':
      return { state: 'answered', answer: event.data.answer, answeredAt: at, answeredBy: by };
    case 'order.accepted':
      return { state: 'accepted', acceptedAt: at, acceptedBy: by };
    case 'order.sent_back':
      return {
        state: 'sent_back',
        answerDueAt: event.data.answerDueAt,
        sentBackReason: event.data.reason,
        sentBackCount: order.sentBackCount + 1,
        overdueNotedAt: null,
      };
    case 'order.withdrawn':
      return { state: 'withdrawn', withdrawnReason: event.data.reason };
    case 'order.answer_overdue':
      return { overdueCount: order.overdueCount + 1, overdueNotedAt: at };
    default: {
      const unknown: never = event;
      throw new Error(`unknown event ${JSON.stringify(unknown)}`);
    }
  }
}
