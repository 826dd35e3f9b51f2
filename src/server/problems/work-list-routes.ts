import {
  deleteView,
  listSavedViews,
  listWorkLists,
  listWorst,
  mostSavedViews,
  type SavedView,
  saveView,
} from '../../contract/work-lists.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { findUnitPath } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { loadWorkLists } from './problem-desk.ts';
import { loadLedgerScope } from './problem-scope.ts';
import {
  countOtherViews,
  findOwnView,
  insertView,
  isViewIdTaken,
  listViews,
  removeView,
} from './saved-view-queries.ts';
import { loadWorst } from './worst-queries.ts';

/** Lists that people work from, the views they keep, and where to begin. */
export function workListRoutes(): Route[] {
  return [
    implement(listWorkLists, async ({ tx, cityId, actor, ask, now }) => {
      const scope = await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now });
      return { lists: await loadWorkLists(tx, cityId, scope, (verb) => ask.reach(verb).length > 0) };
    }),

    implement(listWorst, async ({ tx, cityId, actor, ask, query, now }) => {
      ask.requireAnywhere('pledge.view');
      const scope = await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now });
      return loadWorst(tx, cityId, scope, query.of, query.limit);
    }),

    implement(listSavedViews, async ({ tx, cityId, actor, ask }) => {
      ask.requireAnywhere('problem.view');
      const workplaces = actor.grants.map((grant) => grant.unitPath);
      return { views: await listViews(tx, cityId, actor.personId, workplaces) };
    }),

    implement(saveView, async ({ tx, cityId, actor, ask, body, now }) => {
      ask.requireAnywhere('problem.view');
      const { id, name, sharedUnitId } = body;
      const { personId } = actor;
      if (sharedUnitId !== null) {
        const path = await findUnitPath(tx, cityId, sharedUnitId);
        if (path === undefined || !ask.may('problem.view', path)) throw invalid('sharedUnitId', 'notFound');
      }
      const filter = body.filter as Readonly<Record<string, string>>;
      const known = await findOwnView(tx, cityId, personId, id);
      if (known && isSame(known, { name, filter, sharedUnitId })) return known;
      if (known || (await isViewIdTaken(tx, cityId, id))) throw new Refused(409, 'workLists.viewIdTaken');
      if ((await countOtherViews(tx, cityId, personId, name)) >= mostSavedViews) {
        throw new Refused(409, 'workLists.tooManyViews', { most: mostSavedViews });
      }
      await insertView(tx, cityId, personId, { id, name, filter, sharedUnitId }, now);
      return readBack(tx, cityId, personId, id);
    }),

    implement(deleteView, async ({ tx, cityId, actor, ask, params }) => {
      ask.requireAnywhere('problem.view');
      if (!(await removeView(tx, cityId, actor.personId, params.id))) throw notFound();
      return { deleted: true as const };
    }),
  ];
}

function isSame(
  known: SavedView,
  asked: { name: string; filter: Readonly<Record<string, string>>; sharedUnitId: string | null },
): boolean {
  return (
    known.name === asked.name &&
    (known.sharedUnit?.id ?? null) === asked.sharedUnitId &&
    canonicalJson(known.filter) === canonicalJson(asked.filter)
  );
}

async function readBack(tx: Tx, cityId: string, personId: string, id: string): Promise<SavedView> {
  const view = await findOwnView(tx, cityId, personId, id);
  if (!view) throw new Error('a view just kept is there');
  return view;
}
