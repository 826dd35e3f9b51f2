import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import type { DeliveryMedium } from '../../domain/notifications/delivery-retry.ts';
import { type MailSettings, type MailTime, mailTime } from '../../domain/notifications/mail-time.ts';
import type { NoticeGroup } from '../../domain/notifications/notice-rules.ts';
import type { Tx } from '../platform/database/database.ts';
import type { FeedEvent } from '../platform/event-feed.ts';
import type { ActiveChannel } from './channel-queries.ts';
import { findPreferences } from './mail-preferences.ts';
import type { NoticeFacts } from './notice-context.ts';

/** An event that is told, with its words' facts. */
export interface ToldEvent {
  readonly event: FeedEvent;
  readonly group: NoticeGroup;
  readonly facts: NoticeFacts;
  readonly personIds: readonly string[];
}

interface Planning {
  readonly tx: Tx;
  readonly cityId: string;
  readonly now: string;
  readonly calendar: Calendar;
  readonly cityMail: MailSettings;
}

/** Mails of one reading of the history: one for each person, however much happened to him. */
export async function planMails(planning: Planning, told: readonly ToldEvent[]): Promise<boolean> {
  const { tx, cityId, now, calendar, cityMail } = planning;
  const people = [...new Set(told.flatMap((one) => one.personIds))];
  let isDue = false;
  for (const [personId, { email, mail, muted }] of await findPreferences(tx, cityId, people)) {
    const settings = mail ?? cityMail;
    if (email === null || settings.mode === 'off') continue;
    const mine = told.filter((one) => one.personIds.includes(personId) && !muted.includes(one.group));
    if (mine.length === 0) continue;
    const time = mailTime(now, settings, calendar);
    await addDelivery(planning, { medium: 'email', personId, email, channelId: null }, time, mine);
    isDue ||= !time.collects;
  }
  return isDue;
}

/** Programs get each event by itself; a group chat gets what happened since the last message in one. */
export async function planChannels(
  planning: Planning,
  channels: readonly ActiveChannel[],
  told: readonly ToldEvent[],
): Promise<boolean> {
  const { now, calendar, cityMail } = planning;
  let isDue = false;
  for (const channel of channels) {
    const mine = told.filter((one) => channel.groups.length === 0 || channel.groups.includes(one.group));
    if (mine.length === 0) continue;
    const time: MailTime = channel.keepsQuiet
      ? mailTime(now, { ...cityMail, mode: 'each' }, calendar)
      : { at: now, collects: false };
    const to = { medium: channel.medium, personId: null, email: null, channelId: channel.id };
    if (channel.medium === 'webhook') {
      for (const one of mine) await addDelivery(planning, to, { ...time, collects: false }, [one]);
    } else {
      await addDelivery(planning, to, { ...time, collects: true }, mine);
    }
    isDue ||= time.at <= now;
  }
  return isDue;
}

interface Destination {
  readonly medium: DeliveryMedium;
  readonly personId: string | null;
  readonly email: string | null;
  readonly channelId: string | null;
}

/** Adds to the delivery that still collects for this destination, or makes one. */
async function addDelivery(
  { tx, cityId, now }: Planning,
  to: Destination,
  time: MailTime,
  told: readonly ToldEvent[],
): Promise<void> {
  const open = time.collects ? await lockCollecting(tx, cityId, to) : undefined;
  const id = open?.id ?? uuid();
  if (!open) {
    await tx
      .insertInto('delivery')
      .values({
        city_id: cityId,
        id,
        medium: to.medium,
        person_id: to.personId,
        email: to.email,
        channel_id: to.channelId,
        state: 'queued',
        collects: time.collects,
        next_attempt_at: time.at,
        created_at: now,
      })
      .execute();
  }
  const first = (open?.items ?? 0) + 1;
  await tx
    .insertInto('delivery_item')
    .values(
      told.map(({ event, group, facts }, index) => ({
        city_id: cityId,
        delivery_id: id,
        position: first + index,
        kind: event.kind,
        notice_group: group,
        subject_kind: event.subjectKind,
        subject_id: event.subjectId,
        version: event.version,
        seq: event.seq,
        at: event.at,
        facts: JSON.stringify(facts),
      })),
    )
    .execute();
}

async function lockCollecting(tx: Tx, cityId: string, to: Destination) {
  const open = await tx
    .selectFrom('delivery')
    .select('id')
    .where('city_id', '=', cityId)
    .where(sql<string>`coalesce(channel_id, person_id)`, '=', to.channelId ?? to.personId ?? '')
    .where('state', '=', 'queued')
    .where('collects', '=', true)
    .forUpdate()
    .executeTakeFirst();
  if (!open) return undefined;
  const { items } = await tx
    .selectFrom('delivery_item')
    .select((item) => item.fn.coalesce(item.fn.max('position'), sql<number>`0`).as('items'))
    .where('city_id', '=', cityId)
    .where('delivery_id', '=', open.id)
    .executeTakeFirstOrThrow();
  return { id: open.id, items };
}
