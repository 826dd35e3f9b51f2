/**
 * The calendar day of an instant in Chinese standard time (UTC+8, no summer time since 1991), as
 * `YYYY-MM-DD`.
 */
export function cityDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
