import { createScheme, editScheme, getScheme, listSchemes, type SchemeView } from '../../contract/schemes.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound } from '../platform/refused.ts';
import * as commands from './scheme-commands.ts';
import * as queries from './scheme-queries.ts';

/** Schemes belong to the city as a whole: seen by whoever sees rankings, edited by the office. */
export function schemeRoutes(): Route[] {
  return [
    implement(listSchemes, async ({ tx, cityId, ask }) => {
      ask.requireAnywhere('ranking.view');
      const schemes = await queries.listSchemes(tx, cityId);
      return { schemes: schemes.map(summaryOf) };
    }),

    implement(getScheme, async ({ tx, cityId, ask, params }) => {
      ask.requireAnywhere('ranking.view');
      return viewOf(tx, cityId, params.id, ask.reach('scheme.edit').length > 0);
    }),

    implement(createScheme, async ({ tx, cityId, ask, body, actor, now }) => {
      ask.requireAnywhere('scheme.edit');
      await commands.createScheme(tx, cityId, body, actor, now);
      return viewOf(tx, cityId, body.id, true);
    }),

    implement(editScheme, async ({ tx, cityId, ask, params, body, actor, now }) => {
      ask.requireAnywhere('scheme.edit');
      const { version, ...content } = body;
      await commands.editScheme(tx, cityId, params.id, version, content, actor, now);
      return viewOf(tx, cityId, params.id, true);
    }),
  ];
}

function summaryOf({ requestHash: _, rules, ...scheme }: queries.SchemeWithUse) {
  const units = rules.groups.reduce((sum, group) => sum + group.unitIds.length, 0);
  return { ...scheme, groups: rules.groups.length, units };
}

async function viewOf(tx: Tx, cityId: string, id: string, isEditor: boolean): Promise<SchemeView> {
  const scheme = await queries.findScheme(tx, cityId, id);
  if (!scheme) throw notFound();
  const unitIds = scheme.rules.groups.flatMap((group) => group.unitIds);
  const members = (await findUnits(tx, cityId, unitIds)).map((unit) => ({
    id: unit.id,
    name: unit.name,
    kind: unit.kind,
  }));
  // the stored rules were checked by the contract when they came in; the reply checks them again
  const rules = scheme.rules as unknown as SchemeView['rules'];
  return {
    ...summaryOf(scheme),
    rules,
    members,
    mayEdit: isEditor && scheme.publishedRankings === 0,
  };
}
