import { z } from 'zod';
import { endpoint, idParams, line, paragraph } from './endpoint.ts';
import {
  capMarks,
  evidenceDemands,
  itemCode,
  partlyRules,
  siteTypeCode,
  standardPack,
  vetoRules,
} from './standard-pack.ts';

const code = line(40, 1);
const clock = z.enum(['work', 'elapsed']);
const decimal = z
  .string()
  .trim()
  .regex(/^\d{1,4}(\.\d{1,2})?$/, { message: 'standard.badMarks' })
  .refine((text) => Number(text) > 0, { message: 'standard.badMarks' });
/** The counter a client read; a change answers 409 `stale` when somebody else changed meanwhile. */
const readVersion = z.int().min(0);
const versionInQuery = z.object({ version: z.coerce.number().int().min(0) }).strict();

export const scoringRule = z
  .object({ vetoRule: z.enum(vetoRules), cap: capMarks, partly: z.enum(partlyRules) })
  .strict();

/** An item as it is written and read. */
export const itemContent = z
  .object({
    code: itemCode,
    title: line(200, 1),
    titleEn: line(200),
    campaigns: z
      .array(code)
      .max(20)
      .refine((codes) => new Set(codes).size === codes.length, { message: 'standard.campaignTwice' }),
    weight: decimal,
    scale: z.discriminatedUnion('type', [
      z.object({ type: z.literal('three_level') }).strict(),
      z
        .object({
          type: z.literal('defect_count'),
          deductPerDefect: decimal,
          zeroAtDefects: z.int().min(1).max(9999),
        })
        .strict(),
    ]),
    veto: z.boolean(),
    categoryKey: code,
    deadlineHours: z.int().min(1).max(8760),
    deadlineClock: clock,
    responsibleUnitType: code,
    evidence: z.enum(evidenceDemands),
  })
  .strict();
export type ItemContent = z.output<typeof itemContent>;

export const versionSummary = z.object({
  id: z.string(),
  standardId: z.string(),
  title: z.string(),
  titleEn: z.string(),
  /** 1, 2, 3 … within the standard. */
  number: z.number(),
  state: z.enum(['draft', 'published']),
  /** The counter to send back with a change. */
  version: z.number(),
  note: z.string(),
  contentHash: z.string().nullable(),
  createdAt: z.string(),
  publishedAt: z.string().nullable(),
  publishedByName: z.string().nullable(),
  /** The version new rounds are planned with. */
  isCurrent: z.boolean(),
  checklistCount: z.number(),
  itemCount: z.number(),
});
export type VersionSummary = z.infer<typeof versionSummary>;

export const findingView = z.object({
  level: z.enum(['refusal', 'warning']),
  code: z.string(),
  siteType: z.string().nullable(),
  itemCode: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type FindingView = z.infer<typeof findingView>;

const checklistSummary = z.object({
  siteType: z.string(),
  observationScope: z.string(),
  itemCount: z.number(),
  vetoCount: z.number(),
  totalWeight: z.string(),
});

/** A version with its checklists and everything that speaks against publishing it. */
export const versionView = versionSummary.extend({
  source: z.string(),
  scoring: scoringRule,
  exemptions: z.array(z.object({ appliesTo: z.array(z.string()), rule: z.string(), ruleEn: z.string() })),
  checklists: z.array(checklistSummary),
  findings: z.array(findingView),
});
export type VersionView = z.infer<typeof versionView>;

/** Names of everything that items, sites and problems point at by code. */
export const referenceView = z.object({
  siteTypes: z.array(
    z.object({ code: z.string(), name: z.string(), nameEn: z.string(), leadUnitType: z.string() }),
  ),
  categories: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      nameEn: z.string(),
      kind: z.string(),
      nationalCode: z.string().nullable(),
      nationalStandard: z.string().nullable(),
      defaultDeadlineHours: z.number(),
      deadlineClock: clock,
      defaultUnitType: z.string(),
    }),
  ),
  unitTypes: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
  campaigns: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      nameEn: z.string(),
      alternativeOf: z.string().nullable(),
    }),
  ),
  currentVersionId: z.string().nullable(),
});
export type ReferenceView = z.infer<typeof referenceView>;

export const getReference = endpoint({
  name: 'standards.reference',
  method: 'GET',
  path: '/api/standards/reference',
  access: 'asked',
  reply: referenceView,
});

/** All versions of all standards, newest first. */
export const listVersions = endpoint({
  name: 'standards.list',
  method: 'GET',
  path: '/api/standards',
  access: 'asked',
  reply: z.object({ versions: z.array(versionSummary) }),
});

/** Takes a pack file (.json) in as a draft. `versionId` is made by the client, so repeating is harmless. */
export const importStandard = endpoint({
  name: 'standards.import',
  method: 'POST',
  path: '/api/standards/import',
  access: 'asked',
  body: z.object({ standardId: z.uuid(), versionId: z.uuid() }).strict(),
  reply: versionView,
  carries: 'upload',
});

export const getVersion = endpoint({
  name: 'standards.version',
  method: 'GET',
  path: '/api/standards/versions/:id',
  access: 'asked',
  params: idParams,
  reply: versionView,
});

