import {
  approveVoid,
  assignProblem,
  claimFixed,
  confirmFixed,
  declineVoid,
  dispatchProblem,
  getProblem,
  getProblemDesk,
  handOverProblem,
  listAssignees,
  listProblems,
  listResponsibleUnits,
  raiseProblem,
  rejectProblem,
  reopenProblem,
  requestVoid,
  returnProblem,
  sendBackProblem,
  startProblem,
} from '../../contract/problems.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnitPath } from '../organisation/unit-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { listUnitChoices } from './problem-choices.ts';
import { runProblemCommand } from './problem-command.ts';
import { loadDesk } from './problem-desk.ts';
import { listUnitWorkers } from './problem-facts.ts';
import { listProblemPage } from './problem-list.ts';
import { findProblem, findProblemPlace } from './problem-queries.ts';
import { raiseByHand } from './problem-raise-command.ts';
import { problemsInSight, requireSightOfProblem } from './problem-sight.ts';
import { viewProblem } from './problem-view.ts';

/** The ledger: lists, one problem, the desk, and every move. */
export function problemRoutes(): Route[] {
  return [...readingRoutes(), ...movingRoutes()];
}

function readingRoutes(): Route[] {
  return [
    implement(listProblems, async ({ tx, cityId, actor, ask, query, now }) => {
      const { personId } = actor;
      const sight = problemsInSight(cityId, personId, ask.reach('problem.view'));
      const unitPath = query.unitId === undefined ? undefined : await findUnitPath(tx, cityId, query.unitId);
      if (query.unitId !== undefined && unitPath === undefined) throw invalid('unitId', 'notFound');
      return listProblemPage(tx, cityId, sight, query, { personId, now, unitPath });
    }),

    implement(getProblem, async (call) => {
      const { tx, cityId, actor, ask, params } = call;
      const row = await findProblem(tx, cityId, params.id);
      ask.reach('problem.view');
      if (!row) throw notFound();
      const place = await findProblemPlace(tx, cityId, row);
      const settings = await loadLedgerSettings(tx, cityId);
      requireSightOfProblem(ask, actor.personId, row, place, settings.arbiterPersonId);
      return viewProblem(tx, cityId, call, row, place, settings);
    }),

    implement(getProblemDesk, async ({ tx, cityId, actor, ask, now }) => ({
      heaps: await loadDesk(tx, cityId, ask, actor.personId, now),
    })),

    implement(listAssignees, async ({ tx, cityId, ask, params, now }) => {
      const row = await findProblem(tx, cityId, params.id);
      if (!row) throw notFound();
      const place = await findProblemPlace(tx, cityId, row);
      if (place.unitPath === null || row.unit_id === null) throw notFound();
      ask.requireSight('problem.view', place.unitPath);
      if (!ask.may('problem.assign', place.unitPath)) ask.require('problem.work', place.unitPath);
      return { people: await listUnitWorkers(tx, cityId, row.unit_id, now) };
    }),

    implement(listResponsibleUnits, async ({ tx, cityId, ask, query, now }) => {
      ask.requireAnywhere('problem.view');
      return { units: await listUnitChoices(tx, cityId, query.search ?? '', now) };
    }),
  ];
}

function movingRoutes(): Route[] {
  return [
    implement(raiseProblem, (call) => raiseByHand(call, call.body)),

    implement(dispatchProblem, (call) => {
      const { unitId, assistingUnitIds } = call.body;
      return move(call, { type: 'dispatch', unitId, assistingUnitIds });
    }),
    implement(rejectProblem, (call) => move(call, { type: 'reject', reason: call.body.reason })),
    implement(returnProblem, (call) => {
      const { reason, proposedUnitId } = call.body;
      return move(call, { type: 'returnNotOurs', reason, proposedUnitId });
    }),
    implement(assignProblem, (call) => move(call, { type: 'assign', personId: call.body.personId })),
    implement(startProblem, (call) => move(call, { type: 'start' })),
    implement(handOverProblem, (call) => {
      const { personId, reason } = call.body;
      return move(call, { type: 'handOver', personId, reason });
    }),
    implement(claimFixed, (call) =>
      move(call, { type: 'claimFixed', photoIds: hashesOf(call.body), reason: call.body.reason }),
    ),
    implement(confirmFixed, (call) => {
      const { offSiteReason } = call.body;
      return move(call, { type: 'confirmFixed', photoIds: hashesOf(call.body), offSiteReason });
    }),
    implement(sendBackProblem, (call) =>
      move(call, { type: 'sendBack', photoIds: hashesOf(call.body), reason: call.body.reason }),
    ),
    implement(reopenProblem, (call) => {
      const { reason, unitId, assistingUnitIds } = call.body;
      return move(call, { type: 'reopen', reason, unitId, assistingUnitIds });
    }),
    implement(requestVoid, (call) => move(call, { type: 'requestVoid', reason: call.body.reason })),
    implement(approveVoid, (call) => move(call, { type: 'approveVoid' })),
    implement(declineVoid, (call) => move(call, { type: 'declineVoid', reason: call.body.reason })),
  ];
}

type MoveCall = Parameters<typeof runProblemCommand>[0] & {
  readonly params: { readonly id: string };
  readonly body: {
    readonly commandId: string;
    readonly version: number;
    readonly photos?: Parameters<typeof runProblemCommand>[1]['photos'];
    readonly deadlineAt?: string | null;
  };
};

function move(call: MoveCall, command: Parameters<typeof runProblemCommand>[1]['command']) {
  const { commandId, version, photos = [], deadlineAt = null } = call.body;
  return runProblemCommand(call, {
    problemId: call.params.id,
    commandId,
    version,
    command,
    photos,
    chosenDeadline: deadlineAt,
  });
}

function hashesOf(body: { readonly photos: readonly { readonly sha256: string }[] }): string[] {
  return body.photos.map((photo) => photo.sha256);
}
