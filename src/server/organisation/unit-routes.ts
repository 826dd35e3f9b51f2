import { z } from 'zod';
import {
  addTaskLine as addTaskLineEndpoint,
  closeTaskLine as closeTaskLineEndpoint,
  closeUnit as closeUnitEndpoint,
  createUnit as createUnitEndpoint,
  editUnit as editUnitEndpoint,
  getUnit,
  getUnitHistory,
  getUnitTree,
  listUnits as listUnitsEndpoint,
  moveUnit as moveUnitEndpoint,
  setUnitContact,
  type UnitPage,
} from '../../contract/organisation.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { UnitKind } from '../../domain/organisation/unit-kinds.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EndpointHouse, implement, type Route } from '../platform/http-endpoint.ts';
import { pageOf, placeText, readCursor } from '../platform/paging.ts';
import type { Permissions } from '../platform/permissions.ts';
import { invalid, notFound } from '../platform/refused.ts';
import { closeUnit, createUnit, editUnit, moveUnit } from './unit-commands.ts';
import { addTaskLine, closeTaskLine, setContact } from './unit-duties.ts';
import {
  countUnits,
  findUnit,
  listAbove,
  listPathNames,
  listUnits,
  type Unit,
  type UnitFilter,
} from './unit-queries.ts';
import { pathInSight } from './unit-sight.ts';
import {
  countSubtree,
  listChildren,
  listHistory,
  listPlacements,
  listTaskLines,
  listTops,
} from './unit-tree-queries.ts';

const unitPlace = z.tuple([placeText]);

/** What the handlers of this file need of a call. */
interface Here {
  readonly tx: Tx;
  readonly cityId: string;
  readonly ask: Permissions;
  readonly now: string;
}

/** The unit, where the caller sees it and holds `verb` on it. @throws Refused 404, else 403. */
async function requireUnit({ tx, cityId, ask }: Here, id: string, verb: Verb): Promise<Unit> {
  const unit = await findUnit(tx, cityId, id);
  ask.requireSight('unit.view', unit?.path ?? '');
  if (!unit) throw notFound();
  ask.require(verb, unit.path);
  return unit;
}

/** A parent must be one the caller sees (else it is unknown to him) and may edit. */
async function requireParent({ tx, cityId, ask }: Here, id: string): Promise<void> {
  const parent = await findUnit(tx, cityId, id);
  if (!parent || !ask.may('unit.view', parent.path)) throw invalid('parentId', 'unit.unknown');
  ask.require('unit.edit', parent.path);
}

async function unitPageOf({ tx, cityId, ask, now }: Here, id: string): Promise<UnitPage> {
  const unit = await findUnit(tx, cityId, id);
  if (!unit) throw notFound();
  const today = cityDay(now);
  const contact = unit.contactPersonId
    ? await tx
        .selectFrom('person')
        .select(['id', 'name', 'is_active as isActive'])
        .where('city_id', '=', cityId)
        .where('id', '=', unit.contactPersonId)
        .executeTakeFirst()
    : undefined;
  const names = await listPathNames(tx, cityId, [unit]);
  const children = await listChildren(tx, cityId, [unit.path], unit.id, today);
  return {
    ...unit,
    kind: unit.kind as UnitKind,
    aliases: [...unit.aliases],
    childCount: children.length,
    pathNames: [...(names.get(unit.id) ?? [])],
    above: (await listAbove(tx, cityId, unit.path)).filter(({ path }) => ask.may('unit.view', path)),
    contact: contact ?? null,
    placements: [...(await listPlacements(tx, cityId, unit))],
    taskLines: await listTaskLines(tx, cityId, unit.id),
    counts: await countSubtree(tx, cityId, unit.path, today),
    may: { edit: ask.may('unit.edit', unit.path), managePeople: ask.may('person.manage', unit.path) },
  };
}

/** The tree of units, the page of a unit, and its changes. */
export function unitRoutes(house: EndpointHouse): Route[] {
  return [
    implement(getUnitTree, async ({ tx, cityId, ask, query, now }) => {
      const roots = ask.reach('unit.view');
      const on = query.on ?? cityDay(now);
      if (query.parentId === undefined) {
        return { units: (await listTops(tx, cityId, roots, on)).map(kindOf) };
      }
      const parent = await findUnit(tx, cityId, query.parentId);
      ask.requireSight('unit.view', parent?.path ?? '');
      return { units: (await listChildren(tx, cityId, roots, query.parentId, on)).map(kindOf) };
    }),

    implement(listUnitsEndpoint, async (call) => {
      const { tx, cityId, ask, query } = call;
      const roots = ask.reach('unit.view');
      const within = await pathInSight(call, 'unit.view', query.withinId);
      const { search, kind, closedToo, cursor, limit } = query;
      const [after] = readCursor(unitPlace, cursor) ?? [];
      const filter: UnitFilter = { search, kind, within, closedToo, after, limit: limit + 1 };
      const found = await listUnits(tx, cityId, roots, filter);
      const { rows: units, next } = pageOf(found, limit, (last) => [last.path]);
      const names = await listPathNames(tx, cityId, units);
      return {
        units: units.map((unit) => ({ ...kindOf(unit), pathNames: [...(names.get(unit.id) ?? [])] })),
        count: await countUnits(tx, cityId, roots, filter),
        nextCursor: next,
      };
    }),

    implement(getUnit, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.view');
      return unitPageOf(call, unit.id);
    }),

    implement(getUnitHistory, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.view');
      return listHistory(call.tx, call.cityId, 'unit', unit.id);
    }),

    implement(createUnitEndpoint, async (call) => {
      call.ask.requireAnywhere('unit.edit');
      await requireParent(call, call.body.parentId);
      await createUnit(call.tx, call.cityId, call.body, call.actor, call.now);
      return unitPageOf(call, call.body.id);
    }),

    implement(editUnitEndpoint, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      await editUnit(call.tx, call.cityId, unit.id, call.body, call.actor, call.now);
      return unitPageOf(call, unit.id);
    }),

    implement(moveUnitEndpoint, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      await requireParent(call, call.body.parentId);
      const people = await moveUnit(call.tx, call.cityId, unit.id, call.body, call.actor, call.now);
      for (const personId of people) house.sessions.forget(personId);
      return unitPageOf(call, unit.id);
    }),

    implement(closeUnitEndpoint, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      await closeUnit(call.tx, call.cityId, unit.id, call.body.validTo, call.actor, call.now);
      return unitPageOf(call, unit.id);
    }),

    implement(setUnitContact, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      await setContact(call.tx, call.cityId, unit.id, call.body.personId, call.actor, call.now);
      return unitPageOf(call, unit.id);
    }),

    implement(addTaskLineEndpoint, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      await addTaskLine(call.tx, call.cityId, unit.id, call.body, call.actor, call.now);
      return unitPageOf(call, unit.id);
    }),

    implement(closeTaskLineEndpoint, async (call) => {
      const unit = await requireUnit(call, call.params.id, 'unit.edit');
      const { lineId } = call.params;
      await closeTaskLine(call.tx, call.cityId, unit.id, lineId, call.body.validTo, call.actor, call.now);
      return unitPageOf(call, unit.id);
    }),
  ];
}

/** The check constraint of the table holds the same list of kinds. */
function kindOf<Row extends { kind: string }>(row: Row): Row & { kind: UnitKind } {
  return { ...row, kind: row.kind as UnitKind };
}
