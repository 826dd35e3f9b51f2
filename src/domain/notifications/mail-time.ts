import type { Calendar } from '../deadlines/calendar.ts';
import { dayMilliseconds, dayOf, midnightOf, parseClock, workingTimeOf } from '../deadlines/working-time.ts';

export const mailModes = ['each', 'digest', 'off'] as const;
export type MailMode = (typeof mailModes)[number];

/** When somebody wants to be written to. Times of day are `HH:MM` of the city. */
export interface MailSettings {
  readonly mode: MailMode;
  /** When the digest goes out. */
  readonly digestAt: readonly string[];
  /** Quiet hours; the end may lie on the next day. Null: none. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  /** Weekends and holidays are quiet as a whole; make-up working days are not. */
  readonly quietOnDaysOff: boolean;
}

/** Where neither the city nor the person chose: each by itself, but not at night and not on days off. */
export const defaultMailSettings: MailSettings = {
  mode: 'each',
  digestAt: ['08:30'],
  quietFrom: '20:00',
  quietTo: '07:30',
  quietOnDaysOff: true,
};

export interface MailTime {
  /** ISO instant from which it may be sent. */
  readonly at: string;
  /** It waits for others to come along. */
  readonly collects: boolean;
}

/** Longer than any run of days off. */
const farthestDays = 60;

/**
 * When what happens now is sent: at once, at the end of the quiet hours, or with the next digest. A digest
 * that falls into quiet hours waits for their end.
 *
 * @param now ISO instant.
 * @param settings with mode `each` or `digest`; `off` is for the caller to heed.
 */
export function mailTime(now: string, settings: MailSettings, calendar: Calendar): MailTime {
  const time = Date.parse(now);
  const wanted = settings.mode === 'digest' ? nextDigest(time, settings.digestAt) : time;
  const at = afterQuiet(wanted, settings, calendar);
  return { at: new Date(at).toISOString(), collects: at > time };
}

function nextDigest(time: number, digestAt: readonly string[]): number {
  const clocks = digestAt
    .map(parseClock)
    .filter((clock) => clock !== null)
    .sort((a, b) => a - b);
  if (clocks.length === 0) return time;
  const midnight = midnightOf(dayOf(time));
  const candidates = [0, dayMilliseconds].flatMap((shift) => clocks.map((clock) => midnight + shift + clock));
  return candidates.find((candidate) => candidate > time) ?? time;
}

function afterQuiet(time: number, settings: MailSettings, calendar: Calendar): number {
  const { isWorkingDay } = workingTimeOf(calendar);
  let at = time;
  for (let step = 0; step < farthestDays; step += 1) {
    const day = dayOf(at);
    if (settings.quietOnDaysOff && !isWorkingDay(day)) {
      at = midnightOf(day + 1) + morningOf(settings, calendar);
      continue;
    }
    const end = endOfQuiet(at, settings);
    if (end === at) return at;
    at = end;
  }
  return at;
}

/** When a day begins on which nothing was quiet but the day before. */
function morningOf({ quietTo }: MailSettings, calendar: Calendar): number {
  return parseClock(quietTo ?? calendar.hours[0]?.from ?? '08:00') ?? 0;
}

/** The end of the quiet hours that `time` lies in; `time` itself outside them. */
function endOfQuiet(time: number, { quietFrom, quietTo }: MailSettings): number {
  const [from, to] = [parseClock(quietFrom ?? ''), parseClock(quietTo ?? '')];
  if (from === null || to === null || from === to) return time;
  const midnight = midnightOf(dayOf(time));
  const clock = time - midnight;
  if (from < to) return clock >= from && clock < to ? midnight + to : time;
  if (clock < to) return midnight + to;
  return clock >= from ? midnight + dayMilliseconds + to : time;
}
