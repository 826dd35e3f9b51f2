import { z } from 'zod';
import { endpoint, idParams, line } from './endpoint.ts';
import { problemFilter, workLists } from './problems.ts';

/** The lists of the asker's roles, in the order they are shown, each with the count that the ledger has under it. */
export const listWorkLists = endpoint({
  name: 'workLists.list',
  method: 'GET',
  path: '/api/work-lists',
  access: 'asked',
  reply: z.object({ lists: z.array(z.object({ list: z.enum(workLists), count: z.number() })) }),
});

/** Members of the ledger's address that a view may keep: everything but the place in the list. */
export const keptFilterNames = Object.keys(problemFilter.shape).filter(
  (name) => name !== 'cursor' && name !== 'limit',
);

const keptValue = z.string().min(1).max(400).optional();
const keptFilter = z
  .strictObject(Object.fromEntries(keptFilterNames.map((name) => [name, keptValue])))
  .superRefine((filter, context) => {
    const read = problemFilter.safeParse(filter);
    for (const { path, message } of read.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

export const savedView = z.object({
  id: z.string(),
  name: z.string(),
  /** As the address of the ledger holds it. */
  filter: z.record(z.string(), z.string()),
  /** Whose it is; null where it is the asker's own. */
  ownerName: z.string().nullable(),
  sharedUnit: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type SavedView = z.infer<typeof savedView>;

/** Views of the asker, then those shared with a unit in which he works. */
export const listSavedViews = endpoint({
  name: 'workLists.views',
  method: 'GET',
  path: '/api/saved-views',
  access: 'asked',
  reply: z.object({ views: z.array(savedView) }),
});

/** Views that one person may keep: more would be no choice any more. */
export const mostSavedViews = 30;

/** Keeps a filter under a name. A second view of the same name takes the place of the first. */
export const saveView = endpoint({
  name: 'workLists.saveView',
  method: 'POST',
  path: '/api/saved-views',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      name: line(40, 1),
      filter: keptFilter,
      /** Shared with everybody who works in this unit or below it. */
      sharedUnitId: z.uuid().nullable(),
    })
    .strict(),
  reply: savedView,
});

export const deleteView = endpoint({
  name: 'workLists.deleteView',
  method: 'DELETE',
  path: '/api/saved-views/:id',
  access: 'asked',
  params: idParams,
  reply: z.object({ deleted: z.literal(true) }),
});

/** What a worst-first list counts with; a city may set it, and every list shows it. */
export const worstFormula = z.object({
  /** Points for each part at its worst; they add up to 100. */
  scorePoints: z.number(),
  overduePoints: z.number(),
  agePoints: z.number(),
  recurrencePoints: z.number(),
  /** From here on a part counts in full: overdue problems, days, recurrences. */
  fullOverdue: z.number(),
  fullAgeDays: z.number(),
  fullRecurrences: z.number(),
  /** Recurrences raised in so many days count. */
  recurrenceDays: z.number(),
});

export const worstLine = z.object({
  id: z.string(),
  name: z.string(),
  /** The territory of a site, or the unit above a unit. */
  above: z.string().nullable(),
  /** 0 to 100, to a tenth; the more, the worse. */
  points: z.number(),
  parts: z.object({
    score: z.number().nullable(),
    overdue: z.number(),
    age: z.number(),
    recurrence: z.number(),
  }),
  /** Of a site the latest inspection's; of a unit the median over its sites; null where nothing was scored. */
  score: z.string().nullable(),
  scoredSites: z.number(),
  open: z.number(),
  overdue: z.number(),
  recurrences: z.number(),
  /** Days since raised, of what is open: half are younger than the median, nine of ten than the ninth decile. */
  openAge: z.object({ median: z.number(), ninthDecile: z.number() }).nullable(),
  /** Days from raised to struck off, of what was struck off in the last 90 days. */
  closing: z.object({ count: z.number(), median: z.number(), ninthDecile: z.number() }).nullable(),
});
export type WorstLine = z.infer<typeof worstLine>;

/** Where to begin: the worst sites or units in sight. */
export const listWorst = endpoint({
  name: 'workLists.worst',
  method: 'GET',
  path: '/api/worst-first',
  access: 'asked',
  query: z
    .object({
      of: z.enum(['sites', 'units']),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    })
    .strict(),
  reply: z.object({
    formula: worstFormula,
    /** How many sites or units have anything to count. */
    total: z.number(),
    rows: z.array(worstLine),
  }),
});
