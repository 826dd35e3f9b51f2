import { type Actor, type Grant, may } from '../access/may.ts';
import type { Role } from '../access/verbs.ts';
import { accept, type Decision, refuse } from '../decision.ts';

/** A person who is to be changed: where he holds roles now or from a coming day, and held them before. */
export interface ManagedPerson {
  readonly personId: string;
  readonly isActive: boolean;
  readonly grants: readonly Grant[];
  readonly endedGrants: readonly Grant[];
}

type Manager = Pick<Actor, 'personId' | 'grants'>;

/**
 * May the actor keep this person's account? Only when every role he holds lies inside the actor's reach:
 * otherwise the administrator of one street could give a new password to somebody who also holds a role
 * on the whole city, and sign in as him. A person without any role is kept by whoever kept him before.
 */
export function mayManage(actor: Manager, person: ManagedPerson): boolean {
  const held = person.grants.length > 0 ? person.grants : person.endedGrants;
  if (held.length === 0) return actor.grants.some((grant) => isRoot(grant) && grant.role === 'admin');
  const within = (grant: Grant) => may(actor, 'person.manage', grant.unitPath);
  return person.grants.length > 0 ? held.every(within) : held.some(within);
}

/** May the actor grant a role on a unit to this person? Nobody grants to himself or outside his own reach. */
export function decideGrant(
  actor: Manager,
  person: ManagedPerson,
  grant: {
    readonly role: Role;
    readonly unitId: string;
    readonly unitPath: string;
    readonly unitClosed: boolean;
  },
): Decision<null> {
  if (actor.personId === person.personId) return refuse('person.grantToSelf');
  if (!may(actor, 'person.manage', grant.unitPath)) return refuse('person.outsideReach');
  if (grant.unitClosed) return refuse('person.unitClosed');
  if (!person.isActive) return refuse('person.inactive');
  const held = person.grants.some((other) => other.role === grant.role && other.unitId === grant.unitId);
  return held ? refuse('person.grantTwice') : accept(null);
}

/**
 * May a grant end, or all grants of a person by his leaving? The city keeps at least one active
 * administrator: without him nobody could ever make another.
 *
 * @param administrators ids of active people who hold `admin` on the city itself, each grant once.
 */
export function decideEnding(
  ended: readonly (Grant & { readonly personId: string })[],
  administrators: readonly string[],
): Decision<null> {
  const losing = new Set(ended.filter(isCityAdmin).map((grant) => grant.personId));
  if (losing.size === 0) return accept(null);
  return administrators.some((personId) => !losing.has(personId)) ? accept(null) : refuse('person.lastAdmin');
}

function isRoot(grant: Grant): boolean {
  return !grant.unitPath.includes('.');
}

function isCityAdmin(grant: Grant): boolean {
  return grant.role === 'admin' && isRoot(grant);
}
