import { accept, type Decision, type Refusal, refuse } from '../decision.ts';
import { decideCategory, decideLink } from './decide-link.ts';
import { decideRequest } from './decide-request.ts';
import { possibleMoves } from './possible-moves.ts';
import { type Problem, returnsBeforeArbiter } from './problem.ts';
import type { ProblemCommand, RaiseProblem } from './problem-commands.ts';
import type { Assignment, ProblemEvent } from './problem-events.ts';
import {
  namedPhotos,
  onSiteOrReason,
  ownPhotosAfterClaim,
  shortestReason,
  statedReason,
} from './problem-evidence.ts';
import type { ProblemFacts } from './problem-facts.ts';
import { refusalOfMove } from './problem-gate.ts';
import { decideDeadline, happened, withReason } from './problem-happened.ts';

/**
 * The one place where a problem changes: table of moves, permissions, independence and evidence.
 *
 * @returns the events that now are facts (apply them with `applyProblem`), or a refusal. Where the state
 *   forbids the move, the refusal's `possible` lists this person's open moves, comma-separated.
 */
export function decideProblem(
  problem: Problem | null,
  command: ProblemCommand,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const gate = refusalOfMove(problem, command.type, facts);
  if (gate) return { accepted: false, refusal: withPossibleMoves(gate, problem, facts) };
  if (command.type === 'raise') return decideRaise(command, facts);
  // The gate has refused a missing problem already.
  if (!problem) return refuse('problem.notFound');
  return decideMove(problem, command, facts);
}

function withPossibleMoves(refusal: Refusal, problem: Problem | null, facts: ProblemFacts): Refusal {
  if (!problem || refusal.code !== 'problem.wrongState') return refusal;
  const possible = possibleMoves(problem, facts)
    .filter((move) => move.allowed)
    .map((move) => move.command)
    .join(',');
  return { code: refusal.code, facts: { ...refusal.facts, possible } };
}

function decideRaise(command: RaiseProblem, facts: ProblemFacts): Decision<readonly ProblemEvent[]> {
  const { type: _type, ...data } = command;
  const placeText = command.placeText.trim();
  const title = command.title.trim();
  if (command.siteId === null && placeText === '') return refuse('problem.noPlace');
  if (command.categoryKey.trim() === '') return refuse('problem.noCategory');
  if (title === '') return refuse('problem.noTitle');
  if (!(command.deadlineHours > 0)) return refuse('problem.noTimeLimit');
  if (command.photoIds.length === 0 && statedReason(command.reason) === null) {
    return refuse('problem.photoOrReason', { shortest: shortestReason });
  }
  return happened(facts, {
    kind: 'problem.raised',
    data: { ...data, placeText, title, number: facts.number },
  });
}

function decideMove(
  problem: Problem,
  command: Exclude<ProblemCommand, RaiseProblem>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  switch (command.type) {
    case 'reject':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'problem.rejected', data: { reason } }),
      );
    case 'dispatch': {
      const assignment = decideAssignment(command, facts);
      if (!assignment.accepted) return assignment;
      return happened(facts, { kind: 'problem.dispatched', data: assignment.value });
    }
    case 'returnNotOurs':
      return decideReturn(problem, command, facts);
    case 'assign':
    case 'handOver':
      return decidePerson(problem, command, facts);
    case 'start':
      return happened(facts, { kind: 'problem.started', data: {} });
    case 'claimFixed': {
      const photos = namedPhotos(command.photoIds, facts);
      if (!photos.accepted) return photos;
      const reason = statedReason(command.reason);
      if (photos.value.length === 0 && reason === null) {
        return refuse('problem.photoOrReason', { shortest: shortestReason });
      }
      const photoIds = photos.value.map((photo) => photo.photoId);
      return happened(facts, { kind: 'problem.fix_claimed', data: { photoIds, reason } });
    }
    case 'confirmFixed':
      return decideConfirmation(problem, command, facts);
    case 'sendBack':
      return decideSendBack(problem, command, facts);
    case 'reopen':
      if (!facts.actor.may('problem.reopen') && command.unitId !== problem.unitId) {
        return refuse('problem.reporterKeepsUnit');
      }
      return withReason(command.reason, (reason) => {
        const assignment = decideAssignment(command, facts);
        if (!assignment.accepted) return assignment;
        return happened(facts, { kind: 'problem.reopened', data: { ...assignment.value, reason } });
      });
    case 'requestVoid':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'problem.void_requested', data: { reason } }),
      );
    case 'approveVoid':
      if (problem.voidRequestedBy === null) return refuse('problem.voidNotRequested');
      return happened(facts, {
        kind: 'problem.voided',
        data: { requestedBy: problem.voidRequestedBy },
      });
    case 'declineVoid':
      return withReason(command.reason, (reason) =>
        happened(facts, { kind: 'problem.void_declined', data: { reason } }),
      );
    case 'reportProgress':
      return decideProgress(command, facts);
    case 'askExtension':
    case 'grantExtension':
    case 'refuseExtension':
    case 'askDeferral':
    case 'grantDeferral':
    case 'refuseDeferral':
    case 'resume':
    case 'stopClock':
    case 'startClock':
      return decideRequest(problem, command, facts);
    case 'changeCategory':
      return decideCategory(problem, command, facts);
    case 'linkDuplicate':
    case 'unlinkDuplicate':
    case 'setParent':
    case 'clearParent':
    case 'answerRecurrence':
      return decideLink(problem, command, facts);
    default: {
      const unknown: never = command;
      throw new Error(`unknown command ${JSON.stringify(unknown)}`);
    }
  }
}

