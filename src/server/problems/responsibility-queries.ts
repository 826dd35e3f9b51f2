import { sql } from 'kysely';
import type { CandidateUnit } from '../../domain/problems/responsible-unit.ts';
import type { Tx } from '../platform/database/database.ts';
import { findSites, type SiteFacts } from '../sites/site-queries.ts';

/** What the rule of the responsible unit needs to know about some problems. */
export interface ResponsibilityMaterial {
  readonly sites: ReadonlyMap<string, SiteFacts>;
  readonly categoryKinds: ReadonlyMap<string, string>;
  readonly units: readonly CandidateUnit[];
}

/** Loads sites, categories and candidate units of some problems: three statements however many. */
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
  const siteIds = problems.flatMap((problem) => problem.siteId ?? []);
  const sites = await findSites(tx, cityId, siteIds);
  const categories = await tx
    .selectFrom('category')
    .select(['key', 'kind'])
    .where('city_id', '=', cityId)
    .where(sql<boolean>`key = any (${problems.map((problem) => problem.categoryKey)}::text[])`)
    .execute();
  const types = [...new Set(problems.map((problem) => problem.responsibleUnitType))];
  return {
    sites: new Map(sites.map((site) => [site.id, site])),
    categoryKinds: new Map(categories.map((category) => [category.key, category.kind])),
    units: await listCandidateUnits(tx, cityId, sites, types, now.slice(0, 10)),
  };
}

/**
 * Ancestors of the sites' territories, their operators and line bureaus, and the units of the wanted
 * types. Street offices are found as ancestors: their type alone would bring every street of the city.
 */
async function listCandidateUnits(
  tx: Tx,
  cityId: string,
  sites: readonly SiteFacts[],
  types: readonly string[],
  day: string,
): Promise<CandidateUnit[]> {
  const ids = sites.flatMap((site) => [site.operatorUnitId ?? [], site.lineBureauId ?? []].flat());
  const paths = [...new Set(sites.flatMap((site) => ancestorsOf(site.territoryPath)))];
  const wanted = types.filter((type) => type !== 'street_office');
  const { rows } = await sql<CandidateUnit>`
    select u.id as "unitId", u.path, u.kind, u.unit_type as "unitType",
      (select p.id from person p where p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active)
        as "contactPersonId"
    from unit u
    where u.city_id = ${cityId} and (u.valid_to is null or u.valid_to > ${day}::date)
      and (u.id = any (${ids}::uuid[]) or u.path = any (${paths}::text[]) or u.unit_type = any (${wanted}::text[]))`.execute(
    tx,
  );
  return rows;
}

/** The path itself and every path above it. */
export function ancestorsOf(path: string): string[] {
  const codes = path.split('.');
  return codes.map((_code, index) => codes.slice(0, index + 1).join('.'));
}
