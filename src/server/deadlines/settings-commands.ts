import { sql } from 'kysely';
import type { z } from 'zod';
import type { ladderSteps, ledgerSettings, officeHours, SpecialDayInput } from '../../contract/deadlines.ts';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import { checkCalendar } from '../../domain/deadlines/check-calendar.ts';
import { decideLadder } from '../../domain/deadlines/escalation.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import type { Tx } from '../platform/database/database.ts';
import type { EventActor } from '../platform/event-log.ts';
import { queueJob } from '../platform/jobs/job.ts';
import { invalid, notFound, unwrap } from '../platform/refused.ts';
import { forgetCalendar, loadCalendar } from './calendar-queries.ts';
import { lockSettings, recordSettingChange } from './city-settings.ts';
import { loadLedgerSettings } from './ledger-settings-queries.ts';

/** Who saves what over which version. */
export interface SettingCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: EventActor;
  readonly now: string;
  readonly version: number;
}

/** Queued where instants of the ladder must be counted anew. */
export const requeueLadderJob = 'deadlines.requeue';

/**
 * Stores what the city decided about its ledger. Nothing is recorded where nothing changed.
 *
 * @throws Refused 409 `stale`, 400 on an arbiter who is not here or a reason named twice or not at all.
 */
export async function saveLedgerSettings(
  call: SettingCall,
  given: z.output<typeof ledgerSettings>,
): Promise<void> {
  const { tx, cityId, actor, now } = call;
  await lockSettings(tx, cityId, call.version);
  const before = await loadLedgerSettings(tx, cityId);
  await checkLedgerSettings(tx, cityId, given, before);
  const changed: Record<string, Json> = {};
  for (const key of Object.keys(given) as (keyof typeof given)[]) {
    const [old, wanted] = [before[key] as Json, given[key] as Json];
    if (canonicalJson(old) !== canonicalJson(wanted)) changed[key] = { before: old, after: wanted };
  }
  if (Object.keys(changed).length === 0) return;
  const settings = Object.fromEntries(
    Object.keys(changed).map((key) => [key, given[key as keyof typeof given] as Json]),
  );
  const change = { kind: 'city.ledger_settings_changed', data: changed, settings } as const;
  await recordSettingChange(tx, cityId, change, actor, now);
}

async function checkLedgerSettings(
  tx: Tx,
  cityId: string,
  given: z.output<typeof ledgerSettings>,
  before: LedgerSettings,
): Promise<void> {
  const { arbiterPersonId, clockStopReasons } = given;
  if (arbiterPersonId !== null) {
    const arbiter = await tx
      .selectFrom('person')
      .select('is_active')
      .where('city_id', '=', cityId)
      .where('id', '=', arbiterPersonId)
      .executeTakeFirst();
    if (!arbiter?.is_active) throw invalid('settings.arbiterPersonId', 'notFound');
  }
  const keys = clockStopReasons.map((reason) => reason.key);
  const twice = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (twice >= 0) throw invalid(`settings.clockStopReasons.${twice}.key`, 'settings.keyTwice');
  const known = new Set(before.clockStopReasons.map((reason) => reason.key));
  const nameless = clockStopReasons.findIndex((reason) => reason.label === '' && !known.has(reason.key));
  if (nameless >= 0) throw invalid(`settings.clockStopReasons.${nameless}.label`, 'required');
}

/** @throws Refused 409 `stale` or the calendar's own fault. */
export async function saveOfficeHours(call: SettingCall, hours: z.output<typeof officeHours>): Promise<void> {
  const { tx, cityId, actor, now } = call;
  await lockSettings(tx, cityId, call.version);
  const before = await loadCalendar(tx, cityId);
  const [fault] = checkCalendar({ ...before, hours, specialDays: [] });
  if (fault) unwrap({ accepted: false, refusal: fault });
  if (canonicalJson(hours) === canonicalJson(before.hours as unknown as Json)) return;
  const data = { before: before.hours as unknown as Json, after: hours };
  const change = { kind: 'city.office_hours_changed', data, settings: { officeHours: hours } } as const;
  await recordSettingChange(tx, cityId, change, actor, now);
  await calendarChanged(tx, cityId);
}

/**
 * Replaces the special days of a year. Days of the arrangement that lie at the turn of the year may belong
 * to the year before.
 *
 * @throws Refused 409 `stale`, 400 on a day of another year or named twice.
 */
