import { sql } from 'kysely';
import { v5 as nameUuid } from 'uuid';
import type { Json } from '../../domain/canonical-json.ts';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { type ImportedProblem, importedHistory } from '../../domain/problems/import-problem.ts';
import { responsibleUnit } from '../../domain/problems/responsible-unit.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainedEvent, chainStart } from '../platform/event-log.ts';
import { invalid, unwrap } from '../platform/refused.ts';
import { say } from '../platform/words.ts';
import { type EnteredProblem, foldOn, insertProblems, link, takeNumbers } from './problem-raising.ts';
import { problemsPerInsert } from './problem-rows.ts';
import { loadResponsibility, type ResponsibilityMaterial } from './responsibility-queries.ts';

/** An entry of a ledger that was published elsewhere. Days are `YYYY-MM-DD`. */
export interface HistoryEntry {
  /** Key of the entry in its file; the same key is the same problem when the file is read again. */
  readonly ref: string;
  readonly title: string;
  readonly description: string;
  /** City as the source names it, kept with the entry. */
  readonly city: string;
  readonly placeText: string;
  readonly siteCode: string | null;
  /** Code of the unit that the source holds responsible; null: by the rule of the responsible unit. */
  readonly unitCode: string | null;
  readonly categoryKey: string;
  readonly foundOn: string | null;
  /** `day`, `printed`, `month` or `unknown`: how exact `foundOn` is. */
  readonly foundOnPrecision: string;
  readonly deadlineOn: string | null;
  readonly status: 'open' | 'struckOff' | 'otherCity';
  readonly statusInSource: string;
  readonly closedOn: string | null;
  /** Address of the publication. */
  readonly source: string;
  readonly reliability: string;
}

/** What an import did. */
export interface HistoryImported {
  readonly entered: number;
  /** Entries that an earlier run brought. */
  readonly known: number;
}

/**
 * Enters published problems with their history, as the system: raised on the day they were found; open
 * ones dispatched at the import, closed ones struck off as their source says, cases of other cities voided
 * with that reason. The number of statements does not grow with the number of entries.
 *
 * @throws Refused 400 where an entry names an unknown category, site or unit; nothing is stored then.
 */
export async function importHistory(
  tx: Tx,
  cityId: string,
  entries: readonly HistoryEntry[],
  now: string,
): Promise<HistoryImported> {
  const ids = entries.map((entry) => nameUuid(`ledger-history:${entry.ref}`, cityId));
  const { rows: before } = await sql<{ id: string }>`
    select id from problem where city_id = ${cityId} and id = any (${ids}::uuid[])`.execute(tx);
  const known = new Set(before.map((row) => row.id));
  const fresh = entries
    .map((entry, index) => ({ entry, index, id: ids[index] ?? '' }))
    .filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return { entered: 0, known: known.size };
  const setting = await loadSetting(tx, cityId, entries, now);
  const first = await takeNumbers(tx, cityId, fresh.length);
  const entered = fresh.map(({ entry, index, id }, place) =>
    enter(cityId, importedOf(entry, index, id, first + place, setting), entry, now),
  );
  for (let start = 0; start < entered.length; start += problemsPerInsert) {
    await insertProblems(tx, cityId, entered.slice(start, start + problemsPerInsert));
  }
  return { entered: entered.length, known: known.size };
}

interface Setting {
  readonly now: string;
  readonly calendar: Calendar;
  readonly material: ResponsibilityMaterial;
  readonly sites: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, { readonly id: string; readonly contactPersonId: string | null }>;
  readonly categories: ReadonlyMap<
    string,
    { readonly hours: number; readonly clock: 'work' | 'elapsed'; readonly unitType: string }
  >;
}

async function loadSetting(
  tx: Tx,
  cityId: string,
  entries: readonly HistoryEntry[],
  now: string,
): Promise<Setting> {
  const sites = await tx
    .selectFrom('site')
    .select(['id', 'code'])
    .where('city_id', '=', cityId)
    .where(sql<boolean>`code = any (${entries.flatMap((entry) => entry.siteCode ?? [])}::text[])`)
    .execute();
  const { rows: units } = await sql<{ id: string; code: string; contactPersonId: string | null }>`
    select u.id, u.code, (select p.id from person p
        where p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active) as "contactPersonId"
    from unit u where u.city_id = ${cityId}
      and u.code = any (${entries.flatMap((entry) => entry.unitCode ?? [])}::text[])`.execute(tx);
  const categories = await tx
    .selectFrom('category')
    .select(['key', 'deadline_hours', 'deadline_clock', 'unit_type'])
    .where('city_id', '=', cityId)
    .where(sql<boolean>`key = any (${entries.map((entry) => entry.categoryKey)}::text[])`)
    .execute();
  const siteIds = new Map(sites.map((site) => [site.code, site.id]));
  const byKey = new Map(
    categories.map((category) => [
      category.key,
      {
        hours: Number(category.deadline_hours),
        clock: category.deadline_clock as 'work' | 'elapsed',
        unitType: category.unit_type,
      },
    ]),
  );
  const material = await loadResponsibility(
    tx,
    cityId,
    entries.map((entry) => ({
      siteId: entry.siteCode === null ? null : (siteIds.get(entry.siteCode) ?? null),
      categoryKey: entry.categoryKey,
      responsibleUnitType: byKey.get(entry.categoryKey)?.unitType ?? '',
    })),
    now,
  );
  return {
    now,
    calendar: await loadCalendar(tx, cityId),
    material,
    sites: siteIds,
    units: new Map(units.map((unit) => [unit.code, unit])),
    categories: byKey,
  };
}

