import { z } from 'zod';
import { lights } from '../domain/deadlines/light.ts';
import { checkResults, spotResults, sweepStates } from '../domain/sweeps/sweep.ts';
import { endpoint, idParams, line, pageCursor, pageSize } from './endpoint.ts';
import { photoReference, photoUseView } from './photos.ts';

const named = z.object({ id: z.string(), name: z.string() });
const severity = z.enum(['normal', 'high']);
const reason = line(500);
const said = { commandId: z.uuid() };

/** A site of a sweep with what was said of it. */
export const sweepCheckLine = z.object({
  id: z.string(),
  sweepId: z.string(),
  siteId: z.string(),
  siteName: z.string(),
  siteCode: z.string(),
  address: z.string().nullable(),
  unitId: z.string(),
  unitName: z.string(),
  result: z.enum(checkResults).nullable(),
  reason: z.string().nullable(),
  photoCount: z.number(),
  problem: z.object({ id: z.string(), number: z.number() }).nullable(),
  checkedAt: z.string().nullable(),
  checkedBy: named.nullable(),
  spotResult: z.enum(spotResults).nullable(),
  spotReason: z.string().nullable(),
  spotProblem: z.object({ id: z.string(), number: z.number() }).nullable(),
  spottedAt: z.string().nullable(),
  spottedBy: named.nullable(),
  mayCheck: z.boolean(),
  maySpotCheck: z.boolean(),
});
export type SweepCheckLine = z.infer<typeof sweepCheckLine>;

/** `left`: not yet checked, whether or not a reason was given. */
export const checkFilters = ['left', 'clear', 'found', 'contradicted'] as const;

export const listSweepChecks = endpoint({
  name: 'sweeps.checks',
  method: 'GET',
  path: '/api/sweeps/:id/checks',
  access: 'asked',
  params: idParams,
  query: z
    .object({
      show: z.enum(checkFilters).optional(),
      unitId: z.uuid().optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({ rows: z.array(sweepCheckLine), next: z.string().nullable(), shown: z.number() }),
});

/** Sites that wait for the asker's own look, in all open sweeps; the nearest day first. */
export const listMyChecks = endpoint({
  name: 'sweeps.myChecks',
  method: 'GET',
  path: '/api/sweep-checks',
  access: 'asked',
  query: z.object({ cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({
    rows: z.array(
      sweepCheckLine.extend({
        sweepNumber: z.number(),
        sweepTitle: z.string(),
        severity,
        dueAt: z.string(),
        light: z.enum(lights),
      }),
    ),
    next: z.string().nullable(),
    shown: z.number(),
  }),
});
export type MyCheck = z.infer<typeof listMyChecks.reply>['rows'][number];

export const getSweepCheck = endpoint({
  name: 'sweeps.check.get',
  method: 'GET',
  path: '/api/sweep-checks/:id',
  access: 'asked',
  params: idParams,
  reply: sweepCheckLine.extend({
    sweepNumber: z.number(),
    sweepTitle: z.string(),
    sweepState: z.enum(sweepStates),
    severity,
    photos: z.array(photoUseView),
  }),
});

const photos = z.array(photoReference).max(9);

export const checkSite = endpoint({
  name: 'sweeps.check',
  method: 'POST',
  path: '/api/sweep-checks/:id/check',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      ...said,
      result: z.enum(checkResults),
      photos,
      reason: reason.nullable(),
      /** Id of the problem that a finding raises. */
      problemId: z.uuid().nullable(),
      severity,
    })
    .strict(),
  reply: sweepCheckLine,
});

export const spotCheckSite = endpoint({
  name: 'sweeps.spotCheck',
  method: 'POST',
  path: '/api/sweep-checks/:id/spot-check',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      ...said,
      result: z.enum(spotResults),
      photos,
      reason: reason.nullable(),
      problemId: z.uuid().nullable(),
      severity,
    })
    .strict(),
  reply: sweepCheckLine,
});
