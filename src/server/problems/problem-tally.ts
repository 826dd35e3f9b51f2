import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/**
 * Makes one line of all lines of the tally that say the same. Sums stay as they are in every snapshot:
 * lines that are being added meanwhile are not seen and stay beside the new one, and of two that fold at
 * once the second finds the lines gone.
 */
export async function foldTally(tx: Tx, cityId: string): Promise<void> {
  const key = sql`state, unit_id, area, category_key, severity, source_kind`;
  await sql`
    with crowded as (
      select ${key} from problem_tally where city_id = ${cityId} group by ${key} having count(*) > 1),
    gone as (
      delete from problem_tally t using crowded c
      where t.city_id = ${cityId} and (t.state, t.unit_id, t.area, t.category_key, t.severity, t.source_kind)
        = (c.state, c.unit_id, c.area, c.category_key, c.severity, c.source_kind)
      returning t.*)
    insert into problem_tally (city_id, ${key}, problems)
    select ${cityId}::uuid, ${key}, sum(problems) from gone group by ${key} having sum(problems) <> 0`.execute(
    tx,
  );
}
