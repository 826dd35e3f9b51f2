import { sql } from 'kysely';
import { decideProblem } from '../../domain/problems/decide-problem.ts';
import type { ProblemCommand } from '../../domain/problems/problem-commands.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { unwrap } from '../platform/refused.ts';
import { storeMove } from './problem-command.ts';
import { newDeadline } from './problem-deadlines.ts';
import { ruleFacts } from './problem-raising.ts';
import { problemOf } from './problem-rows.ts';

/** Problems that one run brings back at most; the next run takes the rest. */
export const mostPerRun = 200;

/**
 * Brings back what the calendar ends: deferrals on their review date and stopped clocks on their day, as
 * the system. Running it twice changes nothing more.
 *
 * @param now ISO 8601 instant.
 * @returns how many problems came back; {@link mostPerRun} means there may be more.
 */
export async function resumeDueProblems(tx: Tx, cityId: string, now: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    (select id from problem where city_id = ${cityId} and state = 'deferred' and deferred_until <= ${now}
      order by deferred_until limit ${mostPerRun})
    union all
    (select id from problem where city_id = ${cityId} and clock_stopped_at is not null
      and clock_stopped_until <= ${now} order by clock_stopped_until limit ${mostPerRun})
    limit ${mostPerRun}`.execute(tx);
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  // whoever is moving one of them now goes first; the next run sees what he made of it
  const due = await tx
    .selectFrom('problem')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  const calendar = await loadCalendar(tx, cityId);
  let resumed = 0;
  for (const row of due) {
    const problem = problemOf(row);
    const command = commandOf(problem.state, row.clock_stopped_at);
    if (!command) continue;
    const deadlineAt = newDeadline(command, problem, null, now, calendar);
    const decision = decideProblem(problem, command, { ...ruleFacts(null, null, now), deadlineAt });
    await storeMove(tx, cityId, row, unwrap(decision), null, now);
    resumed += 1;
  }
  return resumed;
}

function commandOf(
  state: string,
  clockStoppedAt: string | null,
): Extract<ProblemCommand, { type: 'resume' | 'startClock' }> | null {
  if (state === 'deferred') return { type: 'resume' };
  return clockStoppedAt === null ? null : { type: 'startClock' };
}
