import { z } from 'zod';
import { problemStates } from '../domain/problems/problem-states.ts';
import { revisitConsequences, revisitFindings, revisitStates } from '../domain/verification/revisit.ts';
import { revisitRoundStates } from '../domain/verification/revisit-round.ts';
import { day, endpoint, flagInQuery, idParams, line, pageCursor, pageSize } from './endpoint.ts';
import { photoReference, photoUseView } from './photos.ts';

const named = z.object({ id: z.string(), name: z.string() });
/** A day that a period can have; years that no database or calendar mistakes. */
const periodDay = day.refine((value) => value >= '2000-01-01' && value <= '2099-12-31');
const size = z.number().int().min(1).max(2000);
const minimumPerUnit = z.number().int().min(0).max(20);
/** The separator of the draw's keys cannot stand in a seed. */
const publicNumber = line(60, 1).regex(/^[^|]*$/, { message: 'revisit.noSeparator' });

const progress = {
  revisits: z.number(),
  held: z.number(),
  failed: z.number(),
  notPossible: z.number(),
};

/** A round in the list. Counts cover what the asker may see. */
export const revisitRoundLine = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(revisitRoundStates),
  periodFrom: z.string(),
  periodTo: z.string(),
  announcedAt: z.string(),
  registerCount: z.number(),
  isSample: z.boolean(),
  ...progress,
});
export type RevisitRoundLine = z.infer<typeof revisitRoundLine>;

export const listRevisitRounds = endpoint({
  name: 'revisits.rounds',
  method: 'GET',
  path: '/api/revisits/rounds',
  access: 'asked',
  query: z
    .object({ state: z.enum(revisitRoundStates).optional(), cursor: pageCursor, limit: pageSize })
    .strict(),
  reply: z.object({
    rounds: z.array(revisitRoundLine),
    counts: z.record(z.enum(revisitRoundStates), z.number()),
    next: z.string().nullable(),
    mayPlan: z.boolean(),
  }),
});

const unitShare = z.object({ unit: named, code: z.string(), fixes: z.number(), drawn: z.number() });

/** What an announcement would freeze, before it is made. */
export const previewRevisits = endpoint({
  name: 'revisits.preview',
  method: 'GET',
  path: '/api/revisits/preview',
  access: 'asked',
  query: z
    .object({
      from: periodDay,
      to: periodDay,
      size: z.coerce.number().pipe(size),
      minimumPerUnit: z.coerce.number().pipe(minimumPerUnit),
    })
    .strict(),
  reply: z.object({
    registerCount: z.number(),
    /** The smallest sample with the minimum for every unit. */
    least: z.number(),
    /** Checks that, when none fails, show that fewer than the tolerated share of all fixes failed. */
    enough: z.number(),
    toleratedPercent: z.number(),
    units: z.array(unitShare),
  }),
});

/** Freezes the register and publishes its hash, before anybody can know the seed. */
export const announceRevisits = endpoint({
  name: 'revisits.announce',
  method: 'POST',
  path: '/api/revisits/rounds',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      name: line(100, 1),
      periodFrom: periodDay,
      periodTo: periodDay,
      size,
      minimumPerUnit,
      /** Which public number will be the seed: "3D lottery, draw 2026300". */
      seedSource: line(200, 5),
    })
    .strict(),
  reply: z.object({ id: z.string() }),
});

/** Draws with the public number that became known meanwhile, and assigns inspectors. */
export const drawRevisitRound = endpoint({
  name: 'revisits.draw',
  method: 'POST',
  path: '/api/revisits/rounds/:id/draw',
  access: 'asked',
  params: idParams,
  body: z.object({ publicNumber }).strict(),
  reply: z.object({ drawn: z.number(), withoutInspector: z.number() }),
});

export const closeRevisitRound = endpoint({
  name: 'revisits.close',
  method: 'POST',
  path: '/api/revisits/rounds/:id/close',
  access: 'asked',
  params: idParams,
  /** `leaveOpen`: also while revisits are open; they stay on record as not made. */
  body: z.object({ leaveOpen: z.boolean() }).strict(),
  reply: z.object({ state: z.enum(revisitRoundStates) }),
});

