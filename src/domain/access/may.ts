import { type Role, type Verb, verbsOfRole } from './verbs.ts';

/** A role on a unit; it reaches the unit's whole subtree. `unitPath`: codes from the root, dot between. */
export interface Grant {
  readonly role: Role;
  readonly unitId: string;
  readonly unitPath: string;
}

/** Who asks. */
export interface Actor {
  readonly personId: string;
  readonly cityId: string;
  readonly name: string;
  readonly login: string;
  readonly locale: string;
  readonly mustChangePassword: boolean;
  readonly grants: readonly Grant[];
}

/** True when `path` is `root` itself or lies below it. */
export function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`);
}

function grantsWith(actor: Pick<Actor, 'grants'>, verb: Verb): readonly Grant[] {
  return actor.grants.filter((grant) => verbsOfRole[grant.role].includes(verb));
}

/** May the actor do `verb` to something that belongs to the unit at `unitPath`? */
export function may(actor: Pick<Actor, 'grants'>, verb: Verb, unitPath: string): boolean {
  return grantsWith(actor, verb).some((grant) => isWithin(unitPath, grant.unitPath));
}

/** May the actor do `verb` somewhere? For things that belong to the city as a whole, such as standards. */
export function mayAnywhere(actor: Pick<Actor, 'grants'>, verb: Verb): boolean {
  return grantsWith(actor, verb).length > 0;
}

/**
 * The roots of the subtrees in which the actor may do `verb`, without roots that lie inside another.
 * Empty = nowhere.
 */
export function reach(actor: Pick<Actor, 'grants'>, verb: Verb): readonly string[] {
  const paths = [...new Set(grantsWith(actor, verb).map((grant) => grant.unitPath))];
  return paths.filter((path) => !paths.some((other) => other !== path && isWithin(path, other))).sort();
}

/** Every verb the actor has somewhere: what the client may show. */
export function verbsOf(actor: Pick<Actor, 'grants'>): Verb[] {
  return [...new Set(actor.grants.flatMap((grant) => verbsOfRole[grant.role]))].sort();
}
