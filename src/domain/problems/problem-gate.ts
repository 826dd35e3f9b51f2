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
        (problem.severity === 'high' && facts.sweep === 'open' ? refusal('problem.sweepOpen') : null)
      );
    case 'sendBack':
      return refusalOfPerson(move, command, actor) ?? refusalOfIndependence(problem, actor);
    case 'requestVoid':
      return (
        refusalOfPerson(move, command, actor) ??
        (problem.voidRequestedBy === null ? null : refusal('problem.voidAlreadyRequested'))
      );
    case 'approveVoid':
      return (
        refusalOfPerson(move, command, actor) ??
        refusalOfPendingVoid(problem) ??
        (problem.voidRequestedBy === actor.personId ? refusal('problem.voidSamePerson') : null)
      );
    case 'declineVoid':
      // The one who asked may take it back.
      return refusalOfPerson(move, command, actor) ?? refusalOfPendingVoid(problem);
    case 'reject':
    case 'assign':
    case 'reopen':
      return refusalOfPerson(move, command, actor);
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