export const voidRevisitRound = endpoint({
  name: 'revisits.void',
  method: 'POST',
  path: '/api/revisits/rounds/:id/void',
  access: 'asked',
  params: idParams,
  body: z.object({ reason: line(500, 5) }).strict(),
  reply: z.object({ state: z.enum(revisitRoundStates) }),
});

/** What an outsider needs to repeat the draw. The secret half of the seed is null until it is revealed. */
export const drawFacts = z.object({
  registerHash: z.string(),
  registerCount: z.number(),
  seedSource: z.string(),
  publicNumber: z.string().nullable(),
  secretHash: z.string(),
  secret: z.string().nullable(),
  /** As it stands in the keys. */
  period: z.string(),
  size: z.number(),
  minimumPerUnit: z.number(),
  announcedAt: z.string(),
  drawnAt: z.string().nullable(),
});
export type DrawFacts = z.infer<typeof drawFacts>;

export const getRevisitRound = endpoint({
  name: 'revisits.round',
  method: 'GET',
  path: '/api/revisits/rounds/:id',
  access: 'asked',
  params: idParams,
  reply: revisitRoundLine.extend({
    facts: drawFacts,
    announcedBy: named,
    drawnBy: named.nullable(),
    closedAt: z.string().nullable(),
    voidReason: z.string().nullable(),
    withoutInspector: z.number(),
    mayPlan: z.boolean(),
    /** Whether the asker may see revisits that were not made yet, and the register. */
    seesPlan: z.boolean(),
  }),
});
export type RevisitRoundView = z.infer<typeof getRevisitRound.reply>;

/** The frozen register as text, of which the published hash is taken: for the office, and for all once closed. */
export const getRevisitRegister = endpoint({
  name: 'revisits.register',
  method: 'GET',
  path: '/api/revisits/rounds/:id/register',
  access: 'asked',
  carries: 'download',
  params: idParams,
  reply: z.unknown(),
});

/** One fix that is looked at again. */
export const revisitLine = z.object({
  id: z.string(),
  roundId: z.string(),
  roundName: z.string(),
  state: z.enum(revisitStates),
  problem: z.object({
    id: z.string(),
    number: z.number(),
    title: z.string(),
    state: z.enum(problemStates),
    placeName: z.string(),
    struckOffAt: z.string().nullable(),
  }),
  unit: named,
  inspector: named.nullable(),
  place: z.number(),
  /** A reserve that stands for one that was not possible. */
  isReserve: z.boolean(),
  finding: z.enum(revisitFindings).nullable(),
  reason: z.string().nullable(),
  consequence: z.enum(revisitConsequences).nullable(),
  doneAt: z.string().nullable(),
});
export type RevisitLine = z.infer<typeof revisitLine>;

export const listRevisits = endpoint({
  name: 'revisits.list',
  method: 'GET',
  path: '/api/revisits/rounds/:id/revisits',
  access: 'asked',
  params: idParams,
  query: z
    .object({
      state: z.enum(revisitStates).optional(),
      unitId: z.uuid().optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    revisits: z.array(revisitLine),
    counts: z.object({ open: z.number(), held: z.number(), failed: z.number(), notPossible: z.number() }),
    next: z.string().nullable(),
  }),
});

