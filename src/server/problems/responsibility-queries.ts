import { sql } from 'kysely';
import { type CandidateUnit, responsibleUnit } from '../../domain/problems/responsible-unit.ts';
import type { Tx } from '../platform/database/database.ts';
import type { SiteFacts } from '../sites/site-queries.ts';

/** A unit that may answer, with its name for receipts. */
export type NamedCandidateUnit = CandidateUnit & { readonly name: string };

/** What the rule knows of a site. */
export type ResponsibleSite = Pick<SiteFacts, 'id' | 'territoryPath' | 'operatorUnitId' | 'lineBureauId'>;

/** What the rule of the responsible unit needs to know about some problems. */
export interface ResponsibilityMaterial {
  readonly sites: ReadonlyMap<string, ResponsibleSite>;
  readonly categoryKinds: ReadonlyMap<string, string>;
  readonly units: readonly NamedCandidateUnit[];
}

/**
 * Loads sites, categories and candidate units of some problems: one statement however many.
 *
 * Candidates are the ancestors of the sites' territories, their operators and line bureaus, and the units
 * of the wanted types. Street offices are found as ancestors: their type alone would bring every street of
 * the city.
 */
export async function loadResponsibility(
  tx: Tx,
  cityId: string,
  problems: readonly {
    readonly siteId: string | null;
    readonly categoryKey: string;
    readonly responsibleUnitType: string;
  }[],
  now: string,
): Promise<ResponsibilityMaterial> {
  const siteIds = [...new Set(problems.flatMap((problem) => problem.siteId ?? []))];
  const keys = [...new Set(problems.map((problem) => problem.categoryKey))];
  const types = [...new Set(problems.map((problem) => problem.responsibleUnitType))];
  const wanted = types.filter((type) => type !== 'street_office');
  const { rows } = await sql<MaterialRow>`
    with place as materialized (
      select s.id, t.path as "territoryPath", s.operator_unit_id as "operatorUnitId",
        s.line_bureau_id as "lineBureauId"
      from site s join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
      where s.city_id = ${cityId} and s.id = any (${siteIds}::uuid[]))
    select (select jsonb_agg(to_jsonb(place)) from place) as sites,
      (select jsonb_object_agg(c.key, c.kind) from category c
        where c.city_id = ${cityId} and c.key = any (${keys}::text[])) as "categoryKinds",
      (select jsonb_agg(jsonb_build_object('unitId', u.id, 'path', u.path, 'kind', u.kind, 'name', u.name,
          'unitType', u.unit_type, 'contactPersonId', (select p.id from person p
            where p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active)))
        from unit u
        where u.city_id = ${cityId} and (u.valid_to is null or u.valid_to > ${now.slice(0, 10)}::date)
          and (u.id = any (array(select "operatorUnitId" from place union select "lineBureauId" from place))
            or u.code = any (array(select unnest(string_to_array("territoryPath", '.')) from place))
            or u.unit_type = any (${wanted}::text[]))) as units`.execute(tx);
  const [row] = rows;
  return {
    sites: new Map(row?.sites?.map((site) => [site.id, site])),
    categoryKinds: new Map(Object.entries(row?.categoryKinds ?? {})),
    units: row?.units ?? [],
  };
}

/** The unit that answers by rule for one problem, with its contact; null where the rule finds none. */
export async function findUnitByRule(
  tx: Tx,
  cityId: string,
  problem: {
    readonly siteId: string | null;
    readonly categoryKey: string;
    readonly responsibleUnitType: string;
  },
  now: string,
): Promise<CandidateUnit | null> {
  const material = await loadResponsibility(tx, cityId, [problem], now);
  return responsibleUnit({
    responsibleUnitType: problem.responsibleUnitType,
    categoryKind: material.categoryKinds.get(problem.categoryKey) ?? 'event',
    site: (problem.siteId === null ? null : material.sites.get(problem.siteId)) ?? null,
    units: material.units,
  });
}

/** Parts are null where nothing was found. */
interface MaterialRow {
  readonly sites: readonly ResponsibleSite[] | null;
  readonly categoryKinds: Readonly<Record<string, string>> | null;
  readonly units: readonly NamedCandidateUnit[] | null;
}
