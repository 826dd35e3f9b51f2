import { offsetMilliseconds } from '../../domain/deadlines/working-time.ts';

/** The calendar day of an instant in China: 2026-11-23T17:00:00Z is 2026-11-24. */
export function chinaDay(instant: string): string {
  return new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(0, 10);
}
