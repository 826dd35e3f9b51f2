import { type Actor, may, mayAnywhere, reach } from '../../domain/access/may.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { forbidden, notFound } from './refused.ts';

/** Permission questions of one call. Holds whether any was asked: a forgotten check must not look public. */
export class Permissions {
  asked = false;
  readonly #actor: Actor;

  constructor(actor: Actor) {
    this.#actor = actor;
  }

  /** Is `verb` allowed for something of the unit at `unitPath`? */
  may(verb: Verb, unitPath: string): boolean {
    this.asked = true;
    return may(this.#actor, verb, unitPath);
  }

  /** @throws Refused 403 where the verb is not granted on that unit. */
  require(verb: Verb, unitPath: string): void {
    if (!this.may(verb, unitPath)) throw forbidden();
  }

  /** @throws Refused 404: what one may not see is not found. */
  requireSight(verb: Verb, unitPath: string): void {
    if (!this.may(verb, unitPath)) throw notFound();
  }

  /** For things of the city as a whole. @throws Refused 403 where the verb is granted nowhere. */
  requireAnywhere(verb: Verb): void {
    this.asked = true;
    if (!mayAnywhere(this.#actor, verb)) throw forbidden();
  }

  /** Roots of the subtrees a list may show; empty = nothing. */
  reach(verb: Verb): readonly string[] {
    this.asked = true;
    return reach(this.#actor, verb);
  }
}
