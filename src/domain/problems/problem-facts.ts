import type { ProblemVerb } from './problem-moves.ts';

/** Who acts. */
export interface ProblemActor {
  /** `null`: the system acts by rule (a timer, dispatch by rule, a citizen without account). */
  readonly personId: string | null;
  /**
   * Units the person works in, and the units above those below the city itself: a worker of a community
   * also belongs to its street office, and so may not verify that office's fixes.
   */
  readonly unitIds: readonly string[];
  /** Whether he holds the verb for this problem (the caller has resolved the unit path). */
  readonly may: (verb: ProblemVerb) => boolean;
}

/** A photo the command names, as the server knows it. */
export interface EvidencePhoto {
  readonly photoId: string;
  readonly uploaderId: string | null;
  /** Capture time by the device, corrected by its known offset; `null` where unknown. */
  readonly takenAt: string | null;
  readonly receivedAt: string;
  /** Distance from the site in metres; `null` where photo or site has no position. */
  readonly distanceMetres: number | null;
}

/** State of the sweep (举一反三) that a problem of high severity needs. */
export type SweepFact = 'not-needed' | 'open' | 'done' | 'waived';

/** What the rules need to know to say which moves are possible, before any input is given. */
export interface MoveFacts {
  readonly now: string;
  readonly actor: ProblemActor;
  readonly sweep: SweepFact;
  /**
   * Who decides about problems that were returned twice; `null` where the city named nobody, and the
   * dispatching office decides.
   */
  readonly arbiterPersonId: string | null;
}

/** Everything a rule needs from outside. Facts that a command does not use may be `null` or empty. */
export interface ProblemFacts extends MoveFacts {
  /** Human number for a problem that is being raised. */
  readonly number: number | null;
  /** For dispatch, sendBack, reopen: the new deadline, computed or chosen by the caller. */
  readonly deadlineAt: string | null;
  /** For dispatch, reopen: the unit named in the command. `null`: there is no such unit. */
  readonly unit: { readonly unitId: string; readonly contactPersonId: string | null } | null;
  /** For assign, handOver: the person named in the command. `null`: there is no such person. */
  readonly assignee: { readonly personId: string; readonly belongsToUnit: boolean } | null;
  /** For returnNotOurs: whether the proposed owner exists. */
  readonly proposedUnitExists: boolean;
  /** For returnNotOurs: until when the arbiter decides after the second return. */
  readonly arbiterDueAt: string | null;
  /** The photos named in the command that the server holds, or the phone. */
  readonly photos: readonly EvidencePhoto[];
  /** Radius around the site that counts as on site, in metres; the default is {@link defaultSiteRadius}. */
  readonly siteRadiusMetres: number;
}

/** Metres around a site that count as on site where the city set nothing else. */
export const defaultSiteRadius = 100;
