import { sql } from 'kysely';
import type { Actor, Grant } from '../../domain/access/may.ts';
import type { Role } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Tx } from '../platform/database/database.ts';

/** A person with the roles he has now, for work that a job does on his order; undefined where he left. */
export async function findOrderer(
  tx: Tx,
  cityId: string,
  personId: string,
  now: string,
): Promise<Actor | undefined> {
  const day = cityDay(now);
  const { rows } = await sql<
    Omit<Actor, 'cityId' | 'grants'> & { grants: { role: Role; unitId: string; unitPath: string }[] }
  >`
    select p.id as "personId", p.name, p.login, p.locale, p.must_change_password as "mustChangePassword",
      coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unitId', u.id, 'unitPath', u.path))
        from role_grant g join unit u on u.city_id = g.city_id and u.id = g.unit_id
        where g.city_id = p.city_id and g.person_id = p.id and g.valid_from <= ${day}::date
          and (g.valid_to is null or g.valid_to > ${day}::date)), '[]') as grants
    from person p where p.city_id = ${cityId} and p.id = ${personId} and p.is_active`.execute(tx);
  const [row] = rows;
  return row && { ...row, cityId, grants: row.grants satisfies readonly Grant[] };
}
