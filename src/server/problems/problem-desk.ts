import { sql } from 'kysely';
import {
  type DeskHeap,
  deskHeaps,
  type ProblemLine,
  type WorkList,
  workLists,
} from '../../contract/problems.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import type { Tx } from '../platform/database/database.ts';
import { selectLines } from './problem-list.ts';
import { orderOf } from './problem-paging.ts';
import { inSightOf, type LedgerScope } from './problem-scope.ts';
import { type Condition, open } from './problem-state-conditions.ts';
import { verbOfList, workListCondition } from './work-list-conditions.ts';

/** Lines shown of each heap; the ledger page shows the rest. */
const firstLines = 5;

/** What waits for this person: one heap per kind of work that his roles do, with count and first lines. */
export async function loadDesk(
  tx: Tx,
  cityId: string,
  scope: LedgerScope,
  may: (verb: Verb) => boolean,
): Promise<{ heap: DeskHeap; count: number; first: ProblemLine[] }[]> {
  const heaps = deskHeaps.filter((heap) => may(verbOfList(heap)));
  const counts = await countWorkLists(tx, cityId, scope, heaps);
  const desk: { heap: DeskHeap; count: number; first: ProblemLine[] }[] = [];
  for (const heap of heaps) {
    const count = counts.get(heap) ?? 0;
    const conditions = [...lying(cityId, scope), workListCondition(heap, scope)];
    const first =
      count === 0 ? [] : await selectLines(tx, cityId, scope.now, conditions, orderOf('worst'), firstLines);
    desk.push({ heap, count, first });
  }
  return desk;
}

/** The work lists of the asker's roles, each with the count that the ledger shows under it. */
export async function loadWorkLists(
  tx: Tx,
  cityId: string,
  scope: LedgerScope,
  may: (verb: Verb) => boolean,
): Promise<{ list: WorkList; count: number }[]> {
  const own = workLists.filter((list) => may(verbOfList(list)));
  const counts = await countWorkLists(tx, cityId, scope, own);
  return own.map((list) => ({ list, count: counts.get(list) ?? 0 }));
}

/** Counts several lists in one reading of the open problems; duplicates, the only closed ones, by themselves. */
async function countWorkLists(
  tx: Tx,
  cityId: string,
  scope: LedgerScope,
  lists: readonly WorkList[],
): Promise<ReadonlyMap<WorkList, number>> {
  if (lists.length === 0) return new Map();
  const isOpen = lists.filter((list) => list !== 'duplicates');
  const columns = isOpen.map(
    (list) => sql`count(*) filter (where ${workListCondition(list, scope)}) as ${sql.id(list)}`,
  );
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join(columns)} from problem p
    where ${sql.join([...lying(cityId, scope), open], sql` and `)}`.execute(tx);
  const counts = new Map(isOpen.map((list) => [list as WorkList, rows[0]?.[list] ?? 0]));
  if (lists.includes('duplicates')) {
    const conditions = [...lying(cityId, scope), workListCondition('duplicates', scope)];
    const counted = await sql<{ count: number }>`
      select count(*) as count from problem p where ${sql.join(conditions, sql` and `)}`.execute(tx);
    counts.set('duplicates', counted.rows[0]?.count ?? 0);
  }
  return counts;
}

/** What a list holds lies in sight, too: both are asked, so that the ledger shows the same. */
function lying(cityId: string, scope: LedgerScope): Condition[] {
  return [sql`p.city_id = ${cityId}` as Condition, ...inSightOf(scope)];
}