/** The asker's own, the open ones first. */
export const listMyRevisits = endpoint({
  name: 'revisits.mine',
  method: 'GET',
  path: '/api/my/revisits',
  access: 'asked',
  query: z.object({ done: flagInQuery.default(false), cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({
    revisits: z.array(revisitLine),
    counts: z.object({ open: z.number(), done: z.number() }),
    next: z.string().nullable(),
  }),
});

export const getRevisit = endpoint({
  name: 'revisits.get',
  method: 'GET',
  path: '/api/revisits/:id',
  access: 'asked',
  params: idParams,
  reply: revisitLine.extend({
    description: z.string(),
    siteId: z.string().nullable(),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
    radiusMetres: z.number(),
    /** Pictures of the finding, the claimed fix and its verification: what should be seen there. */
    photos: z.array(photoUseView),
    distanceMetres: z.number().nullable(),
    raisedProblemId: z.string().nullable(),
    /** Whether the asker may answer it now. */
    mayAnswer: z.boolean(),
    mayAssign: z.boolean(),
  }),
});
export type RevisitView = z.infer<typeof getRevisit.reply>;

/** Inspectors who had no hand in the fix and are no party to it. */
export const listRevisitInspectors = endpoint({
  name: 'revisits.inspectors',
  method: 'GET',
  path: '/api/revisits/:id/inspectors',
  access: 'asked',
  params: idParams,
  reply: z.object({ inspectors: z.array(z.object({ id: z.string(), name: z.string(), open: z.number() })) }),
});

export const assignRevisit = endpoint({
  name: 'revisits.assign',
  method: 'POST',
  path: '/api/revisits/:id/assign',
  access: 'asked',
  params: idParams,
  body: z.object({ inspectorId: z.uuid() }).strict(),
  reply: z.object({ inspectorId: z.string() }),
});

const photos = z.array(photoReference).max(9);
const remark = line(500);

/** The answer of the inspector on the spot. `raisedId`: of the problem that is raised where it came back. */
export const answerRevisit = endpoint({
  name: 'revisits.answer',
  method: 'POST',
  path: '/api/revisits/:id/answer',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      result: z.enum(['held', 'failed', 'notPossible']),
      finding: z.enum(revisitFindings).nullable(),
      /** Needed unless it held. */
      reason: remark.nullable(),
      offSiteReason: remark.nullable(),
      photos,
      raisedId: z.uuid(),
    })
    .strict()
    .refine((body) => (body.result === 'failed') === (body.finding !== null), { path: ['finding'] }),
  reply: z.object({
    state: z.enum(revisitStates),
    consequence: z.enum(revisitConsequences).nullable(),
    raisedProblemId: z.string().nullable(),
    /** The reserve that was drawn in its place. */
    reserveDrawn: z.boolean(),
  }),
});

const rate = {
  claimed: z.number(),
  checked: z.number(),
  failed: z.number(),
  notPossible: z.number(),
  /** Exact 95 % interval of the share that failed; null without a check. */
  interval: z
    .object({ lower: z.number(), upper: z.number(), method: z.enum(['binomial', 'finite']) })
    .nullable(),
  saying: z.enum(['notCredible', 'credible', 'tooFew']),
};
export const recheckLine = z.object({
  id: z.string(),
  name: z.string(),
  ...rate,
  /** Share drawn towards the city's; null where too few units were checked. */
  shrunken: z.number().nullable(),
});
export type RecheckLine = z.infer<typeof recheckLine>;

/** How many fixes held, by unit and verifier, of one round or of all rounds of a span. */
export const getRevisitResults = endpoint({
  name: 'revisits.results',
  method: 'GET',
  path: '/api/revisits/results',
  access: 'asked',
  query: z
    .object({ roundId: z.uuid().optional(), from: periodDay.optional(), to: periodDay.optional() })
    .strict(),
  reply: z.object({
    toleratedPercent: z.number(),
    /** Checks without a failure that would clear a unit with many fixes. */
    enough: z.number(),
    /** Fewest checks anything is said of. */
    fewest: z.number(),
    rounds: z.number(),
    /** Drawn and not yet answered. */
    open: z.number(),
    total: z.object({
      claimed: z.number(),
      checked: z.number(),
      failed: z.number(),
      notPossible: z.number(),
      /** Each unit's share counted by its fixes; null without a check. */
      share: z.number().nullable(),
      unseenUnits: z.number(),
    }),
    byUnit: z.array(recheckLine),
    /** Empty for those who do not see the whole city. */
    byVerifier: z.array(recheckLine),
  }),
});
export type RevisitResults = z.infer<typeof getRevisitResults.reply>;
