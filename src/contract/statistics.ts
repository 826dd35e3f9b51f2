import { z } from 'zod';
import { day, endpoint } from './endpoint.ts';

/** Counts and times of the problems of one unit. Days are of 24 hours; null where nothing was struck off or is open. */
const unitStatistics = z.object({
  /** Null: the sum of all units. */
  unit: z.object({ id: z.string(), name: z.string() }).nullable(),
  total: z.number(),
  open: z.number(),
  struckOff: z.number(),
  overdue: z.number(),
  deferred: z.number(),
  voided: z.number(),
  medianDays: z.number().nullable(),
  ninthDecileDays: z.number().nullable(),
  openAgeDays: z.number().nullable(),
  extensions: z.number(),
  deferrals: z.number(),
  clockStops: z.number(),
  returns: z.number(),
  transfers: z.number(),
  rework: z.number(),
  /** By the city's formula, in percent; null where nothing counts. `base`: what it is a share of. */
  closureRate: z.number().nullable(),
  closureBase: z.number(),
});
export type UnitStatistics = z.infer<typeof unitStatistics>;

export const getLedgerStatistics = endpoint({
  name: 'statistics.ledger',
  method: 'GET',
  path: '/api/statistics/ledger',
  access: 'asked',
  /** Problems by the day on which they were raised; the last twelve months where nothing is said. */
  query: z.object({ from: day.optional(), to: day.optional() }).strict(),
  reply: z.object({
    from: z.string(),
    to: z.string(),
    units: z.array(unitStatistics),
    sum: unitStatistics,
    formula: z.object({
      leavesOutDeferred: z.boolean(),
      targetPercent: z.number(),
      pointsPerRework: z.number(),
    }),
  }),
});
