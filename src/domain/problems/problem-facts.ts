import type { DeadlineClock } from '../standards/checklist.ts';
import type { ProblemVerb } from './problem-moves.ts';
import type { ProblemState } from './problem-states.ts';

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
export type SweepFact = 'not-needed' | 'missing' | 'open' | 'done' | 'waived';

/** What a city has set for its ledger, as far as moves depend on it. */
export interface LedgerRules {
  /** Extensions of one problem that may be granted. */
  readonly maxExtensions: number;
  /** Days after strike-off within which whoever raised a problem may reopen it himself. */
  readonly reopenDays: number;
  /** Reasons for which a clock may stop, and for how long at most. */
  readonly clockStopReasons: readonly { readonly key: string; readonly maxDays: number }[];
}

/** The other problem that a command names. */
export interface RelatedProblem {
  readonly problemId: string;
  readonly state: ProblemState;
  readonly parentId: string | null;
  readonly struckOffAt: string | null;
}

/** What a change of category brings, by the rule of the new one. */
export interface NewCategory {
  readonly categoryKey: string;
  readonly deadlineHours: number;
  readonly deadlineClock: DeadlineClock;
  /** Responsible unit by rule; `null` where the rule finds none. */
  readonly unit: { readonly unitId: string; readonly contactPersonId: string | null } | null;
}

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
  readonly rules: LedgerRules;
  /** Parts of this problem that are not yet closed. */
  readonly openChildren: number;
  /** Problems of which this one is the parent, open or closed. */
  readonly childCount: number;
  /** Duplicates that hang on this problem. */
  readonly duplicateCount: number;
}

/** Everything a rule needs from outside. Facts that a command does not use may be `null` or empty. */
export interface ProblemFacts extends MoveFacts {
  /** Human number for a problem that is being raised. */
  readonly number: number | null;
  /**
   * For dispatch, sendBack, reopen, grantExtension, resume, startClock, changeCategory: the new deadline,
   * computed or chosen by the caller.
   */
  readonly deadlineAt: string | null;
  /** For dispatch, reopen: the unit named in the command. `null`: there is no such unit. */
  readonly unit: { readonly unitId: string; readonly contactPersonId: string | null } | null;
  /** For assign, handOver: the person named in the command. `null`: there is no such person. */
  readonly assignee: { readonly personId: string; readonly belongsToUnit: boolean } | null;
  /** For changeCategory: the category named in the command. `null`: there is no such category. */
  readonly category: NewCategory | null;
  /** For links: the other problem, if the actor may see it. */
  readonly related: RelatedProblem | null;
  /** For returnNotOurs: whether the proposed owner exists. */
  readonly proposedUnitExists: boolean;
  /** For returnNotOurs: until when the arbiter decides after the second return. */
  readonly arbiterDueAt: string | null;
  /** The photos named in the command that the server holds, or the phone. */
  readonly photos: readonly EvidencePhoto[];
  /** Radius around the site that counts as on site, in metres. */
  readonly siteRadiusMetres: number;
}
