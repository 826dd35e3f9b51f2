import {
  getProblem,
  getProblemDesk,
  listAssignees,
  listProblems,
  listResponsibleUnits,
} from '../../contract/problems.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound } from '../platform/refused.ts';
import { listUnitChoices } from './problem-choices.ts';
import { loadDesk } from './problem-desk.ts';
import { listUnitWorkers } from './problem-facts.ts';
import { listProblemPage } from './problem-list.ts';
import { movingRoutes } from './problem-move-routes.ts';
import { findProblem, findProblemPlace } from './problem-queries.ts';
import { loadLedgerScope } from './problem-scope.ts';
import { requireSightOfProblem } from './problem-sight.ts';
import { viewProblem } from './problem-view.ts';
import { workListRoutes } from './work-list-routes.ts';

/** The ledger: lists, one problem, the desk, and every move. */
export function problemRoutes(): Route[] {
  return [...readingRoutes(), ...movingRoutes(), ...workListRoutes()];
}

function readingRoutes(): Route[] {
  return [
    implement(listProblems, async ({ tx, cityId, actor, ask, query, now }) => {
      const scope = await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now }, query);
      return listProblemPage(tx, cityId, query, scope);
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

    implement(getProblemDesk, async ({ tx, cityId, actor, ask, now }) => {
      const scope = await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now });
      return { heaps: await loadDesk(tx, cityId, scope, (verb) => ask.reach(verb).length > 0) };
    }),

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
