import { z } from 'zod';
import { roles } from '../domain/access/verbs.ts';
import { unitKinds } from '../domain/organisation/unit-kinds.ts';
import { newPassword } from './access.ts';
import { day, endpoint, flagInQuery, idParams, line, pageCursor, pageSize } from './endpoint.ts';

/** A unit as a line of the tree or of a list. */
export const unitLine = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  kind: z.enum(unitKinds),
  path: z.string(),
  parentId: z.string().nullable(),
  /** Open units that hang directly under it (on the asked day). */
  childCount: z.number(),
  validFrom: z.string(),
  /** First day without it; null while it goes on. */
  validTo: z.string().nullable(),
  isSample: z.boolean(),
});
export type UnitLine = z.infer<typeof unitLine>;

/** Units found by search, with where they hang. */
export const unitHit = unitLine.omit({ childCount: true }).extend({ pathNames: z.array(z.string()) });
export const taskLineView = z.object({
  id: z.string(),
  name: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  source: z.string().nullable(),
});

export const placementView = z.object({
  parentId: z.string().nullable(),
  parentName: z.string().nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});

export const unitPage = unitLine.extend({
  nameEn: z.string().nullable(),
  aliases: z.array(z.string()),
  unitType: z.string().nullable(),
  source: z.string().nullable(),
  /** Names from the root down, its own last. */
  pathNames: z.array(z.string()),
  /** Units above it that the caller sees, the highest first. */
  above: z.array(z.object({ id: z.string(), name: z.string() })),
  contact: z.object({ id: z.string(), name: z.string(), isActive: z.boolean() }).nullable(),
  /** Where it hung, newest first. */
  placements: z.array(placementView),
  taskLines: z.array(taskLineView),
  /** Over the whole subtree. */
  counts: z.object({ units: z.number(), people: z.number(), openProblems: z.number() }),
  may: z.object({ edit: z.boolean(), managePeople: z.boolean() }),
});
export type UnitPage = z.infer<typeof unitPage>;

/** Direct children of a unit, or, without `parentId`, the tops of what the caller may see. */
export const getUnitTree = endpoint({
  name: 'organisation.tree',
  method: 'GET',
  path: '/api/units/tree',
  access: 'asked',
  query: z.object({ parentId: z.uuid().optional(), on: day.optional() }).strict(),
  reply: z.object({ units: z.array(unitLine) }),
});

export const listUnits = endpoint({
  name: 'organisation.units',
  method: 'GET',
  path: '/api/units',
  access: 'asked',
  query: z
    .object({
      search: line(60).optional(),
      kind: z.enum(unitKinds).optional(),
      withinId: z.uuid().optional(),
      closedToo: flagInQuery.optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({ units: z.array(unitHit), count: z.number(), nextCursor: z.string().nullable() }),
});

export const getUnit = endpoint({
  name: 'organisation.unit',
  method: 'GET',
  path: '/api/units/:id',
  access: 'asked',
  params: idParams,
  reply: unitPage,
});

/** Typed facts of a unit that are no part of its place in the tree. */
const unitFacts = {
  name: line(100, 1),
  shortName: line(40, 1).nullable().default(null),
  nameEn: line(120, 1).nullable().default(null),
  aliases: z.array(line(100, 1)).max(20).default([]),
  unitType: line(40, 1).nullable().default(null),
  source: line(300, 1).nullable().default(null),
};

export const unitCode = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

export const createUnit = endpoint({
  name: 'organisation.createUnit',
  method: 'POST',
  path: '/api/units',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      code: unitCode,
      kind: z.enum(unitKinds).exclude(['city']),
      parentId: z.uuid(),
      validFrom: day,
      ...unitFacts,
    })
    .strict(),
  reply: unitPage,
});

export const editUnit = endpoint({
  name: 'organisation.editUnit',
  method: 'PUT',
  path: '/api/units/:id',
  access: 'asked',
  params: idParams,
  body: z.object(unitFacts).strict(),
  reply: unitPage,
});

export const moveUnit = endpoint({
  name: 'organisation.moveUnit',
  method: 'POST',
  path: '/api/units/:id/move',
  access: 'asked',
  params: idParams,
  body: z.object({ parentId: z.uuid(), from: day }).strict(),
  reply: unitPage,
});

export const closeUnit = endpoint({
  name: 'organisation.closeUnit',
  method: 'POST',
  path: '/api/units/:id/close',
  access: 'asked',
  params: idParams,
  /** First day without the unit. */
  body: z.object({ validTo: day }).strict(),
  reply: unitPage,
});

