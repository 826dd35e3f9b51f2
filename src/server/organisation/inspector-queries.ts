import { sql } from 'kysely';
import type { Grant } from '../../domain/access/may.ts';
import { roles, verbsOfRole } from '../../domain/access/verbs.ts';
import type { InspectorStanding } from '../../domain/rounds/recusal.ts';
import type { Tx } from '../platform/database/database.ts';

/** Somebody who may inspect, with everything that decides where. */
export interface Inspector extends InspectorStanding {
  readonly personId: string;
  readonly name: string;
  readonly homeUnitName: string | null;
}

const inspectingRoles = roles.filter((role) => verbsOfRole[role].includes('inspection.submit'));

/**
 * People who may inspect somewhere on the day of `now`, by name; one statement.
 *
 * @param ids only these people; undefined = all.
 */
export async function listInspectors(
  tx: Tx,
  cityId: string,
  now: string,
  ids?: readonly string[],
): Promise<Inspector[]> {
  const only = ids ? sql`and p.id = any (${[...new Set(ids)]}::uuid[])` : sql``;
  const valid = sql`g.valid_from <= ${now}::timestamptz::date
    and (g.valid_to is null or g.valid_to > ${now}::timestamptz::date)`;
  const { rows } = await sql<{
    personId: string;
    name: string;
    homePath: string | null;
    homeUnitName: string | null;
    grants: Grant[];
  }>`
    select p.id as "personId", p.name, h.path as "homePath", h.name as "homeUnitName",
      (select json_agg(json_build_object('role', g.role, 'unitId', g.unit_id, 'unitPath', u.path))
       from role_grant g join unit u on u.city_id = g.city_id and u.id = g.unit_id
       where g.city_id = p.city_id and g.person_id = p.id and ${valid}) as grants
    from person p
    left join unit h on h.city_id = p.city_id and h.id = p.home_unit_id
    where p.city_id = ${cityId} and p.is_active ${only}
      and exists (select 1 from role_grant g where g.city_id = p.city_id and g.person_id = p.id
        and g.role = any (${inspectingRoles}::text[]) and ${valid})
    order by p.name, p.id`.execute(tx);
  return rows;
}
