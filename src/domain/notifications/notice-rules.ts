/** What a notice is about, as people sort and mute it. */
export const noticeGroups = [
  'tasks',
  'returns',
  'verification',
  'requests',
  'outcome',
  'lateness',
  'orders',
  'sweeps',
  'revisits',
] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

/**
 * Who hears of an event:
 * - `named`: the person whose matter it is now;
 * - `liaisons`, `heads`: of the units concerned, by role on the unit itself;
 * - `formerLiaisons`: of the unit whose matter it was;
 * - `mentioned`: whom the event itself names (who asked, who was chosen, whom the ladder calls);
 * - `deciders`: whom the event names, else the dispatchers;
 * - `dispatchers`, `voiders`: who may dispatch, or void, there;
 * - `verifiers`: who may verify there and is not of the unit that fixed;
 * - `approvers`: who may approve there by a grant above the unit;
 * - `reporters`: who reported it, and who reported its duplicates.
 */
export const noticeAudiences = [
  'named',
  'liaisons',
  'heads',
  'formerLiaisons',
  'mentioned',
  'deciders',
  'dispatchers',
  'voiders',
  'verifiers',
  'approvers',
  'reporters',
] as const;
export type NoticeAudience = (typeof noticeAudiences)[number];

export interface NoticeRule {
  readonly group: NoticeGroup;
  readonly audience: readonly NoticeAudience[];
}

const task = rule('tasks', 'named', 'liaisons');
const answered = rule('requests', 'mentioned', 'named', 'liaisons');

/**
 * Which events are told, and to whom. Events that are not listed change nothing for anybody else, or are
 * told by another event of the same command. Never told: the one who did it.
 */
export const noticeRules: Readonly<Record<string, NoticeRule>> = {
  'problem.dispatched': task,
  'problem.assigned': task,
  'problem.handed_over': task,
  'problem.sent_back': task,
  'problem.reopened': task,
  'problem.recategorised': rule('tasks', 'named', 'liaisons', 'formerLiaisons'),
  'problem.resumed': task,
  'problem.clock_stopped': task,
  'problem.clock_started': task,
  'problem.returned': rule('returns', 'deciders'),
  'problem.fix_claimed': rule('verification', 'verifiers'),
  'problem.struck_off': rule('outcome', 'reporters', 'named', 'liaisons'),
  'problem.rejected': rule('outcome', 'reporters'),
  'problem.linked_duplicate': rule('outcome', 'reporters', 'named'),
  'problem.unlinked_duplicate': rule('outcome', 'reporters', 'named'),
  'problem.voided': rule('outcome', 'reporters', 'named', 'liaisons'),
  'problem.void_requested': rule('requests', 'voiders'),
  'problem.extension_asked': rule('requests', 'approvers'),
  'problem.deferral_asked': rule('requests', 'approvers'),
  'problem.extended': answered,
  'problem.extension_refused': answered,
  'problem.deferred': answered,
  'problem.deferral_refused': answered,
  'escalation.step_reached': rule('lateness', 'mentioned'),
  'order.drafted': rule('orders', 'dispatchers'),
  'order.issued': rule('orders', 'heads', 'liaisons'),
  'order.answered': rule('orders', 'dispatchers'),
  'order.sent_back': rule('orders', 'heads', 'liaisons'),
  'order.answer_overdue': rule('orders', 'heads', 'liaisons', 'dispatchers'),
  'order.accepted': rule('orders', 'heads', 'liaisons'),
  'order.withdrawn': rule('orders', 'heads', 'liaisons'),
  'sweep.started': rule('sweeps', 'liaisons'),
  'sweep.cancelled': rule('sweeps', 'liaisons'),
  'revisit.drawn': rule('revisits', 'mentioned'),
  'revisit.assigned': rule('revisits', 'mentioned'),
  'vacancy.keeper_named': rule('tasks', 'named', 'liaisons'),
};

function rule(group: NoticeGroup, ...audience: readonly NoticeAudience[]): NoticeRule {
  return { group, audience };
}

/** Kinds of event that are told. */
export const noticeKinds: readonly string[] = Object.keys(noticeRules);
