import { sql } from 'kysely';
import type { Role } from '../../domain/access/verbs.ts';
import type { NoticePerson } from '../../domain/notifications/recipients.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Tx } from '../platform/database/database.ts';

/** Everybody who can be told something today: active, with the roles that are valid. */
export async function listNoticePeople(tx: Tx, cityId: string, now: string): Promise<NoticePerson[]> {
  const today = cityDay(now);
  const { rows } = await sql<{
    id: string;
    home: string | null;
    grants: { role: Role; unitId: string; unitPath: string }[];
  }>`
    select p.id, h.path as home,
      coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'unitId', u.id, 'unitPath', u.path))
        filter (where g.id is not null), '[]') as grants
    from person p
    left join unit h on h.city_id = p.city_id and h.id = p.home_unit_id
    left join role_grant g on g.city_id = p.city_id and g.person_id = p.id
      and g.valid_from <= ${today}::date and (g.valid_to is null or g.valid_to > ${today}::date)
    left join unit u on u.city_id = g.city_id and u.id = g.unit_id
    where p.city_id = ${cityId} and p.is_active
    group by p.id, h.path order by p.id`.execute(tx);
  return rows.map(({ id, home, grants }) => ({ id, homeUnitPath: home, grants }));
}
