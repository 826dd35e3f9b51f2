import { sql } from 'kysely';
import type { EscalationView } from '../../contract/orders.ts';
import type { Tx } from '../platform/database/database.ts';

/** What was said about the lateness of a problem, newest first, with the people who were told. */
export async function listEscalations(tx: Tx, cityId: string, problemId: string): Promise<EscalationView[]> {
  const { rows } = await sql<EscalationView>`
    select e.id, e.step_key as "stepKey", v.data->>'stepName' as "stepName", e.at,
      e.deadline_at as "deadlineAt", (v.data->>'hoursLate')::float8 as "hoursLate", e.order_id as "orderId",
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name) from person p
        where p.city_id = e.city_id
          and p.id in (select i::uuid from jsonb_array_elements_text(v.data->'personIds') i)), '[]') as people
    from escalation e
    join event v on v.city_id = e.city_id and v.subject_kind = 'escalation' and v.subject_id = e.id and v.version = 1
    where e.city_id = ${cityId} and e.problem_id = ${problemId}
    order by e.at desc, v.seq desc limit 100`.execute(tx);
  return rows;
}
