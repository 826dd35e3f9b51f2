import * as contract from '../../contract/rankings.ts';
import type { TieDecision } from '../../domain/rankings/tie-decisions.ts';
import { bulletinDocx } from '../documents/bulletin-docx.ts';
import { findUnitPath } from '../organisation/unit-queries.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound, Refused } from '../platform/refused.ts';
import { summariseSweeps } from '../sweeps/sweep-summary.ts';
import { countFlagsByUnit, listFlags } from './flag-queries.ts';
import { listDueProblems, listLostPoints } from './lost-point-queries.ts';
import { bulletinOfRanking, sweepSpanOf } from './ranking-bulletin.ts';
import { computeRanking, deleteDraft, recomputeDraft } from './ranking-computing.ts';
import { exportFile } from './ranking-export.ts';
import { importPublishedRanking } from './ranking-import.ts';
import { type OpenPledge, publishRanking } from './ranking-publishing.ts';
import { findRanking, listRankings, type Ranking } from './ranking-queries.ts';
import { maySeeDrafts, requireRanking, viewRanking } from './ranking-view.ts';
import { schemeRoutes } from './scheme-routes.ts';

/**
 * Schemes, rankings and the flag register. They belong to the city as a whole; what lies behind a unit's
 * score is open to those above the unit only.
 *
 * @param openPledge called for every flag of criticism of a ranking that is published.
 */
export function rankingRoutes(openPledge: OpenPledge): Route[] {
  return [
    ...schemeRoutes(),

    implement(contract.listRankings, async ({ tx, cityId, ask, query }) => {
      ask.requireAnywhere('ranking.view');
      return listRankings(tx, cityId, { ...query, drafts: maySeeDrafts(ask) });
    }),

    implement(contract.getRanking, async ({ tx, cityId, ask, params, now }) =>
      viewRanking(tx, cityId, params.id, ask, now),
    ),

    implement(contract.computeRanking, async ({ tx, cityId, ask, body, actor, now }) => {
      ask.requireAnywhere('ranking.compute');
      await computeRanking(tx, cityId, body, actor, now);
      return viewRanking(tx, cityId, body.id, ask, now);
    }),

    implement(contract.recomputeDraft, async ({ tx, cityId, ask, params, body, actor, now }) => {
      ask.requireAnywhere('ranking.compute');
      await recomputeDraft(tx, cityId, params.id, body.version, actor, now);
      return viewRanking(tx, cityId, params.id, ask, now);
    }),

    implement(contract.deleteDraft, async ({ tx, cityId, ask, params, actor, now }) => {
      ask.requireAnywhere('ranking.compute');
      await deleteDraft(tx, cityId, params.id, actor, now);
      return {};
    }),

    implement(contract.publishRanking, async ({ tx, cityId, ask, params, body, actor, now }) => {
      ask.requireAnywhere('ranking.publish');
      const decisions: readonly TieDecision[] = body.decisions;
      await publishRanking(tx, cityId, params.id, { ...body, decisions }, openPledge, actor, now);
      return viewRanking(tx, cityId, params.id, ask, now);
    }),

    implement(contract.importRanking, async ({ tx, cityId, ask, body, actor, now }) => {
      ask.requireAnywhere('ranking.publish');
      await importPublishedRanking(tx, cityId, body, actor, now);
      return viewRanking(tx, cityId, body.id, ask, now);
    }),

    implement(contract.exportRanking, async ({ tx, cityId, ask, params }) => {
      const ranking = await requireRanking(tx, cityId, params.id, ask);
      return {
        fileName: `${fileNameOf(ranking)}.json`,
        mediaType: 'application/json',
        bytes: exportFile(ranking),
      };
    }),

    implement(contract.downloadBulletin, async ({ tx, cityId, ask, params }) => {
      const ranking = await requireRanking(tx, cityId, params.id, ask);
      if (ranking.state !== 'published') throw new Refused(409, 'ranking.notPublished');
      const corrected =
        ranking.correctsId === null ? undefined : await findRanking(tx, cityId, ranking.correctsId);
      const span = sweepSpanOf(ranking);
      const sweeps = span && (await summariseSweeps(tx, cityId, span));
      const bytes = await bulletinDocx(bulletinOfRanking(ranking, corrected ?? null, sweeps));
      const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      return { fileName: `${fileNameOf(ranking)}.docx`, mediaType, bytes };
    }),

    implement(contract.getRankingUnit, async ({ tx, cityId, ask, params }) => {
      const ranking = await requireRanking(tx, cityId, params.id, ask);
      const { inputs } = ranking;
      const unit =
        inputs.kind === 'round' ? inputs.units.find(({ unitId }) => unitId === params.unitId) : undefined;
      if (!unit) throw notFound();
      const path = await findUnitPath(tx, cityId, unit.unitId);
      if (path === undefined) throw notFound();
      ask.requireSight('ranking.view', path);
      return {
        unitId: unit.unitId,
        name: unit.unitName,
        sites: await listLostPoints(tx, cityId, unit),
        problems: await listDueProblems(tx, cityId, unit),
      };
    }),

    implement(contract.listFlags, async ({ tx, cityId, ask, query }) => {
      ask.requireAnywhere('ranking.view');
      const page = await listFlags(tx, cityId, query);
      return { ...page, units: await countFlagsByUnit(tx, cityId, query) };
    }),
  ];
}

/** Document number or title, without what file systems refuse. */
function fileNameOf({ documentNumber, title }: Ranking): string {
  return (documentNumber ?? title).replace(/[\\/:*?"<>|]/g, '_');
}
