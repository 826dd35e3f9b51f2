import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { decideOrder, type OrderFacts } from '../../domain/orders/decide-order.ts';
import { mostOrderProblems, type OrderColour, orderColour } from '../../domain/orders/order.ts';
import type { Tx } from '../platform/database/database.ts';
import { unwrap } from '../platform/refused.ts';
import { say } from '../platform/words.ts';
import { type Hearers, unitAudience } from './audience-queries.ts';
import { takeNumberAndDay } from './order-issuing.ts';
import { listOrderProblemIds } from './order-queries.ts';
import { type HeldOrder, recordOrder } from './order-recording.ts';
import { type OrderRow, orderOf } from './order-rows.ts';
import { colourFacts, findDemandable, type OrderedProblemRow } from './ordered-problems.ts';

/** A letter that the ladder demands. */
export interface DemandedOrder {
  readonly unitId: string;
  readonly problemIds: readonly string[];
  readonly stepKey: string;
  /** Working hours; null: as the city set for all orders. */
  readonly answerHours: number | null;
}

const system = { personId: null };

/**
 * Makes the letters that the ladder demands, as the system: one per unit. Without the city's wish to send at
 * once, further problems of a unit join the one draft that waits for the office. A problem that stands in a
 * letter already gets no second one.
 *
 * @returns the letter of each problem.
 */
export async function orderByRule(
  tx: Tx,
  cityId: string,
  demanded: readonly DemandedOrder[],
  settings: LedgerSettings,
  hearers: Hearers,
  now: string,
): Promise<ReadonlyMap<string, string>> {
  const orderIds = new Map<string, string>();
  // In the order of units, so that two processes never wait for each other.
  for (const one of [...demanded].sort((a, b) => (a.unitId < b.unitId ? -1 : 1))) {
    const problems = await findDemandable(tx, cityId, one.unitId, one.problemIds);
    for (const { id, orderId } of problems) if (orderId !== null) orderIds.set(id, orderId);
    const open = problems.filter((problem) => problem.orderId === null);
    if (open.length === 0) continue;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`order by rule ${one.unitId}`}, 0))`.execute(
      tx,
    );
    let left = open;
    while (left.length > 0) {
      const { orderId, problemIds } = await orderSome(tx, cityId, one, left, settings, hearers, now);
      for (const id of problemIds) orderIds.set(id, orderId);
      left = left.slice(problemIds.length);
    }
  }
  return orderIds;
}

/** Puts the first of the problems, as many as there is room for, into the waiting draft or a new letter. */
async function orderSome(
  tx: Tx,
  cityId: string,
  { unitId, stepKey, answerHours }: DemandedOrder,
  problems: readonly OrderedProblemRow[],
  settings: LedgerSettings,
  hearers: Hearers,
  now: string,
): Promise<{ orderId: string; problemIds: readonly string[] }> {
  const waiting = settings.ordersIssuedAtOnce ? null : await findWaitingDraft(tx, cityId, unitId);
  const room = mostOrderProblems - (waiting?.order.problemIds.length ?? 0);
  const part = problems.slice(0, room);
  const problemIds = part.map((problem) => problem.id);
  const colour = orderColour(colourFacts(part), now);
  const facts: OrderFacts = {
    now,
    actor: { personId: null, may: () => false },
    openProblemIds: new Set(problemIds),
    number: null,
    answerDueAt: null,
  };
  if (waiting !== null) {
    const { order } = waiting;
    const command = { type: 'addProblems', problemIds, colour: worse(order.colour, colour) } as const;
    await recordOrder(tx, cityId, waiting, unwrap(decideOrder(order, command, facts)), system, {});
    return { orderId: order.id, problemIds };
  }
  const draft = {
    type: 'draft',
    orderId: uuid(),
    unitId,
    stepKey,
    problemIds,
    colour,
    title: say('zh-CN', `orders.defaultTitle.${colour}`),
    demands: say('zh-CN', `orders.defaultDemands.${colour}`),
    answerHours: answerHours ?? settings.orderAnswerHours,
  } as const;
  const personIds = hearers.of({ unitId, personId: null, audience: ['office'] });
  const held = await recordOrder(tx, cityId, null, unwrap(decideOrder(null, draft, facts)), system, {
    personIds: [...personIds],
  });
  if (settings.ordersIssuedAtOnce) await issueAtOnce(tx, cityId, held, facts, settings, hearers);
  return { orderId: draft.orderId, problemIds };
}

const colours: readonly OrderColour[] = ['near', 'slow', 'overdue'];

function worse(one: OrderColour, other: OrderColour): OrderColour {
  return colours.indexOf(one) > colours.indexOf(other) ? one : other;
}

async function issueAtOnce(
  tx: Tx,
  cityId: string,
  held: HeldOrder,
  facts: OrderFacts,
  settings: LedgerSettings,
  hearers: Hearers,
): Promise<void> {
  const taken = await takeNumberAndDay(tx, cityId, settings, held.order.answerHours, facts.now);
  const event = unwrap(decideOrder(held.order, { type: 'issue' }, { ...facts, ...taken }));
  const personIds = hearers.of({ unitId: held.order.unitId, personId: null, audience: unitAudience });
  await recordOrder(tx, cityId, held, event, system, { personIds: [...personIds] });
}

/** The newest draft by rule of this unit that still has room. */
async function findWaitingDraft(tx: Tx, cityId: string, unitId: string): Promise<HeldOrder | null> {
  const row: OrderRow | undefined = await tx
    .selectFrom('unit_order')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('unit_id', '=', unitId)
    .where('state', '=', 'draft')
    .where('made_by', 'is', null)
    .orderBy('made_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const problemIds = await listOrderProblemIds(tx, cityId, row.id);
  if (problemIds.length >= mostOrderProblems) return null;
  return { order: orderOf(row, problemIds), end: { version: row.version, hash: row.last_hash } };
}
