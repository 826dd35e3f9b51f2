import { z } from 'zod';
import { lights } from '../domain/deadlines/light.ts';
import type { ProblemCommandType } from '../domain/problems/problem-commands.ts';
import { problemCommandTypes } from '../domain/problems/problem-moves.ts';
import { problemStates } from '../domain/problems/problem-states.ts';
import {
  dayOfOurTime,
  endpoint,
  flagInQuery,
  idParams,
  line,
  pageCursor,
  pageSize,
  paragraph,
} from './endpoint.ts';
import { photoReference, photoUseView } from './photos.ts';

const named = z.object({ id: z.string(), name: z.string() });
const severity = z.enum(['normal', 'high']);
const sourceKind = z.enum(['inspection', 'citizen', 'selfCheck', 'meeting', 'import']);
const lightName = z.enum(lights);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const photos = z.array(photoReference).max(9);

/** One line of the ledger. `light` is null where no deadline runs. */
export const problemLine = z.object({
  id: z.string(),
  number: z.number(),
  version: z.number(),
  state: z.enum(problemStates),
  severity,
  title: z.string(),
  siteId: z.string().nullable(),
  siteName: z.string().nullable(),
  placeText: z.string().nullable(),
  categoryKey: z.string(),
  categoryName: z.string(),
  categoryNameEn: z.string(),
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  raisedAt: z.string(),
  deadlineAt: z.string().nullable(),
  light: lightName.nullable(),
  /** Working hours past the deadline while the clock runs; null where not overdue. */
  overdueHours: z.number().nullable(),
  clockStopped: z.boolean(),
  reworkCount: z.number(),
  voidRequested: z.boolean(),
  /** An extension or a deferral waits for an answer. */
  timeAsked: z.boolean(),
  sourceKind,
  struckOffAt: z.string().nullable(),
  measures: z.string(),
  progress: z.string(),
  isSample: z.boolean(),
});
export type ProblemLine = z.infer<typeof problemLine>;

const categoryName = z.object({ name: z.string(), nameEn: z.string() });

/** Another problem that hangs together with this one. */
export const linkedProblem = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.enum(problemStates),
  raisedAt: z.string(),
  struckOffAt: z.string().nullable(),
  raisedBy: named.nullable(),
});
export type LinkedProblem = z.infer<typeof linkedProblem>;

/** More time that somebody asked for and nobody has answered. */
const askedTime = z.object({ until: z.string(), by: named.nullable() }).nullable();

/** One event of the history, names filled in. `verified`: its hash was computed again and fits. */
export const problemTimelineEntry = z.object({
  version: z.number(),
  kind: z.string(),
  at: z.string(),
  actor: named.nullable(),
  hash: z.string(),
  verified: z.boolean(),
  reason: z.string().nullable(),
  unit: named.nullable(),
  proposedUnit: named.nullable(),
  person: named.nullable(),
  fromPerson: named.nullable(),
  deadlineAt: z.string().nullable(),
  distanceMetres: z.number().nullable(),
  photoIds: z.array(z.string()),
  /** Day that was asked for or set: of an extension, a deferral, a stop of the clock. */
  until: z.string().nullable(),
  /** The other problem of a link. */
  other: z.object({ id: z.string(), number: z.number(), title: z.string() }).nullable(),
  /** Old and new category, where it changed. */
  fromCategory: categoryName.nullable(),
  toCategory: categoryName.nullable(),
  fromDeadlineAt: z.string().nullable(),
  measures: z.string().nullable(),
  progress: z.string().nullable(),
  /** Why a clock stands still, from the city's list. */
  stopReason: z.object({ label: z.string(), labelEn: z.string() }).nullable(),
  /** Whether it was said to be the same problem again; null where the entry is about something else. */
  same: z.boolean().nullable(),
  /** Address of the publication an imported entry was taken from. */
  source: z.string().nullable(),
});
export type ProblemTimelineEntry = z.infer<typeof problemTimelineEntry>;

const commandType = z.enum(problemCommandTypes as readonly [ProblemCommandType, ...ProblemCommandType[]]);

