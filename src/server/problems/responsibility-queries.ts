import { sql } from 'kysely';
import { routingRules } from '../../contract/routing.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { ProblemSource, Severity } from '../../domain/problems/problem.ts';
import type { CandidateUnit } from '../../domain/problems/responsible-unit.ts';
import { type Routing, type RoutingRules, routeProblem } from '../../domain/problems/routing-rules.ts';
import type { Tx } from '../platform/database/database.ts';
import type { SiteFacts } from '../sites/site-queries.ts';

/** A unit that may answer, with its name for receipts. */
export type NamedCandidateUnit = CandidateUnit & { readonly name: string };

/** What the rule knows of a site. */
export type ResponsibleSite = Pick<
  SiteFacts,
  'id' | 'siteType' | 'territoryPath' | 'operatorUnitId' | 'lineBureauId' | 'isOwnerless'
> & {
  /** Interim keeper of an ownerless site. */
  readonly keeperUnitId: string | null;
};

/** What the rule of the responsible unit needs to know about some problems. */
export interface ResponsibilityMaterial {
  readonly sites: ReadonlyMap<string, ResponsibleSite>;
  readonly categoryKinds: ReadonlyMap<string, string>;
  readonly units: readonly NamedCandidateUnit[];
  readonly rules: RoutingRules;
  /** Paths of the areas that rules name, by unit. */
  readonly areaPaths: ReadonlyMap<string, string>;
}

/** A problem that is to be sent to its unit. */
export interface RoutedProblem {
  readonly siteId: string | null;
  readonly categoryKey: string;
  readonly responsibleUnitType: string;
  readonly severity: Severity;
  readonly sourceKind: ProblemSource;
}

/**
 * Loads sites, categories and candidate units of some problems: one statement however many.
 *
 * Candidates are the ancestors of the sites' territories, their operators, interim keepers and line bureaus,
 * the units of the wanted types, and what the city's routing rules name. Street offices are found as ancestors: their type alone would bring every street of
 * the city.
 */
export async function loadResponsibility(
  tx: Tx,
  cityId: string,
  problems: readonly Pick<RoutedProblem, 'siteId' | 'categoryKey' | 'responsibleUnitType'>[],
  now: string,
  tried?: RoutingRules,
): Promise<ResponsibilityMaterial> {
  const siteIds = [...new Set(problems.flatMap((problem) => problem.siteId ?? []))];
  const keys = [...new Set(problems.map((problem) => problem.categoryKey))];
  const types = [...new Set(problems.map((problem) => problem.responsibleUnitType))];
  const wanted = types.filter((type) => type !== 'street_office');
  const rules = tried === undefined ? sql`c.settings->'routingRules'` : sql`${JSON.stringify(tried)}::jsonb`;
  const { rows } = await sql<MaterialRow>`
    with rule as materialized (select coalesce(${rules}, '[]') as list from city c where c.city_id = ${cityId}),
    target as materialized (select t->>'unitType' as type, (t->>'unitId')::uuid as unit_id
      from rule, jsonb_array_elements(list) as r, jsonb_array_elements(r->'lead' || (r->'assisting')) as t),
    area as materialized (select u.id, u.path from unit u where u.city_id = ${cityId} and u.id = any (array(
      select a::uuid from rule, jsonb_array_elements(list) as r, jsonb_array_elements_text(r->'when'->'areaUnitIds') as a))),
    place as materialized (
      select s.id, s.site_type as "siteType", t.path as "territoryPath", s.operator_unit_id as "operatorUnitId",
        s.line_bureau_id as "lineBureauId", s.is_ownerless as "isOwnerless",
        case when s.is_ownerless then (select v.keeper_unit_id from vacancy v
          where v.city_id = s.city_id and v.site_id = s.id and v.state = 'kept') end as "keeperUnitId"
      from site s join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
      where s.city_id = ${cityId} and s.id = any (${siteIds}::uuid[]))
    select (select jsonb_agg(to_jsonb(place)) from place) as sites,
      (select nullif(list, '[]') from rule) as rules,
      (select jsonb_object_agg(id, path) from area) as areas,
      (select jsonb_object_agg(c.key, c.kind) from category c
        where c.city_id = ${cityId} and c.key = any (${keys}::text[])) as "categoryKinds",
      (select jsonb_agg(jsonb_build_object('unitId', u.id, 'path', u.path, 'kind', u.kind, 'name', u.name,
          'unitType', u.unit_type, 'contactPersonId', (select p.id from person p
            where p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active)))
        from unit u
        where u.city_id = ${cityId} and (u.valid_to is null or u.valid_to > ${now.slice(0, 10)}::date)
          and (u.id = any (array(select "operatorUnitId" from place union select "lineBureauId" from place
              union select "keeperUnitId" from place union select unit_id from target))
            or u.code = any (array(select unnest(string_to_array("territoryPath", '.')) from place))
            or u.unit_type = any (${wanted}::text[])
            or u.unit_type = any (array(select type from target where type <> 'street_office')))) as units`.execute(
    tx,
  );
  const [row] = rows;
  const parsed = row?.rules ? routingRules.safeParse(row.rules) : undefined;
  return {
    sites: new Map(row?.sites?.map((site) => [site.id, site])),
    categoryKinds: new Map(Object.entries(row?.categoryKinds ?? {})),
    units: row?.units ?? [],
    // rules that cannot be read must not stop the ledger
    rules: parsed?.success ? parsed.data : [],
    areaPaths: new Map(Object.entries(row?.areas ?? {})),
  };
}

/** Where a problem goes by the rules; null where they find nobody. */
export function routeBy(material: ResponsibilityMaterial, problem: RoutedProblem): Routing | null {
  const site = problem.siteId === null ? undefined : material.sites.get(problem.siteId);
  return routeProblem(
    {
      responsibleUnitType: problem.responsibleUnitType,
      categoryKind: material.categoryKinds.get(problem.categoryKey) ?? 'event',
      categoryKey: problem.categoryKey,
      severity: problem.severity,
      source: problem.sourceKind,
      siteType: site?.siteType ?? null,
      isOwnerless: site?.isOwnerless ?? false,
      site: site ?? null,
      areaPaths: material.areaPaths,
      units: material.units,
    },
    material.rules,
  );
}

/** The unit that answers by rule for one problem, with its contact; null where the rule finds none. */
export async function findUnitByRule(
  tx: Tx,
  cityId: string,
  problem: RoutedProblem,
  now: string,
): Promise<CandidateUnit | null> {
  const material = await loadResponsibility(tx, cityId, [problem], now);
  return routeBy(material, problem)?.unit ?? null;
}

/** Parts are null where nothing was found. */
interface MaterialRow {
  readonly sites: readonly ResponsibleSite[] | null;
  readonly categoryKinds: Readonly<Record<string, string>> | null;
  readonly units: readonly NamedCandidateUnit[] | null;
  readonly rules: Json;
  readonly areas: Readonly<Record<string, string>> | null;
}
