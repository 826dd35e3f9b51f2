import type { Calendar } from '../deadlines/calendar.ts';
import { dayOf, workingTimeOf } from '../deadlines/working-time.ts';

/**
 * When the offices close on a day: the end of a due day in working time.
 *
 * @param day calendar day `YYYY-MM-DD`.
 * @returns ISO instant (UTC), or `null` where nobody works on that day.
 */
export function closingTimeOf(day: string, calendar: Calendar): string | null {
  const noon = Date.parse(`${day}T12:00:00${calendar.utcOffset}`);
  const last = calendar.hours.at(-1);
  if (Number.isNaN(noon) || !last || !workingTimeOf(calendar).isWorkingDay(dayOf(noon))) return null;
  return new Date(`${day}T${last.to}:00${calendar.utcOffset}`).toISOString();
}
