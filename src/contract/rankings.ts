import { z } from 'zod';
import { endpoint, idParams, line, pageCursor, pageSize, paragraph } from './endpoint.ts';
import { rankingTableSchema } from './ranking-table.ts';
import { componentKeys, rankingDay, schemeRules } from './schemes.ts';

export const rankingStates = ['draft', 'published'] as const;

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const documentNumber = z.object({
  prefix: line(30, 1),
  year: z.int().min(1900).max(2999),
  number: z.int().min(1).max(99_999),
});

const rankingSummary = z.object({
  id: z.string(),
  title: z.string(),
  /** `2019-08-01/2019-08-21`, or the words of a published table. */
  period: z.string(),
  state: z.enum(rankingStates),
  schemeId: z.string().nullable(),
  schemeName: z.string().nullable(),
  roundId: z.string().nullable(),
  roundName: z.string().nullable(),
  /** As printed: 焦城创指〔2019〕48号. */
  documentNumber: z.string().nullable(),
  computedAt: z.string(),
  publishedAt: z.string().nullable(),
  correctsId: z.string().nullable(),
  /** The published correction, if there is one: this issue no longer counts. */
  supersededById: z.string().nullable(),
  source: z.string().nullable(),
  isSample: z.boolean(),
  flags: z.array(z.object({ colour: z.string(), count: z.number() })),
  version: z.number(),
});
export type RankingSummary = z.infer<typeof rankingSummary>;

const remark = z.object({ code: z.string(), facts });

const rankingUnitView = z.object({
  key: z.string(),
  unitId: z.string().nullable(),
  name: z.string(),
  rank: z.number().nullable(),
  score: z.string().nullable(),
  flag: z.string().nullable(),
  /** Whether the flag praises or criticises; colours are data. */
  tone: z.enum(['praise', 'criticism']).nullable(),
  reason: z.string().nullable(),
  remarks: z.array(remark),
  /** Points to the nearest ranked unit without this flag. */
  margin: z.object({ other: z.string(), points: z.string() }).nullable(),
  /** Null for published tables, which have no inspections behind them. */
  counts: z
    .object({ sites: z.number(), problemsDue: z.number(), problemsStruckOffOnTime: z.number() })
    .nullable(),
  components: z.array(
    z.object({ key: z.enum(componentKeys), value: z.string().nullable(), weight: z.string() }),
  ),
  previous: z.object({ rank: z.number().nullable(), score: z.string().nullable() }).nullable(),
  /** Whether the caller may open what each point was lost for. */
  mayOpen: z.boolean(),
});
export type RankingUnitView = z.infer<typeof rankingUnitView>;

const flagTie = z.object({
  group: z.string(),
  flag: z.string(),
  count: z.number(),
  score: z.string(),
  units: z.array(z.object({ key: z.string(), name: z.string() })),
});
export type FlagTieView = z.infer<typeof flagTie>;

const decision = z.object({
  group: line(60, 1),
  flag: line(20, 1),
  units: z.array(line(100, 1)).max(100),
  reason: paragraph(500, 4),
});

/** A flag rule as frozen; published tables brought their own words and counts. */
const flagRuleView = z.object({
  top: z.object({ count: z.number(), flag: z.string(), minimumScore: z.string().optional() }).optional(),
  bottom: z.object({ count: z.number(), flag: z.string() }).optional(),
  thresholds: z
    .array(z.object({ flag: z.string(), min: z.string().optional(), below: z.string().optional() }))
    .optional(),
});

const rankingGroupView = z.object({
  name: z.string(),
  flags: flagRuleView,
  units: z.array(rankingUnitView),
  warnings: z.array(remark.extend({ units: z.array(z.string()) })),
});
export type RankingGroupView = z.infer<typeof rankingGroupView>;

export const rankingView = rankingSummary.extend({
  hash: z.string(),
  codeVersion: z.string(),
  groups: z.array(rankingGroupView),
  ties: z.array(flagTie),
  decisions: z.array(decision),
  publishedBy: z.string().nullable(),
  corrects: z.object({ id: z.string(), title: z.string(), documentNumber: z.string().nullable() }).nullable(),
  previous: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** The number the next bulletin would carry; null where the scheme names no agency code. */
  nextDocument: documentNumber.nullable(),
});
export type RankingView = z.infer<typeof rankingView>;

export const listRankings = endpoint({
  name: 'rankings.list',
  method: 'GET',
  path: '/api/rankings',
  access: 'asked',
  query: z
    .object({
      schemeId: z.uuid().optional(),
      state: z.enum(rankingStates).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({ rankings: z.array(rankingSummary), total: z.number(), next: z.string().nullable() }),
});

export const getRanking = endpoint({
  name: 'rankings.get',
  method: 'GET',
  path: '/api/rankings/:id',
  access: 'asked',
  params: idParams,
  reply: rankingView,
});

export const computeRanking = endpoint({
  name: 'rankings.compute',
  method: 'POST',
  path: '/api/rankings',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      schemeId: z.uuid(),
      roundId: z.uuid(),
      title: line(120, 1),
      /** Calendar days, both included. */
      period: z.object({ from: rankingDay, to: rankingDay }).strict(),
      /** The published ranking that this one corrects. */
      correctsId: z.uuid().optional(),
    })
    .strict(),
  reply: rankingView,
});

const withVersion = z.object({ version: z.int().min(0) }).strict();

export const recomputeDraft = endpoint({
  name: 'rankings.recompute',
  method: 'POST',
  path: '/api/rankings/:id/recompute',
  access: 'asked',
  params: idParams,
  body: withVersion,
  reply: rankingView,
});