/** A move with whether the asker may make it now; greyed ones say why. */
export const problemMoveView = z.object({
  command: commandType,
  allowed: z.boolean(),
  refusal: z.object({ code: z.string(), facts }).nullable(),
});
export type ProblemMoveView = z.infer<typeof problemMoveView>;

export const problemPhotoView = photoUseView.extend({ usedByName: z.string() });
export type ProblemPhotoView = z.infer<typeof problemPhotoView>;

/** A problem with its story, its evidence and what the asker may do next. */
export const problemView = problemLine.extend({
  description: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  itemCode: z.string().nullable(),
  itemTitle: z.string().nullable(),
  itemTitleEn: z.string().nullable(),
  defects: z.number().nullable(),
  sourceRef: z.string().nullable(),
  inspectionId: z.string().nullable(),
  roundId: z.string().nullable(),
  roundName: z.string().nullable(),
  assistingUnits: z.array(named),
  proposedUnit: named.nullable(),
  raisedBy: named.nullable(),
  fixClaimedBy: named.nullable(),
  struckOffBy: named.nullable(),
  voidRequestedBy: named.nullable(),
  deadlineHours: z.number(),
  deadlineClock: z.enum(['work', 'elapsed']),
  originalDeadlineAt: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  fixClaimedAt: z.string().nullable(),
  returnCount: z.number(),
  transferCount: z.number(),
  extensionAsked: askedTime,
  extensionCount: z.number(),
  deferralAsked: askedTime,
  /** Review date of the deferral that runs. */
  deferredUntil: z.string().nullable(),
  deferralCount: z.number(),
  clockStop: z
    .object({ at: z.string(), until: z.string(), label: z.string(), labelEn: z.string() })
    .nullable(),
  clockStopCount: z.number(),
  /** Reasons for which the clock may stop; days at most. */
  clockStopReasons: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), maxDays: z.number() }),
  ),
  main: linkedProblem.nullable(),
  duplicates: z.array(linkedProblem),
  parent: linkedProblem.nullable(),
  parts: z.array(linkedProblem),
  /** The struck-off problem that this one is again. */
  earlier: linkedProblem.nullable(),
  recurrenceAnswered: z.boolean(),
  timeline: z.array(problemTimelineEntry),
  /** Whether the whole history is unbroken and folds to this very row. */
  chainHolds: z.boolean(),
  photos: z.array(problemPhotoView),
  moves: z.array(problemMoveView),
});
export type ProblemView = z.infer<typeof problemView>;

/**
 * `newest`: by number; under a filter of days by the time raised or struck off. `deadline`: the nearest
 * first. `worst`: severe ones first, then by deadline. The last two order what is still owed and leave out
 * the rest.
 */
export const problemSorts = ['newest', 'deadline', 'worst'] as const;

/** Heaps of work on a desk, in the order they are shown. */
export const deskHeaps = [
  'toDispatch',
  'toAssign',
  'assignedToMe',
  'sentBack',
  'overdue',
  'requests',
  'toVerify',
  'toVoid',
] as const;
export type DeskHeap = (typeof deskHeaps)[number];

/**
 * Lists that people work from. Each lies with those who have something to do about it, and holds only
 * open problems but for `duplicates`; the ledger shows each under `list`, with the same count.
 */
export const workLists = [
  ...deskHeaps,
  'myUnit',
  'dueSoon',
  'returned',
  'deferred',
  'clockStopped',
  'recurrences',
  'severeWithoutSweep',
  'duplicates',
] as const;
export type WorkList = (typeof workLists)[number];

/** A filter that is on or left out. */
const onlyTrue = z.literal('true').transform(() => true as const);

const stateList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(problemStates)).min(1).max(problemStates.length));

