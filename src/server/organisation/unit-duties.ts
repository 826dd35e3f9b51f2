import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { lockUnit, type Unit } from './unit-queries.ts';

async function lockOpenUnit(tx: Tx, cityId: string, id: string): Promise<Unit> {
  const unit = await lockUnit(tx, cityId, id);
  if (!unit) throw notFound();
  if (unit.validTo !== null) throw new Refused(409, 'unit.closed', { name: unit.name, day: unit.validTo });
  return unit;
}

/**
 * Names the person on whom what the unit must do lands by rule; null = nobody. He must be active and
 * hold a role on this very unit today.
 */
export async function setContact(
  tx: Tx,
  cityId: string,
  unitId: string,
  personId: string | null,
  actor: EventActor,
  now: string,
): Promise<void> {
  const unit = await lockOpenUnit(tx, cityId, unitId);
  if (unit.contactPersonId === personId) return;
  let personName: string | null = null;
  if (personId !== null) {
    const person = await findHolder(tx, cityId, unitId, personId, cityDay(now));
    if (!person) throw invalid('personId', 'unit.contactHoldsNoRole');
    personName = person.name;
  }
  await tx
    .updateTable('unit')
    .set({ contact_person_id: personId })
    .where('city_id', '=', cityId)
    .where('id', '=', unitId)
    .execute();
  const data = { personId, personName, previousPersonId: unit.contactPersonId };
  await recordEvents(
    tx,
    cityId,
    { kind: 'unit', id: unitId },
    [{ kind: 'unit.contact_set', data }],
    actor,
    now,
  );
}

async function findHolder(tx: Tx, cityId: string, unitId: string, personId: string, today: string) {
  return (
    tx
      .selectFrom('role_grant as g')
      .innerJoin('person as p', (join) =>
        join.onRef('p.city_id', '=', 'g.city_id').onRef('p.id', '=', 'g.person_id'),
      )
      .select('p.name')
      .where('g.city_id', '=', cityId)
      .where('g.unit_id', '=', unitId)
      .where('g.person_id', '=', personId)
      .where('p.is_active', '=', true)
      .where('g.valid_from', '<=', today)
      .where((on) => on.or([on('g.valid_to', 'is', null), on('g.valid_to', '>', today)]))
      // a person who is just being deactivated must not slip in
      .forShare('p')
      .executeTakeFirst()
  );
}

export interface NewTaskLine {
  readonly id: string;
  readonly name: string;
  readonly validFrom: string;
  readonly source: string | null;
}

/** Adds a task line. The same command again changes nothing. */
export async function addTaskLine(
  tx: Tx,
  cityId: string,
  unitId: string,
  wish: NewTaskLine,
  actor: EventActor,
  now: string,
): Promise<void> {
  const unit = await lockOpenUnit(tx, cityId, unitId);
  const lines = await tx
    .selectFrom('task_line')
    .select(['id', 'unit_id', 'name', 'valid_from', 'valid_to', 'source'])
    .where('city_id', '=', cityId)
    .where((on) => on.or([on('id', '=', wish.id), on('unit_id', '=', unitId)]))
    .execute();
  const there = lines.find((line) => line.id === wish.id);
  if (there) {
    const same =
      there.unit_id === unitId &&
      there.name === wish.name &&
      there.valid_from === wish.validFrom &&
      there.source === wish.source;
    if (same) return;
    throw new Refused(409, 'unit.idTaken');
  }
  if (lines.some((line) => line.name === wish.name && line.valid_to === null)) {
    throw new Refused(409, 'unit.taskLineTwice', { name: wish.name });
  }
  if (wish.validFrom < unit.validFrom) throw new Refused(409, 'unit.beforeUnit', { day: unit.validFrom });
  await tx
    .insertInto('task_line')
    .values({
      city_id: cityId,
      id: wish.id,
      unit_id: unitId,
      name: wish.name,
      valid_from: wish.validFrom,
      source: wish.source,
    })
    .execute();
  const data = { lineId: wish.id, name: wish.name, validFrom: wish.validFrom, source: wish.source };
  await recordEvents(
    tx,
    cityId,
    { kind: 'unit', id: unitId },
    [{ kind: 'unit.task_line_added', data }],
    actor,
    now,
  );
}

/** Ends a task line; `validTo` is the first day without it. */
export async function closeTaskLine(
  tx: Tx,
  cityId: string,
  unitId: string,
  lineId: string,
  validTo: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  await lockUnit(tx, cityId, unitId);
  const line = await tx
    .selectFrom('task_line')
    .select(['name', 'valid_from', 'valid_to'])
    .where('city_id', '=', cityId)
    .where('unit_id', '=', unitId)
    .where('id', '=', lineId)
    .executeTakeFirst();
  if (!line) throw notFound();
  if (line.valid_to === validTo) return;
  if (line.valid_to !== null) throw new Refused(409, 'unit.taskLineClosed', { day: line.valid_to });
  if (validTo <= line.valid_from) throw new Refused(409, 'unit.beforeTaskLine', { day: line.valid_from });
  await tx
    .updateTable('task_line')
    .set({ valid_to: validTo })
    .where('city_id', '=', cityId)
    .where('id', '=', lineId)
    .execute();
  const data = { lineId, name: line.name, validTo };
  await recordEvents(
    tx,
    cityId,
    { kind: 'unit', id: unitId },
    [{ kind: 'unit.task_line_closed', data }],
    actor,
    now,
  );
}
