import { sql } from 'kysely';
import { z } from 'zod';
import {
  answerRevisit,
  assignRevisit,
  getRevisit,
  getRevisitResults,
  listMyRevisits,
  listRevisitInspectors as listRevisitInspectorsEndpoint,
  listRevisits,
} from '../../contract/revisits.ts';
import { isIndependent } from '../../domain/verification/assign-revisits.ts';
import { checksWhenNoneFails } from '../../domain/verification/exact-interval.ts';
import { fewestChecks } from '../../domain/verification/recheck-rate.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { pathInSight } from '../organisation/unit-sight.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import { type Call, implement, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeText, readCursor } from '../platform/paging.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { positionOf } from '../problems/problem-facts.ts';
import { findProblem, findProblemPlace } from '../problems/problem-queries.ts';
import { answer, assign, isReplaced } from './revisit-commands.ts';
import { listRevisitedFixes, listRevisitInspectors } from './revisit-entering.ts';
import {
  afterPlace,
  conditionsOfRound,
  countRevisits,
  findRevisit,
  type RevisitRow,
  selectRevisits,
} from './revisit-queries.ts';
import { loadRevisitResults } from './revisit-result-queries.ts';
import { findRevisitRound } from './revisit-round-queries.ts';
import { mayPlanRevisits, requireRevisitPlanner, sightOfRevisits } from './revisit-sight.ts';

const place = z.tuple([placeText, z.number().int(), z.uuid()]);

/** Revisits one by one: lists, page, answers, results. */
export function revisitRoutes(): Route[] {
  return [
    implement(listRevisits, async (call) => {
      const { tx, cityId, actor, ask, params, query } = call;
      const sight = sightOfRevisits(ask, actor.personId);
      const round = await findRevisitRound(tx, cityId, params.id);
      if (!round) throw notFound();
      const within = await pathInSight(call, 'round.view', query.unitId);
      const conditions = conditionsOfRound(cityId, sight, round.id, within);
      const after = afterPlace(readCursor(place, query.cursor));
      const wanted = query.state ? [sql<boolean>`v.state = ${query.state}`] : [];
      const found = await selectRevisits(tx, cityId, [...conditions, ...wanted, after], query.limit + 1);
      const { rows, next } = pageOf(found, query.limit, (last) => last.order);
      return { revisits: rows, counts: await countRevisits(tx, cityId, conditions), next };
    }),

    implement(listMyRevisits, async ({ tx, cityId, actor, ask, query }) => {
      ask.requireAnywhere('inspection.submit');
      // an announced answer is of an open round; what was left open when its round closed is nobody's task
      const mine = sql<boolean>`v.inspector_id = ${actor.personId}`;
      const open = sql<boolean>`(v.state = 'open' and exists (select 1 from revisit_round o
        where o.city_id = v.city_id and o.id = v.round_id and o.state = 'drawn'))`;
      const done = sql<boolean>`v.state <> 'open'`;
      const after = afterPlace(readCursor(place, query.cursor));
      const found = await selectRevisits(
        tx,
        cityId,
        [mine, query.done ? done : open, after],
        query.limit + 1,
      );
      const { rows, next } = pageOf(found, query.limit, (last) => last.order);
      const openCounts = await countRevisits(tx, cityId, [mine, open]);
      const doneCounts = await countRevisits(tx, cityId, [mine, done]);
      return {
        revisits: rows,
        counts: {
          open: openCounts.open,
          done: doneCounts.held + doneCounts.failed + doneCounts.notPossible,
        },
        next,
      };
    }),

    implement(getRevisit, async (call) => {
      const row = await requireRevisit(call);
      return viewOf(call, row);
    }),

    implement(listRevisitInspectorsEndpoint, async (call) => {
      const { tx, cityId, now } = call;
      const row = await requireRevisit(call);
      requireRevisitPlanner(call.ask);
      const fixes = await listRevisitedFixes(tx, cityId, [row.problem_id]);
      const fix = fixes.get(row.problem_id);
      const people = await listRevisitInspectors(tx, cityId, now);
      return {
        inspectors: people
          .filter((person) => fix !== undefined && isIndependent(person, fix))
          .map(({ personId, name, load }) => ({ id: personId, name, open: load })),
      };
    }),

    implement(assignRevisit, async (call) => {
      await requireRevisit(call);
      requireRevisitPlanner(call.ask);
      await assign(call, call.params.id, call.body.inspectorId);
      return { inspectorId: call.body.inspectorId };
    }),

    implement(answerRevisit, async (call) => {
      await requireRevisit(call);
      call.ask.requireAnywhere('inspection.submit');
      const row = await answer(call, call.params.id, call.body);
      return {
        state: row.state as 'open' | 'held' | 'failed' | 'notPossible',
        consequence: row.consequence as 'reopened' | 'raised' | 'alreadyOpen' | null,
        raisedProblemId: row.raised_problem_id,
        reserveDrawn: await isReplaced(call, row),
      };
    }),

    implement(getRevisitResults, async ({ tx, cityId, actor, ask, query }) => {
      const sight = sightOfRevisits(ask, actor.personId);
      const { roundId, from, to } = query;
      if (from !== undefined && to !== undefined && to < from) throw invalid('to', 'revisit.periodReversed');
      const { recheckToleratedPercent } = await loadLedgerSettings(tx, cityId);
      return {
        toleratedPercent: recheckToleratedPercent,
        enough: checksWhenNoneFails(recheckToleratedPercent / 100, null),
        fewest: fewestChecks,
        ...(await loadRevisitResults(tx, cityId, { roundId, from, to }, sight, recheckToleratedPercent)),
      };
    }),
  ];
}

type RevisitCallWithId = Pick<Call<typeof getRevisit>, 'tx' | 'cityId' | 'actor' | 'ask' | 'now'> & {
  readonly params: { readonly id: string };
};

/** @throws Refused 403 for those who see no revisits, 404 for those who do not see this one. */
async function requireRevisit({ tx, cityId, actor, ask, params }: RevisitCallWithId): Promise<RevisitRow> {
  const sight = sightOfRevisits(ask, actor.personId);
  const row = await findRevisit(tx, cityId, params.id, sight);
  if (!row) throw notFound();
  return row;
}

async function viewOf({ tx, cityId, actor, ask }: RevisitCallWithId, row: RevisitRow) {
  const [line] = await selectRevisits(tx, cityId, [sql<boolean>`v.id = ${row.id}`], 1);
  const problem = await findProblem(tx, cityId, row.problem_id);
  const round = await findRevisitRound(tx, cityId, row.round_id);
  if (!line || !problem || !round) throw new Error('a revisit is of a problem in a round');
  const at = positionOf(problem, await findProblemPlace(tx, cityId, problem));
  const isOpen = row.state === 'open' && round.state === 'drawn';
  return {
    ...line,
    description: problem.description,
    siteId: problem.site_id,
    lon: at?.lon ?? null,
    lat: at?.lat ?? null,
    radiusMetres: (await loadLedgerSettings(tx, cityId)).siteRadiusMetres,
    photos: await listPhotoUses(tx, cityId, 'problem', [row.problem_id]),
    distanceMetres: row.distance_metres,
    raisedProblemId: row.raised_problem_id,
    mayAnswer: isOpen && row.inspector_id === actor.personId,
    mayAssign: isOpen && mayPlanRevisits(ask),
  };
}
