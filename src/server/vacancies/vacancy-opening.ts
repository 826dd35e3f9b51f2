import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Json } from '../../domain/canonical-json.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { applyVacancy, nameKeeper, openVacancy, type Vacancy } from '../../domain/places/vacancy.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { chainEvents, chainStart, eventRows } from '../platform/event-log.ts';
import { Refused, unwrap } from '../platform/refused.ts';
import { voidOpenVacancy } from './vacancy-commands.ts';

/** Sites opened in one go: a row fills seventeen parameters, its two events eleven each. */
const mostAtOnce = 1000;

interface OwnerlessSite {
  readonly siteId: string;
  /** The lowest unit at or above the territory, below the city, that has a named person; null for none. */
  readonly unitId: string | null;
  readonly personId: string | null;
}

/**
 * Opens a vacancy for every ownerless site in use that has none; of `siteIds` where given, else of the
 * whole city. The territory keeps the site meanwhile, by the lowest of its units that has a named person.
 * Acts as the system; running it again changes nothing.
 *
 * @returns how many were opened.
 */
export async function openMissingVacancies(
  tx: Tx,
  cityId: string,
  now: string,
  siteIds?: readonly string[],
): Promise<number> {
  let opened = 0;
  for (;;) {
    const sites = await listSitesWithout(tx, cityId, siteIds);
    if (sites.length === 0) return opened;
    await openFor(tx, cityId, now, sites);
    opened += sites.length;
    if (sites.length < mostAtOnce) return opened;
  }
}

async function listSitesWithout(
  tx: Tx,
  cityId: string,
  siteIds: readonly string[] | undefined,
): Promise<OwnerlessSite[]> {
  const only = siteIds ? sql`and s.id = any (${[...siteIds]}::uuid[])` : sql``;
  // the site's row orders those who would open the same vacancy at once
  const { rows } = await sql<OwnerlessSite>`
    select s.id as "siteId", k.id as "unitId", k.contact_person_id as "personId"
    from site s
    join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    left join lateral (
      select u.id, u.contact_person_id from unit u
      join person p on p.city_id = u.city_id and p.id = u.contact_person_id and p.is_active
      where u.city_id = s.city_id and u.code = any (string_to_array(t.path, '.')) and u.parent_id is not null
        and u.valid_to is null
      order by length(u.path) desc limit 1) k on true
    where s.city_id = ${cityId} and s.is_ownerless and s.state = 'active' ${only}
      and not exists (select 1 from vacancy v where v.city_id = s.city_id and v.site_id = s.id
        and v.state in ('open','kept'))
    order by s.id limit ${mostAtOnce} for update of s`.execute(tx);
  return rows;
}

async function openFor(tx: Tx, cityId: string, now: string, sites: readonly OwnerlessSite[]): Promise<void> {
  const { vacancyDays } = await loadLedgerSettings(tx, cityId);
  const opened = sites.map(({ siteId, unitId, personId }) => {
    const events = [...unwrap(openVacancy(siteId, cityDay(now), vacancyDays))];
    let vacancy: Vacancy | null = null;
    for (const event of events) vacancy = applyVacancy(vacancy, event);
    if (vacancy && unitId !== null && personId !== null) {
      for (const event of unwrap(nameKeeper(vacancy, { unitId, personId }))) {
        events.push(event);
        vacancy = applyVacancy(vacancy, event);
      }
    }
    if (!vacancy) throw new Error('an opened vacancy is there');
    return { id: uuid(), vacancy, events };
  });
  await tx
    .insertInto('vacancy')
    .values(
      opened.map(({ id, vacancy }) => ({
        city_id: cityId,
        id,
        site_id: vacancy.siteId,
        state: vacancy.state,
        opened_at: now,
        due_on: vacancy.dueOn,
        keeper_unit_id: vacancy.keeperUnitId,
        keeper_person_id: vacancy.keeperPersonId,
        version: vacancy.version,
      })),
    )
    .execute();
  const chain = opened.flatMap(({ id, events }) =>
    chainEvents(
      cityId,
      { kind: 'vacancy', id, end: chainStart },
      events.map(({ kind, data }) => ({ kind, data: data as unknown as Json })),
      { personId: null },
      now,
    ),
  );
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
}

/**
 * Keeps vacancies in step with sites that were just changed, in the same transaction: opens those that
 * became ownerless, voids those that went out of use.
 *
 * @throws Refused 409 `vacancy.closeByAdoption` where a site lost its mark while its vacancy is open: that
 *   is closed by adoption, or as wrongly marked, and nowhere else.
 */
export async function keepVacancies(
  tx: Tx,
  cityId: string,
  siteIds: readonly string[],
  now: string,
): Promise<void> {
  if (siteIds.length === 0) return;
  await openMissingVacancies(tx, cityId, now, siteIds);
  const { rows } = await sql<{ id: string; code: string; isRetired: boolean }>`
    select v.id, s.code, s.state = 'retired' as "isRetired" from vacancy v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    where v.city_id = ${cityId} and v.state in ('open','kept') and v.site_id = any (${[...siteIds]}::uuid[])
      and (s.state = 'retired' or not s.is_ownerless)`.execute(tx);
  for (const { id, code, isRetired } of rows) {
    if (!isRetired) throw new Refused(409, 'vacancy.closeByAdoption', { code });
    await voidOpenVacancy(tx, cityId, id, now);
  }
}
