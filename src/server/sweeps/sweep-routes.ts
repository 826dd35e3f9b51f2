import {
  checkSite,
  getSweepCheck,
  listMyChecks,
  listSweepChecks,
  spotCheckSite,
} from '../../contract/sweep-checks.ts';
import {
  attachToSweep,
  cancelSweep,
  closeSweep,
  getProblemSweep,
  getRootCauses,
  getSweep,
  getUnitSweeps,
  listMissingSweeps,
  listSweeps,
  previewSweep,
  reopenSweep,
  startSweep,
  waiveSweep,
} from '../../contract/sweeps.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { findUnitPath } from '../organisation/unit-queries.ts';
import { pathInSight } from '../organisation/unit-sight.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid } from '../platform/refused.ts';
import { findProblem } from '../problems/problem-queries.ts';
import { commonProblemRoutes } from './common-problem-routes.ts';
import { listUnswept, viewProblemSweep } from './problem-sweep.ts';
import { lookAtSite, requireCheck } from './sweep-check-command.ts';
import { listChecks, listOwnChecks, readCheck } from './sweep-check-list.ts';
import { runSweepCommand, type SweepMoveCommand } from './sweep-command.ts';
import { countRootCauses, viewUnitSweeps } from './sweep-figures.ts';
import { listSweepPage } from './sweep-list.ts';
import { previewSites } from './sweep-scope.ts';
import { requireSweep } from './sweep-sight.ts';
import { beginSweep } from './sweep-start.ts';
import { viewSweep } from './sweep-view.ts';

/** Sweeps, their checks, their causes, and the register of common problems. */
export function sweepRoutes(): Route[] {
  return [...readingRoutes(), ...figureRoutes(), ...movingRoutes(), ...commonProblemRoutes()];
}

function readingRoutes(): Route[] {
  return [
    implement(listSweeps, async (call) => {
      call.ask.requireAnywhere('problem.view');
      const unitPath = await pathInSight(call, 'unit.view', call.query.unitId);
      return listSweepPage(call, call.query, unitPath);
    }),

    implement(getSweep, (call) => viewSweep(call, call.params.id)),

    implement(listSweepChecks, async (call) => {
      const { tx, cityId, ask, params, query } = call;
      await requireSweep(tx, cityId, params.id, ask.reach('problem.view'));
      const { show, unitId, cursor, limit } = query;
      return listChecks(call, params.id, { show, unitId, cursor, limit });
    }),

    implement(listMyChecks, async (call) => {
      call.ask.requireAnywhere('problem.view');
      const { cursor, limit } = call.query;
      return listOwnChecks(call, { cursor, limit });
    }),

    implement(getSweepCheck, async (call) => {
      const { tx, cityId, params } = call;
      await requireCheck(call, params.id);
      return {
        ...(await readCheck(call, params.id)),
        photos: await listPhotoUses(tx, cityId, 'sweepCheck', [params.id]),
      };
    }),

    implement(previewSweep, async (call) => {
      const { tx, cityId, ask, query } = call;
      const scopePath = await findUnitPath(tx, cityId, query.scopeUnitId);
      ask.requireSight('site.view', scopePath ?? '');
      if (scopePath === undefined) throw invalid('scopeUnitId', 'notFound');
      const problem = query.problemId ? await findProblem(tx, cityId, query.problemId) : undefined;
      const units = await previewSites(tx, cityId, {
        scopePath,
        siteTypes: query.siteTypes,
        withoutSiteId: problem?.site_id ?? null,
      });
      return { sites: units.reduce((sum, unit) => sum + unit.sites, 0), units };
    }),
  ];
}

/** Days of the statistics of causes where nobody chose others. */
const causeDays = 365;

function figureRoutes(): Route[] {
  return [
    implement(getProblemSweep, (call) => {
      call.ask.reach('problem.view');
      return viewProblemSweep(call, call.params.id);
    }),

    implement(listMissingSweeps, (call) => listUnswept(call)),

    implement(getUnitSweeps, async (call) => {
      const path = await findUnitPath(call.tx, call.cityId, call.params.id);
      call.ask.requireSight('problem.view', path ?? '');
      return viewUnitSweeps(call, path ?? '');
    }),

    implement(getRootCauses, async (call) => {
      const { ask, query, now } = call;
      ask.requireAnywhere('problem.view');
      const unitPath = await pathInSight(call, 'unit.view', query.unitId);
      const to = query.to ?? cityDay(now);
      const from = query.from ?? cityDay(new Date(Date.parse(now) - causeDays * 86_400_000).toISOString());
      if (from > to) throw invalid('to', 'sweep.endsBeforeStart');
      const counted = await countRootCauses(call, { from: startOf(from), to: endOf(to), unitPath });
      return { from, to, ...counted };
    }),
  ];
}

/** First instant of a Chinese day, and the first after it. */
function startOf(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}

function endOf(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();
}

function movingRoutes(): Route[] {
  return [
    implement(startSweep, (call) => beginSweep(call, call.body)),
    implement(checkSite, (call) => lookAtSite(call, 'check', call.params.id, call.body)),
    implement(spotCheckSite, (call) => lookAtSite(call, 'spotCheck', call.params.id, call.body)),
    implement(closeSweep, (call) => {
      const { cause, causeNote, restReason } = call.body;
      return move(call, { type: 'close', cause, causeNote, restReason });
    }),
    implement(waiveSweep, (call) => move(call, { type: 'waive', reason: call.body.reason })),
    implement(reopenSweep, (call) => move(call, { type: 'reopen', reason: call.body.reason })),
    implement(cancelSweep, (call) => move(call, { type: 'cancel', reason: call.body.reason })),
    implement(attachToSweep, (call) => move(call, { type: 'attach', problemId: call.body.problemId })),
  ];
}

type MoveCall = Parameters<typeof runSweepCommand>[0] & {
  readonly params: { readonly id: string };
  readonly body: { readonly commandId: string };
};

function move(call: MoveCall, command: SweepMoveCommand) {
  return runSweepCommand(call, { sweepId: call.params.id, commandId: call.body.commandId, command });
}
