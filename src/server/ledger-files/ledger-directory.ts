import { sql } from 'kysely';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { LedgerRow } from './ledger-rows.ts';

/** A unit that a ledger may name. */
export interface LedgerUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly path: string;
  readonly isClosed: boolean;
  /** Who answers for it, where that person is still there. */
  readonly contactId: string | null;
}

export interface LedgerPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly isActive: boolean;
  /** Paths of the units he works in. */
  readonly paths: readonly string[];
}

export interface LedgerCategory {
  readonly key: string;
  readonly name: string;
  readonly hours: number;
  readonly clock: 'work' | 'elapsed';
}

export interface LedgerSite {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly territoryPath: string;
}

/** An entry that an earlier file of the same ledger brought. */
export interface PresentEntry {
  readonly problemId: string;
  readonly number: number;
  readonly words: Readonly<Record<string, string>>;
  /** Of its unit, before dispatch of its site's territory; null where neither is known. */
  readonly path: string | null;
}

/** Everything the rows of a file point at, by the words they use. */
export interface LedgerDirectory {
  readonly units: ReadonlyMap<string, readonly LedgerUnit[]>;
  readonly people: ReadonlyMap<string, readonly LedgerPerson[]>;
  readonly peopleById: ReadonlyMap<string, LedgerPerson>;
  readonly categories: ReadonlyMap<string, LedgerCategory>;
  readonly sitesByCode: ReadonlyMap<string, LedgerSite>;
  readonly sitesByName: ReadonlyMap<string, readonly LedgerSite[]>;
  /** Checklist items by code: the version that holds them now. */
  readonly items: ReadonlyMap<string, string>;
  /** Where a row names a code that no site has: all of them, for suggestions. */
  readonly siteCodes: readonly string[];
  readonly present: ReadonlyMap<string, PresentEntry>;
  readonly takenNumbers: ReadonlySet<number>;
  readonly ledgerIsEmpty: boolean;
  readonly calendar: Calendar;
}

/** Looks everything up in a fixed number of statements. */
export async function loadLedgerDirectory(
  tx: Tx,
  cityId: string,
  rows: readonly LedgerRow[],
  ledgerName: string,
): Promise<LedgerDirectory> {
  const texts = (...fields: Parameters<LedgerRow['text']>[0][]) => [
    ...new Set(rows.flatMap((row) => fields.map((field) => row.text(field)).filter((text) => text !== ''))),
  ];
  const people = await loadPeople(tx, cityId);
  const sites = await loadSites(tx, cityId, texts('siteCode', 'siteName', 'place'));
  const numbers = texts('number').flatMap((text) => (/^\d{1,9}$/.test(text) ? [Number(text)] : []));
  const { rows: taken } = await sql<{ number: number }>`
    select number from problem where city_id = ${cityId} and number = any (${numbers}::bigint[])`.execute(tx);
  const any = await tx
    .selectFrom('problem')
    .select('id')
    .where('city_id', '=', cityId)
    .limit(1)
    .executeTakeFirst();
  return {
    units: await loadUnits(tx, cityId),
    people: Map.groupBy(people, (person) => person.name),
    peopleById: new Map(people.map((person) => [person.id, person])),
    categories: await loadCategories(tx, cityId),
    sitesByCode: new Map(sites.map((site) => [site.code, site])),
    sitesByName: Map.groupBy(sites, (site) => site.name),
    items: await loadItems(tx, cityId, texts('item')),
    siteCodes: await listSiteCodes(tx, cityId, texts('siteCode'), sites),
    present: await loadPresent(
      tx,
      cityId,
      ledgerName,
      rows.map((row) => row.key),
    ),
    takenNumbers: new Set(taken.map((row) => row.number)),
    ledgerIsEmpty: any === undefined,
    calendar: await loadCalendar(tx, cityId),
  };
}

