import { z } from 'zod';
import { lights } from '../domain/deadlines/light.ts';
import { problemStates } from '../domain/problems/problem-states.ts';
import { rootCauses, sweepStates } from '../domain/sweeps/sweep.ts';
import { sweepCommandTypes } from '../domain/sweeps/sweep-moves.ts';
import { day, endpoint, flagInQuery, idParams, line, pageCursor, pageSize, paragraph } from './endpoint.ts';

const named = z.object({ id: z.string(), name: z.string() });
const severity = z.enum(['normal', 'high']);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Checked = clear + found; a contradicted "clear" counts as found. */
export const sweepCounts = z.object({
  total: z.number(),
  clear: z.number(),
  found: z.number(),
  /** Said not to have been checked, with a reason; part of what is left. */
  notChecked: z.number(),
  withPhoto: z.number(),
  /** "Clear" by the unit and looked at again by an inspector; of those, where he found the fault. */
  spotChecked: z.number(),
  contradicted: z.number(),
});
export type SweepCountsView = z.infer<typeof sweepCounts>;

export const sweepLine = sweepCounts.extend({
  id: z.string(),
  number: z.number(),
  state: z.enum(sweepStates),
  title: z.string(),
  severity,
  categoryKey: z.string(),
  itemCode: z.string().nullable(),
  siteTypes: z.array(z.string()),
  scope: named,
  owner: named,
  problem: z.object({ id: z.string(), number: z.number() }).nullable(),
  startedAt: z.string(),
  dueAt: z.string(),
  /** Null once it is closed. */
  light: z.enum(lights).nullable(),
  cause: z.enum(rootCauses).nullable(),
  closedAt: z.string().nullable(),
  isSample: z.boolean(),
});
export type SweepLine = z.infer<typeof sweepLine>;

export const sweepUnitLine = sweepCounts.extend({ unitId: z.string(), unitName: z.string() });
export type SweepUnitLine = z.infer<typeof sweepUnitLine>;

/** A problem that hangs on a sweep. */
export const sweepProblem = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.enum(problemStates),
  siteName: z.string().nullable(),
  unitName: z.string().nullable(),
  /** `origin`: it came from this; `attached`: answered for by it; `found`: found by it. */
  tie: z.enum(['origin', 'attached', 'found']),
});
export type SweepProblem = z.infer<typeof sweepProblem>;

export const sweepMoveView = z.object({
  command: z.enum(sweepCommandTypes),
  allowed: z.boolean(),
  refusal: z.object({ code: z.string(), facts }).nullable(),
});
export const sweepEventView = z.object({
  version: z.number(),
  kind: z.string(),
  at: z.string(),
  actor: named.nullable(),
  hash: z.string(),
  reason: z.string().nullable(),
});

export const sweepView = sweepLine.extend({
  causeNote: z.string().nullable(),
  waiveReason: z.string().nullable(),
  startedBy: named,
  closedBy: named.nullable(),
  reopenCount: z.number(),
  /** Whether the asker may excuse sites, and so close with some left. */
  mayWaive: z.boolean(),
  /** Only units in the asker's sight; the counts of the sweep itself are of all. */
  units: z.array(sweepUnitLine),
  problems: z.array(sweepProblem),
  moves: z.array(sweepMoveView),
  /** Without the single checks: those stand in the list of checks. */
  timeline: z.array(sweepEventView),
});
export type SweepView = z.infer<typeof sweepView>;

export const listSweeps = endpoint({
  name: 'sweeps.list',
  method: 'GET',
  path: '/api/sweeps',
  access: 'asked',
  query: z
    .object({
      state: z.enum(sweepStates).optional(),
      /** With everything below it: that owns the sweep or has sites in it. */
      unitId: z.uuid().optional(),
      category: line(80, 1).optional(),
      overdue: flagInQuery.optional(),
      /** Number, or a part of the title. */
      search: line(60, 1).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    rows: z.array(sweepLine),
    next: z.string().nullable(),
    /** Under the same filter but for `state`; `overdue` are open ones past their day. */
    counts: z.object({
      byState: z.partialRecord(z.enum(sweepStates), z.number()),
      shown: z.number(),
      overdue: z.number(),
    }),
  }),
});

export const getSweep = endpoint({
  name: 'sweeps.get',
  method: 'GET',
  path: '/api/sweeps/:id',
  access: 'asked',
  params: idParams,
  reply: sweepView,
});

const siteTypesInQuery = z
  .string()
  .max(2000)
  .transform((text) => text.split(','))
  .pipe(z.array(line(40, 1)).min(1).max(50));

/** What a sweep would hold if it began now. */
export const previewSweep = endpoint({
  name: 'sweeps.preview',
  method: 'GET',
  path: '/api/sweep-preview',
  access: 'asked',
  query: z
    .object({
      /** Comma-separated. */
      siteTypes: siteTypesInQuery,
      scopeUnitId: z.uuid(),
      /** Its own site is left out: that one is known. */
      problemId: z.uuid().optional(),
    })
    .strict(),
  reply: z.object({
    sites: z.number(),
    units: z.array(z.object({ unitId: z.string(), unitName: z.string(), sites: z.number() })),
  }),
});

const reason = line(500);
const said = { commandId: z.uuid() };

