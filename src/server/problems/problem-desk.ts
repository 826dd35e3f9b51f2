import { type SqlBool, sql } from 'kysely';
import { type DeskHeap, deskHeaps, type ProblemLine } from '../../contract/problems.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { answeredFor, type Condition, overdueAt, selectLines } from './problem-list.ts';
import { orderOf } from './problem-paging.ts';
import { unitsWithin } from './problem-sight.ts';

/** Lines shown of each heap; the ledger page shows the rest. */
const firstLines = 5;

interface Heap {
  /** The heap lies on the desks of those with this verb, in the units where they have it. */
  readonly verb: Verb;
  readonly condition: (asker: { personId: string; now: string }) => Condition;
  /** Whether it is the person's own work, whatever his units. */
  readonly own?: true;
}

const heaps: Readonly<Record<DeskHeap, Heap>> = {
  toDispatch: {
    verb: 'problem.dispatch',
    condition: () => sql<SqlBool>`p.state in ('reported','returned')`,
  },
  toAssign: { verb: 'problem.assign', condition: () => sql<SqlBool>`p.state = 'dispatched'` },
  assignedToMe: {
    verb: 'problem.work',
    own: true,
    condition: ({ personId }) =>
      sql<SqlBool>`(p.person_id = ${personId} and ${answeredFor} and p.state in ('assigned','in_progress'))`,
  },
  sentBack: {
    verb: 'problem.work',
    condition: () => sql<SqlBool>`(p.state = 'in_progress' and p.rework_count > 0)`,
  },
  // lies with those who answer for units or the city; inspectors and verifiers see problems but not pledges
  overdue: { verb: 'pledge.view', condition: ({ now }) => overdueAt(now) },
  toVerify: { verb: 'problem.verify', condition: () => sql<SqlBool>`p.state = 'fix_claimed'` },
  toVoid: {
    verb: 'problem.void',
    condition: ({ personId }) =>
      sql<SqlBool>`(p.void_requested_by is not null and p.void_requested_by <> ${personId}
        and p.state not in ('voided','struck_off','rejected'))`,
  },
};

/** What waits for this person: one heap per kind of work that his roles do, with count and first lines. */
export async function loadDesk(
  tx: Tx,
  cityId: string,
  ask: Permissions,
  personId: string,
  now: string,
): Promise<{ heap: DeskHeap; count: number; first: ProblemLine[] }[]> {
  const desk: { heap: DeskHeap; count: number; first: ProblemLine[] }[] = [];
  for (const heap of deskHeaps) {
    const { verb, condition, own } = heaps[heap];
    const roots = ask.reach(verb);
    if (roots.length === 0) continue;
    const conditions = [sql<SqlBool>`p.city_id = ${cityId}`, condition({ personId, now })];
    if (!own) conditions.push(belongingTo(cityId, roots));
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from problem p where ${sql.join(conditions, sql` and `)}`.execute(tx);
    const count = rows[0]?.count ?? 0;
    const first = count === 0 ? [] : await selectLines(tx, now, conditions, orderOf('worst'), firstLines);
    desk.push({ heap, count, first });
  }
  return desk;
}

/** Where the verb counts: in the responsible unit, before dispatch in the territory of the site. */
function belongingTo(cityId: string, roots: readonly string[]): Condition {
  if (roots.some((root) => !root.includes('.'))) return sql<SqlBool>`true`;
  const units = unitsWithin(cityId, roots);
  return sql<SqlBool>`(p.unit_id = any (${units}) or (p.unit_id is null and p.site_id = any (array(
    select s.id from site s where s.city_id = ${cityId} and s.territory_unit_id = any (${units})))))`;
}
