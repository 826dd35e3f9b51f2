import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { Tx } from '../platform/database/database.ts';
import { conditionsOf } from './problem-conditions.ts';
import { countRows, type StateCount } from './problem-counts.ts';
import { inSightOf, type LedgerScope } from './problem-scope.ts';
import type { Condition } from './problem-state-conditions.ts';

/** A number finds that entry; other text finds title, place or site, whatever its case. */
export async function searched(_tx: Tx, cityId: string, text: string): Promise<Condition> {
  if (/^#?\d{1,12}$/.test(text)) return sql<SqlBool>`p.number = ${text.replace('#', '')}::bigint`;
  // what a person types is text, never a pattern
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`(p.title ilike ${pattern} or p.place_text ilike ${pattern}
    or p.site_id = any (array(select s.id from site s where s.city_id = ${cityId} and s.name ilike ${pattern})))`;
}

/** Counts a filter with its search. */
export async function countSearched(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  text: string,
): Promise<{ counts: StateCount[]; areMore: boolean }> {
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope)];
  const counts = await countRows(tx, [...conditions, await searched(tx, cityId, text)], scope.now);
  return { counts, areMore: false };
}
