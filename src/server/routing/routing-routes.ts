import {
  bulkDispatch,
  getProblemRouting,
  getRouting,
  saveRouting as saveRoutingEndpoint,
  tryRouting,
} from '../../contract/routing.ts';
import { getLedgerStatistics } from '../../contract/statistics.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { findRootPath, requireConfiguring } from '../deadlines/city-settings.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { findProblem, findProblemPlace } from '../problems/problem-queries.ts';
import { requireSightOfProblem } from '../problems/problem-sight.ts';
import { dispatchInBulk } from './bulk-dispatch.ts';
import { loadLedgerStatistics } from './ledger-statistics.ts';
import { requireSound, saveRouting } from './routing-commands.ts';
import { findProblemRouting, tryRoute, viewRouting } from './routing-queries.ts';

/** Rules of routing: read by whoever sees problems, written by whoever configures the ledger. */
export function routingRoutes(): Route[] {
  return [
    implement(getRouting, async ({ tx, cityId, ask }) => {
      const mayEdit = ask.may('ledger.configure', await findRootPath(tx, cityId));
      if (!mayEdit) ask.requireAnywhere('problem.view');
      return viewRouting(tx, cityId, mayEdit);
    }),

    implement(saveRoutingEndpoint, async (call) => {
      const { tx, cityId, ask, body } = call;
      await requireConfiguring(tx, cityId, ask);
      await saveRouting({ ...call, version: body.version }, body.rules);
      return viewRouting(tx, cityId, true);
    }),

    implement(tryRouting, async ({ tx, cityId, ask, body, now }) => {
      await requireConfiguring(tx, cityId, ask);
      if (body.rules) await requireSound(tx, cityId, body.rules);
      return tryRoute(tx, cityId, body, now);
    }),

    implement(getProblemRouting, async ({ tx, cityId, actor, ask, params }) => {
      const problem = await findProblem(tx, cityId, params.id);
      ask.reach('problem.view');
      if (!problem) throw notFound();
      const place = await findProblemPlace(tx, cityId, problem);
      const { arbiterPersonId } = await loadLedgerSettings(tx, cityId);
      requireSightOfProblem(ask, actor.personId, problem, place, arbiterPersonId);
      return findProblemRouting(tx, cityId, params.id);
    }),

    implement(getLedgerStatistics, async ({ tx, cityId, ask, query, now }) => {
      ask.requireAnywhere('problem.view');
      const today = cityDay(now);
      const to = query.to ?? today;
      const from = query.from ?? addDays(to, -365);
      if (from > to) throw invalid('from', 'statistics.endsBeforeStart');
      const { closure: formula } = await loadLedgerSettings(tx, cityId);
      const roots = ask.reach('problem.view');
      const found = await loadLedgerStatistics(tx, cityId, roots, { from, to, now }, formula);
      return { from, to, ...found, formula: { ...formula } };
    }),

    implement(bulkDispatch, async (call) => {
      call.ask.requireAnywhere('problem.dispatch');
      return dispatchInBulk(call, call.body);
    }),
  ];
}
