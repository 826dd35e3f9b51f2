import { accept, type Decision, refuse } from '../decision.ts';
import type { ProblemEvent } from './problem-events.ts';
import { shortestReason, statedReason } from './problem-evidence.ts';
import type { ProblemFacts } from './problem-facts.ts';

type EventBody = ProblemEvent extends infer E
  ? E extends ProblemEvent
    ? Omit<E, 'at' | 'by'>
    : never
  : never;

/** One event, at the time and in the name that the facts give. */
export function happened(facts: ProblemFacts, body: EventBody): Decision<readonly ProblemEvent[]> {
  return accept([{ ...body, at: facts.now, by: facts.actor.personId } as ProblemEvent]);
}

/** Goes on with the reason where one was stated. */
export function withReason(
  reason: string,
  next: (reason: string) => Decision<readonly ProblemEvent[]>,
): Decision<readonly ProblemEvent[]> {
  const stated = statedReason(reason);
  return stated === null ? refuse('problem.reasonNeeded', { shortest: shortestReason }) : next(stated);
}

/** The deadline of the facts, where it is one and lies ahead. */
export function decideDeadline(facts: ProblemFacts): Decision<string> {
  const { deadlineAt, now } = facts;
  if (deadlineAt === null || Number.isNaN(Date.parse(deadlineAt))) return refuse('problem.noDeadline');
  if (Date.parse(deadlineAt) <= Date.parse(now)) return refuse('problem.deadlinePast', { deadlineAt });
  return accept(deadlineAt);
}
