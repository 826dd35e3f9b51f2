import { z } from 'zod';
import { parseExact } from '../domain/exact-number.ts';
import { day, endpoint, idParams, line } from './endpoint.ts';

/** A day that rankings can have: from the founding of the republic to the end of the century. */
export const rankingDay = day.refine((value) => value >= '1949-10-01' && value <= '2099-12-31');

/** A decimal such as `90` or `0.85`. */
const decimal = z
  .string()
  .trim()
  .max(20)
  .refine((value) => parseExact(value) !== null, { error: 'decimal' });
const places = z.int().min(0).max(1000);
const flagWord = line(20, 1);
const names = z.array(line(100, 1)).max(100);

export const flagRule = z
  .object({
    top: z.object({ count: places, flag: flagWord, minimumScore: decimal.optional() }).strict().optional(),
    bottom: z.object({ count: places, flag: flagWord }).strict().optional(),
    thresholds: z
      .array(
        z
          .object({ flag: flagWord, min: decimal.optional(), below: decimal.optional() })
          .strict()
          .refine((value) => value.min !== undefined || value.below !== undefined, { error: 'min-or-below' }),
      )
      .max(10)
      .optional(),
  })
  .strict();

export const bulletinRules = z
  .object({
    documentPrefix: line(30, 1).optional(),
    issuer: line(100, 1).optional(),
    headWords: line(100, 1).optional(),
    recipients: names.optional(),
    basis: line(200, 1).optional(),
    assessors: z.array(line(300, 1)).max(20).optional(),
    copyTo: names.optional(),
    printedBy: line(100, 1).optional(),
  })
  .strict();

export const componentKeys = ['field', 'rectification'] as const;

/** The rules of a scheme; what they mean together is decided by `checkScheme`. */
export const schemeRules = z
  .object({
    groups: z
      .array(
        z
          .object({
            name: line(60, 1),
            unitIds: z.array(z.uuid()).min(1).max(5000),
            flags: flagRule.optional(),
          })
          .strict(),
      )
      .max(100),
    components: z.array(z.object({ key: z.enum(componentKeys), weight: decimal }).strict()).max(20),
    decimals: z.int(),
    tieRule: z.enum(['competition', 'dense']),
    minimumSites: z.int(),
    bulletin: bulletinRules,
  })
  .strict();
export type SchemeRulesInput = z.input<typeof schemeRules>;

const schemeSummary = z.object({
  id: z.string(),
  name: z.string(),
  validFrom: z.string(),
  /** First day on which it no longer holds. */
  validTo: z.string().nullable(),
  /** The first version; versions of one scheme are compared with each other. */
  seriesId: z.string(),
  groups: z.number(),
  units: z.number(),
  /** Rankings computed by it, and those of them that are published. */
  rankings: z.number(),
  publishedRankings: z.number(),
  isSample: z.boolean(),
  version: z.number(),
});
export type SchemeSummary = z.infer<typeof schemeSummary>;

export const schemeView = schemeSummary.extend({
  rules: schemeRules,
  /** Members by id, also those that were closed since. */
  members: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  mayEdit: z.boolean(),
});
export type SchemeView = z.infer<typeof schemeView>;

export const listSchemes = endpoint({
  name: 'schemes.list',
  method: 'GET',
  path: '/api/schemes',
  access: 'asked',
  reply: z.object({ schemes: z.array(schemeSummary) }),
});

export const getScheme = endpoint({
  name: 'schemes.get',
  method: 'GET',
  path: '/api/schemes/:id',
  access: 'asked',
  params: idParams,
  reply: schemeView,
});

const schemeContent = {
  name: line(120, 1),
  validFrom: rankingDay,
  validTo: rankingDay.nullable(),
  rules: schemeRules,
};

export const createScheme = endpoint({
  name: 'schemes.create',
  method: 'POST',
  path: '/api/schemes',
  access: 'asked',
  /** `newVersionOf`: the scheme this one continues; later rankings compare across both. */
  body: z.object({ id: z.uuid(), ...schemeContent, newVersionOf: z.uuid().optional() }).strict(),
  reply: schemeView,
});

export const editScheme = endpoint({
  name: 'schemes.edit',
  method: 'PUT',
  path: '/api/schemes/:id',
  access: 'asked',
  params: idParams,
  body: z.object({ ...schemeContent, version: z.int().min(0) }).strict(),
  reply: schemeView,
});
