import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { notFound } from '../platform/refused.ts';
import { unitsWithin } from '../problems/problem-sight.ts';
import type { SweepRow } from './sweep-rows.ts';

/**
 * "The asker may see sweep `sw`": it lies in his subtree, his units answer for it, or sites of his
 * territory are in it.
 *
 * @param roots from `ask.reach('problem.view')`.
 */
export function sweepsInSight(cityId: string, roots: readonly string[]): RawBuilder<SqlBool> {
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  const units = unitsWithin(cityId, roots);
  return sql<SqlBool>`(sw.owner_unit_id = any (${units}) or sw.scope_unit_id = any (${units})
    or exists (select 1 from sweep_check c join site s on s.city_id = c.city_id and s.id = c.site_id
      where c.city_id = sw.city_id and c.sweep_id = sw.id and s.territory_unit_id = any (${units})))`;
}

/** "The site `s` lies in these subtrees". */
export function sitesInSight(cityId: string, roots: readonly string[]): RawBuilder<SqlBool> {
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  return sql<SqlBool>`s.territory_unit_id = any (${unitsWithin(cityId, roots)})`;
}

/** A sweep with the paths that permission questions need. */
export interface SeenSweep {
  readonly row: SweepRow;
  readonly scopePath: string;
  readonly ownerPath: string;
}

/** The sweep if the asker may see it. @throws Refused 404. */
export async function requireSweep(
  tx: Tx,
  cityId: string,
  id: string,
  roots: readonly string[],
): Promise<SeenSweep> {
  const { rows } = await sql<SweepRow & { scopePath: string; ownerPath: string }>`
    select sw.*, su.path as "scopePath", ou.path as "ownerPath" from sweep sw
    join unit su on su.city_id = sw.city_id and su.id = sw.scope_unit_id
    join unit ou on ou.city_id = sw.city_id and ou.id = sw.owner_unit_id
    where sw.city_id = ${cityId} and sw.id = ${id} and ${sweepsInSight(cityId, roots)}`.execute(tx);
  const [found] = rows;
  if (!found) throw notFound();
  const { scopePath, ownerPath, ...row } = found;
  return { row, scopePath, ownerPath };
}

/** Nobody else moves the sweep until this transaction ends. @throws Refused 404. */
export async function lockSweep(tx: Tx, cityId: string, id: string): Promise<SweepRow> {
  const row = await tx
    .selectFrom('sweep')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}
