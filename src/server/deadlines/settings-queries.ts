import { sql } from 'kysely';
import type {
  CalendarView,
  CategoryLimit,
  LadderView,
  LedgerSettingsView,
} from '../../contract/deadlines.ts';
import { ladderSteps } from '../../contract/deadlines.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { defaultLadder, type Ladder } from '../../domain/deadlines/escalation.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Tx } from '../platform/database/database.ts';
import { cursorOf } from '../platform/paging.ts';
import { loadCalendar } from './calendar-queries.ts';
import { findCitySettings } from './city-settings.ts';
import { loadLedgerSettings } from './ledger-settings-queries.ts';

/** The ladder of a city: its own, or the one that comes with the house. A broken one does not count. */
export async function loadLadder(tx: Tx, cityId: string): Promise<Ladder> {
  const { settings } = await findCitySettings(tx, cityId);
  return readLadder(settings.escalationLadder) ?? defaultLadder;
}

function readLadder(stored: Json | undefined): Ladder | null {
  const parsed = ladderSteps.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

export async function viewLedgerSettings(
  tx: Tx,
  cityId: string,
  mayEdit: boolean,
): Promise<LedgerSettingsView> {
  const { version } = await findCitySettings(tx, cityId);
  const settings = await loadLedgerSettings(tx, cityId);
  const arbiter =
    settings.arbiterPersonId === null
      ? undefined
      : await tx
          .selectFrom('person')
          .select('name')
          .where('city_id', '=', cityId)
          .where('id', '=', settings.arbiterPersonId)
          .executeTakeFirst();
  const clockStopReasons = settings.clockStopReasons.map((reason) => ({ ...reason }));
  return {
    version,
    settings: { ...settings, clockStopReasons },
    arbiterName: arbiter?.name ?? null,
    mayEdit,
  };
}

/** Office hours, what is known of each year, and the special days of one. */
export async function viewCalendar(
  tx: Tx,
  cityId: string,
  now: string,
  asked: number | undefined,
  mayEdit: boolean,
): Promise<CalendarView> {
  const { version } = await findCitySettings(tx, cityId);
  const calendar = await loadCalendar(tx, cityId);
  const thisYear = Number(cityDay(now).slice(0, 4));
  const year = asked ?? thisYear;
  const { rows: known } = await sql<{ year: number; off: number; work: number }>`
    select extract(year from day)::int as year, count(*) filter (where kind = 'off')::int as off,
      count(*) filter (where kind = 'work')::int as work
    from calendar_day where city_id = ${cityId} group by 1`.execute(tx);
  const { rows: days } = await sql<CalendarView['days'][number]>`
    select day::text as date, kind, name, source from calendar_day
    where city_id = ${cityId} and day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
    order by day`.execute(tx);
  const counts = new Map(known.map((entry) => [entry.year, entry]));
  const years = [...new Set([...counts.keys(), thisYear, thisYear + 1, year])].sort((a, b) => b - a);
  return {
    version,
    hours: calendar.hours.map(({ from, to }) => ({ from, to })),
    years: years.map((one) => {
      const { off, work } = counts.get(one) ?? { off: 0, work: 0 };
      return { year: one, covered: counts.has(one), off, work };
    }),
    year,
    days,
    mayEdit,
  };
}

/** Days that the count of reached steps looks back. */
const countedDays = 30;

export async function viewLadder(tx: Tx, cityId: string, now: string, mayEdit: boolean): Promise<LadderView> {
  const { settings, version } = await findCitySettings(tx, cityId);
  const own = readLadder(settings.escalationLadder);
  const since = new Date(Date.parse(now) - countedDays * 86_400_000).toISOString();
  const { rows: reached } = await sql<{ stepKey: string; count: number }>`
    select step_key as "stepKey", count(*)::int as count from escalation
    where city_id = ${cityId} and at >= ${since} group by 1 order by 1`.execute(tx);
  const steps = (own ?? defaultLadder).map((step) => ({ ...step, audience: [...step.audience] }));
  return { version, steps, isDefault: own === null, reached, mayEdit };
}

export async function listLimits(tx: Tx, cityId: string): Promise<CategoryLimit[]> {
  const { rows } = await sql<CategoryLimit>`
    select key, name, name_en as "nameEn", kind, deadline_hours::float8 as hours, deadline_clock as clock,
      high_deadline_hours::float8 as "highHours", default_severity as "defaultSeverity"
    from category where city_id = ${cityId} order by key`.execute(tx);
  return rows;
}

/** Changes of the city's settings, newest first, with the names of who made them. */
export async function listSettingChanges(tx: Tx, cityId: string, before: number | undefined, limit: number) {
  const { rows } = await sql<{
    version: number;
    kind: string;
    at: string;
    byName: string | null;
    data: string;
  }>`
    select e.version, e.kind, e.at, p.name as "byName", e.data::text as data
    from event e left join person p on p.city_id = e.city_id and p.id = e.actor_id
    where e.city_id = ${cityId} and e.subject_kind = 'city' and e.subject_id = ${cityId}
      and e.version < ${before ?? 2_147_483_647}
    order by e.version desc limit ${limit + 1}`.execute(tx);
  const changes = rows.slice(0, limit);
  const last = changes.at(-1);
  const { version } = await findCitySettings(tx, cityId);
  return { changes, count: version, next: rows.length > limit && last ? cursorOf([last.version]) : null };
}
