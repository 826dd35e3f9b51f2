import { sql } from 'kysely';
import type { SavedView } from '../../contract/work-lists.ts';
import type { Tx } from '../platform/database/database.ts';

const viewColumns = sql`v.id, v.name, v.filter,
  case when v.person_id = asker.id then null else owner.name end as "ownerName",
  case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end as "sharedUnit"`;

/**
 * The asker's own views, then those shared with a unit in which he works.
 *
 * @param workplaces paths of the units on which he has a grant.
 */
export async function listViews(
  tx: Tx,
  cityId: string,
  personId: string,
  workplaces: readonly string[],
): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    select ${viewColumns}
    from saved_view v join person owner on owner.city_id = v.city_id and owner.id = v.person_id
    left join unit u on u.city_id = v.city_id and u.id = v.shared_unit_id
    cross join (select ${personId}::uuid as id) asker
    where v.city_id = ${cityId} and (v.person_id = asker.id or exists (
      select 1 from unnest(${[...workplaces]}::text[]) as workplace (path)
      where workplace.path = u.path or starts_with(workplace.path, u.path || '.')))
    order by v.person_id <> asker.id, v.name, v.id limit 200`.execute(tx);
  return rows;
}

/** One view as its owner sees it; undefined where he has none with this id. */
export async function findOwnView(
  tx: Tx,
  cityId: string,
  personId: string,
  id: string,
): Promise<SavedView | undefined> {
  const { rows } = await sql<SavedView>`
    select ${viewColumns}
    from saved_view v join person owner on owner.city_id = v.city_id and owner.id = v.person_id
    left join unit u on u.city_id = v.city_id and u.id = v.shared_unit_id
    cross join (select ${personId}::uuid as id) asker
    where v.city_id = ${cityId} and v.person_id = asker.id and v.id = ${id}`.execute(tx);
  return rows[0];
}

/** Whether anybody of the city has a view with this id. */
export async function isViewIdTaken(tx: Tx, cityId: string, id: string): Promise<boolean> {
  const taken = await tx
    .selectFrom('saved_view')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return taken !== undefined;
}

/** How many views a person keeps under other names. */
export async function countOtherViews(
  tx: Tx,
  cityId: string,
  personId: string,
  name: string,
): Promise<number> {
  const { count } = await tx
    .selectFrom('saved_view')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('name', '<>', name)
    .executeTakeFirstOrThrow();
  return count;
}

/** Keeps a view; one of the same name gives way. */
export async function insertView(
  tx: Tx,
  cityId: string,
  personId: string,
  view: { id: string; name: string; filter: Readonly<Record<string, string>>; sharedUnitId: string | null },
  now: string,
): Promise<void> {
  await tx
    .deleteFrom('saved_view')
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('name', '=', view.name)
    .execute();
  await tx
    .insertInto('saved_view')
    .values({
      city_id: cityId,
      id: view.id,
      person_id: personId,
      name: view.name,
      filter: JSON.stringify(view.filter),
      shared_unit_id: view.sharedUnitId,
      created_at: now,
    })
    .execute();
}

/** @returns whether the person had such a view. */
export async function removeView(tx: Tx, cityId: string, personId: string, id: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('saved_view')
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
}
