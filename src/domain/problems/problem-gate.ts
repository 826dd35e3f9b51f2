import type { Refusal } from '../decision.ts';
import { awaitsArbiter, type Problem, returnsBeforeArbiter } from './problem.ts';
import type { ProblemCommandType } from './problem-commands.ts';
import type { MoveFacts, ProblemActor } from './problem-facts.ts';
import { moveOf, type ProblemMove } from './problem-moves.ts';

function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { code, facts };
}

/**
 * Whether this person may make this move now, before any input is given: state, verb, independence.
 *
 * The same answer greys a button in the office app and refuses the command on the server.
 *
 * @returns the reason why not, or `null` where the move is open.
 */
export function refusalOfMove(
  problem: Problem | null,
  command: ProblemCommandType,
  facts: MoveFacts,
): Refusal | null {
  const move = moveOf(command);
  if (command === 'raise') {
    if (problem) return refusal('problem.alreadyRaised', { number: problem.number });
    return refusalOfPerson(move, command, facts.actor);
  }
  if (!problem) return refusal('problem.notFound');
  if (!move.from.includes(problem.state)) {
    return refusal('problem.wrongState', { command, state: problem.state });
  }
  return refusalOfCommand(problem, command, move, facts);
}

function refusalOfPerson(
  move: ProblemMove,
  command: ProblemCommandType,
  actor: ProblemActor,
): Refusal | null {
  if (actor.personId === null && !move.bySystem) return refusal('problem.personNeeded', { command });
  if (!actor.may(move.verb)) return refusal('problem.missingVerb', { command, verb: move.verb });
  return null;
}

function refusalOfCommand(
  problem: Problem,
  command: Exclude<ProblemCommandType, 'raise'>,
  move: ProblemMove,
  facts: MoveFacts,
): Refusal | null {
  const { actor } = facts;
  switch (command) {
    case 'dispatch':
      if (awaitsArbiter(problem) && facts.arbiterPersonId !== null) {
        return actor.personId === facts.arbiterPersonId ? null : refusal('problem.arbiterNeeded');
      }
      return refusalOfPerson(move, command, actor);
    case 'returnNotOurs':
      if (problem.returnCount >= returnsBeforeArbiter) return refusal('problem.arbiterDecided');
      return refusalOfPerson(move, command, actor);
    case 'start':
    case 'handOver':
      // The unit's liaison acts for a person who has no phone or fell ill.
      if (actor.personId !== null && actor.may('problem.assign')) return null;
      return (
        refusalOfPerson(move, command, actor) ??
        (actor.personId === problem.personId ? null : refusal('problem.notAssigned'))
      );
    case 'claimFixed':
      return (
        refusalOfPerson(move, command, actor) ??
        (actor.personId === problem.personId || isOfFixingUnit(problem, actor)
          ? null
          : refusal('problem.notOfUnit'))
      );
    case 'confirmFixed':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfIndependence(problem, actor) ??
        refusalOfSweep(problem, facts) ??
        (facts.openChildren > 0 ? refusal('problem.partsOpen', { count: facts.openChildren }) : null)
      );
    case 'sendBack':
      return refusalOfPerson(move, command, actor) ?? refusalOfIndependence(problem, actor);
    case 'requestVoid':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfDuplicates(facts) ??
        (problem.voidRequestedBy === null ? null : refusal('problem.voidAlreadyRequested'))
      );
    case 'approveVoid':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfPendingVoid(problem) ??
        refusalOfDuplicates(facts) ??
        (problem.voidRequestedBy === actor.personId ? refusal('problem.voidSamePerson') : null)
      );
    case 'declineVoid':
      // The one who asked may take it back.
      return refusalOfPerson(move, command, actor) ?? refusalOfPendingVoid(problem);
    case 'assign':
    case 'linkDuplicate':
    case 'unlinkDuplicate':
    case 'setParent':
      return refusalOfPerson(move, command, actor);
    case 'changeCategory':
      return refusalOfPerson(move, command, actor) ?? refusalOfStoppedClock(problem);
    case 'clearParent':
      return (
        refusalOfPerson(move, command, actor) ??
        (problem.parentId === null ? refusal('problem.notAPart') : null)
      );
    case 'reject':
      return refusalOfPerson(move, command, actor) ?? refusalOfDuplicates(facts);
    case 'reopen':
      // whoever reported it may say that nothing has changed, for some days
      return mayReopenOwn(problem, facts) ? null : refusalOfPerson(move, command, actor);
    case 'answerRecurrence':
      // whoever raised it, and whoever stood on the spot to verify, may know it again
      if (actor.personId !== null && actor.personId === problem.raisedBy) return null;
      if (actor.personId !== null && actor.may('problem.verify')) return null;
      return refusalOfPerson(move, command, actor);
    default:
      return refusalOfRequest(problem, command, move, facts);
  }
}

type RequestType =
  | 'reportProgress'
  | 'askExtension'
  | 'grantExtension'
  | 'refuseExtension'
  | 'askDeferral'
  | 'grantDeferral'
  | 'refuseDeferral'
  | 'resume'
  | 'stopClock'
  | 'startClock';

