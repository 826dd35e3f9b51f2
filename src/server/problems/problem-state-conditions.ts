import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { answeredForStates, closedStates, openStates } from '../../domain/problems/problem-states.ts';

/** A condition over `problem p`. */
export type Condition = RawBuilder<SqlBool>;

// States are written out, never sent as parameters, so that the partial indexes match.
function stateIn(states: readonly string[]): Condition {
  return sql<SqlBool>`p.state in (${sql.join(states.map((state) => sql.lit(state)))})`;
}

/** Somebody answers for it. */
export const answeredFor: Condition = stateIn(answeredForStates);
export const open: Condition = stateIn(openStates);
export const closed: Condition = stateIn(closedStates);

/** A deadline runs; the same as `clockRuns` in `domain/problems`. */
const clockRuns: Condition = sql<SqlBool>`(${stateIn(
  answeredForStates.filter((state) => state !== 'deferred'),
)} and p.clock_stopped_at is null)`;

/** "Past the deadline, somebody still has to act, and the clock runs." */
export function overdueAt(now: string): Condition {
  return sql<SqlBool>`(${clockRuns} and p.deadline_at < ${now}::timestamptz)`;
}

/** The same quarters as `light` in `domain/deadlines`; a test holds them together. */
export function lightIs(wanted: 'green' | 'yellow' | 'red', now: string): Condition {
  const quarter = sql`p.dispatched_at + (p.deadline_at - p.dispatched_at) * 0.75`;
  const inTime = sql`${clockRuns} and p.deadline_at >= ${now}::timestamptz`;
  switch (wanted) {
    case 'red':
      return overdueAt(now);
    case 'yellow':
      return sql<SqlBool>`(${inTime} and ${quarter} <= ${now}::timestamptz)`;
    case 'green':
      return sql<SqlBool>`(${inTime} and ${quarter} > ${now}::timestamptz)`;
    default: {
      const unknown: never = wanted;
      throw new Error(`unknown light ${String(unknown)}`);
    }
  }
}
