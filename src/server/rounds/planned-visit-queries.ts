import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/** A visit as planning sees it. */
export interface PlannedVisit {
  readonly visitId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly unitName: string;
  readonly territoryPath: string;
  readonly inspectorId: string | null;
  readonly isDone: boolean;
}

/** All visits of a round, in the order of the units' tree. Lock the round first: planning is one at a time. */
export async function listPlannedVisits(tx: Tx, cityId: string, roundId: string): Promise<PlannedVisit[]> {
  const { rows } = await sql<PlannedVisit>`
    select v.id as "visitId", s.id as "siteId", s.name as "siteName", u.name as "unitName",
      u.path as "territoryPath", v.inspector_id as "inspectorId", i.id is not null as "isDone"
    from round_visit v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    left join inspection i on i.city_id = v.city_id and i.visit_id = v.id
    where v.city_id = ${cityId} and v.round_id = ${roundId}
    order by u.path, s.code, v.id`.execute(tx);
  return rows;
}
