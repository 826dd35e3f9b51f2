import { sql } from 'kysely';
import { z } from 'zod';
import type { NoticeView } from '../../contract/notifications.ts';
import type { NoticeGroup } from '../../domain/notifications/notice-rules.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';
import type { Locale } from '../platform/words.ts';
import type { NoticeFacts } from './notice-context.ts';
import { linkOf, noticeText } from './notice-words.ts';

interface NoticeRow {
  readonly id: string;
  readonly kind: string;
  readonly group: NoticeGroup;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly facts: NoticeFacts;
  readonly at: string;
  readonly readAt: string | null;
}

/** What an inbox is asked for. */
export interface InboxFilter {
  readonly unread?: boolean | undefined;
  readonly group?: NoticeGroup | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of a person's inbox, the newest first. */
export async function listInbox(
  tx: Tx,
  cityId: string,
  personId: string,
  filter: InboxFilter,
  locale: Locale,
): Promise<{ notices: NoticeView[]; next: string | null; total: number; unread: number }> {
  const after = readCursor(z.tuple([placeInstant, z.uuid()]), filter.cursor);
  const own = sql`city_id = ${cityId} and person_id = ${personId}`;
  const wanted = sql`${own}
    and (${filter.group ?? null}::text is null or notice_group = ${filter.group ?? null})
    and (${filter.unread ?? null}::boolean is null or (read_at is null) = ${filter.unread ?? null})`;
  const { rows: found } = await sql<NoticeRow>`
    select id, kind, notice_group as "group", subject_kind as "subjectKind", subject_id as "subjectId", facts, at,
      read_at as "readAt"
    from notice where ${wanted}
      and (${after?.[0] ?? null}::timestamptz is null
        or (at, id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by at desc, id desc limit ${filter.limit + 1}`.execute(tx);
  const { rows: counts } = await sql<{ total: number; unread: number }>`
    select (select count(*) from notice where ${wanted}) as total,
      (select count(*) from notice where ${own} and read_at is null) as unread`.execute(tx);
  const { rows, next } = pageOf(found, filter.limit, (last) => [last.at, last.id]);
  const { total = 0, unread = 0 } = counts[0] ?? {};
  return { notices: rows.map((row) => viewOf(row, locale)), next, total, unread };
}

function viewOf(row: NoticeRow, locale: Locale): NoticeView {
  const { id, kind, group, at, readAt, facts } = row;
  const link = linkOf(row.subjectKind, row.subjectId, facts);
  return { id, kind, group, link, at, readAt, ...noticeText(locale, kind, facts) };
}

export async function countUnread(tx: Tx, cityId: string, personId: string): Promise<number> {
  const row = await tx
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** @returns whether the inbox has such a line. */
export async function markRead(
  tx: Tx,
  cityId: string,
  personId: string,
  id: string,
  now: string,
): Promise<boolean> {
  const row = await tx
    .updateTable('notice')
    .set({ read_at: sql`coalesce(read_at, ${now}::timestamptz)` })
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks everything up to an instant; what came later stays unread. */
export async function markAllRead(
  tx: Tx,
  cityId: string,
  personId: string,
  until: string,
  now: string,
): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ read_at: now })
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .where('at', '<=', until)
    .execute();
}

/** Days that a read line stays in the inbox. */
const readKeptDays = 180;

/** Clears what was read long ago; the history itself keeps every event. */
export async function clearOldNotices(tx: Tx, cityId: string, now: string): Promise<void> {
  await tx
    .deleteFrom('notice')
    .where('city_id', '=', cityId)
    .where('read_at', 'is not', null)
    .where('at', '<', new Date(Date.parse(now) - readKeptDays * 86_400_000).toISOString())
    .execute();
}
