import { z } from 'zod';
import { line, paragraph } from './endpoint.ts';

/** Marks with at most two decimals, above 0; a JSON number or decimal text. Becomes plain decimal text. */
const marks = z
  .union([z.number(), z.string()])
  .transform((value) => String(value).trim())
  .refine((text) => /^\d{1,4}(\.\d{1,2})?$/.test(text) && Number(text) > 0, { message: 'standard.badMarks' });

const code = line(40, 1);
const names = { name: line(100, 1), nameEn: line(200) };
const hours = z.number().int().min(1).max(8760);
const clock = z.enum(['work', 'elapsed']);

/** `ROAD-05`: letters of the site type, a dash, a number. */
export const itemCode = z.string().regex(/^[A-Z0-9]{2,8}-[0-9A-Z]{1,6}$/, { message: 'standard.itemCode' });
export const siteTypeCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,19}$/, { message: 'standard.siteTypeCode' });
export const vetoRules = ['cap', 'zero'] as const;
export const partlyRules = ['raise', 'advisory'] as const;
export const evidenceDemands = ['photo_required', 'photo_on_fail'] as const;

/** A national number of a category: which code in which standard. */
const national = z.object({ code: line(40, 1), standard: line(100, 1) }).strict();

const packCategory = z
  .object({
    key: code,
    ...names,
    kind: z.enum(['part', 'event', 'local']),
    national: national.nullish(),
    previousNational: national
      .extend({ basis: line(200).optional() })
      .strict()
      .nullish(),
    localCode: line(40).nullish(),
    defaultDeadlineHours: hours,
    deadlineClock: clock,
    defaultUnitType: code,
    /** Told by the pack for readers; computed, so not read. */
    usedInPack: z.boolean().optional(),
    note: line(500).nullish(),
  })
  .strict();

const packItem = z
  .object({
    code: itemCode,
    title: line(200, 1),
    titleEn: line(200).default(''),
    campaigns: z.array(code).max(20),
    weight: marks,
    scale: z.discriminatedUnion('type', [
      z.object({ type: z.literal('three_level') }).strict(),
      z
        .object({
          type: z.literal('defect_count'),
          deductPerDefect: marks,
          zeroAtDefects: z.number().int().min(1).max(9999),
        })
        .strict(),
    ]),
    veto: z.boolean(),
    category: code,
    deadlineHours: hours,
    deadlineClock: clock,
    responsibleUnitType: code,
    evidence: z.enum(evidenceDemands),
  })
  .strict();

const packChecklist = z
  .object({
    siteType: siteTypeCode,
    ...names,
    leadUnitType: code,
    observationScope: line(300).default(''),
    /** Where given it must be the sum of the weights. */
    totalWeight: z.number().optional(),
    items: z.array(packItem).max(300),
  })
  .strict();

const campaign = z.object({ code, ...names }).strict();

/** Cap of a failed veto item: 0 to 100, at most two decimals. */
export const capMarks = z
  .union([z.number(), z.string()])
  .transform((value) => String(value).trim())
  .refine((text) => /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100, {
    message: 'standard.badCap',
  });

/**
 * A standard as a file: how cities hand checklists to each other. Parts that only explain the fixed rules
 * of scoring (`answerScales`, `deadlineClocks`, sentences) may be there and are checked against those
 * rules, not taken over.
 */
export const standardPack = z
  .object({
    schemaVersion: z.string().regex(/^1\.\d+\.\d+$/, { message: 'standard.packVersion' }),
    id: line(80).optional(),
    title: line(200, 1),
    titleEn: line(200).default(''),
    status: paragraph(1000).default(''),
    campaigns: z
      .array(campaign.extend({ alternatives: z.array(campaign).max(10).optional() }).strict())
      .max(50),
    answerScales: z
      .array(
        z
          .object({
            type: z.string(),
            rule: z.string().optional(),
            options: z
              .array(z.object({ value: z.string(), factor: z.number().nullable() }).loose())
              .optional(),
          })
          .strict(),
      )
      .optional(),
    scoring: z
      .object({
        siteScore: z.string().optional(),
        vetoRule: z
          .object({ default: z.enum(vetoRules), cap: capMarks, explain: z.string().optional() })
          .strict(),
        raiseProblem: z.string().optional(),
        partly: z.enum(partlyRules).default('raise'),
      })
      .strict(),
    deadlineClocks: z.array(z.object({ code: clock }).loose()).optional(),
    exemptions: z
      .array(
        z
          .object({
            appliesTo: z.array(code).max(200),
            rule: paragraph(500, 1),
            ruleEn: paragraph(500).default(''),
          })
          .strict(),
      )
      .max(200)
      .default([]),
    unitTypes: z.array(z.object({ code, ...names }).strict()).max(200),
    categories: z.array(packCategory).max(2000),
    checklists: z.array(packChecklist).min(1).max(200),
  })
  .strict();

/** A pack that was checked. */
export type StandardPack = z.output<typeof standardPack>;
/** A pack as its file holds it. */
export type StandardPackFile = z.input<typeof standardPack>;