/** Requests for more time, and their answers by somebody above the unit. */
function refusalOfRequest(
  problem: Problem,
  command: RequestType,
  move: ProblemMove,
  facts: MoveFacts,
): Refusal | null {
  const { actor } = facts;
  switch (command) {
    case 'reportProgress':
      return refusalOfUnitsHand(problem, command, move, actor);
    case 'askExtension':
      return (
        refusalOfUnitsHand(problem, command, move, actor) ??
        refusalOfStoppedClock(problem) ??
        refusalOfExtension(problem, facts)
      );
    case 'askDeferral':
      return (
        refusalOfUnitsHand(problem, command, move, actor) ??
        (problem.deferralAskedBy === null ? null : refusal('problem.alreadyAsked'))
      );
    case 'grantExtension':
    case 'refuseExtension':
      return (
        refusalOfPerson(move, command, actor) ?? refusalOfApprover(problem, problem.extensionAskedBy, actor)
      );
    case 'grantDeferral':
    case 'refuseDeferral':
      return (
        refusalOfPerson(move, command, actor) ?? refusalOfApprover(problem, problem.deferralAskedBy, actor)
      );
    case 'resume':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfTimer(
          problem,
          problem.deferredUntil,
          facts,
          refusal('problem.reviewNotDue', { due: problem.deferredUntil }),
        )
      );
    case 'stopClock':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfOwnUnit(problem, actor) ??
        refusalOfStoppedClock(problem) ??
        (isPast(problem.deadlineAt, facts.now) ? refusal('problem.deadlinePassed') : null)
      );
    case 'startClock':
      if (problem.clockStoppedAt === null) return refusal('problem.clockRuns');
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfTimer(
          problem,
          problem.clockStoppedUntil,
          facts,
          refusal('problem.stopNotOver', { due: problem.clockStoppedUntil }),
        )
      );
    default: {
      const unknown: never = command;
      throw new Error(`unknown command ${String(unknown)}`);
    }
  }
}

function isOfFixingUnit(problem: Problem, actor: ProblemActor): boolean {
  return actor.unitIds.some(
    (unitId) => unitId === problem.unitId || problem.assistingUnitIds.includes(unitId),
  );
}

/** Nobody verifies his own fix, nor one of his own unit's, responsible or assisting. */
function refusalOfIndependence(problem: Problem, actor: ProblemActor): Refusal | null {
  if (actor.personId === problem.personId || actor.personId === problem.fixClaimedBy) {
    return refusal('problem.ownFix');
  }
  return isOfFixingUnit(problem, actor) ? refusal('problem.ownUnitFix') : null;
}

function refusalOfPendingVoid(problem: Problem): Refusal | null {
  return problem.voidRequestedBy === null ? refusal('problem.voidNotRequested') : null;
}

/** The named person, or somebody of the responsible or an assisting unit. */
function refusalOfUnitsHand(
  problem: Problem,
  command: ProblemCommandType,
  move: ProblemMove,
  actor: ProblemActor,
): Refusal | null {
  return (
    refusalOfPerson(move, command, actor) ??
    (actor.personId === problem.personId || isOfFixingUnit(problem, actor)
      ? null
      : refusal('problem.notOfUnit'))
  );
}

/** More time must be asked for before the time is up, once at a time and not without end. */
function refusalOfExtension(problem: Problem, { now, rules }: MoveFacts): Refusal | null {
  if (problem.extensionAskedBy !== null) return refusal('problem.alreadyAsked');
  if (isPast(problem.deadlineAt, now)) return refusal('problem.deadlinePassed');
  return problem.extensionCount >= rules.maxExtensions
    ? refusal('problem.extensionsUsedUp', { most: rules.maxExtensions })
    : null;
}

/** Who answers a request did not make it, and stands above the unit that did. */
function refusalOfApprover(problem: Problem, askedBy: string | null, actor: ProblemActor): Refusal | null {
  if (askedBy === null) return refusal('problem.nothingAsked');
  if (askedBy === actor.personId) return refusal('problem.ownRequest');
  return refusalOfOwnUnit(problem, actor);
}

function refusalOfOwnUnit(problem: Problem, actor: ProblemActor): Refusal | null {
  return isOfFixingUnit(problem, actor) ? refusal('problem.ownUnitRequest') : null;
}

/** The system waits for the day; a person above the unit need not. */
function refusalOfTimer(
  problem: Problem,
  due: string | null,
  { now, actor }: MoveFacts,
  tooEarly: Refusal,
): Refusal | null {
  if (actor.personId !== null) return refusalOfOwnUnit(problem, actor);
  return due !== null && Date.parse(now) >= Date.parse(due) ? null : tooEarly;
}

function refusalOfStoppedClock(problem: Problem): Refusal | null {
  return problem.clockStoppedAt === null ? null : refusal('problem.clockStopped');
}

function refusalOfSweep(problem: Problem, { sweep }: MoveFacts): Refusal | null {
  if (problem.severity !== 'high') return null;
  if (sweep === 'missing') return refusal('problem.sweepMissing');
  return sweep === 'open' ? refusal('problem.sweepOpen') : null;
}

/** A main problem that fell away would leave its duplicates and their reporters with nothing. */
function refusalOfDuplicates({ duplicateCount }: MoveFacts): Refusal | null {
  return duplicateCount > 0 ? refusal('problem.hasDuplicates', { count: duplicateCount }) : null;
}

function mayReopenOwn(problem: Problem, { actor, now, rules }: MoveFacts): boolean {
  if (actor.personId === null || actor.personId !== problem.raisedBy) return false;
  const since = Date.parse(now) - Date.parse(problem.struckOffAt ?? '');
  return since >= 0 && since <= rules.reopenDays * 86_400_000;
}

function isPast(deadlineAt: string | null, now: string): boolean {
  return deadlineAt !== null && Date.parse(deadlineAt) < Date.parse(now);
}
