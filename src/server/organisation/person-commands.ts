import { sql } from 'kysely';
import type { Actor } from '../../domain/access/may.ts';
import type { Role } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { decideEnding, decideGrant } from '../../domain/organisation/person-rights.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, notFound, Refused, unwrap } from '../platform/refused.ts';
import {
  findPerson,
  type GrantRow,
  listAdministrators,
  listGrants,
  lockPerson,
  managedPerson,
  type PersonRow,
} from './person-queries.ts';
import { lockTree } from './unit-commands.ts';
import { findUnit } from './unit-queries.ts';

export interface GrantWish {
  readonly id: string;
  readonly role: Role;
  readonly unitId: string;
  readonly validFrom: string;
}

export interface NewPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly grant: GrantWish;
  readonly isSample?: boolean;
}

/** Who grants: a person within his reach, or null for the operator at the machine, who reaches everything. */
export type Granter = Pick<Actor, 'personId' | 'grants'> | null;

/**
 * Makes an account with its first role; its password must be changed at the first sign-in.
 *
 * @returns false when the same command had been carried out before: then nothing changed.
 * @throws Refused 409 for a login or id that is taken, a role outside the granter's reach.
 */
export async function createPerson(
  tx: Tx,
  cityId: string,
  wish: NewPerson,
  granter: Granter,
  now: string,
): Promise<boolean> {
  const there = await findPerson(tx, cityId, wish.id);
  if (there) {
    const grants = await listGrants(tx, cityId, [wish.id], cityDay(now));
    const same =
      there.login === wish.login &&
      there.name === wish.name &&
      grants.some((grant) => grant.id === wish.grant.id && isSameGrant(grant, wish.grant));
    if (same) return false;
    throw new Refused(409, 'person.idTaken');
  }
  const taken = await tx
    .selectFrom('person')
    .select('id')
    .where('city_id', '=', cityId)
    .where('login', '=', wish.login)
    .executeTakeFirst();
  if (taken) throw new Refused(409, 'person.loginTaken', { login: wish.login });
  await tx
    .insertInto('person')
    .values({
      city_id: cityId,
      id: wish.id,
      login: wish.login,
      name: wish.name,
      password_hash: wish.passwordHash,
      must_change_password: true,
      is_sample: wish.isSample ?? false,
    })
    .execute();
  const actor: EventActor = { personId: granter?.personId ?? null };
  const data = { login: wish.login, name: wish.name };
  await recordPerson(tx, cityId, wish.id, 'person.created', data, actor, now);
  await addGrant(tx, cityId, { id: wish.id, isActive: true }, [], wish.grant, granter, now);
  return true;
}

/** Gives a role on a unit from a day on. The same command again changes nothing. */
export async function grantRole(
  tx: Tx,
  cityId: string,
  personId: string,
  wish: GrantWish,
  granter: Granter,
  now: string,
): Promise<void> {
  const person = await lockPerson(tx, cityId, personId);
  if (!person) throw notFound();
  const grants = await listGrants(tx, cityId, [personId], cityDay(now));
  const there = grants.find((grant) => grant.id === wish.id);
  if (there) {
    if (isSameGrant(there, wish)) return;
    throw new Refused(409, 'person.idTaken');
  }
  await addGrant(tx, cityId, person, grants, wish, granter, now);
}

function isSameGrant(there: GrantRow, wish: GrantWish): boolean {
  return there.role === wish.role && there.unitId === wish.unitId && there.validFrom === wish.validFrom;
}

async function addGrant(
  tx: Tx,
  cityId: string,
  person: { id: string; isActive: boolean },
  grants: readonly GrantRow[],
  wish: GrantWish,
  granter: Granter,
  now: string,
): Promise<void> {
  const unit = await findUnit(tx, cityId, wish.unitId);
  if (!unit) throw invalid('unitId', 'unit.unknown');
  if (granter) {
    const grant = {
      role: wish.role,
      unitId: unit.id,
      unitPath: unit.path,
      unitClosed: unit.validTo !== null,
    };
    unwrap(decideGrant(granter, managedPerson(person, grants), grant));
  }
  // given, ended and given again on one day: the row that held for no day makes way, history has it
  await tx
    .deleteFrom('role_grant')
    .where('city_id', '=', cityId)
    .where('person_id', '=', person.id)
    .where('role', '=', wish.role)
    .where('unit_id', '=', unit.id)
    .where('valid_from', '=', wish.validFrom)
    .whereRef('valid_to', '<=', 'valid_from')
    .execute();
  await tx
    .insertInto('role_grant')
    .values({
      city_id: cityId,
      id: wish.id,
      person_id: person.id,
      role: wish.role,
      unit_id: unit.id,
      valid_from: wish.validFrom,
      granted_by: granter?.personId ?? null,
    })
    .execute();
  const { role, validFrom } = wish;
  const data = { grantId: wish.id, role, unitId: unit.id, unitName: unit.name, validFrom };
  const actor: EventActor = { personId: granter?.personId ?? null };
  await recordPerson(tx, cityId, person.id, 'person.granted', data, actor, now);
}

