import { sql } from 'kysely';
import type { ChannelView } from '../../contract/notifications.ts';
import type { NoticeGroup } from '../../domain/notifications/notice-rules.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Locale } from '../platform/words.ts';

export type ChannelMedium = ChannelView['medium'];

/** A channel to which things are sent. */
export interface ActiveChannel {
  readonly id: string;
  readonly medium: ChannelMedium;
  readonly groups: readonly NoticeGroup[];
  readonly keepsQuiet: boolean;
}

export async function listActiveChannels(tx: Tx, cityId: string): Promise<ActiveChannel[]> {
  const { rows } = await sql<ActiveChannel>`
    select id, medium, groups, keeps_quiet as "keepsQuiet" from notice_channel
    where city_id = ${cityId} and removed_at is null and is_active order by created_at`.execute(tx);
  return rows;
}

/** A channel with its key: for sending and for changing, never for an answer. */
export interface ChannelSecretRow {
  readonly id: string;
  readonly medium: ChannelMedium;
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
  readonly locale: Locale;
  readonly isActive: boolean;
  readonly version: number;
}

export async function findChannel(
  tx: Tx,
  cityId: string,
  id: string,
  lock = false,
): Promise<ChannelSecretRow | undefined> {
  const { rows } = await sql<ChannelSecretRow>`
    select id, medium, name, url, secret, locale, is_active as "isActive", version from notice_channel
    where city_id = ${cityId} and id = ${id} and removed_at is null
    ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows[0];
}

/** All channels by name, with what became of their deliveries. */
export async function listChannelViews(tx: Tx, cityId: string): Promise<ChannelView[]> {
  const { rows } = await sql<Omit<ChannelView, 'shownUrl'> & { url: string }>`
    select c.id, c.medium, c.name, c.url, c.secret is not null as "hasSecret", c.locale, c.groups,
      c.keeps_quiet as "keepsQuiet", c.is_active as "isActive", c.version,
      coalesce(d.sent, 0)::int as sent, coalesce(d.waiting, 0)::int as waiting, coalesce(d.dead, 0)::int as dead,
      d.last_sent_at as "lastSentAt",
      (select last_error from delivery e where e.city_id = c.city_id and e.channel_id = c.id
        order by e.created_at desc, e.id desc limit 1) as "lastError"
    from notice_channel c
    left join lateral (
      select count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'dead') as dead,
        count(*) filter (where state in ('queued','failed','sending')) as waiting, max(sent_at) as last_sent_at
      from delivery d where d.city_id = c.city_id and d.channel_id = c.id) d on true
    where c.city_id = ${cityId} and c.removed_at is null order by c.name, c.id`.execute(tx);
  return rows.map(({ url, ...row }) => ({ ...row, shownUrl: withoutKey(url) }));
}

/** An address as it may be shown: robots carry their key in the query, programs may carry one in user info. */
export function withoutKey(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}${parsed.search === '' ? '' : '?…'}` : '';
}