export const problemFilter = z
  .object({
    /** One of the work lists, as far as it lies with the asker. */
    list: z.enum(workLists).optional(),
    /** The responsible unit, with everything below it. */
    unitId: z.uuid().optional(),
    /** At sites in the territory of this unit and of everything below it, whoever is responsible. */
    territoryId: z.uuid().optional(),
    assistingUnitId: z.uuid().optional(),
    /** Comma-separated. */
    states: stateList.optional(),
    /** Past the deadline, not yet struck off, and the clock runs. */
    overdue: flagInQuery.optional(),
    light: lightName.optional(),
    category: line(80, 1).optional(),
    siteId: z.uuid().optional(),
    roundId: z.uuid().optional(),
    personId: z.uuid().optional(),
    /** Only what the asker himself must do: put right, or verify. */
    mine: flagInQuery.optional(),
    severity: severity.optional(),
    sourceKind: sourceKind.optional(),
    /** Days in the city, the last one included. */
    raisedFrom: dayOfOurTime.optional(),
    raisedTo: dayOfOurTime.optional(),
    struckOffFrom: dayOfOurTime.optional(),
    struckOffTo: dayOfOurTime.optional(),
    /** The same again at a place where it had been struck off. */
    recurrence: onlyTrue.optional(),
    clockStopped: onlyTrue.optional(),
    /** Time that somebody asked for and nobody has answered. */
    requests: z.enum(['extension', 'deferral', 'any']).optional(),
    /** Number, or a part of title, place or name of the site. */
    search: line(60, 1).optional(),
    sort: z.enum(problemSorts).default('newest'),
    cursor: pageCursor,
    limit: pageSize,
  })
  .strict();
export type ProblemFilter = z.output<typeof problemFilter>;

export const listProblems = endpoint({
  name: 'problems.list',
  method: 'GET',
  path: '/api/problems',
  access: 'asked',
  query: problemFilter,
  reply: z.object({
    rows: z.array(problemLine),
    /** Null on the last page. */
    next: z.string().nullable(),
    /** Under the same filter but for `states`. */
    counts: z.object({
      byState: z.partialRecord(z.enum(problemStates), z.number()),
      /** Under the whole filter. */
      shown: z.number(),
      overdue: z.number(),
      /** Whether there are more: a search counts so many of a common word, and then stops. */
      areMore: z.boolean(),
    }),
  }),
});

export const getProblem = endpoint({
  name: 'problems.get',
  method: 'GET',
  path: '/api/problems/:id',
  access: 'asked',
  params: idParams,
  reply: problemView,
});

export const getProblemDesk = endpoint({
  name: 'problems.desk',
  method: 'GET',
  path: '/api/problems/desk',
  access: 'asked',
  reply: z.object({
    /** Only the heaps that the asker's roles have anything to do with. */
    heaps: z.array(z.object({ heap: z.enum(deskHeaps), count: z.number(), first: z.array(problemLine) })),
  }),
});

export const raiseProblem = endpoint({
  name: 'problems.raise',
  method: 'POST',
  path: '/api/problems',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      siteId: z.uuid().nullable(),
      placeText: line(200),
      lon: z.number().min(-180).max(180).nullable(),
      lat: z.number().min(-90).max(90).nullable(),
      categoryKey: line(80, 1),
      severity,
      title: line(200, 1),
      description: paragraph(2000),
      sourceKind: z.enum(['selfCheck', 'meeting', 'citizen']),
      /** The struck-off problem at the same place that this one is again. */
      recurrenceOf: z.uuid().nullable().optional(),
      /** The problem of which this one is a part. */
      parentId: z.uuid().nullable().optional(),
      photos,
      /** Why there is no photo. */
      reason: line(500).nullable(),
    })
    .strict()
    .refine((body) => (body.lon === null) === (body.lat === null), { path: ['lat'] }),
  reply: problemView,
});

/** People whom a problem of this unit may be assigned to: those who work in the unit or below it. */
export const listAssignees = endpoint({
  name: 'problems.assignees',
  method: 'GET',
  path: '/api/problems/:id/assignees',
  access: 'asked',
  params: idParams,
  reply: z.object({
    people: z.array(z.object({ id: z.string(), name: z.string(), unitName: z.string() })),
  }),
});

/** Units a problem may be dispatched to or proposed for: those with a named person first. */
export const listResponsibleUnits = endpoint({
  name: 'problems.units',
  method: 'GET',
  path: '/api/problem-units',
  access: 'asked',
  query: z.object({ search: line(60).optional() }).strict(),
  reply: z.object({
    units: z.array(z.object({ id: z.string(), name: z.string(), personName: z.string().nullable() })),
  }),
});