export const setUnitContact = endpoint({
  name: 'organisation.setContact',
  method: 'PUT',
  path: '/api/units/:id/contact',
  access: 'asked',
  params: idParams,
  body: z.object({ personId: z.uuid().nullable() }).strict(),
  reply: unitPage,
});

export const addTaskLine = endpoint({
  name: 'organisation.addTaskLine',
  method: 'POST',
  path: '/api/units/:id/task-lines',
  access: 'asked',
  params: idParams,
  body: z
    .object({
      id: z.uuid(),
      name: line(100, 1),
      validFrom: day,
      source: line(300, 1).nullable().default(null),
    })
    .strict(),
  reply: unitPage,
});

export const closeTaskLine = endpoint({
  name: 'organisation.closeTaskLine',
  method: 'POST',
  path: '/api/units/:id/task-lines/:lineId/close',
  access: 'asked',
  params: z.object({ id: z.uuid(), lineId: z.uuid() }).strict(),
  body: z.object({ validTo: day }).strict(),
  reply: unitPage,
});

export const historyEntry = z.object({
  version: z.number(),
  kind: z.string(),
  at: z.string(),
  /** Null: the system, by rule. */
  actorName: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** What was done to a unit, newest first. */
export const getUnitHistory = endpoint({
  name: 'organisation.unitHistory',
  method: 'GET',
  path: '/api/units/:id/history',
  access: 'asked',
  params: idParams,
  reply: z.object({ entries: z.array(historyEntry), count: z.number() }),
});

export const personGrant = z.object({
  id: z.string(),
  role: z.enum(roles),
  unitId: z.string(),
  unitName: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});

export const personLine = z.object({
  id: z.string(),
  name: z.string(),
  /** Only for those who keep the account. */
  login: z.string().nullable(),
  isActive: z.boolean(),
  mustChangePassword: z.boolean(),
  isSample: z.boolean(),
  /** Roles that hold today or from a coming day. */
  grants: z.array(personGrant),
  /** Whether the caller may change this account. */
  mayManage: z.boolean(),
});
export type PersonLine = z.infer<typeof personLine>;

export const listPeople = endpoint({
  name: 'organisation.people',
  method: 'GET',
  path: '/api/people',
  access: 'asked',
  query: z
    .object({
      search: line(60).optional(),
      /** Roles on this unit or below it. */
      unitId: z.uuid().optional(),
      role: z.enum(roles).optional(),
      inactiveToo: flagInQuery.optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({ people: z.array(personLine), count: z.number(), nextCursor: z.string().nullable() }),
});

/** Small letters, digits, dot, hyphen, underscore; 2 to 40. */
export const login = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);

const grantWish = z.object({ id: z.uuid(), role: z.enum(roles), unitId: z.uuid(), validFrom: day }).strict();

/** The account, and its first password once; null where the caller gave it or it was shown already. */
const personWithPassword = z.object({ person: personLine, password: z.string().nullable() });

export const createPerson = endpoint({
  name: 'organisation.createPerson',
  method: 'POST',
  path: '/api/people',
  access: 'asked',
  body: z
    .object({
      id: z.uuid(),
      login,
      name: line(60, 1),
      /** Left out: one is made and shown once. */
      password: newPassword.optional(),
      grant: grantWish,
    })
    .strict(),
  reply: personWithPassword,
});

export const grantRole = endpoint({
  name: 'organisation.grantRole',
  method: 'POST',
  path: '/api/people/:id/grants',
  access: 'asked',
  params: idParams,
  body: grantWish,
  reply: personLine,
});

export const revokeRole = endpoint({
  name: 'organisation.revokeRole',
  method: 'POST',
  path: '/api/people/:id/grants/:grantId/revoke',
  access: 'asked',
  params: z.object({ id: z.uuid(), grantId: z.uuid() }).strict(),
  reply: personLine,
});

export const deactivatePerson = endpoint({
  name: 'organisation.deactivatePerson',
  method: 'POST',
  path: '/api/people/:id/deactivate',
  access: 'asked',
  params: idParams,
  reply: personLine,
});

export const activatePerson = endpoint({
  name: 'organisation.activatePerson',
  method: 'POST',
  path: '/api/people/:id/activate',
  access: 'asked',
  params: idParams,
  reply: personLine,
});

export const resetPassword = endpoint({
  name: 'organisation.resetPassword',
  method: 'POST',
  path: '/api/people/:id/password',
  access: 'asked',
  params: idParams,
  reply: personWithPassword,
});

/** Ends all sessions of a person. */
export const signOutPerson = endpoint({
  name: 'organisation.signOutPerson',
  method: 'POST',
  path: '/api/people/:id/sign-out',
  access: 'asked',
  params: idParams,
  reply: z.object({ closed: z.number() }),
});
