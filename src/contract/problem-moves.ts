import { z } from 'zod';
import { endpoint, idParams, instant, line, paragraph } from './endpoint.ts';
import { photoReference } from './photos.ts';
import { problemView } from './problems.ts';

const photos = z.array(photoReference).max(9);

/** What every command carries: its own id, so that repeating is harmless, and the version the person saw. */
const said = { commandId: z.uuid(), version: z.number().int().min(1).max(1_000_000) };
const reason = line(500);
const nobody = z.object(said).strict();
const withReason = z.object({ ...said, reason }).strict();
/** Null: counted from now by the category's or item's time limit. */
const chosenDeadline = instant.nullable();
const assisting = z.array(z.uuid()).max(10);

/** An endpoint that moves an existing problem and answers it as the asker sees it afterwards. */
function problemCommand<Body extends z.ZodType>(command: string, path: string, body: Body) {
  return endpoint({
    name: `problems.${command}`,
    method: 'POST',
    path: `/api/problems/:id/${path}`,
    access: 'asked',
    params: idParams,
    body,
    reply: problemView,
  });
}

export const dispatchProblem = problemCommand(
  'dispatch',
  'dispatch',
  z.object({ ...said, unitId: z.uuid(), assistingUnitIds: assisting, deadlineAt: chosenDeadline }).strict(),
);
export const rejectProblem = problemCommand('reject', 'reject', withReason);
export const returnProblem = problemCommand(
  'return',
  'return',
  z.object({ ...said, reason, proposedUnitId: z.uuid() }).strict(),
);
export const assignProblem = problemCommand(
  'assign',
  'assign',
  z.object({ ...said, personId: z.uuid() }).strict(),
);
export const startProblem = problemCommand('start', 'start', nobody);
export const handOverProblem = problemCommand(
  'handOver',
  'hand-over',
  z.object({ ...said, personId: z.uuid(), reason }).strict(),
);
export const claimFixed = problemCommand(
  'claimFixed',
  'claim-fixed',
  z.object({ ...said, photos, reason: reason.nullable() }).strict(),
);
export const confirmFixed = problemCommand(
  'confirm',
  'confirm',
  z.object({ ...said, photos, offSiteReason: reason.nullable() }).strict(),
);
export const sendBackProblem = problemCommand(
  'sendBack',
  'send-back',
  z.object({ ...said, photos, reason, deadlineAt: chosenDeadline }).strict(),
);
export const reopenProblem = problemCommand(
  'reopen',
  'reopen',
  z
    .object({ ...said, reason, unitId: z.uuid(), assistingUnitIds: assisting, deadlineAt: chosenDeadline })
    .strict(),
);
export const requestVoid = problemCommand('requestVoid', 'request-void', withReason);
export const approveVoid = problemCommand('approveVoid', 'approve-void', nobody);
export const declineVoid = problemCommand('declineVoid', 'decline-void', withReason);

const untilWithReason = z.object({ ...said, until: instant, reason }).strict();

export const reportProgress = problemCommand(
  'reportProgress',
  'progress',
  z.object({ ...said, measures: paragraph(1000).nullable(), progress: paragraph(1000).nullable() }).strict(),
);

export const askExtension = problemCommand('askExtension', 'ask-extension', untilWithReason);
export const grantExtension = problemCommand(
  'grantExtension',
  'grant-extension',
  /** Null: the deadline that was asked for; an earlier one may be given. */
  z.object({ ...said, deadlineAt: instant.nullable() }).strict(),
);
export const refuseExtension = problemCommand('refuseExtension', 'refuse-extension', withReason);

export const askDeferral = problemCommand('askDeferral', 'ask-deferral', untilWithReason);
export const grantDeferral = problemCommand('grantDeferral', 'grant-deferral', withReason);
export const refuseDeferral = problemCommand('refuseDeferral', 'refuse-deferral', withReason);
export const resumeProblem = problemCommand('resume', 'resume', nobody);

export const stopClock = problemCommand(
  'stopClock',
  'stop-clock',
  /** `reasonKey`: from the city's list, in the problem's view. `until`: runs on by itself then. */
  z.object({ ...said, reasonKey: line(60, 1), reason, until: instant }).strict(),
);
export const startClock = problemCommand('startClock', 'start-clock', nobody);

export const changeCategory = problemCommand(
  'changeCategory',
  'category',
  z.object({ ...said, categoryKey: line(80, 1), severity: z.enum(['normal', 'high']), reason }).strict(),
);

export const linkDuplicate = problemCommand(
  'linkDuplicate',
  'link-duplicate',
  z.object({ ...said, mainProblemId: z.uuid(), reason }).strict(),
);
export const unlinkDuplicate = problemCommand('unlinkDuplicate', 'unlink-duplicate', withReason);
export const setParent = problemCommand(
  'setParent',
  'parent',
  z.object({ ...said, parentId: z.uuid() }).strict(),
);
export const clearParent = problemCommand('clearParent', 'clear-parent', withReason);

export const answerRecurrence = problemCommand(
  'answerRecurrence',
  'recurrence',
  z.object({ ...said, previousId: z.uuid(), same: z.boolean() }).strict(),
);
