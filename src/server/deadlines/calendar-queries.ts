import { sql } from 'kysely';
import type { Calendar, OfficeHours, SpecialDay } from '../../domain/deadlines/calendar.ts';
import { checkCalendar } from '../../domain/deadlines/check-calendar.ts';
import type { Tx } from '../platform/database/database.ts';

/** Office hours of a city that set none (`city.settings.officeHours`): eight hours, the common winter rule. */
export const defaultOfficeHours: readonly OfficeHours[] = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '18:30' },
];

/** How long a calendar read once is used again, in milliseconds; a changed day counts within that time. */
const keptFor = 30_000;
/** Cities remembered at once, so that a server of many cities stays bounded. */
const mostKept = 200;

const kept = new Map<string, { readonly calendar: Calendar; readonly until: number }>();

/**
 * The working calendar of a city. Answers the same object again for half a minute, so that the counting
 * tables built over it (`workingTimeOf`) are built once.
 */
export async function loadCalendar(tx: Tx, cityId: string): Promise<Calendar> {
  const known = kept.get(cityId);
  if (known && known.until > performance.now()) return known.calendar;
  const calendar = await readCalendar(tx, cityId);
  if (kept.size >= mostKept) kept.clear();
  kept.set(cityId, { calendar, until: performance.now() + keptFor });
  return calendar;
}

/** Makes the next {@link loadCalendar} of this process read anew. */
export function forgetCalendar(cityId: string): void {
  kept.delete(cityId);
}

async function readCalendar(tx: Tx, cityId: string): Promise<Calendar> {
  const { rows } = await sql<{ hours: readonly OfficeHours[] | null; days: readonly SpecialDay[] }>`
    select c.settings->'officeHours' as hours,
      coalesce((select jsonb_agg(jsonb_build_object('date', d.day, 'kind', d.kind, 'name', d.name) order by d.day)
        from calendar_day d where d.city_id = ${cityId}), '[]') as days
    from city c where c.city_id = ${cityId}`.execute(tx);
  const [row] = rows;
  const specialDays = row?.days ?? [];
  const hours = row?.hours ?? defaultOfficeHours;
  const calendar: Calendar = {
    utcOffset: '+08:00',
    hours,
    specialDays,
    // A year with any day on record is taken as arranged: notices come out year by year.
    coveredYears: [...new Set(specialDays.map((day) => Number(day.date.slice(0, 4))))],
  };
  // Broken settings must not stop the ledger: the default hours count until somebody mends them.
  const isSound = Array.isArray(hours) && checkCalendar(calendar).length === 0;
  return isSound ? calendar : { ...calendar, hours: defaultOfficeHours };
}
