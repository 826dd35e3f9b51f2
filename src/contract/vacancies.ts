import { z } from 'zod';
import { vacancyStates } from '../domain/places/vacancy.ts';
import { day, endpoint, flagInQuery, idParams, line, pageCursor, pageSize, paragraph } from './endpoint.ts';

const named = z.object({ id: z.string(), name: z.string() });
/** A day that a vacancy can be due; years that no database or calendar mistakes. */
const dueDay = day.refine((value) => value >= '2000-01-01' && value <= '2099-12-31');

/** A site without an owner, as an item of its own. */
export const vacancyLine = z.object({
  id: z.string(),
  version: z.number(),
  state: z.enum(vacancyStates),
  site: z.object({ id: z.string(), code: z.string(), name: z.string() }),
  territory: named,
  openedAt: z.string(),
  /** Whole days since it was opened, or until it was closed. */
  ageDays: z.number(),
  dueOn: z.string(),
  isOverdue: z.boolean(),
  extensionCount: z.number(),
  keeper: z.object({ unit: named, person: named }).nullable(),
  adoptedBy: named.nullable(),
  consent: z.string().nullable(),
  reference: z.string().nullable(),
  voidReason: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** Problems at the site that are still open. */
  openProblems: z.number(),
  isSample: z.boolean(),
});
export type VacancyLine = z.infer<typeof vacancyLine>;

/** `current`: those that still look for an owner. */
export const vacancyFilters = ['current', 'open', 'kept', 'adopted', 'voided'] as const;

export const listVacancies = endpoint({
  name: 'vacancies.list',
  method: 'GET',
  path: '/api/vacancies',
  access: 'asked',
  query: z
    .object({
      state: z.enum(vacancyFilters).default('current'),
      /** With everything below it; by territory or interim keeper. */
      unitId: z.uuid().optional(),
      siteId: z.uuid().optional(),
      overdue: flagInQuery.optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    vacancies: z.array(vacancyLine),
    /** Under the same filter but for `state` and `overdue`. */
    counts: z.object({
      open: z.number(),
      kept: z.number(),
      overdue: z.number(),
      adopted: z.number(),
      voided: z.number(),
    }),
    next: z.string().nullable(),
  }),
});

export const vacancyView = vacancyLine.extend({
  history: z.array(
    z.object({
      version: z.number(),
      kind: z.string(),
      at: z.string(),
      actor: named.nullable(),
      unit: named.nullable(),
      person: named.nullable(),
      dueOn: z.string().nullable(),
      /** Reason, consent or reference. */
      note: z.string().nullable(),
    }),
  ),
  mayEdit: z.boolean(),
  /** Extensions that may still be given. */
  extensionsLeft: z.number(),
});
export type VacancyView = z.infer<typeof vacancyView>;

export const getVacancy = endpoint({
  name: 'vacancies.get',
  method: 'GET',
  path: '/api/vacancies/:id',
  access: 'asked',
  params: idParams,
  reply: vacancyView,
});

const version = z.number().int().min(1).max(1_000_000);

function vacancyCommand<Body extends z.ZodType>(command: string, body: Body) {
  return endpoint({
    name: `vacancies.${command}`,
    method: 'POST',
    path: `/api/vacancies/:id/${command}`,
    access: 'asked',
    params: idParams,
    body,
    reply: vacancyView,
  });
}

/** Names who looks after the site meanwhile: a unit and one of its people. */
export const nameVacancyKeeper = vacancyCommand(
  'keeper',
  z.object({ version, unitId: z.uuid(), personId: z.uuid() }).strict(),
);
export const extendVacancy = vacancyCommand(
  'extend',
  z.object({ version, dueOn: dueDay, reason: line(500) }).strict(),
);
/** A unit takes the site over: the site then has it as its operator. */
export const adoptVacancy = vacancyCommand(
  'adopt',
  z.object({ version, unitId: z.uuid(), consent: paragraph(1000), reference: line(200).nullable() }).strict(),
);
/** The site was wrongly marked: it is no longer ownerless and has no operator named by this. */
export const voidVacancy = vacancyCommand('void', z.object({ version, reason: line(500) }).strict());

/** People who may be named as keeper for a unit: those who work in it or below it. */
export const listKeeperChoices = endpoint({
  name: 'vacancies.keeperChoices',
  method: 'GET',
  path: '/api/vacancies/:id/keeper-choices',
  access: 'asked',
  params: idParams,
  query: z.object({ unitId: z.uuid() }).strict(),
  reply: z.object({ people: z.array(z.object({ id: z.string(), name: z.string(), unitName: z.string() })) }),
});
