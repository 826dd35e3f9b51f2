import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/** Most units one list of choices shows; typing narrows it. */
const mostUnits = 50;

/**
 * Units that can answer for a problem, by a part of name or short name: offices and bureaus before
 * communities, those with a named person before those without.
 */
export async function listUnitChoices(
  tx: Tx,
  cityId: string,
  search: string,
  now: string,
): Promise<{ id: string; name: string; personName: string | null }[]> {
  const pattern = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<{ id: string; name: string; personName: string | null }>`
    select u.id, u.name, p.name as "personName" from unit u
    left join person p on p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active
    where u.city_id = ${cityId} and u.parent_id is not null
      and (u.valid_to is null or u.valid_to > ${now.slice(0, 10)}::date)
      and (u.name ilike ${pattern} or u.short_name ilike ${pattern})
    order by (p.id is null), u.kind in ('community','village'), u.path limit ${mostUnits}`.execute(tx);
  return rows;
}
