import { call } from '../../client/api.ts';
import type { PhotoReference } from '../../contract/photos.ts';
import {
  approveVoid,
  assignProblem,
  claimFixed,
  confirmFixed,
  declineVoid,
  dispatchProblem,
  handOverProblem,
  type ProblemView,
  rejectProblem,
  reopenProblem,
  requestVoid,
  returnProblem,
  sendBackProblem,
  startProblem,
} from '../../contract/problems.ts';
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
    default: {
      const unknown: never = command;
      throw new Error(`unknown move ${String(unknown)}`);
    }
  }
}
