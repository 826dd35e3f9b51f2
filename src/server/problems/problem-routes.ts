import {
  getProblem,
  getProblemDesk,
  listAssignees,
  listProblems,
  listResponsibleUnits,
} from '../../contract/problems.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnitPath } from '../organisation/unit-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { listUnitChoices } from './problem-choices.ts';
import { loadDesk } from './problem-desk.ts';
import { listUnitWorkers } from './problem-facts.ts';
import { listProblemPage } from './problem-list.ts';
import { movingRoutes } from './problem-move-routes.ts';
import { findProblem, findProblemPlace } from './problem-queries.ts';
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
