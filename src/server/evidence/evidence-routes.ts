import { getProblemEvidence } from '../../contract/evidence.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { photoSightOf } from '../photos/photo-sight.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { forbidden, notFound } from '../platform/refused.ts';
import { findProblem, findProblemPlace, owningPath } from '../problems/problem-queries.ts';
import { requireSightOfProblem } from '../problems/problem-sight.ts';
import { viewEvidence } from './problem-evidence.ts';

/** Hints on photos are for those who verify or reopen: whoever is verified is not taught how. */
export function evidenceRoutes(): Route[] {
  return [
    implement(getProblemEvidence, async ({ tx, cityId, actor, ask, params }) => {
      const sight = photoSightOf(actor, ask);
      const row = await findProblem(tx, cityId, params.id);
      if (!row) throw notFound();
      const place = await findProblemPlace(tx, cityId, row);
      const settings = await loadLedgerSettings(tx, cityId);
      requireSightOfProblem(ask, actor.personId, row, place, settings.arbiterPersonId);
      const owner = owningPath(place);
      if (!ask.may('problem.verify', owner) && !ask.may('problem.reopen', owner)) throw forbidden();
      const radiusM = settings.siteRadiusMetres;
      return { radiusM, photos: await viewEvidence(tx, cityId, row, place, sight, radiusM) };
    }),
  ];
}
