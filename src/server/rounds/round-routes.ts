import { z } from 'zod';
import {
  addSites,
  assignVisits,
  closeRound,
  createRound,
  distribute,
  getRound,
  listCandidates,
  listInspectors as listInspectorsEndpoint,
  listRounds as listRoundsEndpoint,
  listVisits as listVisitsEndpoint,
  openRound,
  previewDistribution,
  removeVisits,
} from '../../contract/rounds.ts';
import { listInspectors } from '../organisation/inspector-queries.ts';
import { findUnit, findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeDay, placeText, readCursor } from '../platform/paging.ts';
import { notFound } from '../platform/refused.ts';
import { listPlannedVisits } from './planned-visit-queries.ts';
import { applyDraw, assignByHand, previewDraw } from './round-assignment.ts';
import {
  addSitesToRound,
  closeOpenRound,
  openPlannedRound,
  planRound,
  removeVisitsFromRound,
} from './round-commands.ts';
import { findProgress, noProgress } from './round-progress.ts';
import { countRounds, listRounds, requireRound } from './round-queries.ts';
import { mayPlan, requirePlanner, sightOfRounds } from './round-sight.ts';
import { countVisits, listSiteGroups, listUnitsAbove, listVisits } from './visit-queries.ts';

const roundPlace = z.tuple([placeDay, z.uuid()]);
const visitPlace = z.tuple([placeText, placeText, z.uuid()]);

/** Rounds: planned, drawn, opened, closed, and how far they are. */
export function roundRoutes(): Route[] {
  return [
    implement(listRoundsEndpoint, async ({ tx, cityId, ask, query }) => {
      const sight = sightOfRounds(ask);
      const after = readCursor(roundPlace, query.cursor);
      const filter = { state: query.state, after, limit: query.limit + 1 };
      const found = await listRounds(tx, cityId, sight, filter);
      const { rows: rounds, next } = pageOf(found, query.limit, (last) => [last.startsOn, last.id]);
      const ids = rounds.map((round) => round.id);
      const progress = await findProgress(tx, cityId, ids, sight, 'round');
      return {
        rounds: rounds.map((round) => ({ ...round, ...(progress.get(round.id) ?? noProgress) })),
        counts: await countRounds(tx, cityId, sight),
        nextCursor: next,
      };
    }),

    implement(createRound, async ({ tx, cityId, actor, ask, body, now }) => {
      requirePlanner(ask);
      await planRound({ tx, cityId, actor, now }, body);
      return { id: body.id };
    }),

    implement(getRound, async ({ tx, cityId, ask, params }) => {
      const sight = sightOfRounds(ask);
      const round = await requireRound(tx, cityId, params.id, sight);
      const [total, byInspector, byUnit] = [
        await findProgress(tx, cityId, [round.id], sight, 'round'),
        await findProgress(tx, cityId, [round.id], sight, 'inspector'),
        await findProgress(tx, cityId, [round.id], sight, 'unit'),
      ];
      const people = await listNames(tx, cityId, [...byInspector.keys()]);
      const units = await findUnits(
        tx,
        cityId,
        [...byUnit.keys()].filter((id) => id !== null),
      );
      return {
        ...round,
        ...(total.get(round.id) ?? noProgress),
        mayPlan: mayPlan(ask),
        seesPlan: sight.seesPlan,
        byInspector: people.map((person) => ({
          inspectorId: person.id,
          inspectorName: person.name,
          ...(byInspector.get(person.id) ?? noProgress),
        })),
        byUnit: [...units]
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map((unit) => ({
            unitId: unit.id,
            unitName: unit.name,
            unitPath: unit.path,
            ...(byUnit.get(unit.id) ?? noProgress),
          })),
      };
    }),

    implement(listVisitsEndpoint, async ({ tx, cityId, ask, params, query }) => {
      const sight = sightOfRounds(ask);
      const round = await requireRound(tx, cityId, params.id, sight);
      const unit = query.unitId === undefined ? undefined : await findUnit(tx, cityId, query.unitId);
      if (query.unitId !== undefined && !unit) throw notFound();
      const filter = {
        roundId: round.id,
        within: unit?.path,
        inspectorId: query.inspectorId,
        siteType: query.siteType,
        state: query.state,
        after: readCursor(visitPlace, query.cursor),
        limit: query.limit + 1,
      };
      const found = await listVisits(tx, cityId, sight, filter);
      const { rows: visits, next } = pageOf(found, query.limit, (last) => last.place);
      return {
        visits,
        count: await countVisits(tx, cityId, sight, filter),
        nextCursor: next,
      };
    }),

    implement(listCandidates, async ({ tx, cityId, ask, params }) => {
      requirePlanner(ask);
      const round = await requireRound(tx, cityId, params.id, sightOfRounds(ask));
      const groups = await listSiteGroups(tx, cityId, round);
      return {
        groups,
        units: await listUnitsAbove(
          tx,
          cityId,
          groups.map((group) => group.unitPath),
        ),
      };
    }),

    implement(listInspectorsEndpoint, async ({ tx, cityId, ask, params, now }) => {
      requirePlanner(ask);
      const round = await requireRound(tx, cityId, params.id, sightOfRounds(ask));
      const visits = await listPlannedVisits(tx, cityId, round.id);
      const inspectors = await listInspectors(tx, cityId, now);
      return {
        inspectors: inspectors.map((person) => {
          const his = visits.filter((visit) => visit.inspectorId === person.personId);
          return {
            id: person.personId,
            name: person.name,
            homeUnitName: person.homeUnitName,
            visits: his.length,
            done: his.filter((visit) => visit.isDone).length,
          };
        }),
      };
    }),

    implement(addSites, async ({ tx, cityId, actor, ask, params, body, now }) => {
      requirePlanner(ask);
      return addSitesToRound({ tx, cityId, actor, now }, params.id, body.choose, body.inspectorId);
    }),

    implement(removeVisits, async ({ tx, cityId, actor, ask, params, body, now }) => {
      requirePlanner(ask);
      return removeVisitsFromRound({ tx, cityId, actor, now }, params.id, body.visitIds);
    }),

    implement(assignVisits, async ({ tx, cityId, actor, ask, params, body, now }) => {
      requirePlanner(ask);
      return { changed: await assignByHand({ tx, cityId, actor, now }, params.id, body.assignments) };
    }),

    implement(previewDistribution, async ({ tx, cityId, actor, ask, params, body, now }) => {
      requirePlanner(ask);
      return previewDraw({ tx, cityId, actor, now }, params.id, body);
    }),

    implement(distribute, async ({ tx, cityId, actor, ask, params, body, now }) => {
      requirePlanner(ask);
      return applyDraw({ tx, cityId, actor, now }, params.id, body);
    }),

    implement(openRound, async ({ tx, cityId, actor, ask, params, now }) => {
      requirePlanner(ask);
      return { state: await openPlannedRound({ tx, cityId, actor, now }, params.id) };
    }),

    implement(closeRound, async ({ tx, cityId, actor, ask, params, now }) => {
      requirePlanner(ask);
      return { state: await closeOpenRound({ tx, cityId, actor, now }, params.id) };
    }),
  ];
}

async function listNames(tx: Tx, cityId: string, ids: readonly (string | null)[]) {
  const known = ids.filter((id) => id !== null);
  if (known.length === 0) return [];
  return tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('id', 'in', known)
    .orderBy('name')
    .orderBy('id')
    .execute();
}
