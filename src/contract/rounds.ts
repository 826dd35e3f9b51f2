import { z } from 'zod';
import { roundStates } from '../domain/rounds/round.ts';
import { day, endpoint, idParams, line, pageCursor, pageSize } from './endpoint.ts';

/** A day a round can have; years that no database or calendar mistakes. */
const roundDay = day.refine((value) => value >= '2000-01-01' && value <= '2099-12-31');

/** How far something is: visits planned, with an inspector, and made; scored = made and judged. */
const progress = {
  visits: z.number(),
  assigned: z.number(),
  done: z.number(),
  scored: z.number(),
  /** Mean of the scores, two decimals; null without a scored visit. */
  meanScore: z.string().nullable(),
  vetoed: z.number(),
  problems: z.number(),
};

/** A round in the list. Counts cover what the asker may see. */
export const roundLine = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(roundStates),
  startsOn: z.string(),
  endsOn: z.string(),
  standardTitle: z.string(),
  standardNumber: z.number(),
  isSample: z.boolean(),
  ...progress,
});
export type RoundLine = z.infer<typeof roundLine>;

export const listRounds = endpoint({
  name: 'rounds.list',
  method: 'GET',
  path: '/api/rounds',
  access: 'asked',
  query: z
    .object({
      state: z.enum(roundStates).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    rounds: z.array(roundLine),
    counts: z.object({ planned: z.number(), open: z.number(), closed: z.number() }),
    nextCursor: z.string().nullable(),
  }),
});

/** Plans a round with the standard that is current now. */
export const createRound = endpoint({
  name: 'rounds.create',
  method: 'POST',
  path: '/api/rounds',
  access: 'asked',
  body: z.object({ id: z.uuid(), name: line(120, 1), startsOn: roundDay, endsOn: roundDay }).strict(),
  reply: z.object({ id: z.string() }),
});

export const unitProgress = z.object({
  unitId: z.string(),
  unitName: z.string(),
  unitPath: z.string(),
  ...progress,
});

/** A round with its progress. `mayPlan`: the asker may change it. `seesPlan`: he sees visits not yet made. */
export const roundView = roundLine.extend({
  versionId: z.string(),
  mayPlan: z.boolean(),
  seesPlan: z.boolean(),
  byInspector: z.array(z.object({ inspectorId: z.string(), inspectorName: z.string(), ...progress })),
  /** By the territorial unit of the site. */
  byUnit: z.array(unitProgress),
});
export type RoundView = z.infer<typeof roundView>;

export const getRound = endpoint({
  name: 'rounds.get',
  method: 'GET',
  path: '/api/rounds/:id',
  access: 'asked',
  params: idParams,
  reply: roundView,
});

/** One planned visit, with its inspection once made. */
export const visitLine = z.object({
  id: z.string(),
  site: z.object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    siteType: z.string(),
    siteTypeName: z.string(),
    siteTypeNameEn: z.string(),
    unitId: z.string(),
    unitName: z.string(),
  }),
  inspector: z.object({ id: z.string(), name: z.string() }).nullable(),
  inspection: z
    .object({
      id: z.string(),
      finishedAt: z.string(),
      isScored: z.boolean(),
      score: z.string().nullable(),
      uncappedScore: z.string().nullable(),
      vetoFailed: z.boolean(),
      problems: z.number(),
    })
    .nullable(),
});
export type VisitLine = z.infer<typeof visitLine>;

export const visitStates = ['unassigned', 'waiting', 'done'] as const;

