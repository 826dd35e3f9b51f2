import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * "The unit in `column` lies in one of these subtrees", for lists.
 *
 * `column` must be written by the caller, never by input. Subtree = path prefix over the C-collated
 * index `unit_path`. At the root of the city the filter falls away: 300 000 of 300 000 rows is no filter.
 *
 * @param roots paths from `ask.reach(verb)`; empty = nothing is visible.
 */
export function withinSubtrees(
  column: string,
  cityId: string,
  roots: readonly string[],
): Expression<SqlBool> {
  if (roots.length === 0) return sql<SqlBool>`false`;
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  const patterns: RawBuilder<SqlBool>[] = roots.map(
    (root) => sql<SqlBool>`(u.path = ${root} or (u.path >= ${`${root}.`} and u.path < ${`${root}/`}))`,
  );
  return sql<SqlBool>`${sql.raw(column)} = any (array(
    select u.id from unit u where u.city_id = ${cityId} and (${sql.join(patterns, sql` or `)})))`;
}
