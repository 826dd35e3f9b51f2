import { z } from 'zod';
import {
  activatePerson as activatePersonEndpoint,
  createPerson as createPersonEndpoint,
  deactivatePerson as deactivatePersonEndpoint,
  grantRole as grantRoleEndpoint,
  listPeople as listPeopleEndpoint,
  type PersonLine,
  resetPassword as resetPasswordEndpoint,
  revokeRole as revokeRoleEndpoint,
  signOutPerson,
} from '../../contract/organisation.ts';
import type { Actor } from '../../domain/access/may.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { mayManage } from '../../domain/organisation/person-rights.ts';
import { hashPassword } from '../access/passwords.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EndpointHouse, implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeText, readCursor } from '../platform/paging.ts';
import { Permissions } from '../platform/permissions.ts';
import { forbidden, invalid, notFound, Refused } from '../platform/refused.ts';
import { makePassword } from './first-password.ts';
import {
  activatePerson,
  createPerson,
  deactivatePerson,
  grantRole,
  recordPerson,
  resetPassword,
  revokeRole,
} from './person-commands.ts';
import {
  countPeople,
  findPerson,
  type GrantRow,
  listGrants,
  listPeople,
  lockPerson,
  managedPerson,
  type PersonFilter,
  type PersonRow,
} from './person-queries.ts';
import { findUnit } from './unit-queries.ts';
import { pathInSight } from './unit-sight.ts';

interface Here {
  readonly tx: Tx;
  readonly cityId: string;
  readonly ask: Permissions;
  readonly actor: Actor;
  readonly now: string;
}

/** What the caller sees of a person: roles within his own sight, the login only of accounts he keeps. */
function personLineOf(here: Here, person: PersonRow, grants: readonly GrantRow[]): PersonLine {
  const managed = managedPerson(person, grants);
  const manages = mayManage(here.actor, managed);
  const own = person.id === here.actor.personId;
  const shown = grants.filter(
    (grant) => grant.personId === person.id && !grant.isEnded && here.ask.may('unit.view', grant.unitPath),
  );
  return {
    ...person,
    login: manages || own ? person.login : null,
    mustChangePassword: manages && person.mustChangePassword,
    grants: shown,
    mayManage: manages,
  };
}

async function findPersonLine(here: Here, id: string): Promise<PersonLine> {
  const person = await findPerson(here.tx, here.cityId, id);
  if (!person) throw notFound();
  const grants = await listGrants(here.tx, here.cityId, [id], cityDay(here.now));
  return personLineOf(here, person, grants);
}

/** @throws Refused 404 where the caller does not even see him, 403 where he may not keep the account. */
async function requireManaged(here: Here, id: string): Promise<void> {
  const person = await findPerson(here.tx, here.cityId, id);
  const grants = await listGrants(here.tx, here.cityId, [id], cityDay(here.now));
  const roots = here.ask.reach('person.manage');
  if (person && mayManage(here.actor, managedPerson(person, grants))) return;
  const seen = grants.some((grant) => !grant.isEnded && here.ask.may('unit.view', grant.unitPath));
  if (!person || !seen) throw notFound();
  throw roots.length === 0 ? forbidden() : new Refused(403, 'person.outsideReach');
}

const personPlace = z.tuple([placeText, z.uuid()]);

