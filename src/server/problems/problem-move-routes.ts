import {
  answerRecurrence,
  approveVoid,
  askDeferral,
  askExtension,
  assignProblem,
  changeCategory,
  claimFixed,
  clearParent,
  confirmFixed,
  declineVoid,
  dispatchProblem,
  grantDeferral,
  grantExtension,
  handOverProblem,
  linkDuplicate,
  refuseDeferral,
  refuseExtension,
  rejectProblem,
  reopenProblem,
  reportProgress,
  requestVoid,
  resumeProblem,
  returnProblem,
  sendBackProblem,
  setParent,
  startClock,
  startProblem,
  stopClock,
  unlinkDuplicate,
} from '../../contract/problem-moves.ts';
import { raiseProblem } from '../../contract/problems.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { runProblemCommand } from './problem-command.ts';
import { raiseByHand } from './problem-raise-command.ts';

/** Raising a problem, and every move of its life. */
export function movingRoutes(): Route[] {
  return [
    implement(raiseProblem, (call) => raiseByHand(call, call.body)),

    implement(dispatchProblem, (call) => {
      const { unitId, assistingUnitIds } = call.body;
      return move(call, { type: 'dispatch', unitId, assistingUnitIds });
    }),
    implement(rejectProblem, (call) => move(call, { type: 'reject', reason: call.body.reason })),
    implement(returnProblem, (call) => {
      const { reason, proposedUnitId } = call.body;
      return move(call, { type: 'returnNotOurs', reason, proposedUnitId });
    }),
    implement(assignProblem, (call) => move(call, { type: 'assign', personId: call.body.personId })),
    implement(startProblem, (call) => move(call, { type: 'start' })),
    implement(handOverProblem, (call) => {
      const { personId, reason } = call.body;
      return move(call, { type: 'handOver', personId, reason });
    }),
    implement(claimFixed, (call) =>
      move(call, { type: 'claimFixed', photoIds: hashesOf(call.body), reason: call.body.reason }),
    ),
    implement(confirmFixed, (call) => {
      const { offSiteReason } = call.body;
      return move(call, { type: 'confirmFixed', photoIds: hashesOf(call.body), offSiteReason });
    }),
    implement(sendBackProblem, (call) =>
      move(call, { type: 'sendBack', photoIds: hashesOf(call.body), reason: call.body.reason }),
    ),
    implement(reopenProblem, (call) => {
      const { reason, unitId, assistingUnitIds } = call.body;
      return move(call, { type: 'reopen', reason, unitId, assistingUnitIds });
    }),
    implement(requestVoid, (call) => move(call, { type: 'requestVoid', reason: call.body.reason })),
    implement(approveVoid, (call) => move(call, { type: 'approveVoid' })),
    implement(declineVoid, (call) => move(call, { type: 'declineVoid', reason: call.body.reason })),
    ...timeRoutes(),
    ...linkRoutes(),
  ];
}

/** More time: asked, granted, refused, paused; and what was done meanwhile. */
function timeRoutes(): Route[] {
  return [
    implement(reportProgress, (call) => {
      const { measures, progress } = call.body;
      return move(call, { type: 'reportProgress', measures, progress });
    }),
    implement(askExtension, (call) => {
      const { until, reason } = call.body;
      return move(call, { type: 'askExtension', until, reason });
    }),
    implement(grantExtension, (call) => move(call, { type: 'grantExtension' })),
    implement(refuseExtension, (call) => move(call, { type: 'refuseExtension', reason: call.body.reason })),
    implement(askDeferral, (call) => {
      const { until, reason } = call.body;
      return move(call, { type: 'askDeferral', until, reason });
    }),
    implement(grantDeferral, (call) => move(call, { type: 'grantDeferral', reason: call.body.reason })),
    implement(refuseDeferral, (call) => move(call, { type: 'refuseDeferral', reason: call.body.reason })),
    implement(resumeProblem, (call) => move(call, { type: 'resume' })),
    implement(stopClock, (call) => {
      const { reasonKey, reason, until } = call.body;
      return move(call, { type: 'stopClock', reasonKey, reason, until });
    }),
    implement(startClock, (call) => move(call, { type: 'startClock' })),
  ];
}

/** Category, duplicates, parts, recurrence. */
function linkRoutes(): Route[] {
  return [
    implement(changeCategory, (call) => {
      const { categoryKey, severity, reason } = call.body;
      return move(call, { type: 'changeCategory', categoryKey, severity, reason });
    }),
    implement(linkDuplicate, (call) => {
      const { mainProblemId, reason } = call.body;
      return move(call, { type: 'linkDuplicate', mainProblemId, reason });
    }),
    implement(unlinkDuplicate, (call) => move(call, { type: 'unlinkDuplicate', reason: call.body.reason })),
    implement(setParent, (call) => move(call, { type: 'setParent', parentId: call.body.parentId })),
    implement(clearParent, (call) => move(call, { type: 'clearParent', reason: call.body.reason })),
    implement(answerRecurrence, (call) => {
      const { previousId, same } = call.body;
      return move(call, { type: 'answerRecurrence', previousId, same });
    }),
  ];
}

type MoveCall = Parameters<typeof runProblemCommand>[0] & {
  readonly params: { readonly id: string };
  readonly body: {
    readonly commandId: string;
    readonly version: number;
    readonly photos?: Parameters<typeof runProblemCommand>[1]['photos'];
    readonly deadlineAt?: string | null;
  };
};

function move(call: MoveCall, command: Parameters<typeof runProblemCommand>[1]['command']) {
  const { commandId, version, photos = [], deadlineAt = null } = call.body;
  return runProblemCommand(call, {
    problemId: call.params.id,
    commandId,
    version,
    command,
    photos,
    chosenDeadline: deadlineAt,
  });
}

function hashesOf(body: { readonly photos: readonly { readonly sha256: string }[] }): string[] {
  return body.photos.map((photo) => photo.sha256);
}
