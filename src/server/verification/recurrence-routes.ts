import { findRecurrences, getProblemRecurrence, getRecurrenceRates } from '../../contract/recurrence.ts';
import { fewestForRate } from '../../domain/verification/recurrence-rate.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { findProblem, findProblemPlace } from '../problems/problem-queries.ts';
import { problemsInSight, requireSightOfProblem } from '../problems/problem-sight.ts';
import { findSite } from '../sites/site-queries.ts';
import { findChain, suggestRecurrences } from './recurrence-queries.ts';
import { loadRecurrenceRates } from './recurrence-rate-queries.ts';

/** Longest period of rates, in days. */
const longestPeriod = 3 * 366;

/** Recurrences: the question "the same again?", chains, rates. */
export function recurrenceRoutes(): Route[] {
  return [
    implement(findRecurrences, async ({ tx, cityId, actor, ask, query, now }) => {
      const sight = problemsInSight(cityId, actor.personId, ask.reach('problem.view'));
      const site = await findSite(tx, cityId, query.siteId);
      if (!site || !ask.may('site.view', site.territoryPath)) throw notFound();
      const { recurrenceDays } = await loadLedgerSettings(tx, cityId);
      const found = {
        id: null,
        siteId: site.id,
        itemCode: query.itemCode ?? null,
        categoryKey: query.categoryKey,
        raisedAt: now,
      };
      return {
        windowDays: recurrenceDays,
        suggestions: await suggestRecurrences(tx, cityId, found, recurrenceDays, sight),
      };
    }),

    implement(getProblemRecurrence, async ({ tx, cityId, actor, ask, params }) => {
      const row = await findProblem(tx, cityId, params.id);
      const sight = problemsInSight(cityId, actor.personId, ask.reach('problem.view'));
      if (!row) throw notFound();
      const settings = await loadLedgerSettings(tx, cityId);
      const place = await findProblemPlace(tx, cityId, row);
      requireSightOfProblem(ask, actor.personId, row, place, settings.arbiterPersonId);
      const answered = row.recurrence_answered;
      const found = {
        id: row.id,
        siteId: row.site_id,
        itemCode: row.item_code,
        categoryKey: row.category_key,
        raisedAt: row.raised_at,
      };
      return {
        windowDays: settings.recurrenceDays,
        answered,
        suggestions: answered
          ? []
          : await suggestRecurrences(tx, cityId, found, settings.recurrenceDays, sight),
        ...(await findChain(tx, cityId, row.id, sight)),
      };
    }),

    implement(getRecurrenceRates, async ({ tx, cityId, ask, query, now }) => {
      ask.requireAnywhere('problem.view');
      const { from, to } = query;
      if (to < from) throw invalid('to', 'revisit.periodReversed');
      if (Date.parse(to) - Date.parse(from) > longestPeriod * 86_400_000) {
        throw invalid('to', 'revisit.periodTooLong', { most: longestPeriod });
      }
      const roots = ask.reach('problem.view');
      const { recurrenceDays } = await loadLedgerSettings(tx, cityId);
      const seesPeople = ask.reach('round.view').some((root) => !root.includes('.'));
      const setting = { windowDays: recurrenceDays, now, roots, seesPeople };
      return {
        windowDays: recurrenceDays,
        fewest: fewestForRate,
        ...(await loadRecurrenceRates(tx, cityId, { from, to }, setting)),
      };
    }),
  ];
}