/** People, their roles and their accounts. */
export function personRoutes(house: EndpointHouse): Route[] {
  return [
    implement(listPeopleEndpoint, async (call) => {
      const { tx, cityId, ask, query, now } = call;
      const seen = ask.reach('unit.view');
      const within = await pathInSight(call, 'unit.view', query.unitId);
      const seesAll = ask.reach('person.manage').some((root) => !root.includes('.'));
      const { search, role, inactiveToo, cursor, limit } = query;
      const after = readCursor(personPlace, cursor);
      const filter: PersonFilter = { search, role, within, inactiveToo, after, limit: limit + 1 };
      const today = cityDay(now);
      const found = await listPeople(tx, cityId, { seen, seesAll }, today, filter);
      const { rows: people, next } = pageOf(found, limit, (last) => [last.name, last.id]);
      const ids = people.map((person) => person.id);
      const grants = await listGrants(tx, cityId, ids, today);
      return {
        people: people.map((person) => personLineOf(call, person, grants)),
        count: await countPeople(tx, cityId, { seen, seesAll }, today, filter),
        nextCursor: next,
      };
    }),

    // hashing is slow by design, so it happens before the transaction
    implementPrepared(
      createPersonEndpoint,
      async ({ actor, body }) => {
        new Permissions(actor).requireAnywhere('person.manage');
        const password = body.password ?? makePassword();
        return { password, passwordHash: await hashPassword(password) };
      },
      async (call, { password, passwordHash }) => {
        const { tx, cityId, ask, actor, body, now } = call;
        ask.requireAnywhere('person.manage');
        const unit = await findUnit(tx, cityId, body.grant.unitId);
        if (!unit || !ask.may('unit.view', unit.path)) throw invalid('grant.unitId', 'unit.unknown');
        ask.require('person.manage', unit.path);
        const { id, login, name, grant } = body;
        const isNew = await createPerson(tx, cityId, { id, login, name, passwordHash, grant }, actor, now);
        const shown = isNew && body.password === undefined;
        return { person: await findPersonLine(call, id), password: shown ? password : null };
      },
    ),

    implement(grantRoleEndpoint, async (call) => {
      const { tx, cityId, ask, actor, params, body, now } = call;
      await requireManaged(call, params.id);
      const unit = await findUnit(tx, cityId, body.unitId);
      if (!unit || !ask.may('unit.view', unit.path)) throw invalid('unitId', 'unit.unknown');
      await grantRole(tx, cityId, params.id, body, actor, now);
      house.sessions.forget(params.id);
      return findPersonLine(call, params.id);
    }),

    implement(revokeRoleEndpoint, async (call) => {
      const { tx, cityId, actor, params, now } = call;
      await requireManaged(call, params.id);
      await revokeRole(tx, cityId, params.id, params.grantId, actor, now);
      house.sessions.forget(params.id);
      return findPersonLine(call, params.id);
    }),

    implement(deactivatePersonEndpoint, async (call) => {
      const { tx, cityId, actor, params, now } = call;
      await requireManaged(call, params.id);
      await deactivatePerson(tx, cityId, params.id, actor, now);
      await house.sessions.closeAll(tx, cityId, params.id, now);
      return findPersonLine(call, params.id);
    }),

    implement(activatePersonEndpoint, async (call) => {
      await requireManaged(call, call.params.id);
      await activatePerson(call.tx, call.cityId, call.params.id, call.actor, call.now);
      return findPersonLine(call, call.params.id);
    }),

    implementPrepared(
      resetPasswordEndpoint,
      async ({ actor }) => {
        new Permissions(actor).requireAnywhere('person.manage');
        const password = makePassword();
        return { password, passwordHash: await hashPassword(password) };
      },
      async (call, { password, passwordHash }) => {
        const { tx, cityId, actor, params, now } = call;
        await requireManaged(call, params.id);
        await resetPassword(tx, cityId, params.id, passwordHash, actor, now);
        await house.sessions.closeAll(tx, cityId, params.id, now);
        return { person: await findPersonLine(call, params.id), password };
      },
    ),

    implement(signOutPerson, async (call) => {
      const { tx, cityId, actor, params, now } = call;
      await requireManaged(call, params.id);
      await lockPerson(tx, cityId, params.id);
      const closed = await house.sessions.closeAll(tx, cityId, params.id, now);
      if (closed > 0) await recordPerson(tx, cityId, params.id, 'person.signed_out', { closed }, actor, now);
      return { closed };
    }),
  ];
}