export const startSweep = endpoint({
  name: 'sweeps.start',
  method: 'POST',
  path: '/api/sweeps',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      title: line(200, 1),
      categoryKey: line(80, 1),
      itemCode: line(20, 1).nullable(),
      severity,
      siteTypes: z.array(line(40, 1)).min(1).max(50),
      scopeUnitId: z.uuid(),
      ownerUnitId: z.uuid(),
      problemId: z.uuid().nullable(),
      /** Closing time of this working day; null: five working days from now. */
      dueOn: day.nullable(),
      /** Excuses the sweep at once: the fault can be nowhere else. */
      waiveReason: reason.nullable(),
    })
    .strict(),
  reply: sweepView,
});

function sweepCommand<Body extends z.ZodType>(command: string, path: string, body: Body) {
  return endpoint({
    name: `sweeps.${command}`,
    method: 'POST',
    path: `/api/sweeps/:id/${path}`,
    access: 'asked',
    params: idParams,
    body,
    reply: sweepView,
  });
}

export const closeSweep = sweepCommand(
  'close',
  'close',
  z
    .object({
      ...said,
      cause: z.enum(rootCauses),
      causeNote: line(500),
      /** Why the sites left over are excused; null where none is left. */
      restReason: reason.nullable(),
    })
    .strict(),
);
const withReason = z.object({ ...said, reason }).strict();
export const waiveSweep = sweepCommand('waive', 'waive', withReason);
export const reopenSweep = sweepCommand('reopen', 'reopen', withReason);
export const cancelSweep = sweepCommand('cancel', 'cancel', withReason);
export const attachToSweep = sweepCommand(
  'attach',
  'attach',
  z.object({ ...said, problemId: z.uuid() }).strict(),
);

/** What a sweep from a problem would be, as far as the house knows it. */
const sweepSuggestion = z.object({
  title: z.string(),
  categoryKey: z.string(),
  itemCode: z.string().nullable(),
  severity,
  /** Type of the problem's site; empty where only a place in words is known. */
  siteTypes: z.array(z.string()),
  /** The problem's unit, then those above it up to the city. */
  scopes: z.array(named.extend({ sites: z.number() })),
});

/** How a problem stands with sweeps: beside its page. */
export const getProblemSweep = endpoint({
  name: 'sweeps.ofProblem',
  method: 'GET',
  path: '/api/problems/:id/sweep',
  access: 'asked',
  params: idParams,
  reply: z.object({
    /** `missing` holds back the strike-off of a problem of high severity; `not-needed` of any other. */
    need: z.enum(['missing', 'open', 'done', 'waived', 'not-needed']),
    /** Sweeps that answer for it, latest first. */
    sweeps: z.array(sweepLine),
    /** The sweep that found it. */
    foundBy: z.object({ id: z.string(), number: z.number(), title: z.string() }).nullable(),
    /** Sweeps of others that cover it already, to attach it to. */
    covering: z.array(sweepLine),
    mayAttach: z.boolean(),
    /** Null where the asker may not start one, or one runs already. */
    suggestion: sweepSuggestion.nullable(),
  }),
});
export type ProblemSweepView = z.infer<typeof getProblemSweep.reply>;
export type SweepSuggestion = z.infer<typeof sweepSuggestion>;

/** Problems of high severity, still open, that nobody has swept for. */
export const listMissingSweeps = endpoint({
  name: 'sweeps.missing',
  method: 'GET',
  path: '/api/sweeps-missing',
  access: 'asked',
  reply: z.object({
    count: z.number(),
    /** The oldest first, at most twenty. */
    first: z.array(
      z.object({
        id: z.string(),
        number: z.number(),
        title: z.string(),
        siteName: z.string().nullable(),
        unitName: z.string().nullable(),
        raisedAt: z.string(),
      }),
    ),
  }),
});

/** Sweep completion of one unit with everything below it, for its card. */
export const getUnitSweeps = endpoint({
  name: 'sweeps.ofUnit',
  method: 'GET',
  path: '/api/sweep-units/:id',
  access: 'asked',
  params: idParams,
  reply: z.object({
    /** Sites of the unit in all sweeps that were not cancelled. */
    counts: sweepCounts,
    open: z.number(),
    overdue: z.number(),
    /** Open ones with sites of the unit, the nearest day first, at most five; counts are the unit's own. */
    first: z.array(sweepLine),
  }),
});

// the day after the last day of year 9999 has no text that the database reads
const dayOfOurTime = day.refine((text) => text >= '1900' && text < '2200');

/** Root causes of closed sweeps in a span of days. */
export const getRootCauses = endpoint({
  name: 'sweeps.causes',
  method: 'GET',
  path: '/api/sweep-causes',
  access: 'asked',
  query: z
    .object({ from: dayOfOurTime.optional(), to: dayOfOurTime.optional(), unitId: z.uuid().optional() })
    .strict(),
  reply: z.object({
    from: z.string(),
    to: z.string(),
    sweeps: z.number(),
    causes: z.array(
      z.object({
        cause: z.enum(rootCauses),
        sweeps: z.number(),
        /** Places where the fault was found, all sweeps of this cause together. */
        found: z.number(),
        notes: z.array(
          z.object({ sweepId: z.string(), number: z.number(), title: z.string(), note: paragraph(500) }),
        ),
      }),
    ),
  }),
});
