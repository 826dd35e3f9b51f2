import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import type { Tx } from './database/database.ts';
import type { SubjectKind } from './event-log.ts';

/** An event as a reader of the history gets it. */
export interface FeedEvent {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly version: number;
  readonly seq: number;
  readonly kind: string;
  /** Shaped by its kind; readers check what they use. */
  readonly data: { readonly [key: string]: Json | undefined };
  readonly actorId: string | null;
  readonly at: string;
}

interface CursorRow {
  readonly xact_id: string;
  readonly seq: number;
  readonly floor_seq: number;
  /** Restored into a server whose transaction numbers have not come as far. */
  readonly ahead: boolean;
}

/**
 * The next events of a city for one reader, in the order (transaction, number), each exactly once: the
 * reader's cursor moves in this transaction. A lower number may be committed after a higher one, so only
 * events of transactions below the oldest running one are given; none is passed over.
 *
 * A reader that is new begins at the end: what happened before it was there does not concern it.
 *
 * @returns at most `limit` events; fewer than that means that there are no more now.
 */
export async function readFeed(
  tx: Tx,
  cityId: string,
  consumer: string,
  limit: number,
): Promise<FeedEvent[]> {
  const cursor = await lockCursor(tx, cityId, consumer);
  if (!cursor) {
    await openCursor(tx, cityId, consumer);
    return [];
  }
  const found = await readAfter(tx, cityId, cursor, limit);
  const last = found.at(-1);
  if (last) {
    await sql`update feed_cursor
      set xact_id = ${last.xact_id}::xid8, seq = ${last.seq},
          seen_seq = greatest(seen_seq, ${Math.max(...found.map((event) => event.seq))})
      where city_id = ${cityId} and consumer = ${consumer}`.execute(tx);
  } else if (cursor.ahead) {
    await rebaseCursor(tx, cityId, consumer);
    return readFeed(tx, cityId, consumer, limit);
  }
  return found.map(({ xact_id: _number, ...event }) => event);
}

/** Where a new reader stands. Called when a city begins to use it, or at its first reading. */
export async function openCursor(tx: Tx, cityId: string, consumer: string): Promise<void> {
  await sql`insert into feed_cursor (city_id, consumer, xact_id, seq, seen_seq)
    select ${cityId}, ${consumer}, pg_snapshot_xmin(pg_current_snapshot()), 0,
           coalesce((select max(seq) from event where city_id = ${cityId}), 0)
    on conflict do nothing`.execute(tx);
}

async function lockCursor(tx: Tx, cityId: string, consumer: string): Promise<CursorRow | undefined> {
  const { rows } = await sql<CursorRow>`
    select xact_id::text as xact_id, seq, floor_seq,
           xact_id > pg_snapshot_xmax(pg_current_snapshot()) as ahead
    from feed_cursor where city_id = ${cityId} and consumer = ${consumer} for update`.execute(tx);
  return rows[0];
}

type FoundEvent = FeedEvent & { readonly xact_id: string };

async function readAfter(tx: Tx, cityId: string, cursor: CursorRow, limit: number): Promise<FoundEvent[]> {
  // restored events that are still unread carry numbers of the old server: all of them are committed
  const settled = cursor.ahead
    ? sql`xact_id > pg_snapshot_xmax(pg_current_snapshot())`
    : sql`xact_id < pg_snapshot_xmin(pg_current_snapshot())`;
  const { rows } = await sql<FoundEvent>`
    select xact_id::text as xact_id, seq, subject_kind as "subjectKind", subject_id as "subjectId", version,
           kind, data, actor_id as "actorId", at
    from event
    where city_id = ${cityId} and (xact_id, seq) > (${cursor.xact_id}::xid8, ${cursor.seq})
      and ${settled} and seq > ${cursor.floor_seq}
    order by xact_id, seq limit ${limit}`.execute(tx);
  return rows;
}

/** Everything under the old server's numbers is read; goes on with what was written under the new ones. */
async function rebaseCursor(tx: Tx, cityId: string, consumer: string): Promise<void> {
  await sql`update feed_cursor set xact_id = '0', seq = 0, floor_seq = greatest(seen_seq, (
      select max(seq) from event
      where city_id = ${cityId} and xact_id > pg_snapshot_xmax(pg_current_snapshot())))
    where city_id = ${cityId} and consumer = ${consumer}`.execute(tx);
}
