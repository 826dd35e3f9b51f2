import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

/**
 * Makes one line of all lines of the tally that say the same. Sums stay as they are in every snapshot:
 * lines that are being added meanwhile are not seen and stay beside the new one, and of two that fold at
 * once the second finds the lines gone.
 */
export async function foldTallies(tx: Tx, cityId: string): Promise<void> {
  await fold(tx, cityId, 'problem_tally', [
    'state',
    'unit_id',
    'area',
    'category_key',
    'severity',
    'source_kind',
  ]);
  await fold(tx, cityId, 'problem_day_tally', ['kind', 'on_day', 'state', 'severity', 'source_kind']);
}

async function fold(
  tx: Tx,
  cityId: string,
  table: 'problem_tally' | 'problem_day_tally',
  said: readonly string[],
): Promise<void> {
  const tally = sql.table(table);
  const key = sql.join(said.map((column) => sql.ref(column)));
  const same = sql.join(
    said.map((column) => sql`${sql.ref(`t.${column}`)} = ${sql.ref(`c.${column}`)}`),
    sql` and `,
  );
  await sql`
    with crowded as (select ${key} from ${tally} where city_id = ${cityId} group by ${key} having count(*) > 1),
    gone as (delete from ${tally} t using crowded c where t.city_id = ${cityId} and ${same} returning t.*)
    insert into ${tally} (city_id, ${key}, problems)
    select ${cityId}::uuid, ${key}, sum(problems) from gone group by ${key} having sum(problems) <> 0`.execute(
    tx,
  );
}
