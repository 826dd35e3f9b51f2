import { z } from 'zod';
import { invalid } from './refused.ts';

// Years that the calendar of the house and the database both know.
function isOfOurTime(text: string): boolean {
  return text >= '1900';
}

/** Members of a place. */
export const placeDay = z.iso.date().refine(isOfOurTime);
export const placeInstant = z.iso.datetime().refine(isOfOurTime);
export const placeText = z.string().max(1000);

type Place = readonly (string | number)[];

/** Where the next page begins, as opaque text. */
export function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place behind which the page begins. @throws Refused 400 at `cursor` where the text is no place of this list. */
export function readCursor<T>(place: z.ZodType<T>, cursor: string): T;
export function readCursor<T>(place: z.ZodType<T>, cursor: string | undefined): T | undefined;
export function readCursor<T>(place: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    // the database keeps no NUL in a text and would answer it with an error
    if (!text.includes('\\u0000')) return place.parse(JSON.parse(text));
  } catch {
    // refused below
  }
  throw invalid('cursor', 'invalid_format');
}

/** The first `limit` of the rows found and where the next page begins; one row more than that was asked for. */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  placeOf: (last: Row) => Place,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? cursorOf(placeOf(last)) : null };
}
