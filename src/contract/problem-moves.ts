import { z } from 'zod';
import { instant, line, paragraph } from './endpoint.ts';
import { problemCommand, said } from './problems.ts';

/** Moves that give more time, change the category or link problems; the first ones are in `problems.ts`. */

const reason = line(500);
const nobody = z.object(said).strict();
const withReason = z.object({ ...said, reason }).strict();
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
