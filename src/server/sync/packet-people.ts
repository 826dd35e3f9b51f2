import { sql } from 'kysely';
import type { PacketPerson } from '../../contract/sync.ts';
import { roles, verbsOfRole } from '../../domain/access/verbs.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';

const workingRoles = roles.filter((role) => verbsOfRole[role].includes('problem.work'));
const mostPeople = 300;

/**
 * People who work in the units that the asker may assign work in, or below them.
 *
 * @param roots from `ask.reach('problem.assign')`; the whole city is left to the office app.
 */
export async function listAssignablePeople(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  now: string,
): Promise<PacketPerson[]> {
  const units = roots.filter((root) => root.includes('.'));
  if (units.length === 0) return [];
  const day = now.slice(0, 10);
  const { rows } = await sql<PacketPerson>`
    select p.id, p.name, array_agg(distinct u.id) as "unitIds"
    from unit u
    join unit w on w.city_id = u.city_id and (w.path = u.path or starts_with(w.path, u.path || '.'))
    join role_grant g on g.city_id = w.city_id and g.unit_id = w.id and g.role = any (${workingRoles}::text[])
      and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to > ${day}::date)
    join person p on p.city_id = g.city_id and p.id = g.person_id and p.is_active
    where u.city_id = ${cityId} and ${withinSubtrees('u.id', cityId, units)}
    group by p.id, p.name order by p.name, p.id limit ${mostPeople}`.execute(tx);
  return rows;
}
