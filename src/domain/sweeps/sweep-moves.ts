import type { Verb } from '../access/verbs.ts';
import type { Refusal } from '../decision.ts';
import type { Sweep, SweepCheck, SweepState } from './sweep.ts';

/** What may be done with a sweep, in the order of its life. */
export const sweepCommandTypes = [
  'start',
  'check',
  'spotCheck',
  'attach',
  'close',
  'waive',
  'reopen',
  'cancel',
] as const;
export type SweepCommandType = (typeof sweepCommandTypes)[number];

/** One row of the table of moves: from where, to where, who. */
export interface SweepMove {
  /** `null`: the sweep does not exist yet. */
  readonly from: readonly (SweepState | null)[];
  readonly to: SweepState | 'same';
  /** One of these is enough. */
  readonly verbs: readonly Verb[];
  /** Verbs that do not count for people of the very unit that answers: nobody excuses himself. */
  readonly notOwnUnit: readonly Verb[];
}

/** The table of moves: there is no other way in which a sweep changes. */
export const sweepMoves: Readonly<Record<SweepCommandType, SweepMove>> = {
  start: { from: [null], to: 'open', verbs: ['problem.dispatch', 'problem.assign'], notOwnUnit: [] },
  // the unit looks at its own sites
  check: { from: ['open'], to: 'same', verbs: ['problem.work'], notOwnUnit: [] },
  // somebody else looks again, also after the end
  spotCheck: {
    from: ['open', 'done'],
    to: 'same',
    verbs: ['inspection.submit'],
    notOwnUnit: ['inspection.submit'],
  },
  attach: { from: ['open', 'done'], to: 'same', verbs: ['problem.dispatch'], notOwnUnit: [] },
  close: { from: ['open'], to: 'done', verbs: ['problem.dispatch', 'problem.assign'], notOwnUnit: [] },
  waive: {
    from: ['open'],
    to: 'waived',
    verbs: ['problem.dispatch', 'problem.approve'],
    notOwnUnit: ['problem.approve'],
  },
  reopen: { from: ['done', 'waived'], to: 'open', verbs: ['problem.dispatch'], notOwnUnit: [] },
  cancel: { from: ['open'], to: 'cancelled', verbs: ['problem.dispatch'], notOwnUnit: [] },
};

/** Who acts, as the rules know him. */
export interface SweepActor {
  readonly personId: string;
  /** Units he works in, and those above them below the city itself. */
  readonly unitIds: readonly string[];
  /** Whether he holds the verb where the sweep lies; for checks, where the site lies. */
  readonly may: (verb: Verb) => boolean;
}

/**
 * Whether this person may make this move now, before any input is given. The same answer greys a button
 * and refuses the command.
 *
 * @param sweep for `start`: `null`, and `ownUnitId` names the unit that would answer.
 * @param check for `check` and `spotCheck`: the site it is about.
 * @returns the reason why not, or `null` where the move is open.
 */
export function refusalOfSweepMove(
  sweep: Sweep | null,
  command: SweepCommandType,
  actor: SweepActor,
  check: SweepCheck | null = null,
): Refusal | null {
  const move = sweepMoves[command];
  if (!move.from.includes(sweep?.state ?? null)) {
    return { code: 'sweep.wrongState', facts: { command, state: sweep?.state ?? null } };
  }
  const responsible = check?.unitId ?? sweep?.ownerUnitId ?? null;
  const person = refusalOfPerson(move, command, actor, responsible);
  if (person || sweep === null) return person;
  switch (command) {
    case 'check':
      return refusalOfCheck(check);
    case 'spotCheck':
      return refusalOfSpotCheck(check, actor);
    case 'cancel':
      return sweep.clear + sweep.found + sweep.notChecked > 0
        ? { code: 'sweep.alreadyBegun', facts: { checked: sweep.clear + sweep.found + sweep.notChecked } }
        : null;
    case 'start':
    case 'attach':
    case 'close':
    case 'waive':
    case 'reopen':
      return null;
    default:
      return command satisfies never;
  }
}

/** Whether the person may excuse sites of this sweep: the office, or an approver above the unit. */
export function mayWaive(ownerUnitId: string, actor: SweepActor): boolean {
  return refusalOfPerson(sweepMoves.waive, 'waive', actor, ownerUnitId) === null;
}

function refusalOfPerson(
  move: SweepMove,
  command: SweepCommandType,
  actor: SweepActor,
  responsibleUnitId: string | null,
): Refusal | null {
  const held = move.verbs.filter((verb) => actor.may(verb));
  if (held.length === 0) return { code: 'sweep.missingVerb', facts: { command } };
  const isOwn = responsibleUnitId !== null && actor.unitIds.includes(responsibleUnitId);
  if (isOwn && held.every((verb) => move.notOwnUnit.includes(verb))) {
    return { code: 'sweep.ownUnit', facts: { command } };
  }
  return null;
}

/** A finding stands: its problem is in the ledger. A clear site may still turn out to have the fault. */
function refusalOfCheck(check: SweepCheck | null): Refusal | null {
  if (!check) return { code: 'sweep.siteNotIn', facts: {} };
  if (check.result === 'found') return { code: 'sweep.alreadyFound', facts: {} };
  if (check.spotResult !== null) return { code: 'sweep.alreadySpotChecked', facts: {} };
  return null;
}

function refusalOfSpotCheck(check: SweepCheck | null, actor: SweepActor): Refusal | null {
  if (!check) return { code: 'sweep.siteNotIn', facts: {} };
  if (check.result !== 'clear') return { code: 'sweep.nothingToSpotCheck', facts: {} };
  if (check.spotResult !== null) return { code: 'sweep.alreadySpotChecked', facts: {} };
  if (check.checkedBy === actor.personId) return { code: 'sweep.ownCheck', facts: {} };
  return null;
}