export const listVisits = endpoint({
  name: 'rounds.visits',
  method: 'GET',
  path: '/api/rounds/:id/visits',
  access: 'asked',
  params: idParams,
  query: z
    .object({
      unitId: z.uuid().optional(),
      inspectorId: z.uuid().optional(),
      siteType: line(40, 1).optional(),
      state: z.enum(visitStates).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({ visits: z.array(visitLine), count: z.number(), nextCursor: z.string().nullable() }),
});

/** Active sites by unit and type, with how many are in the round; for choosing. */
export const listCandidates = endpoint({
  name: 'rounds.candidates',
  method: 'GET',
  path: '/api/rounds/:id/candidates',
  access: 'asked',
  params: idParams,
  reply: z.object({
    groups: z.array(
      z.object({
        unitId: z.string(),
        unitName: z.string(),
        unitPath: z.string(),
        siteType: z.string(),
        siteTypeName: z.string(),
        siteTypeNameEn: z.string(),
        sites: z.number(),
        inRound: z.number(),
      }),
    ),
    /** Names of units above those of the groups, for the tree. */
    units: z.array(z.object({ id: z.string(), name: z.string(), path: z.string() })),
  }),
});
export type SiteGroup = z.infer<typeof listCandidates.reply>['groups'][number];

const ids = (most: number) => z.array(z.uuid()).min(1).max(most);

/**
 * Adds sites by filter or by list. Sites without a checklist in the round's standard, retired ones and
 * those already in the round are passed over; with `inspectorId` only those that he already has.
 */
export const addSites = endpoint({
  name: 'rounds.addSites',
  method: 'POST',
  path: '/api/rounds/:id/sites',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      choose: z.union([
        z.object({ siteIds: ids(5000) }).strict(),
        z
          .object({
            /** Subtrees; empty = everywhere. */
            unitIds: z.array(z.uuid()).max(500),
            /** Empty = every type. */
            siteTypes: z.array(line(40, 1)).max(100),
          })
          .strict(),
      ]),
      inspectorId: z.uuid().nullable(),
    })
    .strict(),
  reply: z.object({ added: z.number(), visits: z.number() }),
});

/** Takes visits out that were not made yet. */
export const removeVisits = endpoint({
  name: 'rounds.removeVisits',
  method: 'POST',
  path: '/api/rounds/:id/removals',
  access: 'asked',
  params: idParams,
  body: z.object({ visitIds: ids(5000) }).strict(),
  reply: z.object({ removed: z.number(), visits: z.number() }),
});

/** People who may inspect, with their visits in this round. */
export const listInspectors = endpoint({
  name: 'rounds.inspectors',
  method: 'GET',
  path: '/api/rounds/:id/inspectors',
  access: 'asked',
  params: idParams,
  reply: z.object({
    inspectors: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        homeUnitName: z.string().nullable(),
        visits: z.number(),
        done: z.number(),
      }),
    ),
  }),
});

/** Names inspectors by hand; null takes the inspector off. All or nothing. */
export const assignVisits = endpoint({
  name: 'rounds.assign',
  method: 'POST',
  path: '/api/rounds/:id/assignments',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      assignments: z
        .array(z.object({ visitId: z.uuid(), inspectorId: z.uuid().nullable() }).strict())
        .min(1)
        .max(2000),
    })
    .strict(),
  reply: z.object({ changed: z.number() }),
});

const draw = z
  .object({
    /** Same seed, same draw. */
    seed: line(80, 1),
    inspectorIds: ids(500),
    /** True: visits not made yet are drawn again; false: only those without an inspector. */
    again: z.boolean(),
  })
  .strict();

export const drawView = z.object({
  /** Visits that get an inspector. */
  drawn: z.number(),
  /** Visits everybody chosen must stay away from, or already has. */
  left: z.array(z.object({ visitId: z.string(), siteName: z.string(), unitName: z.string() })),
  leftCount: z.number(),
  inspectors: z.array(z.object({ id: z.string(), name: z.string(), before: z.number(), after: z.number() })),
});
export type DrawView = z.infer<typeof drawView>;

/** Shows what {@link distribute} would do; changes nothing. */
export const previewDistribution = endpoint({
  name: 'rounds.previewDistribution',
  method: 'POST',
  path: '/api/rounds/:id/distribution-preview',
  access: 'asked',
  params: idParams,
  body: draw,
  reply: drawView,
});

/** Spreads visits evenly over inspectors by lot, each person kept away from his own territory. */
export const distribute = endpoint({
  name: 'rounds.distribute',
  method: 'POST',
  path: '/api/rounds/:id/distribution',
  access: 'asked',
  params: idParams,
  body: draw,
  reply: drawView,
});

export const openRound = endpoint({
  name: 'rounds.open',
  method: 'POST',
  path: '/api/rounds/:id/open',
  access: 'asked',
  params: idParams,
  reply: z.object({ state: z.enum(roundStates) }),
});

export const closeRound = endpoint({
  name: 'rounds.close',
  method: 'POST',
  path: '/api/rounds/:id/close',
  access: 'asked',
  params: idParams,
  reply: z.object({ state: z.enum(roundStates) }),
});
