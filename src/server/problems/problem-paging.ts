import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { ProblemLine, problemSorts } from '../../contract/problems.ts';
import { placeInstant, readCursor } from '../platform/paging.ts';
import { invalid } from '../platform/refused.ts';

type Sort = (typeof problemSorts)[number];

// Problems without a deadline come last; the indexes of the ledger are built over the same expression.
const dueAt = sql`coalesce(p.deadline_at, 'infinity'::timestamptz)`;

/** Order of a list; every order ends with the number, so that no two places are equal. */
export function orderOf(sort: Sort): RawBuilder<unknown> {
  switch (sort) {
    case 'newest':
      return sql`p.number desc`;
    case 'deadline':
      return sql`${dueAt}, p.number`;
    case 'worst':
      // 'high' sorts before 'normal'
      return sql`p.severity, ${dueAt}, p.number`;
    default: {
      const unknown: never = sort;
      throw new Error(`unknown sort ${String(unknown)}`);
    }
  }
}

const place = z.tuple([
  z.enum(['newest', 'deadline', 'worst']),
  z.enum(['normal', 'high']),
  z.union([z.literal('infinity'), placeInstant]),
  z.number().int().min(0),
]);

/** What a place in the list is known by. */
export function placeIn(
  sort: Sort,
  last: Pick<ProblemLine, 'severity' | 'deadlineAt' | 'number'>,
): z.input<typeof place> {
  return [sort, last.severity, last.deadlineAt ?? 'infinity', last.number];
}

/** "After this place." @throws Refused 400 where the text is no cursor of this order. */
export function cursorAfter(sort: Sort, cursor: string): RawBuilder<SqlBool> {
  const [of, severity, due, number] = readCursor(place, cursor);
  if (of !== sort) throw invalid('cursor', 'invalid_format');
  switch (sort) {
    case 'newest':
      return sql<SqlBool>`p.number < ${number}`;
    case 'deadline':
      return sql<SqlBool>`(${dueAt}, p.number) > (${due}::timestamptz, ${number}::bigint)`;
    case 'worst':
      return sql<SqlBool>`(p.severity, ${dueAt}, p.number) > (${severity}, ${due}::timestamptz, ${number}::bigint)`;
    default: {
      const unknown: never = sort;
      throw new Error(`unknown sort ${String(unknown)}`);
    }
  }
}
