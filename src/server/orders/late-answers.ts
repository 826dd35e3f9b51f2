import { sql } from 'kysely';
import { decideOrder } from '../../domain/orders/decide-order.ts';
import { owedStates } from '../../domain/orders/order.ts';
import { type Database, inCity, type Tx } from '../platform/database/database.ts';
import { unwrap } from '../platform/refused.ts';
import { lateAnswerAudience, loadHearers } from './audience-queries.ts';
import { listOrderProblemIds } from './order-queries.ts';
import { recordOrder } from './order-recording.ts';
import { type OrderRow, orderOf } from './order-rows.ts';

const perBatch = 100;

/**
 * Notes every letter whose answer day has passed without an answer, once for each answer day, and names who
 * must hear of it.
 *
 * @returns how many were noted.
 */
export async function noteLateAnswers(db: Database, cityId: string, now: string): Promise<number> {
  let total = 0;
  for (;;) {
    const noted = await inCity(db, cityId, 'write', (tx) => noteBatch(tx, cityId, now));
    total += noted;
    if (noted < perBatch) return total;
  }
}

async function noteBatch(tx: Tx, cityId: string, now: string): Promise<number> {
  const owed: readonly string[] = owedStates;
  const { rows } = await sql<OrderRow>`
    select * from unit_order
    where city_id = ${cityId} and state = any (${owed}::text[]) and answer_due_at < ${now}
      and overdue_noted_at is null
    order by answer_due_at limit ${perBatch} for update skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  const unitIds = [...new Set(rows.map((row) => row.unit_id))];
  const hearers = await loadHearers(tx, cityId, unitIds, [], now);
  for (const row of rows) {
    const order = orderOf(row, await listOrderProblemIds(tx, cityId, row.id));
    const event = unwrap(
      decideOrder(
        order,
        { type: 'noteOverdue' },
        {
          now,
          actor: { personId: null, may: () => false },
          openProblemIds: new Set(),
          number: null,
          answerDueAt: null,
        },
      ),
    );
    const personIds = hearers.of({ unitId: row.unit_id, personId: null, audience: lateAnswerAudience });
    const held = { order, end: { version: row.version, hash: row.last_hash } };
    await recordOrder(tx, cityId, held, event, { personId: null }, { personIds: [...personIds] });
  }
  return rows.length;
}
