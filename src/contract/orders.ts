import { z } from 'zod';
import { mostOrderProblems, orderColours, orderStates } from '../domain/orders/order.ts';
import { orderCommandTypes } from '../domain/orders/order-moves.ts';
import {
  endpoint,
  flagInQuery,
  idParams,
  instant,
  line,
  pageCursor,
  pageSize,
  paragraph,
} from './endpoint.ts';
import { photoReference } from './photos.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const orderLine = z.object({
  id: z.string(),
  /** As printed; null for a draft. */
  number: z.string().nullable(),
  state: z.enum(orderStates),
  colour: z.enum(orderColours),
  unit: named,
  title: z.string(),
  problemCount: z.number(),
  madeAt: z.string(),
  byRule: z.boolean(),
  issuedAt: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  answerDueAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  /** Past its answer day without an answer. */
  isLate: z.boolean(),
  isSample: z.boolean(),
});
export type OrderLine = z.infer<typeof orderLine>;

export const orderedProblem = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  place: z.string(),
  state: z.string(),
  person: named.nullable(),
  deadlineAt: z.string().nullable(),
  /** Working hours past the deadline; 0 where it is in time or closed. */
  hoursLate: z.number(),
});

export const orderView = orderLine.extend({
  demands: z.string(),
  answerHours: z.number(),
  madeBy: named.nullable(),
  stepKey: z.string().nullable(),
  issuedBy: named.nullable(),
  acknowledgedBy: named.nullable(),
  answer: z.string().nullable(),
  answeredBy: named.nullable(),
  answerPhotos: z.array(z.string()),
  acceptedAt: z.string().nullable(),
  acceptedBy: named.nullable(),
  sentBackReason: z.string().nullable(),
  sentBackCount: z.number(),
  overdueCount: z.number(),
  withdrawnReason: z.string().nullable(),
  problems: z.array(orderedProblem),
  history: z.array(
    z.object({
      version: z.number(),
      kind: z.string(),
      at: z.string(),
      byName: z.string().nullable(),
      text: z.string(),
    }),
  ),
  version: z.number(),
  /** Moves open to the caller now. */
  moves: z.array(z.enum(orderCommandTypes)),
});
export type OrderView = z.infer<typeof orderView>;

export const listOrders = endpoint({
  name: 'orders.list',
  method: 'GET',
  path: '/api/orders',
  access: 'asked',
  query: z
    .object({
      state: z.enum(orderStates).optional(),
      colour: z.enum(orderColours).optional(),
      unitId: z.uuid().optional(),
      /** Only those past their answer day. */
      late: flagInQuery.optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    orders: z.array(orderLine),
    /** Of the list asked for. */
    count: z.number(),
    /** Of everything in sight, by state, and how many are late. */
    states: z.record(z.string(), z.number()),
    late: z.number(),
    next: z.string().nullable(),
    mayIssue: z.boolean(),
  }),
});

export const getOrder = endpoint({
  name: 'orders.get',
  method: 'GET',
  path: '/api/orders/:id',
  access: 'asked',
  params: idParams,
  reply: orderView,
});

/** Open problems of a unit that a letter may be about, the latest first. */
export const listOrderCandidates = endpoint({
  name: 'orders.candidates',
  method: 'GET',
  path: '/api/orders/candidates',
  access: 'asked',
  query: z.object({ unitId: z.uuid() }).strict(),
  reply: z.object({
    problems: z.array(orderedProblem.extend({ orderId: z.string().nullable() })),
    count: z.number(),
    colour: z.enum(orderColours),
    answerHours: z.number(),
  }),
});

const content = {
  problemIds: z.array(z.uuid()).min(1).max(mostOrderProblems),
  /** Left out: by the problems' dates. */
  colour: z.enum(orderColours).optional(),
  title: line(200, 1),
  demands: paragraph(4000, 4),
  /** Working hours from issue. */
  answerHours: z.number().min(1).max(1000),
};

export const draftOrder = endpoint({
  name: 'orders.draft',
  method: 'POST',
  path: '/api/orders',
  access: 'asked',
  /** `issue`: goes out at once. */
  body: z.object({ id: z.uuid(), unitId: z.uuid(), issue: z.boolean(), ...content }).strict(),
  reply: orderView,
});

const command = { commandId: z.uuid(), version: z.int().min(1) };

export const editOrder = endpoint({
  name: 'orders.edit',
  method: 'PUT',
  path: '/api/orders/:id',
  access: 'asked',
  params: idParams,
  body: z.object({ ...command, ...content }).strict(),
  reply: orderView,
});

function moveOf<Body extends z.ZodRawShape>(name: string, path: string, body: Body) {
  return endpoint({
    name: `orders.${name}`,
    method: 'POST',
    path: `/api/orders/:id/${path}`,
    access: 'asked',
    params: idParams,
    body: z.object({ ...command, ...body }).strict(),
    reply: orderView,
  });
}

const text = paragraph(4000, 4);

export const issueOrder = moveOf('issue', 'issue', {});
export const acknowledgeOrder = moveOf('acknowledge', 'acknowledge', {});
export const answerOrder = moveOf('answer', 'answer', {
  answer: text,
  photos: z.array(photoReference).max(30),
});
export const acceptOrder = moveOf('accept', 'accept', { remark: paragraph(1000) });
export const sendBackOrder = moveOf('sendBack', 'send-back', {
  reason: text,
  answerDueAt: instant.nullable(),
});
export const withdrawOrder = moveOf('withdraw', 'withdraw', { reason: text });

export const getOrderLetter = endpoint({
  name: 'orders.letter',
  method: 'GET',
  path: '/api/orders/:id/letter.docx',
  access: 'asked',
  params: idParams,
  reply: z.unknown(),
  carries: 'download',
});

export const listProblemOrders = endpoint({
  name: 'orders.ofProblem',
  method: 'GET',
  path: '/api/problems/:id/unit-orders',
  access: 'asked',
  params: idParams,
  reply: z.object({ orders: z.array(orderLine), mayIssue: z.boolean() }),
});

/** One step of the ladder as it was said. */
export const escalationView = z.object({
  id: z.string(),
  stepKey: z.string(),
  stepName: z.string(),
  at: z.string(),
  deadlineAt: z.string(),
  hoursLate: z.number(),
  people: z.array(named),
  orderId: z.string().nullable(),
});
export type EscalationView = z.infer<typeof escalationView>;

/** Escalation of one problem: what was said, when, for which deadline. */
export const listProblemEscalations = endpoint({
  name: 'orders.problemEscalations',
  method: 'GET',
  path: '/api/problems/:id/escalations',
  access: 'asked',
  params: idParams,
  reply: z.object({ escalations: z.array(escalationView) }),
});
