import { sql } from 'kysely';
import type { z } from 'zod';
import {
  type getProblemRouting,
  type RoutingView,
  routingReason,
  routingRules,
  type tryRouting,
} from '../../contract/routing.ts';
import { findCitySettings } from '../deadlines/city-settings.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { invalid } from '../platform/refused.ts';
import { loadResponsibility, routeBy } from '../problems/responsibility-queries.ts';
import { findSite } from '../sites/site-queries.ts';

/** The rules with the names of the units they name. */
export async function viewRouting(tx: Tx, cityId: string, mayEdit: boolean): Promise<RoutingView> {
  const { settings, version } = await findCitySettings(tx, cityId);
  const parsed = routingRules.safeParse(settings.routingRules ?? []);
  const rules = parsed.success ? parsed.data : [];
  const ids = rules.flatMap((rule) => [
    ...rule.when.areaUnitIds,
    ...[...rule.lead, ...rule.assisting].flatMap((target) => (target.to === 'unit' ? [target.unitId] : [])),
  ]);
  const units = await findUnits(tx, cityId, [...new Set(ids)]);
  const kinds = await tx
    .selectFrom('category')
    .select('kind')
    .distinct()
    .where('city_id', '=', cityId)
    .orderBy('kind')
    .execute();
  return {
    version,
    rules,
    units: units.map(({ id, name }) => ({ id, name })),
    categoryKinds: kinds.map((row) => row.kind),
    mayEdit,
  };
}

/**
 * Where a problem of this kind would go, and why.
 *
 * @throws Refused 400 on a site or category that is not here.
 */
export async function tryRoute(
  tx: Tx,
  cityId: string,
  tried: z.output<typeof tryRouting.body>,
  now: string,
): Promise<z.input<typeof tryRouting.reply>> {
  const { siteId, categoryKey, severity, source, rules } = tried;
  const category = await tx
    .selectFrom('category')
    .select('unit_type')
    .where('city_id', '=', cityId)
    .where('key', '=', categoryKey)
    .executeTakeFirst();
  if (!category) throw invalid('categoryKey', 'invalid_value');
  if (siteId !== null && !(await findSite(tx, cityId, siteId))) throw invalid('siteId', 'notFound');
  const problem = {
    siteId,
    categoryKey,
    responsibleUnitType: category.unit_type,
    severity,
    sourceKind: source,
  };
  const material = await loadResponsibility(tx, cityId, [problem], now, rules);
  const routing = routeBy(material, problem);
  const names = new Map(material.units.map((unit) => [unit.unitId, unit.name]));
  const named = (id: string) => ({ id, name: names.get(id) ?? '' });
  if (!routing) return { unit: null, contactName: null, assisting: [], reason: null };
  return {
    unit: named(routing.unit.unitId),
    contactName: await findName(tx, cityId, routing.unit.contactPersonId),
    assisting: routing.assisting.map((unit) => named(unit.unitId)),
    reason: routing.reason,
  };
}

async function findName(tx: Tx, cityId: string, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const person = await tx
    .selectFrom('person')
    .select('name')
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return person?.name ?? null;
}

/** Why the latest dispatch by rule went where it did. */
export async function findProblemRouting(
  tx: Tx,
  cityId: string,
  problemId: string,
): Promise<z.input<typeof getProblemRouting.reply>> {
  const { rows } = await sql<{ reason: unknown; at: string }>`
    select data->'routing' as reason, at from event
    where city_id = ${cityId} and subject_kind = 'problem' and subject_id = ${problemId}
      and kind in ('problem.dispatched', 'problem.reopened')
    order by version desc limit 1`.execute(tx);
  const [last] = rows;
  const reason = routingReason.safeParse(last?.reason);
  return reason.success ? { reason: reason.data, at: last?.at ?? null } : { reason: null, at: null };
}
