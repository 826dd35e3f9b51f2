import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { DeliveryView } from '../../contract/notifications.ts';
import type { DeliveryState } from '../../domain/notifications/delivery-retry.ts';
import { deliveryStates } from '../../domain/notifications/delivery-retry.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import { notFound, Refused } from '../platform/refused.ts';
import type { Locale } from '../platform/words.ts';
import type { NoticeFacts } from './notice-context.ts';
import { noticeText } from './notice-words.ts';

/** What the list of deliveries is asked for. */
export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channelId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type DeliveryRow = Omit<DeliveryView, 'title'> & { readonly kind: string; readonly facts: NoticeFacts };

/** One page of deliveries, the newest first, with their number by state. */
export async function listDeliveryPage(tx: Tx, cityId: string, filter: DeliveryFilter, locale: Locale) {
  const after = readCursor(z.tuple([placeInstant, z.uuid()]), filter.cursor);
  const ofChannel: RawBuilder<unknown> =
    filter.channelId === undefined ? sql`true` : sql`d.channel_id = ${filter.channelId}`;
  const inState: RawBuilder<unknown> =
    filter.state === undefined ? sql`true` : sql`d.state = ${filter.state}`;
  const { rows: found } = await sql<DeliveryRow>`
    select d.id, d.medium, coalesce(c.name, p.name, '') as "to", d.email, d.state, d.attempts,
      d.created_at as "createdAt", d.next_attempt_at as "nextAttemptAt", d.sent_at as "sentAt",
      d.last_error as "lastError", i.kind, i.facts,
      (select count(*) from delivery_item n where n.city_id = d.city_id and n.delivery_id = d.id)::int as count
    from delivery d
    join delivery_item i on i.city_id = d.city_id and i.delivery_id = d.id and i.position = 1
    left join notice_channel c on c.city_id = d.city_id and c.id = d.channel_id
    left join person p on p.city_id = d.city_id and p.id = d.person_id
    where d.city_id = ${cityId} and ${ofChannel} and ${inState}
      and (${after?.[0] ?? null}::timestamptz is null
        or (d.created_at, d.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by d.created_at desc, d.id desc limit ${filter.limit + 1}`.execute(tx);
  const { rows: counted } = await sql<{ state: DeliveryState; count: number }>`
    select d.state, count(*) as count from delivery d where d.city_id = ${cityId} and ${ofChannel}
    group by d.state`.execute(tx);
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.createdAt, last.id]);
  const counts = Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Record<
    DeliveryState,
    number
  >;
  for (const { state, count } of counted) counts[state] = count;
  const deliveries = rows.map(({ kind, facts, ...row }) => ({
    ...row,
    title: noticeText(locale, kind, facts).title,
  }));
  return { deliveries, next, counts };
}

const again = { state: 'queued', collects: false, attempts: 0, last_error: null } as const;

/** Queues a given-up delivery again, under its old id. @throws Refused 404, 409 where it is not given up. */
export async function queueAgain(tx: Tx, cityId: string, id: string, now: string): Promise<void> {
  const row = await tx
    .selectFrom('delivery')
    .select('state')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  if (row.state !== 'dead') throw new Refused(409, 'notifications.notGivenUp', { state: row.state });
  await tx
    .updateTable('delivery')
    .set({ ...again, next_attempt_at: now })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
}

/** Queues all given-up deliveries of a channel again, or all mails. @returns how many. */
export async function queueAllAgain(
  tx: Tx,
  cityId: string,
  channelId: string | null,
  now: string,
): Promise<number> {
  const dead = tx
    .updateTable('delivery')
    .set({ ...again, next_attempt_at: now })
    .where('city_id', '=', cityId)
    .where('state', '=', 'dead');
  const result = await (channelId === null
    ? dead.where('medium', '=', 'email')
    : dead.where('channel_id', '=', channelId)
  ).executeTakeFirst();
  return Number(result.numUpdatedRows);
}
