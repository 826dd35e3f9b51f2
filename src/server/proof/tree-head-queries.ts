import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { type GrowingTree, unpackTree } from './merkle-tree.ts';
import type { TreeHead } from './tree-head.ts';

/** A head with what the tree needs to grow on from it. */
export interface StoredHead extends TreeHead {
  readonly tree: GrowingTree;
  readonly feedXact: string;
  readonly feedSeq: number;
}

const headColumns = [
  'city_id as cityId',
  'size',
  'root',
  'at',
  'prev_hash as prevHash',
  'hash',
  'public_key as publicKey',
  'signature',
] as const;

/** The newest head; undefined before the first. */
export async function findLastHead(tx: Tx, cityId: string): Promise<StoredHead | undefined> {
  const row = await tx
    .selectFrom('tree_head')
    .select([...headColumns, 'peaks', sql<string>`feed_xact::text`.as('feedXact'), 'feed_seq as feedSeq'])
    .where('city_id', '=', cityId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { peaks, ...head } = row;
  return { ...head, tree: unpackTree(head.size, peaks) };
}

/** The newest head without what it grows from; undefined before the first. */
export async function findNewestHead(tx: Tx, cityId: string): Promise<TreeHead | undefined> {
  const [newest] = await listHeadsBefore(tx, cityId, Number.MAX_SAFE_INTEGER, 1);
  return newest;
}

/** Heads below a size, newest first. */
export async function listHeadsBefore(
  tx: Tx,
  cityId: string,
  size: number,
  limit: number,
): Promise<TreeHead[]> {
  return tx
    .selectFrom('tree_head')
    .select(headColumns)
    .where('city_id', '=', cityId)
    .where('size', '<', size)
    .orderBy('size', 'desc')
    .limit(limit)
    .execute();
}

/** Heads above a size, oldest first. */
export async function listHeadsAfter(
  tx: Tx,
  cityId: string,
  size: number,
  limit: number,
): Promise<TreeHead[]> {
  return tx
    .selectFrom('tree_head')
    .select(headColumns)
    .where('city_id', '=', cityId)
    .where('size', '>', size)
    .orderBy('size')
    .limit(limit)
    .execute();
}

/** How many heads there are. */
export async function countHeads(tx: Tx, cityId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('tree_head')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('city_id', '=', cityId)
    .executeTakeFirstOrThrow();
  return count;
}

/** How many events came after the newest head in the feed. */
export async function countWaiting(tx: Tx, cityId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from event e
    where e.city_id = ${cityId} and (e.xact_id, e.seq) > (
      select h.feed_xact, h.feed_seq from tree_head h where h.city_id = ${cityId}
      union all select '0'::xid8, 0
      order by 1 desc, 2 desc limit 1)`.execute(tx);
  return rows[0]?.count ?? 0;
}
