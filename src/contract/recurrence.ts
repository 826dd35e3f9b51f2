import { z } from 'zod';
import { problemStates } from '../domain/problems/problem-states.ts';
import { day, endpoint, idParams, line } from './endpoint.ts';
import { photoUseView } from './photos.ts';

const named = z.object({ id: z.string(), name: z.string() });
/** A day that problems can have; years that no database or calendar mistakes. */
const ledgerDay = day.refine((value) => value >= '2000-01-01' && value <= '2099-12-31');

/** A problem as a link of a chain: what it was, who fixed it, who verified it, and when. */
export const recurrenceEntry = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.enum(problemStates),
  itemCode: z.string().nullable(),
  categoryName: z.string(),
  categoryNameEn: z.string(),
  siteName: z.string().nullable(),
  unit: named.nullable(),
  raisedAt: z.string(),
  fixedBy: named.nullable(),
  fixClaimedAt: z.string().nullable(),
  struckOffBy: named.nullable(),
  struckOffAt: z.string().nullable(),
});
export type RecurrenceEntry = z.infer<typeof recurrenceEntry>;

/** An earlier problem that the found one may be again; a question for a person, never an answer. */
export const possibleRecurrence = recurrenceEntry.extend({
  /** How often it was there before, with this one. */
  times: z.number(),
  photos: z.array(photoUseView),
});
export type PossibleRecurrence = z.infer<typeof possibleRecurrence>;

/** Asked while a problem is being raised. */
export const findRecurrences = endpoint({
  name: 'recurrences.find',
  method: 'GET',
  path: '/api/problems/recurrences',
  access: 'asked',
  query: z.object({ siteId: z.uuid(), itemCode: line(60, 1).optional(), categoryKey: line(80, 1) }).strict(),
  reply: z.object({
    /** Days after strike-off within which the question is asked. */
    windowDays: z.number(),
    suggestions: z.array(possibleRecurrence),
  }),
});

/** Chain and open question of a problem. */
export const getProblemRecurrence = endpoint({
  name: 'recurrences.get',
  method: 'GET',
  path: '/api/problems/:id/recurrence',
  access: 'asked',
  params: idParams,
  reply: z.object({
    windowDays: z.number(),
    /** Whether anybody has answered. */
    answered: z.boolean(),
    /** Empty once answered. */
    suggestions: z.array(possibleRecurrence),
    /** The whole chain, the first time first; empty where the problem stands alone. */
    chain: z.array(recurrenceEntry.extend({ time: z.number() })),
    /** Links of the chain that the asker may not see. */
    hidden: z.number(),
  }),
});

const counts = {
  struckOff: z.number(),
  cameBack: z.number(),
  windowOpen: z.number(),
  rate: z.number().nullable(),
};

/** Of the problems struck off in a period, how many came back, by unit, item or category, and verifier. */
export const getRecurrenceRates = endpoint({
  name: 'recurrences.rates',
  method: 'GET',
  path: '/api/recurrences/rates',
  access: 'asked',
  query: z.object({ from: ledgerDay, to: ledgerDay }).strict(),
  reply: z.object({
    windowDays: z.number(),
    /** Fewest struck-off problems a rate is said of. */
    fewest: z.number(),
    total: z.object(counts),
    byUnit: z.array(z.object({ unit: named, ...counts })),
    /** By item of the checklist; by category where a problem has no item. */
    byItem: z.array(
      z.object({
        itemCode: z.string().nullable(),
        name: z.string(),
        nameEn: z.string(),
        ...counts,
      }),
    ),
    /** Empty for those who do not see the whole city: a rate of a person is not shown around. */
    byVerifier: z.array(z.object({ person: named, ...counts })),
  }),
});
export type RecurrenceRates = z.infer<typeof getRecurrenceRates.reply>;
