import { z } from 'zod';
import { roles } from '../domain/access/verbs.ts';
import { filledForms } from '../domain/burden/burden-forms.ts';
import { longestTiming } from '../domain/burden/form-timing.ts';
import { endpoint } from './endpoint.ts';

const formKey = z.enum(filledForms.map((one) => one.key) as [string, ...string[]]);

/** How long a form took, from opening to success. Kept as a count by form, role and day: nobody is named. */
export const recordTiming = endpoint({
  name: 'burden.recordTiming',
  method: 'POST',
  path: '/api/burden/timings',
  access: 'own',
  body: z.object({ form: formKey, seconds: z.number().min(0).max(longestTiming) }).strict(),
  reply: z.object({ kept: z.boolean() }),
});

const burdenRow = z.object({
  form: z.string(),
  role: z.enum(roles),
  asked: z.number(),
  chosen: z.number(),
  optional: z.number(),
  prefilled: z.number(),
  /** Never seen by the person: ids, versions, what the device measures. */
  carried: z.number(),
  /** Completed in the period. */
  count: z.number(),
  /** Null where too few were completed to say. */
  medianSeconds: z.number().nullable(),
  ninthDecileSeconds: z.number().nullable(),
});
export type BurdenRow = z.infer<typeof burdenRow>;

/** What the house asks of each role, form by form. */
export const getBurden = endpoint({
  name: 'burden.meter',
  method: 'GET',
  path: '/api/burden',
  access: 'asked',
  query: z
    .object({
      /** Length of the period that ends today. */
      days: z.coerce.number().int().min(1).max(366).default(90),
    })
    .strict(),
  reply: z.object({
    from: z.string(),
    to: z.string(),
    /** Fewer completed forms than this have no median. */
    fewest: z.number(),
    rows: z.array(burdenRow),
  }),
});
