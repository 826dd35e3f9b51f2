import { call } from '../../client/api.ts';
import type { PhotoReference } from '../../contract/photos.ts';
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
import type { ProblemView } from '../../contract/problems.ts';
import type { Severity } from '../../domain/problems/problem.ts';
import type { ProblemCommandType } from '../../domain/problems/problem-commands.ts';

/** What a person filled in; each move takes its own part of it. */
export interface MoveInput {
  readonly unitId: string | null;
  readonly assistingUnitIds: string[];
  readonly proposedUnitId: string | null;
  readonly personId: string | null;
  readonly reason: string;
  readonly offSiteReason: string;
  /** ISO instant; null: counted by the time limit. */
  readonly deadlineAt: string | null;
  readonly photos: PhotoReference[];
  /** ISO instant; '' while nothing was chosen. */
  readonly until: string;
  readonly measures: string;
  readonly progress: string;
  readonly reasonKey: string;
  readonly categoryKey: string;
  readonly severity: Severity;
  /** The other problem of a link. */
  readonly otherId: string | null;
  readonly same: boolean;
}

/** Sends one move. Fields left empty go out empty: the server names the fault in the person's language. */
export function sendMove(
  id: string,
  command: Exclude<ProblemCommandType, 'raise'>,
  said: { readonly commandId: string; readonly version: number },
  input: MoveInput,
): Promise<ProblemView> {
  const params = { id };
  const { reason, photos, deadlineAt, assistingUnitIds } = input;
  const unitId = input.unitId ?? '';
  const personId = input.personId ?? '';
  const { until, otherId } = input;
  switch (command) {
    case 'reject':
      return call(rejectProblem, { params, body: { ...said, reason } });
    case 'dispatch':
      return call(dispatchProblem, { params, body: { ...said, unitId, assistingUnitIds, deadlineAt } });
    case 'returnNotOurs':
      return call(returnProblem, {
        params,
        body: { ...said, reason, proposedUnitId: input.proposedUnitId ?? '' },
      });
    case 'assign':
      return call(assignProblem, { params, body: { ...said, personId } });
    case 'start':
      return call(startProblem, { params, body: said });
    case 'handOver':
      return call(handOverProblem, { params, body: { ...said, personId, reason } });
    case 'claimFixed':
      return call(claimFixed, { params, body: { ...said, photos, reason: reason || null } });
    case 'confirmFixed':
      return call(confirmFixed, {
        params,
        body: { ...said, photos, offSiteReason: input.offSiteReason || null },
      });
    case 'sendBack':
      return call(sendBackProblem, { params, body: { ...said, photos, reason, deadlineAt } });
    case 'reopen':
      return call(reopenProblem, {
        params,
        body: { ...said, reason, unitId, assistingUnitIds, deadlineAt },
      });
    case 'requestVoid':
      return call(requestVoid, { params, body: { ...said, reason } });
    case 'approveVoid':
      return call(approveVoid, { params, body: said });
    case 'declineVoid':
      return call(declineVoid, { params, body: { ...said, reason } });
    case 'reportProgress': {
      const { measures, progress } = input;
      return call(reportProgress, {
        params,
        body: { ...said, measures: measures || null, progress: progress || null },
      });
    }
    case 'askExtension':
      return call(askExtension, { params, body: { ...said, until, reason } });
    case 'grantExtension':
      return call(grantExtension, { params, body: { ...said, deadlineAt } });
    case 'refuseExtension':
      return call(refuseExtension, { params, body: { ...said, reason } });
    case 'askDeferral':
      return call(askDeferral, { params, body: { ...said, until, reason } });
    case 'grantDeferral':
      return call(grantDeferral, { params, body: { ...said, reason } });
    case 'refuseDeferral':
      return call(refuseDeferral, { params, body: { ...said, reason } });
    case 'resume':
      return call(resumeProblem, { params, body: said });
    case 'stopClock':
      return call(stopClock, { params, body: { ...said, reasonKey: input.reasonKey, reason, until } });
    case 'startClock':
      return call(startClock, { params, body: said });
    case 'changeCategory': {
      const { categoryKey, severity } = input;
      return call(changeCategory, { params, body: { ...said, categoryKey, severity, reason } });
    }
    case 'linkDuplicate':
      return call(linkDuplicate, { params, body: { ...said, mainProblemId: otherId ?? '', reason } });
    case 'unlinkDuplicate':
      return call(unlinkDuplicate, { params, body: { ...said, reason } });
    case 'setParent':
      return call(setParent, { params, body: { ...said, parentId: otherId ?? '' } });
    case 'clearParent':
      return call(clearParent, { params, body: { ...said, reason } });
    case 'answerRecurrence':
      return call(answerRecurrence, {
        params,
        body: { ...said, previousId: otherId ?? '', same: input.same },
      });
    default: {
      const unknown: never = command;
      throw new Error(`unknown move ${String(unknown)}`);
    }
  }
}
