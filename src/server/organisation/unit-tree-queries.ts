import { type RawBuilder, sql } from 'kysely';
import { openStates } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Unit } from './unit-queries.ts';
import { withinSubtrees } from './unit-subtree.ts';

/** A unit as it hung on a day. */
export interface TreeRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly kind: string;
  readonly path: string;
  readonly parentId: string | null;
  readonly childCount: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly isSample: boolean;
}

/**
 * Ids of the units that hung under `parent` on a day. A unit without placements never moved: it hangs
 * where its own row says. Two indexed lookups, since an OR over both would read the whole city.
 */
function childrenOn(cityId: string, parent: RawBuilder<string>, on: string): RawBuilder<string> {
  return sql<string>`(
    select p.unit_id from unit_placement p
    where p.city_id = ${cityId} and p.parent_id = ${parent}
      and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to > ${on}::date)
    union all
    select c.id from unit c
    where c.city_id = ${cityId} and c.parent_id = ${parent}
      and not exists (select 1 from unit_placement q where q.city_id = c.city_id and q.unit_id = c.id))`;
}

/** "The unit `alias` existed on the day." */
function livedOn(alias: string, on: string): RawBuilder<boolean> {
  const unit = sql.raw(alias);
  return sql<boolean>`(${unit}.valid_from <= ${on}::date and (${unit}.valid_to is null or ${unit}.valid_to > ${on}::date))`;
}

function treeColumns(cityId: string, on: string): RawBuilder<unknown> {
  const children = childrenOn(cityId, sql<string>`unit.id`, on);
  return sql`unit.id, unit.code, unit.name, unit.short_name as "shortName", unit.kind, unit.path,
    unit.valid_from as "validFrom", unit.valid_to as "validTo", unit.is_sample as "isSample",
    (select count(*) from unit k where k.city_id = ${cityId} and k.id in ${children}
      and ${livedOn('k', on)}) as "childCount"`;
}

/** The units that hung under a unit on a day, by code, as far as they lie in the subtrees `roots` today. */
export async function listChildren(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  parentId: string,
  on: string,
): Promise<readonly TreeRow[]> {
  const { rows } = await sql<TreeRow>`
    select ${treeColumns(cityId, on)}, ${parentId}::uuid as "parentId"
    from unit
    where unit.city_id = ${cityId} and unit.id in ${childrenOn(cityId, sql<string>`${parentId}::uuid`, on)}
      and ${livedOn('unit', on)} and ${withinSubtrees('unit.id', cityId, roots)}
    order by unit.code`.execute(tx);
  return rows;
}

/** The tops of the subtrees `roots`, as far as they existed on the day. */
export async function listTops(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  on: string,
): Promise<readonly TreeRow[]> {
  const { rows } = await sql<TreeRow>`
    select ${treeColumns(cityId, on)}, unit.parent_id as "parentId"
    from unit
    where unit.city_id = ${cityId} and unit.path = any (${[...roots]}::text[]) and ${livedOn('unit', on)}
    order by unit.path`.execute(tx);
  return rows;
}

export interface PlacementRow {
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Where a unit hung, newest first; of a unit that never moved, its one place since it began. */
export async function listPlacements(tx: Tx, cityId: string, unit: Unit): Promise<readonly PlacementRow[]> {
  const rows = await tx
    .selectFrom('unit_placement as p')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'p.city_id').onRef('u.id', '=', 'p.parent_id'),
    )
    .select([
      'p.parent_id as parentId',
      'u.name as parentName',
      'p.valid_from as validFrom',
      'p.valid_to as validTo',
    ])
    .where('p.city_id', '=', cityId)
    .where('p.unit_id', '=', unit.id)
    .orderBy('p.valid_from', 'desc')
    .execute();
  if (rows.length > 0) return rows;
  const parent = await tx
    .selectFrom('unit')
    .select('name')
    .where('city_id', '=', cityId)
    .where('id', '=', unit.parentId)
    .executeTakeFirst();
  const { parentId, validFrom, validTo } = unit;
  return [{ parentId, parentName: parent?.name ?? null, validFrom, validTo }];
}

/** Duties of a unit that are ranked by themselves, open ones first. */
export async function listTaskLines(tx: Tx, cityId: string, unitId: string) {
  return tx
    .selectFrom('task_line')
    .select(['id', 'name', 'valid_from as validFrom', 'valid_to as validTo', 'source'])
    .where('city_id', '=', cityId)
    .where('unit_id', '=', unitId)
    .orderBy(sql`valid_to is not null`)
    .orderBy('valid_from', 'desc')
    .orderBy('name')
    .execute();
}

export interface UnitCounts {
  readonly units: number;
  readonly people: number;
  readonly openProblems: number;
}

/** Open units below a unit, people with a role in its subtree today, and its subtree's open problems. */
export async function countSubtree(tx: Tx, cityId: string, path: string, today: string): Promise<UnitCounts> {
  const { rows } = await sql<UnitCounts>`
    select
      (select count(*) from unit u where u.city_id = ${cityId} and u.path <> ${path} and u.valid_to is null
        and ${withinSubtrees('u.id', cityId, [path])}) as units,
      (select count(distinct g.person_id) from role_grant g
        join person p on p.city_id = g.city_id and p.id = g.person_id and p.is_active
        where g.city_id = ${cityId} and g.valid_from <= ${today}::date
          and (g.valid_to is null or g.valid_to > ${today}::date)
          and ${withinSubtrees('g.unit_id', cityId, [path])}) as people,
      (select count(*) from problem b where b.city_id = ${cityId}
        and b.state = any (${[...openStates]}::text[])
        and ${withinSubtrees('b.unit_id', cityId, [path])}) as "openProblems"`.execute(tx);
  const [row] = rows;
  return row ?? { units: 0, people: 0, openProblems: 0 };
}

/** What keeps one unit (without its subtree) open. */
export async function countOpenWork(tx: Tx, cityId: string, unitId: string) {
  const { rows } = await sql<{ openProblems: number; openUnits: number; openPledges: number }>`
    select
      (select count(*) from problem b where b.city_id = ${cityId} and b.unit_id = ${unitId}
        and b.state = any (${[...openStates]}::text[])) as "openProblems",
      (select count(*) from unit u where u.city_id = ${cityId} and u.parent_id = ${unitId}
        and u.valid_to is null) as "openUnits",
      (select count(*) from pledge l where l.city_id = ${cityId} and l.unit_id = ${unitId}
        and l.state <> 'confirmed') as "openPledges"`.execute(tx);
  return rows[0] ?? { openProblems: 0, openUnits: 0, openPledges: 0 };
}

/** The newest entries of a subject's history with the names of who acted, and how many there are. */
export async function listHistory(tx: Tx, cityId: string, kind: 'unit' | 'person' | 'pledge', id: string) {
  const rows = await tx
    .selectFrom('event as e')
    .leftJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'e.city_id').onRef('p.id', '=', 'e.actor_id'),
    )
    .select(['e.version', 'e.kind', 'e.at', 'p.name as actorName', 'e.data'])
    .where('e.city_id', '=', cityId)
    .where('e.subject_kind', '=', kind)
    .where('e.subject_id', '=', id)
    .orderBy('e.version', 'desc')
    .limit(100)
    .execute();
  return {
    // versions count from one without gaps, so the newest is the number of entries
    count: rows[0]?.version ?? 0,
    entries: rows.map((row) => ({ ...row, data: row.data as Record<string, unknown> })),
  };
}
