import { z } from 'zod';
import { commitmentKinds } from '../domain/pledges/commitment-kind-list.ts';
import { commitmentStates, pledgeStates } from '../domain/pledges/pledge-confirmation.ts';
import { day, endpoint, idParams, line, pageCursor, pageSize, paragraph } from './endpoint.ts';
import { historyEntry } from './organisation.ts';

const kind = z.enum(commitmentKinds as [(typeof commitmentKinds)[number], ...typeof commitmentKinds]);
const quantity = z
  .object({ value: z.number(), unit: z.string().max(20), text: z.string().max(200) })
  .strict();
/** `[from, to)` in UTF-16 code units of the source text. */
const span = z.tuple([z.number().int().min(0), z.number().int().min(1)]);

/** Longest text of speeches that is read at once. */
export const longestSpeech = 200_000;
// not trimmed: the spans count from its first character
const speech = z
  .string()
  .max(longestSpeech)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  .regex(/^[^\u0000-\u0008\u000e-\u001f\u007f]*$/, { message: 'control-characters' });

const year = z.coerce.number().int().min(1949).max(2199).optional();

export const unitChoice = z.object({
  id: z.string(),
  name: z.string(),
  pathNames: z.array(z.string()),
  /** The words fit this unit alone. */
  certain: z.boolean(),
});

/** A speech as it was read: nothing in it is stored yet. */
export const readSpeech = z.object({
  speaker: z.string(),
  post: z.string(),
  unit: z.string(),
  district: z.string(),
  /** This speech alone; spans count from its beginning. */
  text: z.string(),
  causes: z.array(z.object({ text: z.string(), span, heading: z.string() })),
  commitments: z.array(
    z.object({
      text: z.string(),
      kind,
      due: z.string().nullable(),
      dueStated: z.string().nullable(),
      quantity: quantity.nullable(),
      places: z.array(z.string()),
      span,
      heading: z.string(),
    }),
  ),
  units: z.array(unitChoice),
});
export type ReadSpeech = z.infer<typeof readSpeech>;

const readSpeeches = z.object({ speeches: z.array(readSpeech) });

export const parsePledgeText = endpoint({
  name: 'pledges.parse',
  method: 'POST',
  path: '/api/pledges/parse',
  access: 'asked',
  body: z.object({ text: speech, year }).strict(),
  reply: readSpeeches,
});

/** A .txt or .docx of speeches. */
export const parsePledgeFile = endpoint({
  name: 'pledges.parseFile',
  method: 'POST',
  path: '/api/pledges/parse-file',
  access: 'asked',
  carries: 'upload',
  body: z.object({ year }).strict(),
  reply: readSpeeches,
});

const commitmentWish = z
  .object({
    id: z.uuid(),
    text: paragraph(1000, 1),
    kind,
    places: z.array(line(100, 1)).max(50).default([]),
    quantity: quantity.nullable().default(null),
    span: span.nullable().default(null),
    personId: z.uuid().nullable().default(null),
    dueOn: day.nullable().default(null),
  })
  .strict();
export type CommitmentWish = z.infer<typeof commitmentWish>;

/** What a person writes into a pledge. */
const pledgeContent = {
  speakerPost: line(100, 1).nullable().default(null),
  sourceText: speech.nullable().default(null),
  causes: z
    .array(z.object({ text: paragraph(4000, 1), span: span.nullable() }).strict())
    .max(100)
    .default([]),
  commitments: z.array(commitmentWish).max(200),
  source: line(300, 1).nullable().default(null),
};

const commitmentView = z.object({
  id: z.string(),
  position: z.number(),
  text: z.string(),
  kind,
  places: z.array(z.string()),
  quantity: quantity.nullable(),
  span: span.nullable(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  dueOn: z.string().nullable(),
  state: z.enum(commitmentStates),
});
export type CommitmentView = z.infer<typeof commitmentView>;

const pledgeUnit = z.object({ id: z.string(), name: z.string(), pathNames: z.array(z.string()) });

export const pledgePage = z.object({
  id: z.string(),
  unit: pledgeUnit,
  state: z.enum(pledgeStates),
  speakerPost: z.string().nullable(),
  sourceText: z.string().nullable(),
  causes: z.array(z.object({ text: z.string(), span: span.nullable() })),
  commitments: z.array(commitmentView),
  /** Until when the flag asks for it; null where no flag does. */
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  flag: z
    .object({
      id: z.string(),
      colour: z.string(),
      groupName: z.string(),
      rank: z.number().nullable(),
      awardedOn: z.string(),
      rankingId: z.string(),
      rankingTitle: z.string(),
    })
    .nullable(),
  createdAt: z.string(),
  confirmedAt: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  source: z.string().nullable(),
  isSample: z.boolean(),
  version: z.number(),
  history: z.array(historyEntry.omit({ data: true })),
  may: z.object({ edit: z.boolean(), confirm: z.boolean() }),
});
export type PledgePage = z.infer<typeof pledgePage>;

export const createPledge = endpoint({
  name: 'pledges.create',
  method: 'POST',
  path: '/api/pledges',
  access: 'asked',
  body: z.object({ id: z.uuid(), unitId: z.uuid(), ...pledgeContent }).strict(),
  reply: pledgePage,
});

/** Writes a draft anew, or the first draft of a pledge that a flag asked for. */
export const editPledge = endpoint({
  name: 'pledges.edit',
  method: 'PUT',
  path: '/api/pledges/:id',
  access: 'asked',
  params: idParams,
  body: z.object({ version: z.number().int().min(0), ...pledgeContent }).strict(),
  reply: pledgePage,
});

export const confirmPledge = endpoint({
  name: 'pledges.confirm',
  method: 'POST',
  path: '/api/pledges/:id/confirm',
  access: 'asked',
  params: idParams,
  body: z.object({ version: z.number().int().min(0) }).strict(),
  reply: pledgePage,
});

export const getPledge = endpoint({
  name: 'pledges.pledge',
  method: 'GET',
  path: '/api/pledges/:id',
  access: 'asked',
  params: idParams,
  reply: pledgePage,
});

const pledgeLine = z.object({
  id: z.string(),
  unit: pledgeUnit,
  state: z.enum(pledgeStates),
  speakerPost: z.string().nullable(),
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  flagColour: z.string().nullable(),
  commitmentCount: z.number(),
  overdueCount: z.number(),
  createdAt: z.string(),
  confirmedAt: z.string().nullable(),
  isSample: z.boolean(),
});
export type PledgeLine = z.infer<typeof pledgeLine>;

export const listPledges = endpoint({
  name: 'pledges.list',
  method: 'GET',
  path: '/api/pledges',
  access: 'asked',
  query: z
    .object({
      /** This unit and those below it. */
      unitId: z.uuid().optional(),
      state: z.enum(pledgeStates).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    pledges: z.array(pledgeLine),
    counts: z.record(z.enum(pledgeStates), z.number()),
    nextCursor: z.string().nullable(),
  }),
});

/** Commitments of confirmed pledges, the earliest day first. */
export const listCommitments = endpoint({
  name: 'pledges.commitments',
  method: 'GET',
  path: '/api/commitments',
  access: 'asked',
  query: z
    .object({
      unitId: z.uuid().optional(),
      state: z.enum(['open', 'overdue']).optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    commitments: z.array(commitmentView.extend({ pledgeId: z.string(), unit: pledgeUnit })),
    counts: z.object({ open: z.number(), overdue: z.number() }),
    nextCursor: z.string().nullable(),
  }),
});
