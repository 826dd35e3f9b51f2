import { type SqlBool, sql } from 'kysely';
import type { WorkList } from '../../contract/problems.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { belongingTo, type LedgerScope } from './problem-scope.ts';
import { answeredFor, type Condition, lightIs, open, overdueAt } from './problem-state-conditions.ts';

interface List {
  /** The list lies on the desks of those with this verb, in the units where they have it. */
  readonly verb: Verb;
  readonly condition: (scope: LedgerScope) => Condition;
  /** Whether it is the person's own work, whatever his units. */
  readonly own?: true;
}

const lists: Readonly<Record<WorkList, List>> = {
  toDispatch: {
    verb: 'problem.dispatch',
    condition: () => sql<SqlBool>`p.state in ('reported','returned')`,
  },
  toAssign: { verb: 'problem.assign', condition: () => sql<SqlBool>`p.state = 'dispatched'` },
  assignedToMe: {
    verb: 'problem.work',
    own: true,
    condition: ({ personId }) =>
      sql<SqlBool>`(p.person_id = ${personId} and p.state in ('assigned','in_progress'))`,
  },
  sentBack: {
    verb: 'problem.work',
    condition: () => sql<SqlBool>`(p.state = 'in_progress' and p.rework_count > 0)`,
  },
  // lies with those who answer for units or the city; inspectors and verifiers see problems but not pledges
  overdue: { verb: 'pledge.view', condition: ({ now }) => overdueAt(now) },
  // nobody grants what he asked for himself
  requests: {
    verb: 'problem.approve',
    condition: ({ personId }) =>
      sql<SqlBool>`(${open} and ((p.extension_asked_by is not null and p.extension_asked_by <> ${personId})
        or (p.deferral_asked_by is not null and p.deferral_asked_by <> ${personId})))`,
  },
  toVerify: {
    verb: 'problem.verify',
    condition: ({ personId }) =>
      sql<SqlBool>`(p.state = 'fix_claimed' and p.fix_claimed_by is distinct from ${personId})`,
  },
  toVoid: {
    verb: 'problem.void',
    condition: ({ personId }) =>
      sql<SqlBool>`(p.void_requested_by is not null and p.void_requested_by <> ${personId} and ${open})`,
  },
  myUnit: { verb: 'problem.work', condition: () => answeredFor },
  dueSoon: { verb: 'pledge.view', condition: ({ now }) => lightIs('yellow', now) },
  returned: { verb: 'problem.dispatch', condition: () => sql<SqlBool>`p.state = 'returned'` },
  deferred: { verb: 'pledge.view', condition: () => sql<SqlBool>`p.state = 'deferred'` },
  clockStopped: {
    verb: 'pledge.view',
    condition: () => sql<SqlBool>`(p.clock_stopped_at is not null and ${open})`,
  },
  recurrences: {
    verb: 'pledge.view',
    condition: () => sql<SqlBool>`(p.recurrence_of is not null and ${open})`,
  },
  severeWithoutSweep: {
    verb: 'pledge.view',
    condition: () => sql<SqlBool>`(p.severity = 'high' and ${answeredFor} and not exists (
      select 1 from sweep sw where sw.city_id = p.city_id and sw.problem_id = p.id and sw.state <> 'cancelled'))`,
  },
  duplicates: { verb: 'pledge.view', condition: () => sql<SqlBool>`p.state = 'duplicate'` },
};

/** The verb that puts a list on somebody's desk. */
export function verbOfList(list: WorkList): Verb {
  return lists[list].verb;
}

/** "The problem stands on this list of the asker." False for who has nothing to do with such problems. */
export function workListCondition(list: WorkList, scope: LedgerScope): Condition {
  const { verb, condition, own } = lists[list];
  const reach = scope.reach(verb);
  if (reach !== null && reach.unitIds.length === 0) return sql<SqlBool>`false`;
  if (own) return condition(scope);
  return sql<SqlBool>`(${condition(scope)} and ${belongingTo(reach)})`;
}
