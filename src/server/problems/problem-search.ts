import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { Tx } from '../platform/database/database.ts';
import { conditionsOf } from './problem-conditions.ts';
import { countRows, type StateCount } from './problem-counts.ts';
import { orderOf, pageOrderOf } from './problem-paging.ts';
import { inSightOf, type LedgerScope } from './problem-scope.ts';
import { type Condition, overdueAt } from './problem-state-conditions.ts';
import { findWords } from './problem-words.ts';

/** Hits up to this many are looked up one by one and counted exactly. */
const mostLookedUp = 10_000;
/** Of a word that is more common so many are counted, and no further. */
export const mostCounted = 1000;

/** A search as a condition over `problem p`. */
export interface Search {
  readonly condition: Condition;
  /** Whether at most {@link mostLookedUp} rows have to be looked at, all of which an index finds. */
  readonly isFew: boolean;
}

/** A number finds that entry; other text finds title, place or site, whatever its case. */
export async function findSearch(tx: Tx, cityId: string, text: string): Promise<Search> {
  if (/^#?\d{1,12}$/.test(text)) {
    return { condition: sql<SqlBool>`p.number = ${text.replace('#', '')}::bigint`, isFew: true };
  }
  // what a person types is text, never a pattern
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  // signs without case are compared in half the time
  const like = text.toLowerCase() === text.toUpperCase() ? sql`like` : sql`ilike`;
  const called = sql<SqlBool>`(p.title ${like} ${pattern} or p.place_text ${like} ${pattern})`;
  const { siteIds, atSites } = await findSites(tx, cityId, pattern);
  const atSite = sql<SqlBool>`p.site_id = any (${siteIds}::uuid[])`;
  const anywhere = { condition: sql<SqlBool>`(${called} or ${atSite})`, isFew: false };
  // a single sign makes no pair, and is common
  if (atSites > mostLookedUp || Array.from(text).length < 2) return anywhere;
  const { numbers, unindexedFrom } = await findWords(tx, cityId, text, mostLookedUp);
  if (numbers === null) return anywhere;
  return {
    condition: sql<SqlBool>`((p.number = any (${[...numbers]}::bigint[]) and ${called})
      or (p.number >= ${unindexedFrom} and ${called}) or ${atSite})`,
    isFew: true,
  };
}

/** The condition alone. */
export async function searched(tx: Tx, cityId: string, text: string): Promise<Condition> {
  return (await findSearch(tx, cityId, text)).condition;
}

/** Sites that are called so, and how many problems they have: exact up to {@link mostLookedUp} and one more. */
async function findSites(
  tx: Tx,
  cityId: string,
  pattern: string,
): Promise<{ siteIds: string[]; atSites: number }> {
  const sites = await tx
    .selectFrom('site')
    .select('id')
    .where('city_id', '=', cityId)
    .where('name', 'ilike', pattern)
    .execute();
  const siteIds = sites.map((site) => site.id);
  if (siteIds.length === 0) return { siteIds, atSites: 0 };
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from problem p where p.city_id = ${cityId}
      and p.site_id = any (${siteIds}::uuid[]) limit ${mostLookedUp + 1}) found`.execute(tx);
  return { siteIds, atSites: rows[0]?.count ?? 0 };
}

/**
 * Counts a filter with its search: exactly where the hits are few, or few stand under the rest of the
 * filter; else the first {@link mostCounted} of the list, and `areMore` says so.
 *
 * @param others how many stand under the rest of the filter.
 */
export async function countSearched(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  search: Search,
  others: number,
): Promise<{ counts: StateCount[]; areMore: boolean }> {
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope), search.condition];
  if (search.isFew || others <= mostLookedUp) {
    return { counts: await countRows(tx, conditions, scope.now), areMore: false };
  }
  const counted = sql`p.place <= ${mostCounted}`;
  const order = orderOf(pageOrderOf({ ...filter, sort: 'newest' }));
  const { rows } = await sql<StateCount & { last: number }>`
    select p.state, count(*) filter (where ${counted}) as count,
      count(*) filter (where ${counted} and ${overdueAt(scope.now)}) as overdue, max(p.place) as last
    from (select p.*, row_number() over (order by ${order}) as place from problem p
      where ${sql.join(conditions, sql` and `)} order by ${order} limit ${mostCounted + 1}) p
    group by p.state`.execute(tx);
  const counts = rows.filter(({ count }) => count > 0);
  return { counts, areMore: rows.some(({ last }) => last > mostCounted) };
}
