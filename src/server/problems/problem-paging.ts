import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { ProblemLine, problemSorts } from '../../contract/problems.ts';
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
  z.union([z.literal('infinity'), z.iso.datetime()]),
  z.number().int().min(0),
]);

/** Where the next page begins, as opaque text. */
export function cursorOf(sort: Sort, last: Pick<ProblemLine, 'severity' | 'deadlineAt' | 'number'>): string {
  const parts: z.input<typeof place> = [sort, last.severity, last.deadlineAt ?? 'infinity', last.number];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** "After this place." @throws Refused 400 where the text is no cursor of this order. */
export function cursorAfter(sort: Sort, cursor: string): RawBuilder<SqlBool> {
  const [of, severity, due, number] = parsed(cursor);
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

function parsed(cursor: string): z.output<typeof place> {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('cursor', 'invalid_format');
  }
}
