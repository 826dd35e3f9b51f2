import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import type { OrderNumber } from '../../domain/orders/order.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { takeDocumentNumber } from '../organisation/document-counters.ts';
import type { Tx } from '../platform/database/database.ts';
import { say } from '../platform/words.ts';

/** Number and answer day that a letter gets when it goes out; the number is taken for good. */
export async function takeNumberAndDay(
  tx: Tx,
  cityId: string,
  settings: LedgerSettings,
  answerHours: number,
  now: string,
): Promise<{ number: OrderNumber; answerDueAt: string }> {
  const prefix = settings.orderPaper.documentPrefix || say('zh-CN', 'orders.defaultPrefix');
  const year = Number(cityDay(now).slice(0, 4));
  const number = await takeDocumentNumber(tx, cityId, prefix, year);
  const calendar = await loadCalendar(tx, cityId);
  return { number, answerDueAt: deadlineAt(now, answerHours, 'work', calendar) };
}
