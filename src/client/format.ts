// Chinese time everywhere (+08:00, no daylight saving): a deadline means the same on every screen.
const zone = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(parts);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts });
  formats.set(key, made);
  return made;
}

/** 2026年11月23日 周一 14:05 */
export function formatInstant(instant: string, locale: string): string {
  const date = new Date(instant);
  const day = formatOf(locale, { year: 'numeric', month: 'long', day: 'numeric' }).format(date);
  const weekday = formatOf(locale, { weekday: 'short' }).format(date);
  const time = formatOf(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
  return `${day} ${weekday} ${time}`;
}

/** 11月23日 14:05, for tables. */
export function formatShortInstant(instant: string, locale: string): string {
  const date = new Date(instant);
  const thisYear = date.getFullYear() === new Date().getFullYear();
  const day = formatOf(locale, {
    ...(thisYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
  }).format(date);
  return `${day} ${formatOf(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date)}`;
}

/** 2026年11月23日, for a calendar day `YYYY-MM-DD`. */
export function formatDay(day: string, locale: string): string {
  return formatOf(locale, { year: 'numeric', month: 'long', day: 'numeric' }).format(
    new Date(`${day.slice(0, 10)}T00:00:00+08:00`),
  );
}
