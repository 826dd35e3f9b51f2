import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { deadlineAfterPause } from '../../domain/deadlines/pause.ts';
import type { Problem } from '../../domain/problems/problem.ts';
import type { ProblemCommand } from '../../domain/problems/problem-commands.ts';
import type { NewCategory } from '../../domain/problems/problem-facts.ts';

/** Hours that a problem gets at least when it comes back from a deferral: one working day. */
const leastHoursAfterDeferral = 8;

/**
 * The deadline that a command brings where nobody chose one.
 *
 * @returns ISO 8601 instant; null where nobody asked for the extension that is to be granted.
 */
export function newDeadline(
  command: ProblemCommand,
  problem: Problem,
  category: NewCategory | null,
  now: string,
  calendar: Calendar,
): string | null {
  switch (command.type) {
    case 'grantExtension':
      return problem.extensionAskedUntil;
    case 'resume':
      return afterPause(problem, problem.deferredAt, leastHoursAfterDeferral, now, calendar);
    case 'startClock':
      return afterPause(problem, problem.clockStoppedAt, 0, now, calendar);
    case 'changeCategory':
      return category === null ? null : deadlineOfCategory(problem, category, now, calendar);
    default:
      return deadlineAt(now, problem.deadlineHours, problem.deadlineClock, calendar);
  }
}

function afterPause(
  problem: Problem,
  pausedAt: string | null,
  leastHours: number,
  now: string,
  calendar: Calendar,
): string | null {
  if (pausedAt === null || problem.deadlineAt === null) return null;
  const pause = { pausedAt, deadlineAt: problem.deadlineAt, clock: problem.deadlineClock };
  return deadlineAfterPause(pause, now, leastHours, calendar);
}

/** The unit that keeps the problem keeps its start, too, unless the new limit would be over already. */
function deadlineOfCategory(
  problem: Problem,
  category: NewCategory,
  now: string,
  calendar: Calendar,
): string {
  const { deadlineHours, deadlineClock, unit } = category;
  const stays = problem.unitId !== null && (unit === null || unit.unitId === problem.unitId);
  const start = stays ? (problem.dispatchedAt ?? now) : now;
  const counted = deadlineAt(start, deadlineHours, deadlineClock, calendar);
  return counted > now ? counted : deadlineAt(now, deadlineHours, deadlineClock, calendar);
}