/** Ends a role today. The person stays; the city keeps at least one administrator. */
export async function revokeRole(
  tx: Tx,
  cityId: string,
  personId: string,
  grantId: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  const today = cityDay(now);
  await lockTree(tx, cityId);
  if (!(await lockPerson(tx, cityId, personId))) throw notFound();
  const grants = await listGrants(tx, cityId, [personId], today);
  const grant = grants.find((each) => each.id === grantId);
  if (!grant) throw notFound();
  if (grant.isEnded) return;
  // a role held twice on the city (from two days) leaves the other one standing
  const others = grants.filter((each) => each.id !== grantId && !each.isEnded && each.validFrom <= today);
  const stays = others.some((each) => each.role === grant.role && each.unitId === grant.unitId);
  if (!stays && grant.validFrom <= today) {
    unwrap(decideEnding([grant], await listAdministrators(tx, cityId, today)));
  }
  await tx
    .updateTable('role_grant')
    .set({ valid_to: today })
    .where('city_id', '=', cityId)
    .where('id', '=', grantId)
    .execute();
  await endContacts(tx, cityId, personId, actor, now);
  const data = { grantId, role: grant.role, unitId: grant.unitId, unitName: grant.unitName, validTo: today };
  await recordPerson(tx, cityId, personId, 'person.grant_revoked', data, actor, now);
}

/**
 * A contact must be active and hold a role on his unit. Where that has ended the unit has no contact, and
 * its history says so.
 */
async function endContacts(
  tx: Tx,
  cityId: string,
  personId: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  const today = cityDay(now);
  const { rows } = await sql<{ id: string }>`
    update unit set contact_person_id = null
    where city_id = ${cityId} and contact_person_id = ${personId} and not exists (
      select 1 from role_grant g
      join person p on p.city_id = g.city_id and p.id = g.person_id and p.is_active
      where g.city_id = unit.city_id and g.unit_id = unit.id and g.person_id = ${personId}
        and g.valid_from <= ${today}::date and (g.valid_to is null or g.valid_to > ${today}::date))
    returning id`.execute(tx);
  const data = { personId: null, personName: null, previousPersonId: personId };
  for (const { id } of rows) {
    await recordEvents(tx, cityId, { kind: 'unit', id }, [{ kind: 'unit.contact_set', data }], actor, now);
  }
}

/** Closes an account: it can no longer sign in. What the person did stays under his name. */
export async function deactivatePerson(
  tx: Tx,
  cityId: string,
  personId: string,
  actor: EventActor,
  now: string,
): Promise<PersonRow> {
  const today = cityDay(now);
  await lockTree(tx, cityId);
  const person = await lockPerson(tx, cityId, personId);
  if (!person) throw notFound();
  if (!person.isActive) return person;
  const grants = (await listGrants(tx, cityId, [personId], today)).filter((grant) => !grant.isEnded);
  unwrap(decideEnding(grants, await listAdministrators(tx, cityId, today)));
  const { open } = await tx
    .selectFrom('problem')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .where('state', 'in', ['dispatched', 'returned', 'assigned', 'in_progress', 'deferred', 'fix_claimed'])
    .executeTakeFirstOrThrow();
  if (Number(open) > 0) {
    throw new Refused(409, 'person.hasOpenProblems', { name: person.name, count: Number(open) });
  }
  await setActive(tx, cityId, personId, false);
  await endContacts(tx, cityId, personId, actor, now);
  await recordPerson(tx, cityId, personId, 'person.deactivated', {}, actor, now);
  return { ...person, isActive: false };
}

/** Opens a closed account again, with the roles it still holds. */
export async function activatePerson(
  tx: Tx,
  cityId: string,
  personId: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  const person = await lockPerson(tx, cityId, personId);
  if (!person) throw notFound();
  if (person.isActive) return;
  await setActive(tx, cityId, personId, true);
  await recordPerson(tx, cityId, personId, 'person.activated', {}, actor, now);
}

async function setActive(tx: Tx, cityId: string, personId: string, isActive: boolean): Promise<void> {
  await tx
    .updateTable('person')
    .set({ is_active: isActive })
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .execute();
}

/** A new first password for somebody who lost his; end his sessions besides. */
export async function resetPassword(
  tx: Tx,
  cityId: string,
  personId: string,
  passwordHash: string,
  actor: EventActor,
  now: string,
): Promise<void> {
  if (!(await lockPerson(tx, cityId, personId))) throw notFound();
  await tx
    .updateTable('person')
    .set({ password_hash: passwordHash, must_change_password: true })
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .execute();
  await recordPerson(tx, cityId, personId, 'person.password_reset', {}, actor, now);
}

/** Writes a fact into a person's history; lock his row first. */
export async function recordPerson(
  tx: Tx,
  cityId: string,
  personId: string,
  kind: string,
  data: Parameters<typeof recordEvents>[3][number]['data'],
  actor: EventActor,
  now: string,
): Promise<void> {
  await recordEvents(tx, cityId, { kind: 'person', id: personId }, [{ kind, data }], actor, now);
}
