import type { Actor } from '../../domain/access/may.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import type { Decision } from '../../domain/decision.ts';
import type { SweepActor } from '../../domain/sweeps/sweep-moves.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { forbidden, Refused } from '../platform/refused.ts';
import { listWorkplaces } from '../problems/problem-facts.ts';

/** One call that concerns sweeps. */
export interface SweepCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: Actor;
  readonly ask: Permissions;
  readonly now: string;
}

/** Units the asker belongs to; the same for every sweep, so that lists ask once. */
export async function findWorkplaces({ tx, cityId, actor }: SweepCall): Promise<readonly string[]> {
  return listWorkplaces(tx, cityId, actor);
}

/** The asker as the rules know him, where the thing lies in all of `paths`. */
export function actorAt(call: SweepCall, unitIds: readonly string[], paths: readonly string[]): SweepActor {
  return {
    personId: call.actor.personId,
    unitIds,
    may: (verb: Verb) => paths.every((path) => call.ask.may(verb, path)),
  };
}

/** A missing verb is a matter of permission (403), every other refusal one of state (409). */
export function granted<T>(decision: Decision<T>): T {
  if (decision.accepted) return decision.value;
  const { code, facts } = decision.refusal;
  if (code === 'sweep.missingVerb' || code === 'commonProblem.missingVerb') throw forbidden();
  throw new Refused(409, code, facts);
}
