import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  type AfterAttempt,
  type Attempt,
  afterAttempt,
  type DeliveryMedium,
} from '../../domain/notifications/delivery-retry.ts';
import { type Database, inCity, type Tx } from '../platform/database/database.ts';
import type { Locale } from '../platform/words.ts';
import { findChannel } from './channel-queries.ts';
import { sendMail } from './mail-sending.ts';
import {
  type DeliveryItem,
  dingtalkMessage,
  mailText,
  toldOf,
  webhookMessage,
  wecomMessage,
} from './message-format.ts';
import type { NotificationSettings } from './notification-settings.ts';
import { postMessage } from './web-sending.ts';

/** Longer than any sending takes; after it whoever had the delivery in hand counts as dead. */
const leaseSeconds = 120;
/** Deliveries that one run sends at most. */
const mostPerRun = 200;

interface Claimed {
  readonly id: string;
  readonly medium: DeliveryMedium;
  readonly personId: string | null;
  readonly email: string | null;
  readonly channelId: string | null;
  readonly attempts: number;
  readonly lease: string;
}

/**
 * Sends what is due, each in three steps: claim the row, send outside any transaction, write down what became
 * of it. A process that dies between the second and the third step sends again after the lease, under the same
 * id, by which receivers know the repetition.
 *
 * @returns how many deliveries were tried.
 */
export async function sendDue(
  db: Database,
  cityId: string,
  clock: () => Date,
  settings: NotificationSettings,
): Promise<number> {
  for (let tried = 0; tried < mostPerRun; tried += 1) {
    const now = clock().toISOString();
    const claimed = await inCity(db, cityId, 'write', (tx) => claimDue(tx, cityId, now));
    if (!claimed) return tried;
    const attempt = await trySending(db, cityId, claimed, now, settings);
    const after = afterAttempt(attempt, claimed.attempts, now);
    await inCity(db, cityId, 'write', (tx) => settle(tx, cityId, claimed, after, attempt, now));
  }
  return mostPerRun;
}

async function claimDue(tx: Tx, cityId: string, now: string): Promise<Claimed | undefined> {
  const lease = randomUUID();
  const { rows } = await sql<Claimed>`
    update delivery set state = 'sending', attempts = attempts + 1, next_attempt_at = null, lease = ${lease},
      lease_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}), version = version + 1
    where city_id = ${cityId} and id = (
      select id from delivery where city_id = ${cityId}
        and ((state in ('queued','failed') and next_attempt_at <= ${now})
          or (state = 'sending' and lease_until <= ${now}))
      order by coalesce(next_attempt_at, lease_until), id limit 1 for update skip locked)
    returning id, medium, person_id as "personId", email, channel_id as "channelId", attempts, lease`.execute(
    tx,
  );
  return rows[0];
}

async function trySending(
  db: Database,
  cityId: string,
  claimed: Claimed,
  now: string,
  settings: NotificationSettings,
): Promise<Attempt> {
  const { items, channel, locale } = await inCity(db, cityId, 'read', async (tx) => ({
    items: await listItems(tx, cityId, claimed.id),
    channel: claimed.channelId === null ? undefined : await findChannel(tx, cityId, claimed.channelId),
    locale: claimed.personId === null ? 'zh-CN' : await findLocale(tx, cityId, claimed.personId),
  }));
  const told = toldOf(items, channel?.locale ?? locale, settings.publicUrl);
  if (claimed.medium === 'email') {
    return sendMail(settings, { id: claimed.id, to: claimed.email ?? '', ...mailText(told) });
  }
  if (!channel?.isActive) return { sent: false, lasting: true, error: 'channelRemoved' };
  switch (channel.medium) {
    case 'webhook':
      return postMessage(webhookMessage(channel, claimed.id, items, told, now), settings.webhookReach);
    case 'wecom':
      return postMessage(wecomMessage(channel.url, told), settings.webhookReach, 'errcode');
    case 'dingtalk':
      return postMessage(dingtalkMessage(channel, told, now), settings.webhookReach, 'errcode');
    default:
      return channel.medium satisfies never;
  }
}

async function listItems(tx: Tx, cityId: string, deliveryId: string): Promise<DeliveryItem[]> {
  const { rows } = await sql<DeliveryItem>`
    select kind, notice_group as "group", subject_kind as "subjectKind", subject_id as "subjectId", version, seq, at,
      facts
    from delivery_item where city_id = ${cityId} and delivery_id = ${deliveryId} order by position`.execute(
    tx,
  );
  return rows;
}

async function findLocale(tx: Tx, cityId: string, personId: string): Promise<Locale> {
  const row = await tx
    .selectFrom('person')
    .select('locale')
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return (row?.locale ?? 'zh-CN') as Locale;
}

/** Writes down what became of an attempt, unless somebody else has the delivery in hand by now. */
async function settle(
  tx: Tx,
  cityId: string,
  claimed: Claimed,
  after: AfterAttempt,
  attempt: Attempt,
  now: string,
): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({
      state: after.state,
      lease: null,
      lease_until: null,
      next_attempt_at: after.state === 'failed' ? after.nextAttemptAt : null,
      sent_at: after.state === 'sent' ? now : null,
      last_error: attempt.sent ? null : attempt.error.slice(0, 500),
      version: sql<number>`version + 1`,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', claimed.id)
    .where('lease', '=', claimed.lease)
    .execute();
}