export async function saveCalendarYear(
  call: SettingCall,
  year: number,
  days: readonly SpecialDayInput[],
  source: string,
): Promise<void> {
  const { tx, cityId, actor, now } = call;
  await lockSettings(tx, cityId, call.version);
  const dates = new Set<string>();
  for (const [index, { date }] of days.entries()) {
    if (!date.startsWith(`${year}-`)) throw invalid(`days.${index}.date`, 'settings.otherYear', { year });
    if (dates.has(date)) throw invalid(`days.${index}.date`, 'calendar.dateTwice', { date });
    dates.add(date);
  }
  const before = await listYear(tx, cityId, year);
  const wanted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1));
  if (canonicalJson(before as unknown as Json) === canonicalJson(wanted)) return;
  await tx
    .deleteFrom('calendar_day')
    .where('city_id', '=', cityId)
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .execute();
  if (wanted.length > 0) {
    const rows = wanted.map(({ date, kind, name }) => ({ city_id: cityId, day: date, kind, name, source }));
    await tx.insertInto('calendar_day').values(rows).execute();
  }
  const data = { year, source, before: before as unknown as Json, after: wanted };
  await recordSettingChange(tx, cityId, { kind: 'city.calendar_changed', data }, actor, now);
  await calendarChanged(tx, cityId);
}

async function listYear(tx: Tx, cityId: string, year: number): Promise<readonly SpecialDayInput[]> {
  const { rows } = await sql<SpecialDayInput>`
    select day::text as date, kind, name from calendar_day
    where city_id = ${cityId} and day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
    order by day`.execute(tx);
  return rows;
}

async function calendarChanged(tx: Tx, cityId: string): Promise<void> {
  forgetCalendar(cityId);
  await queueJob(tx, cityId, requeueLadderJob, {}, { key: 'all' });
}

/** @throws Refused 409 `stale` or what is wrong with the ladder. */
export async function saveLadder(call: SettingCall, steps: z.output<typeof ladderSteps>): Promise<void> {
  const { tx, cityId, actor, now } = call;
  const { settings } = await lockSettings(tx, cityId, call.version);
  unwrap(decideLadder(steps));
  const before = settings.escalationLadder ?? null;
  if (canonicalJson(before) === canonicalJson(steps)) return;
  const data = { before, after: steps };
  const change = { kind: 'city.ladder_changed', data, settings: { escalationLadder: steps } } as const;
  await recordSettingChange(tx, cityId, change, actor, now);
  await queueJob(tx, cityId, requeueLadderJob, {}, { key: 'all' });
}

/** What a category allows. */
export interface LimitInput {
  readonly hours: number;
  readonly clock: 'work' | 'elapsed';
  readonly highHours: number | null;
  readonly defaultSeverity: 'normal' | 'high';
}

/**
 * Changes the time limit of a category: for problems raised from now on. Deadlines already promised stay.
 *
 * @throws Refused 404, 409 `stale`, 400 where high severity would get more time.
 */
export async function saveLimit(call: SettingCall, key: string, limit: LimitInput): Promise<void> {
  const { tx, cityId, actor, now } = call;
  await lockSettings(tx, cityId, call.version);
  const before = await tx
    .selectFrom('category')
    .select(['deadline_hours', 'deadline_clock', 'high_deadline_hours', 'default_severity'])
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw notFound();
  if (limit.highHours !== null && limit.highHours > limit.hours) {
    throw invalid('highHours', 'settings.highIsLonger');
  }
  const old = {
    hours: Number(before.deadline_hours),
    clock: before.deadline_clock,
    highHours: before.high_deadline_hours === null ? null : Number(before.high_deadline_hours),
    defaultSeverity: before.default_severity,
  };
  const { hours, clock, highHours, defaultSeverity } = limit;
  const after = { hours, clock, highHours, defaultSeverity };
  if (canonicalJson(old) === canonicalJson(after)) return;
  await tx
    .updateTable('category')
    .set({
      deadline_hours: String(hours),
      deadline_clock: clock,
      high_deadline_hours: highHours === null ? null : String(highHours),
      default_severity: defaultSeverity,
    })
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .execute();
  const data = { key, before: old, after };
  await recordSettingChange(tx, cityId, { kind: 'city.limit_changed', data }, actor, now);
}