/** One responsible unit, one named person, one deadline to come: all three or no dispatch. */
function decideAssignment(
  command: { readonly unitId: string; readonly assistingUnitIds: readonly string[] },
  facts: ProblemFacts,
): Decision<Assignment> {
  const { unit } = facts;
  if (!unit || unit.unitId !== command.unitId) return refuse('problem.unknownUnit');
  if (command.assistingUnitIds.includes(command.unitId)) return refuse('problem.assistingIsResponsible');
  if (unit.contactPersonId === null) return refuse('problem.noNamedPerson');
  const deadline = decideDeadline(facts);
  if (!deadline.accepted) return deadline;
  return accept({
    unitId: unit.unitId,
    assistingUnitIds: [...new Set(command.assistingUnitIds)],
    personId: unit.contactPersonId,
    deadlineAt: deadline.value,
  });
}

function decideReturn(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'returnNotOurs' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  if (problem.unitId === null) return refuse('problem.unknownUnit');
  const fromUnitId = problem.unitId;
  if (command.proposedUnitId === fromUnitId) return refuse('problem.proposedOwnerSame');
  if (!facts.proposedUnitExists) return refuse('problem.proposedOwnerMissing');
  const toArbiter = problem.returnCount + 1 >= returnsBeforeArbiter;
  return withReason(command.reason, (reason) =>
    happened(facts, {
      kind: 'problem.returned',
      data: {
        reason,
        proposedUnitId: command.proposedUnitId,
        fromUnitId,
        awaitsArbiter: toArbiter,
        arbiterPersonId: toArbiter ? facts.arbiterPersonId : null,
        arbiterDueAt: toArbiter ? facts.arbiterDueAt : null,
      },
    }),
  );
}

function decidePerson(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'assign' | 'handOver' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const { assignee } = facts;
  if (!assignee || assignee.personId !== command.personId) return refuse('problem.unknownPerson');
  if (!assignee.belongsToUnit) return refuse('problem.personNotOfUnit');
  const moved = { personId: assignee.personId, fromPersonId: problem.personId };
  if (command.type === 'assign') return happened(facts, { kind: 'problem.assigned', data: moved });
  if (assignee.personId === problem.personId) return refuse('problem.samePerson');
  const reason = command.reason.trim();
  return happened(facts, { kind: 'problem.handed_over', data: { ...moved, reason } });
}

function decideConfirmation(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'confirmFixed' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const photos = ownPhotosAfterClaim(command.photoIds, problem.fixClaimedAt, facts);
  if (!photos.accepted) return photos;
  const place = onSiteOrReason(photos.value, command.offSiteReason, facts.siteRadiusMetres);
  if (!place.accepted) return place;
  const photoIds = [...new Set(command.photoIds)];
  return happened(facts, { kind: 'problem.struck_off', data: { photoIds, ...place.value } });
}

function decideSendBack(
  problem: Problem,
  command: Extract<ProblemCommand, { type: 'sendBack' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const photos = ownPhotosAfterClaim(command.photoIds, problem.fixClaimedAt, facts);
  if (!photos.accepted) return photos;
  const deadline = decideDeadline(facts);
  if (!deadline.accepted) return deadline;
  const photoIds = [...new Set(command.photoIds)];
  return withReason(command.reason, (reason) =>
    happened(facts, { kind: 'problem.sent_back', data: { photoIds, reason, deadlineAt: deadline.value } }),
  );
}

function decideProgress(
  command: Extract<ProblemCommand, { type: 'reportProgress' }>,
  facts: ProblemFacts,
): Decision<readonly ProblemEvent[]> {
  const [measures, progress] = [command.measures?.trim() || null, command.progress?.trim() || null];
  if (measures === null && progress === null) return refuse('problem.noProgressWords');
  return happened(facts, { kind: 'problem.progress_reported', data: { measures, progress } });
}
