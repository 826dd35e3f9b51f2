import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { decideClose, decideMove, decideNewUnit } from '../../domain/organisation/unit-changes.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused, unwrap } from '../platform/refused.ts';
import { findUnit, lockUnit, type Unit } from './unit-queries.ts';
import { countOpenWork, listPlacements } from './unit-tree-queries.ts';

/** Typed facts of a unit that are no part of its place in the tree. */
export interface UnitFacts {
  readonly name: string;
  readonly shortName: string | null;
  readonly nameEn: string | null;
  readonly aliases: readonly string[];
  readonly unitType: string | null;
  readonly source: string | null;
}

export interface NewUnit extends UnitFacts {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly parentId: string;
  readonly validFrom: string;
}

/**
 * One change of the tree at a time: two moves that each look sound could close a circle together. The
 * lock is on the root's row and stops nobody who only refers to it.
 */
export async function lockTree(tx: Tx, cityId: string): Promise<void> {
  await tx
    .selectFrom('unit')
    .select('id')
    .where('city_id', '=', cityId)
    .where('parent_id', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

async function loadParent(tx: Tx, cityId: string, parentId: string): Promise<Unit> {
  const parent = await findUnit(tx, cityId, parentId);
  if (!parent) throw invalid('parentId', 'unit.unknown');
  return parent;
}

async function listSiblingNames(tx: Tx, cityId: string, parentId: string, but: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('unit')
    .select('name')
    .where('city_id', '=', cityId)
    .where('parent_id', '=', parentId)
    .where('id', '<>', but)
    .where('valid_to', 'is', null)
    .execute();
  return rows.map((row) => row.name);
}

function recordUnit(
  tx: Tx,
  cityId: string,
  unitId: string,
  kind: string,
  data: Json,
  actor: EventActor,
  now: string,
) {
  return recordEvents(tx, cityId, { kind: 'unit', id: unitId }, [{ kind, data }], actor, now);
}

/** The facts that an event carries, so that history alone tells what the row held. */
function factsData(unit: UnitFacts) {
  const { name, shortName, nameEn, unitType, source } = unit;
  return { name, shortName, nameEn, aliases: [...unit.aliases], unitType, source };
}

/**
 * Makes a unit under its parent. The same command again changes nothing.
 *
 * @throws Refused 409 for a code, an id or a sibling's name that is taken, and by the rules of the tree.
 */
export async function createUnit(
  tx: Tx,
  cityId: string,
  wish: NewUnit,
  actor: EventActor,
  now: string,
): Promise<void> {
  await lockTree(tx, cityId);
  const there = await findUnit(tx, cityId, wish.id);
  if (there) {
    if (isSameUnit(there, wish)) return;
    throw new Refused(409, 'unit.idTaken');
  }
  const taken = await tx
    .selectFrom('unit')
    .select('name')
    .where('city_id', '=', cityId)
    .where('code', '=', wish.code)
    .executeTakeFirst();
  if (taken) throw new Refused(409, 'unit.codeTaken', { code: wish.code, name: taken.name });
  const parent = await loadParent(tx, cityId, wish.parentId);
  const siblingNames = await listSiblingNames(tx, cityId, parent.id, wish.id);
  const place = unwrap(decideNewUnit(wish, { today: cityDay(now), parent, siblingNames }));
  await tx
    .insertInto('unit')
    .values({
      city_id: cityId,
      id: wish.id,
      code: wish.code,
      name: wish.name,
      short_name: wish.shortName,
      name_en: wish.nameEn,
      aliases: [...wish.aliases],
      kind: wish.kind,
      unit_type: wish.unitType,
      parent_id: parent.id,
      path: place.path,
      valid_from: wish.validFrom,
      source: wish.source,
    })
    .execute();
  await tx
    .insertInto('unit_placement')
    .values({ city_id: cityId, unit_id: wish.id, valid_from: wish.validFrom, parent_id: parent.id })
    .execute();
  const { code, kind, validFrom } = wish;
  const data = { ...factsData(wish), code, kind, validFrom, parentId: parent.id, parentName: parent.name };
  await recordUnit(tx, cityId, wish.id, 'unit.created', data, actor, now);
}

function isSameUnit(there: Unit, wish: NewUnit): boolean {
  return (
    there.code === wish.code &&
    there.kind === wish.kind &&
    there.parentId === wish.parentId &&
    there.validFrom === wish.validFrom &&
    JSON.stringify(factsData(there)) === JSON.stringify(factsData(wish))
  );
}

/** Corrects names, aliases, type and source of a unit. */
export async function editUnit(
  tx: Tx,
  cityId: string,
  id: string,
  facts: UnitFacts,
  actor: EventActor,
  now: string,
): Promise<void> {
  await lockTree(tx, cityId);
  const unit = await lockUnit(tx, cityId, id);
  if (!unit) throw notFound();
  if (JSON.stringify(factsData(unit)) === JSON.stringify(factsData(facts))) return;
  if (unit.parentId !== null && facts.name !== unit.name) {
    const siblings = await listSiblingNames(tx, cityId, unit.parentId, id);
    const parent = await findUnit(tx, cityId, unit.parentId);
    if (siblings.includes(facts.name)) {
      throw new Refused(409, 'unit.nameTaken', { name: facts.name, parent: parent?.name ?? '' });
    }
  }
  await tx
    .updateTable('unit')
    .set({
      name: facts.name,
      short_name: facts.shortName,
      name_en: facts.nameEn,
      aliases: [...facts.aliases],
      unit_type: facts.unitType,
      source: facts.source,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  await recordUnit(tx, cityId, id, 'unit.edited', factsData(facts), actor, now);
}

/**
 * Hangs a unit under another parent from a day on: its placement ends, a new one begins, and the paths
 * of its whole subtree follow. The same command again changes nothing.
 *
 * @returns ids of the people whose rights move along.
 */
export async function moveUnit(
  tx: Tx,
  cityId: string,
  id: string,
  wish: { readonly parentId: string; readonly from: string },
  actor: EventActor,
  now: string,
): Promise<readonly string[]> {
  await lockTree(tx, cityId);
  const unit = await lockUnit(tx, cityId, id);
  if (!unit) throw notFound();
  const parent = await loadParent(tx, cityId, wish.parentId);
  const [current] = await listPlacements(tx, cityId, unit);
  const placedFrom = current?.validFrom ?? unit.validFrom;
  if (unit.parentId === parent.id && placedFrom === wish.from) return [];
  const siblingNames = await listSiblingNames(tx, cityId, parent.id, id);
  const facts = { today: cityDay(now), parent, siblingNames, placedFrom };
  const place = unwrap(decideMove(unit, wish.from, facts));
  const before = await findUnit(tx, cityId, unit.parentId ?? '');
  await endPlacement(tx, cityId, unit, placedFrom, place.from);
  await tx
    .insertInto('unit_placement')
    .values({ city_id: cityId, unit_id: id, valid_from: place.from, parent_id: parent.id })
    .execute();
  await tx
    .updateTable('unit')
    .set({ parent_id: parent.id })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  // paths end in the unit's own code and codes are unique, so no two rows meet on the way
  await sql`
    update unit set path = ${place.path} || substr(path, ${unit.path.length + 1}::int)
    where city_id = ${cityId}
      and (path = ${unit.path} or (path >= ${`${unit.path}.`} and path < ${`${unit.path}/`}))`.execute(tx);
  const data = {
    from: place.from,
    parentId: parent.id,
    parentName: parent.name,
    previousParentId: unit.parentId,
    previousParentName: before?.name ?? null,
    path: place.path,
  };
  await recordUnit(tx, cityId, id, 'unit.moved', data, actor, now);
  const { rows } = await sql<{ personId: string }>`
    select distinct g.person_id as "personId" from role_grant g
    join unit u on u.city_id = g.city_id and u.id = g.unit_id
    where g.city_id = ${cityId}
      and (u.path = ${place.path} or (u.path >= ${`${place.path}.`} and u.path < ${`${place.path}/`}))`.execute(
    tx,
  );
  return rows.map((row) => row.personId);
}

/** Ends the open placement; of a unit that never moved, its first one is written down now. */
async function endPlacement(
  tx: Tx,
  cityId: string,
  unit: Unit,
  placedFrom: string,
  until: string,
): Promise<void> {
  await tx
    .insertInto('unit_placement')
    .values({
      city_id: cityId,
      unit_id: unit.id,
      valid_from: placedFrom,
      valid_to: until,
      parent_id: unit.parentId,
    })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'unit_id', 'valid_from']).doUpdateSet({ valid_to: until }),
    )
    .execute();
}

/** Closes a unit that has nothing open, with its task lines. `validTo`: the first day without it. */
export async function closeUnit(
  tx: Tx,
  cityId: string,
  id: string,
  validTo: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  await lockTree(tx, cityId);
  const unit = await lockUnit(tx, cityId, id);
  if (!unit) throw notFound();
  if (unit.validTo === validTo) return;
  const [current] = await listPlacements(tx, cityId, unit);
  const placedFrom = current?.validFrom ?? unit.validFrom;
  const work = await countOpenWork(tx, cityId, id);
  unwrap(decideClose(unit, validTo, { today: cityDay(now), placedFrom, ...work }));
  await endPlacement(tx, cityId, unit, placedFrom, validTo);
  await tx
    .updateTable('unit')
    .set({ valid_to: validTo, contact_person_id: null })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  await tx
    .updateTable('task_line')
    .set({ valid_to: validTo })
    .where('city_id', '=', cityId)
    .where('unit_id', '=', id)
    .where('valid_to', 'is', null)
    .execute();
  await recordUnit(tx, cityId, id, 'unit.closed', { validTo }, actor, now);
}
