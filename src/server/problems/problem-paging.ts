import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { ProblemFilter, ProblemLine, problemSorts } from '../../contract/problems.ts';
import { placeInstant, readCursor } from '../platform/paging.ts';
import { invalid } from '../platform/refused.ts';

type Sort = (typeof problemSorts)[number];
/** What a page is ordered by. */
export type PageOrder = Sort | 'raised' | 'struckOff';

// Problems without a deadline come last; the indexes of the ledger are built over the same expression.
const dueAt = sql`coalesce(p.deadline_at, 'infinity'::timestamptz)`;

/** Under a filter of days the newest are the last ones of those days, or the page would begin far from them. */
export function pageOrderOf(filter: ProblemFilter): PageOrder {
  if (filter.sort !== 'newest') return filter.sort;
  if (filter.raisedFrom || filter.raisedTo) return 'raised';
  return filter.struckOffFrom || filter.struckOffTo ? 'struckOff' : 'newest';
}

/**
 * Order of a list; every order ends with the number, so that no two places are equal.
 *
 * @param isFew the rows are found first and then sorted: an order that no index offers keeps the database
 *   from walking through the whole ledger for the few that fit.
 */
export function orderOf(order: PageOrder, isFew = false): RawBuilder<unknown> {
  switch (order) {
    case 'newest':
      return isFew ? sql`(p.number + 0) desc` : sql`p.number desc`;
    case 'raised':
      return isFew
        ? sql`(p.raised_at + interval '0') desc, p.number desc`
        : sql`p.raised_at desc, p.number desc`;
    case 'struckOff':
      return isFew
        ? sql`(p.struck_off_at + interval '0') desc, p.number desc`
        : sql`p.struck_off_at desc, p.number desc`;
    case 'deadline':
      return sql`${dueAt}, p.number`;
    case 'worst':
      // 'high' sorts before 'normal'
      return sql`p.severity, ${dueAt}, p.number`;
    default: {
      const unknown: never = order;
      throw new Error(`unknown order ${String(unknown)}`);
    }
  }
}

const place = z.tuple([
  z.enum(['newest', 'deadline', 'worst', 'raised', 'struckOff']),
  z.enum(['normal', 'high']),
  z.union([z.literal('infinity'), placeInstant]),
  z.number().int().min(0),
]);

/** What a place in the list is known by. */
export function placeIn(
  order: PageOrder,
  last: Pick<ProblemLine, 'severity' | 'deadlineAt' | 'raisedAt' | 'struckOffAt' | 'number'>,
): z.input<typeof place> {
  const instants = { raised: last.raisedAt, struckOff: last.struckOffAt, newest: null };
  const instant = order === 'deadline' || order === 'worst' ? last.deadlineAt : instants[order];
  return [order, last.severity, instant ?? 'infinity', last.number];
}

/** "After this place." @throws Refused 400 where the text is no cursor of this order. */
export function cursorAfter(order: PageOrder, cursor: string): RawBuilder<SqlBool> {
  const [of, severity, instant, number] = readCursor(place, cursor);
  if (of !== order) throw invalid('cursor', 'invalid_format');
  switch (order) {
    case 'newest':
      return sql<SqlBool>`p.number < ${number}`;
    case 'raised':
      return sql<SqlBool>`(p.raised_at, p.number) < (${instant}::timestamptz, ${number}::bigint)`;
    case 'struckOff':
      return sql<SqlBool>`(p.struck_off_at, p.number) < (${instant}::timestamptz, ${number}::bigint)`;
    case 'deadline':
      return sql<SqlBool>`(${dueAt}, p.number) > (${instant}::timestamptz, ${number}::bigint)`;
    case 'worst':
      return sql<SqlBool>`(p.severity, ${dueAt}, p.number) > (${severity}, ${instant}::timestamptz, ${number}::bigint)`;
    default: {
      const unknown: never = order;
      throw new Error(`unknown order ${String(unknown)}`);
    }
  }
}