async function loadUnits(tx: Tx, cityId: string): Promise<LedgerDirectory['units']> {
  const { rows } = await sql<LedgerUnit & { words: string[] }>`
    select u.id, u.code, u.name, u.path, u.valid_to is not null as "isClosed", p.id as "contactId",
      array_remove(array[u.code, u.name, u.short_name, u.name_en] || u.aliases, null) as words
    from unit u left join person p on p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active
    where u.city_id = ${cityId}`.execute(tx);
  const units = new Map<string, LedgerUnit[]>();
  for (const { words, ...unit } of rows) {
    for (const word of new Set(words)) units.set(word, [...(units.get(word) ?? []), unit]);
  }
  return units;
}

/** Everybody: a city has some thousands, and who works where decides whom a name means. */
async function loadPeople(tx: Tx, cityId: string): Promise<LedgerPerson[]> {
  const { rows } = await sql<LedgerPerson>`
    select p.id, p.login, p.name, p.is_active as "isActive", array(
        select u.path from role_grant g join unit u on u.city_id = g.city_id and u.id = g.unit_id
          where g.city_id = p.city_id and g.person_id = p.id
        union select u.path from unit u where u.city_id = p.city_id
          and (u.contact_person_id = p.id or u.id = p.home_unit_id)) as paths
    from person p where p.city_id = ${cityId}`.execute(tx);
  return rows;
}

async function loadCategories(tx: Tx, cityId: string): Promise<LedgerDirectory['categories']> {
  const rows = await tx
    .selectFrom('category')
    .select(['key', 'name', 'name_en', 'deadline_hours', 'deadline_clock'])
    .where('city_id', '=', cityId)
    .orderBy('key')
    .execute();
  const categories = new Map<string, LedgerCategory>();
  const names = Map.groupBy(rows, (row) => row.name);
  for (const row of rows) {
    const category: LedgerCategory = {
      key: row.key,
      name: row.name,
      hours: Number(row.deadline_hours),
      clock: row.deadline_clock as LedgerCategory['clock'],
    };
    categories.set(row.key, category);
    // a name that two categories share names none of them
    if (names.get(row.name)?.length === 1) {
      categories.set(row.name, category);
      categories.set(row.name_en.toLowerCase(), category);
    }
  }
  return categories;
}

async function loadSites(tx: Tx, cityId: string, words: readonly string[]): Promise<LedgerSite[]> {
  const { rows } = await sql<LedgerSite>`
    select s.id, s.code, s.name, u.path as "territoryPath"
    from site s join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    where s.city_id = ${cityId} and (s.code = any (${words}::text[]) or s.name = any (${words}::text[]))
    order by s.code`.execute(tx);
  return rows;
}

async function listSiteCodes(
  tx: Tx,
  cityId: string,
  wanted: readonly string[],
  found: readonly LedgerSite[],
): Promise<string[]> {
  const codes = new Set(found.map((site) => site.code));
  if (wanted.every((code) => codes.has(code))) return [];
  const rows = await tx
    .selectFrom('site')
    .select('code')
    .where('city_id', '=', cityId)
    .orderBy('code')
    .limit(20_000)
    .execute();
  return rows.map((row) => row.code);
}

async function loadItems(tx: Tx, cityId: string, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const { rows } = await sql<{ code: string; versionId: string }>`
    select distinct on (i.code) i.code, i.version_id as "versionId"
    from checklist_item i join standard_version v on v.city_id = i.city_id and v.id = i.version_id
    where i.city_id = ${cityId} and v.state = 'published' and i.code = any (${codes}::text[])
    order by i.code, v.published_at desc, v.id`.execute(tx);
  return new Map(rows.map((row) => [row.code, row.versionId]));
}

async function loadPresent(
  tx: Tx,
  cityId: string,
  ledgerName: string,
  keys: readonly string[],
): Promise<Map<string, PresentEntry>> {
  const { rows } = await sql<PresentEntry & { key: string }>`
    select r.row_key as key, r.problem_id as "problemId", p.number, r.words, coalesce(u.path, t.path) as path
    from ledger_import_row r join problem p on p.city_id = r.city_id and p.id = r.problem_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    where r.city_id = ${cityId} and r.ledger_name = ${ledgerName} and r.row_key = any (${keys}::text[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.key, row]));
}
