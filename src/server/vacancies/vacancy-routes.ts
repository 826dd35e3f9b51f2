import { z } from 'zod';
import {
  adoptVacancy,
  extendVacancy,
  getVacancy,
  listKeeperChoices,
  listVacancies as listVacanciesEndpoint,
  nameVacancyKeeper,
  type VacancyView,
  voidVacancy,
} from '../../contract/vacancies.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { pathInSight } from '../organisation/unit-sight.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeDay, readCursor } from '../platform/paging.ts';
import { notFound } from '../platform/refused.ts';
import { listUnitWorkers } from '../problems/problem-facts.ts';
import { findSite } from '../sites/site-queries.ts';
import { adopt, extend, nameVacancysKeeper, type VacancyCall, voidAsWrong } from './vacancy-commands.ts';
import { listVacancyHistory } from './vacancy-history.ts';
import { countVacancies, findVacancyLine, listVacancies } from './vacancy-queries.ts';

const vacancyPlace = z.tuple([placeDay, z.uuid()]);

/** Sites that nobody owns: who keeps them meanwhile, until when an owner is to be found, and adoption. */
export function vacancyRoutes(): Route[] {
  return [
    implement(listVacanciesEndpoint, async (call) => {
      const { tx, cityId, ask, query, now } = call;
      ask.requireAnywhere('site.view');
      const within = await pathInSight(call, 'site.view', query.unitId);
      const scope = { cityId, roots: ask.reach('site.view'), within, siteId: query.siteId };
      const filter = {
        state: query.state,
        overdue: query.overdue,
        after: readCursor(vacancyPlace, query.cursor),
        limit: query.limit + 1,
      };
      const found = await listVacancies(tx, scope, filter, now);
      const { rows, next } = pageOf(found, query.limit, (last) => [last.dueOn, last.id]);
      return { vacancies: rows, counts: await countVacancies(tx, scope, now), next };
    }),

    implement(getVacancy, (call) => viewOf(call, call.params.id)),

    implement(listKeeperChoices, async (call) => {
      const { tx, cityId, query, now } = call;
      const { mayEdit } = await viewOf(call, call.params.id);
      if (!mayEdit) throw notFound();
      return { people: await listUnitWorkers(tx, cityId, query.unitId, now) };
    }),

    implement(nameVacancyKeeper, async (call) => {
      await nameVacancysKeeper(call, call.params.id, call.body);
      return viewOf(call, call.params.id);
    }),
    implement(extendVacancy, async (call) => {
      await extend(call, call.params.id, call.body);
      return viewOf(call, call.params.id);
    }),
    implement(adoptVacancy, async (call) => {
      await adopt(call, call.params.id, call.body);
      return viewOf(call, call.params.id);
    }),
    implement(voidVacancy, async (call) => {
      await voidAsWrong(call, call.params.id, call.body);
      return viewOf(call, call.params.id);
    }),
  ];
}

async function viewOf({ tx, cityId, ask, now }: VacancyCall, id: string): Promise<VacancyView> {
  ask.requireAnywhere('site.view');
  const line = await findVacancyLine(tx, { cityId, roots: ask.reach('site.view') }, id, now);
  const site = line && (await findSite(tx, cityId, line.site.id));
  if (!line || !site) throw notFound();
  const { maxExtensions } = await loadLedgerSettings(tx, cityId);
  return {
    ...line,
    history: await listVacancyHistory(tx, cityId, id),
    mayEdit: ask.may('site.edit', site.territoryPath),
    extensionsLeft: Math.max(0, maxExtensions - line.extensionCount),
  };
}