const checklistParams = z.object({ id: z.uuid(), siteType: siteTypeCode }).strict();

export const getChecklist = endpoint({
  name: 'standards.checklist',
  method: 'GET',
  path: '/api/standards/versions/:id/checklists/:siteType',
  access: 'asked',
  params: checklistParams,
  reply: z.object({
    siteType: z.string(),
    observationScope: z.string(),
    items: z.array(itemContent),
  }),
});

/** Changes what one visit covers, or adds an empty checklist for a type of site that has none. */
export const saveChecklist = endpoint({
  name: 'standards.saveChecklist',
  method: 'PUT',
  path: '/api/standards/versions/:id/checklists/:siteType',
  access: 'asked',
  params: checklistParams,
  body: z.object({ version: readVersion, observationScope: line(300) }).strict(),
  reply: versionView,
});

export const removeChecklist = endpoint({
  name: 'standards.removeChecklist',
  method: 'DELETE',
  path: '/api/standards/versions/:id/checklists/:siteType',
  access: 'asked',
  params: checklistParams,
  query: versionInQuery,
  reply: versionView,
});

/** All item codes of the checklist in their new order. */
export const orderItems = endpoint({
  name: 'standards.orderItems',
  method: 'PUT',
  path: '/api/standards/versions/:id/checklists/:siteType/order',
  access: 'asked',
  params: checklistParams,
  body: z.object({ version: readVersion, codes: z.array(itemCode).min(1).max(300) }).strict(),
  reply: versionView,
});

export const addItem = endpoint({
  name: 'standards.addItem',
  method: 'POST',
  path: '/api/standards/versions/:id/checklists/:siteType/items',
  access: 'asked',
  params: checklistParams,
  body: z.object({ version: readVersion, item: itemContent }).strict(),
  reply: versionView,
});

const itemParams = z.object({ id: z.uuid(), code: itemCode }).strict();

/** Replaces an item; `item.code` may be a new code. */
export const saveItem = endpoint({
  name: 'standards.saveItem',
  method: 'PUT',
  path: '/api/standards/versions/:id/items/:code',
  access: 'asked',
  params: itemParams,
  body: z.object({ version: readVersion, item: itemContent }).strict(),
  reply: versionView,
});

export const removeItem = endpoint({
  name: 'standards.removeItem',
  method: 'DELETE',
  path: '/api/standards/versions/:id/items/:code',
  access: 'asked',
  params: itemParams,
  query: versionInQuery,
  reply: versionView,
});

/** Veto rule, cap, what `partly` does, and a note on the version. */
export const saveRules = endpoint({
  name: 'standards.saveRules',
  method: 'PUT',
  path: '/api/standards/versions/:id/rules',
  access: 'asked',
  params: idParams,
  body: z.object({ version: readVersion, scoring: scoringRule, note: paragraph(1000) }).strict(),
  reply: versionView,
});

/** A new draft with the content of a published version. */
export const draftFrom = endpoint({
  name: 'standards.draftFrom',
  method: 'POST',
  path: '/api/standards/versions/:id/draft',
  access: 'asked',
  params: idParams,
  body: z.object({ id: z.uuid() }).strict(),
  reply: versionView,
});

export const discardDraft = endpoint({
  name: 'standards.discard',
  method: 'DELETE',
  path: '/api/standards/versions/:id',
  access: 'asked',
  params: idParams,
  query: versionInQuery,
  reply: z.object({}),
});

/** Freezes a draft for ever and makes it the version of new rounds. */
export const publishVersion = endpoint({
  name: 'standards.publish',
  method: 'POST',
  path: '/api/standards/versions/:id/publish',
  access: 'asked',
  params: idParams,
  body: z.object({ version: readVersion }).strict(),
  reply: versionView,
});

const jsonValue: z.ZodType<unknown> = z.unknown();
const fieldChange = z.object({ field: z.string(), before: jsonValue, after: jsonValue });
const changeKind = z.enum(['added', 'removed', 'changed']);

/** What `id` has that `since` has not. */
export const compareVersions = endpoint({
  name: 'standards.compare',
  method: 'GET',
  path: '/api/standards/versions/:id/changes',
  access: 'asked',
  params: idParams,
  query: z.object({ since: z.uuid() }).strict(),
  reply: z.object({
    before: versionSummary,
    after: versionSummary,
    scoring: z.array(fieldChange),
    exemptionsChanged: z.boolean(),
    checklists: z.array(
      z.object({
        kind: changeKind,
        siteType: z.string(),
        fields: z.array(fieldChange),
        reordered: z.boolean(),
      }),
    ),
    items: z.array(
      z.object({
        kind: changeKind,
        siteType: z.string(),
        code: z.string(),
        title: z.string(),
        fields: z.array(fieldChange),
      }),
    ),
  }),
});

/** The version as a pack file that another city can take in. */
export const exportVersion = endpoint({
  name: 'standards.export',
  method: 'GET',
  path: '/api/standards/versions/:id/pack',
  access: 'asked',
  params: idParams,
  reply: standardPack,
  carries: 'download',
});