/** The start of office hours on a published day, and its last moment: both in Chinese time. */
function morningOf(day: string): string {
  return new Date(`${day}T08:00:00+08:00`).toISOString();
}

function endOf(day: string): string {
  return new Date(`${day}T23:59:59+08:00`).toISOString();
}

function importedOf(
  entry: HistoryEntry,
  index: number,
  problemId: string,
  number: number,
  setting: Setting,
): ImportedProblem {
  const { now, calendar } = setting;
  const category = setting.categories.get(entry.categoryKey);
  if (!category) throw invalid(`entries.${index}.categoryKey`, 'invalid_value');
  const siteId = entry.siteCode === null ? null : setting.sites.get(entry.siteCode);
  if (siteId === undefined) throw invalid(`entries.${index}.siteCode`, 'invalid_value');
  const foundAt = entry.foundOn === null ? now : morningOf(entry.foundOn);
  const unit = unitOf(entry, index, siteId, category.unitType, setting);
  const deadline =
    entry.deadlineOn === null
      ? deadlineAt(entry.closedOn === null ? now : foundAt, category.hours, category.clock, calendar)
      : endOf(entry.deadlineOn);
  return {
    raise: {
      problemId,
      siteId,
      placeText: entry.placeText,
      lon: null,
      lat: null,
      itemCode: null,
      versionId: null,
      categoryKey: entry.categoryKey,
      severity: 'normal',
      title: entry.title,
      description: entry.description,
      defects: null,
      deadlineHours: category.hours,
      deadlineClock: category.clock,
      sourceKind: 'import',
      sourceRef: entry.ref,
      inspectionId: null,
      roundId: null,
      photoIds: [],
      reason: entry.statusInSource,
    },
    number,
    foundAt,
    end: endOfLife(entry, now),
    assignment: unit?.contactPersonId
      ? { unitId: unit.id, personId: unit.contactPersonId, deadlineAt: deadline }
      : null,
  };
}

function endOfLife(entry: HistoryEntry, now: string): ImportedProblem['end'] {
  switch (entry.status) {
    case 'open':
      return { kind: 'open' };
    case 'struckOff':
      return {
        kind: 'struckOff',
        closedAt: entry.closedOn === null ? now : endOf(entry.closedOn),
        reason: entry.statusInSource,
      };
    case 'otherCity':
      // stored with the history, so in the source language of the city's records
      return { kind: 'voided', reason: say('zh-CN', 'problems.import.otherCity', { city: entry.city }) };
    default: {
      const unknown: never = entry.status;
      throw invalid('status', String(unknown));
    }
  }
}

function unitOf(
  entry: HistoryEntry,
  index: number,
  siteId: string | null,
  responsibleUnitType: string,
  setting: Setting,
): { readonly id: string; readonly contactPersonId: string | null } | null {
  if (entry.status === 'otherCity') return null;
  const named = entry.unitCode === null ? null : setting.units.get(entry.unitCode);
  if (named === undefined) throw invalid(`entries.${index}.unitCode`, 'invalid_value');
  if (named?.contactPersonId) return named;
  const { material } = setting;
  const ruled = responsibleUnit({
    responsibleUnitType,
    categoryKind: material.categoryKinds.get(entry.categoryKey) ?? 'event',
    site: (siteId === null ? null : material.sites.get(siteId)) ?? null,
    units: material.units,
  });
  return ruled && { id: ruled.unitId, contactPersonId: ruled.contactPersonId };
}

function enter(cityId: string, imported: ImportedProblem, entry: HistoryEntry, now: string): EnteredProblem {
  const events = unwrap(importedHistory(imported, now));
  let chain: readonly ChainedEvent[] = [];
  for (const event of events) {
    const remark: { readonly [key: string]: Json } =
      event.kind === 'problem.raised'
        ? {
            source: entry.source,
            sourceCity: entry.city,
            reliability: entry.reliability,
            foundOnPrecision: entry.foundOnPrecision,
          }
        : {};
    const end = chain.at(-1) ?? chainStart;
    const linked = link(cityId, imported.raise.problemId, end, [event], { personId: null }, event.at, remark);
    chain = [...chain, ...linked];
  }
  return { problem: foldOn(null, events), chain, isSample: false };
}
