import { z } from 'zod';
import { responsibilityGrounds } from '../domain/problems/responsible-unit.ts';
import { plainTargets } from '../domain/problems/routing-rules.ts';
import { listKey } from './deadlines.ts';
import { endpoint, idParams, line } from './endpoint.ts';

const code = line(80, 1);

export const routingTarget = z.discriminatedUnion('to', [
  z.object({ to: z.enum(plainTargets) }).strict(),
  z.object({ to: z.literal('unitType'), unitType: code }).strict(),
  z.object({ to: z.literal('unit'), unitId: z.uuid() }).strict(),
]);

const sources = ['inspection', 'citizen', 'selfCheck', 'meeting', 'import'] as const;

export const routingRule = z
  .object({
    key: listKey,
    name: line(60),
    when: z
      .object({
        categoryKeys: z.array(code).max(200),
        categoryKinds: z.array(code).max(20),
        siteTypes: z.array(code).max(100),
        sources: z.array(z.enum(sources)).max(sources.length),
        areaUnitIds: z.array(z.uuid()).max(100),
        severity: z.enum(['any', 'normal', 'high']),
        ownerless: z.enum(['any', 'only', 'never']),
      })
      .strict(),
    lead: z.array(routingTarget).max(50),
    assisting: z.array(routingTarget).max(50),
  })
  .strict();
export const routingRules = z.array(routingRule).max(200);
export type RoutingRuleInput = z.infer<typeof routingRule>;

export const routingView = z.object({
  version: z.number(),
  rules: routingRules,
  /** Names of the units that rules name. */
  units: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Kinds of categories of this city. */
  categoryKinds: z.array(z.string()),
  mayEdit: z.boolean(),
});
export type RoutingView = z.infer<typeof routingView>;

export const getRouting = endpoint({
  name: 'routing.get',
  method: 'GET',
  path: '/api/routing',
  access: 'asked',
  reply: routingView,
});

export const saveRouting = endpoint({
  name: 'routing.save',
  method: 'PUT',
  path: '/api/routing',
  access: 'asked',
  body: z.object({ version: z.int().min(0), rules: routingRules }).strict(),
  reply: routingView,
});

/** Why a unit. */
export const routingReason = z.object({
  ruleKey: z.string().nullable(),
  ruleName: z.string(),
  target: z.enum([...plainTargets, 'unitType', 'unit']),
  ground: z.enum(responsibilityGrounds).nullable(),
});
export type RoutingReasonView = z.infer<typeof routingReason>;

const routedUnit = z.object({ id: z.string(), name: z.string() });

/** Where a problem would go by the rules as stored, or by rules that are being written. Stores nothing. */
export const tryRouting = endpoint({
  name: 'routing.try',
  method: 'POST',
  path: '/api/routing/try',
  access: 'asked',
  body: z
    .object({
      siteId: z.uuid().nullable(),
      categoryKey: code,
      severity: z.enum(['normal', 'high']),
      source: z.enum(sources),
      rules: routingRules.optional(),
    })
    .strict(),
  reply: z.object({
    unit: routedUnit.nullable(),
    /** Name of the unit's contact; null: nobody is named, so the dispatcher must decide. */
    contactName: z.string().nullable(),
    assisting: z.array(routedUnit),
    reason: routingReason.nullable(),
  }),
});

/** Why the latest dispatch of a problem by rule went where it did; null where a person chose the unit. */
export const getProblemRouting = endpoint({
  name: 'routing.ofProblem',
  method: 'GET',
  path: '/api/problems/:id/unit-choice',
  access: 'asked',
  params: idParams,
  reply: z.object({ reason: routingReason.nullable(), at: z.string().nullable() }),
});

/** Most problems dispatched at once. */
export const mostBulkProblems = 200;

/** Dispatches many problems: to one unit, or each where the rules send it. Each row succeeds or fails alone. */
export const bulkDispatch = endpoint({
  name: 'routing.bulkDispatch',
  method: 'POST',
  path: '/api/problems/bulk-dispatch',
  access: 'asked',
  body: z
    .object({
      problems: z
        .array(z.object({ id: z.uuid(), version: z.int().min(1), commandId: z.uuid() }).strict())
        .min(1)
        .max(mostBulkProblems),
      /** Null: by rule. */
      to: z
        .object({ unitId: z.uuid(), assistingUnitIds: z.array(z.uuid()).max(20) })
        .strict()
        .nullable(),
    })
    .strict(),
  reply: z.object({
    done: z.array(z.object({ id: z.string(), number: z.number(), unitName: z.string() })),
    refused: z.array(
      z.object({ id: z.string(), number: z.number().nullable(), code: z.string(), message: z.string() }),
    ),
  }),
});
