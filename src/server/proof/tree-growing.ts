import { sql } from 'kysely';
import { type Database, inCity, type Tx } from '../platform/database/database.ts';
import { emptyTree, growTree, packPeaks, rootOf } from './merkle-tree.ts';
import type { SigningKey } from './signing-key.ts';
import { sealHead, type TreeHead } from './tree-head.ts';
import { findLastHead, type StoredHead } from './tree-head-queries.ts';

/** Events that become leaves under one head; a backlog makes several heads. */
const leavesPerHead = 20_000;

interface FreshLeaf {
  readonly hash: Buffer;
  readonly xact: string;
  readonly seq: number;
}

/**
 * Makes every committed event a leaf and writes heads until nothing is left. Nothing new, no head.
 *
 * @param now ISO instant of the heads.
 * @returns the heads that were made, oldest first.
 */
export async function writeTreeHeads(
  db: Database,
  cityId: string,
  now: string,
  key: SigningKey | null,
): Promise<TreeHead[]> {
  const made: TreeHead[] = [];
  for (;;) {
    const head = await inCity(db, cityId, 'write', (tx) => writeTreeHead(tx, cityId, now, key));
    if (!head) return made;
    made.push(head);
  }
}

/** One head over the next events; null where there are none. */
async function writeTreeHead(
  tx: Tx,
  cityId: string,
  now: string,
  key: SigningKey | null,
): Promise<TreeHead | null> {
  // one writer of heads at a time; everything else that touches the city goes on
  await sql`select from city where city_id = ${cityId} for no key update`.execute(tx);
  const last = await findLastHead(tx, cityId);
  const place = await feedPlace(tx, cityId, last);
  const fresh = await addLeaves(tx, cityId, last?.size ?? 0, place);
  const end = fresh.at(-1);
  if (!end) return null;
  const tree = growTree(
    last?.tree ?? emptyTree,
    fresh.map((leaf) => leaf.hash),
  );
  const head = sealHead(
    {
      cityId,
      size: tree.size,
      root: rootOf(tree),
      // a clock that was set back must not make a head older than the one before
      at: last && last.at > now ? last.at : now,
      prevHash: last?.hash ?? Buffer.alloc(32),
    },
    key,
  );
  await tx
    .insertInto('tree_head')
    .values({
      city_id: cityId,
      size: head.size,
      root: head.root,
      at: head.at,
      prev_hash: head.prevHash,
      hash: head.hash,
      public_key: head.publicKey,
      signature: head.signature,
      peaks: packPeaks(tree),
      ...feedEnd(last, place, end, fresh.length === leavesPerHead),
    })
    .execute();
  return head;
}

/** Up to where everything is a leaf now. `hasMore`: of a restored database the rest is still to be looked for. */
function feedEnd(last: StoredHead | undefined, place: FeedPlace, end: FreshLeaf, hasMore: boolean) {
  if (place.kind === 'after') return { feed_xact: end.xact, feed_seq: end.seq };
  if (hasMore) return { feed_xact: last?.feedXact ?? '0', feed_seq: last?.feedSeq ?? 0 };
  return { feed_xact: place.newXact, feed_seq: 0 };
}

/**
 * Where to look for events that are no leaves yet. `after`: behind this place of the feed. `all`: everywhere,
 * since the database was restored into a server whose transaction numbers begin lower than the place; from
 * then on the feed is read from the new server's numbers.
 */
type FeedPlace =
  | { readonly kind: 'after'; readonly xact: string; readonly seq: number }
  | { readonly kind: 'all'; readonly newXact: string };

async function feedPlace(tx: Tx, cityId: string, last: StoredHead | undefined): Promise<FeedPlace> {
  const { feedXact: xact, feedSeq: seq } = last ?? { feedXact: '0', feedSeq: 0 };
  // what is seen was committed, so a number that is still to come is another server's
  const { rows } = await sql<{ oldest: string; isRestored: boolean }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as oldest,
      ${xact}::xid8 > pg_snapshot_xmax(pg_current_snapshot()) or coalesce((
        select not exists (
          select from tree_leaf l where l.city_id = e.city_id and l.subject_kind = e.subject_kind
            and l.subject_id = e.subject_id and l.version = e.version)
        from event e
        where e.city_id = ${cityId} and e.xact_id > pg_snapshot_xmax(pg_current_snapshot())
        order by e.xact_id desc, e.seq desc limit 1), false) as "isRestored"`.execute(tx);
  const [found] = rows;
  return found?.isRestored ? { kind: 'all', newXact: found.oldest } : { kind: 'after', xact, seq };
}

/**
 * Gives the next events their places in the tree. Only events below the oldest running transaction are
 * taken, so that none is passed over; one that is a leaf already is never taken twice.
 */
async function addLeaves(tx: Tx, cityId: string, size: number, place: FeedPlace): Promise<FreshLeaf[]> {
  const reach =
    place.kind === 'after'
      ? sql`(e.xact_id, e.seq) > (${place.xact}::xid8, ${place.seq})
          and e.xact_id < pg_snapshot_xmin(pg_current_snapshot())`
      : sql`true`;
  const order = place.kind === 'after' ? sql`xact_id, seq` : sql`seq`;
  const { rows } = await sql<FreshLeaf>`
    with fresh as materialized (
      select e.subject_kind, e.subject_id, e.version, e.hash, e.xact_id, e.seq
      from event e
      where e.city_id = ${cityId} and ${reach} and not exists (
        select from tree_leaf l where l.city_id = e.city_id and l.subject_kind = e.subject_kind
          and l.subject_id = e.subject_id and l.version = e.version)
      order by ${order} limit ${leavesPerHead}),
    placed as (
      insert into tree_leaf (city_id, leaf_index, subject_kind, subject_id, version, event_hash)
      select ${cityId}, ${size} - 1 + row_number() over (order by ${order}), subject_kind, subject_id, version, hash
      from fresh)
    select hash, xact_id::text as xact, seq from fresh order by ${order}`.execute(tx);
  return rows;
}