export const deleteDraft = endpoint({
  name: 'rankings.delete',
  method: 'DELETE',
  path: '/api/rankings/:id',
  access: 'asked',
  params: idParams,
  reply: z.object({}),
});

export const publishRanking = endpoint({
  name: 'rankings.publish',
  method: 'POST',
  path: '/api/rankings/:id/publish',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      version: z.int().min(0),
      /** Left out: the next number of the scheme's agency code and this year. */
      document: documentNumber.strict().optional(),
      decisions: z.array(decision.strict()).max(100),
    })
    .strict(),
  reply: rankingView,
});

export const importRanking = endpoint({
  name: 'rankings.import',
  method: 'POST',
  path: '/api/rankings/imports',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      table: rankingTableSchema,
      period: line(100, 1),
      /** Where the table was published. */
      source: line(500, 1),
      schemeId: z.uuid().optional(),
    })
    .strict(),
  reply: rankingView,
});

export const exportRanking = endpoint({
  name: 'rankings.export',
  method: 'GET',
  path: '/api/rankings/:id/export',
  access: 'asked',
  params: idParams,
  reply: z.unknown(),
  carries: 'download',
});

export const downloadBulletin = endpoint({
  name: 'rankings.bulletin',
  method: 'GET',
  path: '/api/rankings/:id/bulletin.docx',
  access: 'asked',
  params: idParams,
  reply: z.unknown(),
  carries: 'download',
});

const lostItem = z.object({
  itemCode: z.string(),
  title: z.string(),
  titleEn: z.string().nullable(),
  earned: z.string(),
  weight: z.string(),
  lost: z.string(),
  problemId: z.string().nullable(),
  problemNumber: z.number().nullable(),
});

export const getRankingUnit = endpoint({
  name: 'rankings.unit',
  method: 'GET',
  path: '/api/rankings/:id/units/:unitId',
  access: 'asked',
  params: z.object({ id: z.uuid(), unitId: z.uuid() }).strict(),
  reply: z.object({
    unitId: z.string(),
    name: z.string(),
    sites: z.array(
      z.object({
        siteId: z.string(),
        code: z.string(),
        name: z.string(),
        inspectionId: z.string(),
        score: z.string(),
        vetoFailed: z.boolean(),
        lost: z.array(lostItem),
      }),
    ),
    problems: z.array(
      z.object({
        problemId: z.string(),
        number: z.number(),
        title: z.string(),
        deadlineAt: z.string(),
        struckOffAt: z.string().nullable(),
        onTime: z.boolean(),
      }),
    ),
  }),
});

export const listFlags = endpoint({
  name: 'flags.list',
  method: 'GET',
  path: '/api/flags',
  access: 'asked',
  query: z
    .object({
      unitId: z.uuid().optional(),
      colour: line(20, 1).optional(),
      from: rankingDay.optional(),
      to: rankingDay.optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    flags: z.array(
      z.object({
        id: z.string(),
        unitId: z.string().nullable(),
        unitName: z.string(),
        groupName: z.string(),
        colour: z.string(),
        rank: z.number().nullable(),
        score: z.string().nullable(),
        awardedOn: z.string(),
        rankingId: z.string(),
        rankingTitle: z.string(),
        documentNumber: z.string().nullable(),
        /** Its ranking was corrected: the flag no longer counts. */
        isSuperseded: z.boolean(),
      }),
    ),
    total: z.number(),
    next: z.string().nullable(),
    /** Per unit and colour over the whole filter, without superseded flags. */
    units: z.array(
      z.object({
        unitId: z.string().nullable(),
        unitName: z.string(),
        colour: z.string(),
        count: z.number(),
        /** Rankings in a row, up to the latest, with this flag; 0 where the latest broke it. */
        streak: z.number(),
      }),
    ),
  }),
});

const word = z.string().max(4000);
const decimalText = z.string().regex(/^-?\d{1,30}(\.\d{1,30})?$/);
const count = z.int().min(0);

const frozenUnit = z.looseObject({
  unitId: word,
  unitName: word,
  sites: z.array(z.looseObject({ siteId: word, inspectionId: word, score: decimalText })),
  problems: z.array(
    z.looseObject({
      problemId: word,
      number: count,
      deadlineAt: z.iso.datetime(),
      struckOffAt: z.iso.datetime().nullable(),
    }),
  ),
});

const tableUnit = z.looseObject({
  id: word.optional(),
  name: word,
  score: decimalText.optional(),
  components: z.record(word, decimalText).optional(),
  adjustment: decimalText.optional(),
  coefficient: decimalText.optional(),
  deductions: z.array(decimalText).optional(),
});

/** The file that {@link exportRanking} answers, as far as a recomputation relies on it. */
export const exportedRankingSchema = z.looseObject({
  format: z.literal('guatu-ranking/1'),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  inputs: z.discriminatedUnion('kind', [
    z.looseObject({
      kind: z.literal('round'),
      scheme: z.looseObject({ rules: schemeRules }),
      units: z.array(frozenUnit),
    }),
    z.looseObject({
      kind: z.literal('table'),
      table: z.looseObject({
        decimals: z.int().min(0).max(12),
        tieRule: z.enum(['competition', 'dense']),
        order: z.enum(['higher-is-better', 'lower-is-better']),
        groups: z.array(
          z.looseObject({
            name: word,
            order: z.enum(['higher-is-better', 'lower-is-better']).optional(),
            flags: flagRuleView.optional(),
            components: z.array(z.looseObject({ key: word, weight: decimalText })).optional(),
            units: z.array(tableUnit),
          }),
        ),
      }),
    }),
  ]),
  output: z.looseObject({
    groups: z.array(z.looseObject({ units: z.array(z.looseObject({ name: word })) })),
    evidence: z.array(z.unknown()),
    decisions: z.array(decision),
  }),
});
