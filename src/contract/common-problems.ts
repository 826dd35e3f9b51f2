import { z } from 'zod';
import { commonProblemCommandTypes, commonProblemStates } from '../domain/sweeps/common-problem.ts';
import { rootCauses } from '../domain/sweeps/sweep.ts';
import { day, endpoint, idParams, line, paragraph } from './endpoint.ts';

const named = z.object({ id: z.string(), name: z.string() });
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const commonFigures = z.object({
  problems: z.number(),
  open: z.number(),
  units: z.number(),
  sites: z.number(),
  recurrences: z.number(),
});
const causeCount = z.object({ cause: z.enum(rootCauses), sweeps: z.number() });

/** A kind of problem with how much there is of it; `reaches`: the rule calls it common. */
export const commonCandidate = z.object({
  categoryKey: z.string(),
  categoryName: z.string(),
  categoryNameEn: z.string(),
  itemCode: z.string().nullable(),
  itemTitle: z.string().nullable(),
  itemTitleEn: z.string().nullable(),
  figures: commonFigures,
  /** Named by the sweeps of this kind, the most frequent first. */
  causes: z.array(causeCount),
  reaches: z.boolean(),
  /** The open entry of the register, where it was confirmed. */
  entryId: z.string().nullable(),
  /** A sweep of the whole city that is open. */
  citySweepId: z.string().nullable(),
});
export type CommonCandidate = z.infer<typeof commonCandidate>;

export const commonEntry = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(commonProblemStates),
  title: z.string(),
  categoryKey: z.string(),
  itemCode: z.string().nullable(),
  measure: z.string(),
  owner: named,
  dueOn: z.string(),
  isOverdue: z.boolean(),
  /** At confirmation, and in the period up to today. */
  figures: commonFigures,
  figuresNow: commonFigures,
  confirmedAt: z.string(),
  confirmedBy: named,
  progress: z.string(),
  closedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  isSample: z.boolean(),
  moves: z.array(
    z.object({
      command: z.enum(commonProblemCommandTypes),
      allowed: z.boolean(),
      refusal: z.object({ code: z.string(), facts }).nullable(),
    }),
  ),
});
export type CommonEntry = z.infer<typeof commonEntry>;

const count = z.number().int().min(1).max(100_000);
export const commonProblemRule = z
  .object({
    periodDays: z.number().int().min(7).max(730),
    fewestProblems: count,
    fewestUnits: count,
    fewestSites: count,
  })
  .strict();

export const getCommonProblems = endpoint({
  name: 'commonProblems.get',
  method: 'GET',
  path: '/api/common-problems',
  access: 'asked',
  reply: z.object({
    rule: commonProblemRule,
    mayConfirm: z.boolean(),
    mayConfigure: z.boolean(),
    /** First day of the period. */
    from: z.string(),
    /** By category and by item, the most frequent first, at most a hundred. */
    candidates: z.array(commonCandidate),
    /** Open ones first, then the latest closed, at most a hundred. */
    entries: z.array(commonEntry),
    counts: z.object({ confirmed: z.number(), closed: z.number() }),
  }),
});
export type CommonProblemsView = z.infer<typeof getCommonProblems.reply>;

const plan = { measure: paragraph(2000, 1), ownerUnitId: z.uuid(), dueOn: day };
const said = { commandId: z.uuid() };

/** The figures are the server's own. */
export const confirmCommonProblem = endpoint({
  name: 'commonProblems.confirm',
  method: 'POST',
  path: '/api/common-problems',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      title: line(200, 1),
      categoryKey: line(80, 1),
      itemCode: line(20, 1).nullable(),
      ...plan,
    })
    .strict(),
  reply: commonEntry,
});

function entryCommand<Body extends z.ZodType>(command: string, body: Body) {
  return endpoint({
    name: `commonProblems.${command}`,
    method: 'POST',
    path: `/api/common-problems/:id/${command}`,
    access: 'asked',
    params: idParams,
    body,
    reply: commonEntry,
  });
}

export const reviseCommonProblem = entryCommand('revise', z.object({ ...said, ...plan }).strict());
export const reportCommonProblem = entryCommand(
  'report',
  z.object({ ...said, progress: paragraph(2000) }).strict(),
);
export const closeCommonProblem = entryCommand(
  'close',
  z.object({ ...said, outcome: paragraph(2000) }).strict(),
);
export const reopenCommonProblem = entryCommand(
  'reopen',
  z.object({ ...said, reason: paragraph(2000) }).strict(),
);

export const setCommonProblemRule = endpoint({
  name: 'commonProblems.setRule',
  method: 'PUT',
  path: '/api/common-problem-rule',
  access: 'asked',
  body: commonProblemRule,
  reply: commonProblemRule,
});
