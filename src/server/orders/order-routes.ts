import {
  acceptOrder,
  acknowledgeOrder,
  answerOrder,
  draftOrder as draftOrderEndpoint,
  editOrder,
  getOrder,
  getOrderLetter,
  issueOrder,
  listOrderCandidates,
  listOrders,
  listProblemEscalations,
  listProblemOrders,
  sendBackOrder,
  withdrawOrder,
} from '../../contract/orders.ts';
import { mostOrderProblems, orderColour } from '../../domain/orders/order.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound } from '../platform/refused.ts';
import { findProblem, findProblemPlace, type ProblemPlace } from '../problems/problem-queries.ts';
import { requireSightOfProblem } from '../problems/problem-sight.ts';
import { listEscalations } from './escalation-queries.ts';
import { draftOrder, type GivenOrderCommand, type OrderCall, runOrderCommand } from './order-command.ts';
import { orderLetter } from './order-letter.ts';
import { listOrderPage, listOrdersOfProblem } from './order-queries.ts';
import { orderSightOf, viewOrder, viewOrderedProblems } from './order-view.ts';
import { colourFacts, listDemandable } from './ordered-problems.ts';

/** Letters to units (督办单): the office sends, the unit answers, the office judges. */
export function orderRoutes(): Route[] {
  return [...readingRoutes(), ...movingRoutes()];
}

function readingRoutes(): Route[] {
  return [
    implement(listOrders, async ({ tx, cityId, ask, query, now }) => {
      ask.requireAnywhere('problem.view');
      const sight = orderSightOf(ask);
      const page = await listOrderPage(tx, cityId, sight, query, now);
      return { ...page, mayIssue: sight.officeRoots.length > 0 };
    }),

    implement(listOrderCandidates, async ({ tx, cityId, ask, query, now }) => {
      const unit = await findUnit(tx, cityId, query.unitId);
      ask.requireSight('problem.dispatch', unit?.path ?? '');
      if (!unit) throw notFound();
      const { problems, count } = await listDemandable(tx, cityId, unit.id, mostOrderProblems);
      const settings = await loadLedgerSettings(tx, cityId);
      return {
        problems: await viewOrderedProblems(tx, cityId, problems, now),
        count,
        colour: orderColour(colourFacts(problems), now),
        answerHours: settings.orderAnswerHours,
      };
    }),

    implement(getOrder, (call) => viewOrder(call, call.params.id)),

    implement(getOrderLetter, async (call) => {
      const { tx, cityId } = call;
      const order = await viewOrder(call, call.params.id);
      const { orderPaper: paper } = await loadLedgerSettings(tx, cityId);
      const bytes = await orderLetter(order, { paper, officeName: await findOfficeName(tx, cityId) });
      return {
        fileName: `${order.number ?? order.title}.docx`,
        mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        bytes,
      };
    }),

    implement(listProblemOrders, async (call) => {
      const place = await requireSight(call, call.params.id);
      const { tx, cityId, ask, params, now } = call;
      return {
        orders: await listOrdersOfProblem(tx, cityId, orderSightOf(ask), params.id, now),
        mayIssue: place.unitPath !== null && ask.may('problem.dispatch', place.unitPath),
      };
    }),

    implement(listProblemEscalations, async (call) => {
      await requireSight(call, call.params.id);
      const { tx, cityId, params } = call;
      return { escalations: await listEscalations(tx, cityId, params.id) };
    }),
  ];
}

/** @throws Refused 404 where the problem is out of sight. */
async function requireSight(
  { tx, cityId, actor, ask }: OrderCall & { readonly actor: { readonly personId: string } },
  problemId: string,
): Promise<ProblemPlace> {
  const problem = await findProblem(tx, cityId, problemId);
  ask.reach('problem.view');
  if (!problem) throw notFound();
  const place = await findProblemPlace(tx, cityId, problem);
  const { arbiterPersonId } = await loadLedgerSettings(tx, cityId);
  requireSightOfProblem(ask, actor.personId, problem, place, arbiterPersonId);
  return place;
}

/** The city's office that runs the campaign, else the city itself. */
async function findOfficeName(tx: Tx, cityId: string): Promise<string> {
  const unit = await tx
    .selectFrom('unit')
    .select('name')
    .where('city_id', '=', cityId)
    .where('kind', 'in', ['office', 'city'])
    .orderBy((order) => order.case().when('kind', '=', 'office').then(0).else(1).end())
    .orderBy('path')
    .limit(1)
    .executeTakeFirstOrThrow();
  return unit.name;
}

function movingRoutes(): Route[] {
  return [
    implement(draftOrderEndpoint, async (call) => {
      await draftOrder(call, call.body);
      return viewOrder(call, call.body.id);
    }),
    implement(editOrder, (call) => {
      const { commandId, version, ...content } = call.body;
      return move(call, { type: 'edit', ...content });
    }),
    implement(issueOrder, (call) => move(call, { type: 'issue' })),
    implement(acknowledgeOrder, (call) => move(call, { type: 'acknowledge' })),
    implement(answerOrder, (call) => {
      const { answer, photos } = call.body;
      return move(call, { type: 'answer', answer, photoIds: photos.map((photo) => photo.sha256) });
    }),
    implement(acceptOrder, (call) => move(call, { type: 'accept', remark: call.body.remark })),
    implement(sendBackOrder, (call) => {
      const { reason, answerDueAt } = call.body;
      return move(call, { type: 'sendBack', reason, answerDueAt });
    }),
    implement(withdrawOrder, (call) => move(call, { type: 'withdraw', reason: call.body.reason })),
  ];
}

type MoveCall = OrderCall & {
  readonly actor: { readonly personId: string };
  readonly params: { readonly id: string };
  readonly body: {
    readonly commandId: string;
    readonly version: number;
    readonly photos?: GivenOrderCommand['photos'];
  };
};

async function move(call: MoveCall, command: GivenOrderCommand['command']) {
  const { commandId, version, photos = [] } = call.body;
  await runOrderCommand(call, { orderId: call.params.id, commandId, version, command, photos });
  return viewOrder(call, call.params.id);
}
