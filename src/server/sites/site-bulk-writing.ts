import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import { createSite, type SiteContent, type SiteEvent } from '../../domain/places/site.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainEnd, chainEvents, chainStart, type EventActor, eventRows } from '../platform/event-log.ts';
import { unwrap } from '../platform/refused.ts';

/** A site as it will be, with what happened to it. Version 1 is new; a higher one must be locked. */
export interface WrittenSite {
  readonly id: string;
  readonly version: number;
  readonly content: SiteContent;
  readonly events: readonly SiteEvent[];
  readonly source: string | null;
  readonly isSample: boolean;
}

/**
 * Enters many sites at once with their history, for sample cities and takeovers from other systems.
 *
 * @throws Refused 409 where the content of one breaks a rule; a unique violation for a code in use.
 */
export async function enterSites(
  tx: Tx,
  cityId: string,
  sites: readonly Omit<WrittenSite, 'version' | 'events'>[],
  actor: EventActor,
  now: string,
): Promise<void> {
  const written = sites.map((site) => ({
    ...site,
    version: 1,
    events: unwrap(createSite(site.content, { source: site.source, isSample: site.isSample })),
  }));
  await writeSites(tx, cityId, written, actor, now);
}

/** Writes new and changed sites and their history, in a number of statements that hardly grows with rows. */
export async function writeSites(
  tx: Tx,
  cityId: string,
  sites: readonly WrittenSite[],
  actor: EventActor,
  now: string,
): Promise<void> {
  if (sites.length === 0) return;
  const rows = sites.map(({ content, events: _events, ...rest }) => ({ ...content, ...rest }));
  await sql`insert into site (city_id, id, code, name, site_type, territory_unit_id, line_bureau_id,
      operator_unit_id, keeper_person_id, is_ownerless, address, lon, lat, position_source, note, version, source, is_sample)
    select ${cityId}, id, code, name, "siteType", "territoryUnitId", "lineBureauId", "operatorUnitId",
      "keeperPersonId", "isOwnerless", address, lon, lat, "positionSource", note, version, source, "isSample"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, code text, name text,
      "siteType" text, "territoryUnitId" uuid, "lineBureauId" uuid, "operatorUnitId" uuid,
      "keeperPersonId" uuid, "isOwnerless" boolean, address text, lon double precision,
      lat double precision, "positionSource" text, note text, version integer,
      source text, "isSample" boolean)
    on conflict (city_id, id) do update set name = excluded.name, site_type = excluded.site_type,
      territory_unit_id = excluded.territory_unit_id, line_bureau_id = excluded.line_bureau_id,
      keeper_person_id = excluded.keeper_person_id, is_ownerless = excluded.is_ownerless,
      address = excluded.address, lon = excluded.lon, lat = excluded.lat,
      position_source = excluded.position_source, note = excluded.note, version = excluded.version`.execute(
    tx,
  );

  await writeEvents(tx, cityId, sites, actor, now);
}

/** Events of one statement: eleven columns each stay below the 65,535 parameters of a message. */
const eventsAtOnce = 2_000;

async function writeEvents(
  tx: Tx,
  cityId: string,
  sites: readonly WrittenSite[],
  actor: EventActor,
  now: string,
): Promise<void> {
  const ends = await loadChainEnds(
    tx,
    cityId,
    sites.filter(({ version }) => version > 1).map(({ id }) => id),
  );
  const chained = sites.flatMap(({ id, events }) => {
    const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
    return chainEvents(cityId, { kind: 'site', id, end: ends.get(id) ?? chainStart }, facts, actor, now);
  });
  for (let from = 0; from < chained.length; from += eventsAtOnce) {
    const rows = eventRows(cityId, chained.slice(from, from + eventsAtOnce));
    await tx.insertInto('event').values(rows).execute();
  }
}

async function loadChainEnds(
  tx: Tx,
  cityId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ChainEnd>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('event')
    .distinctOn('subject_id')
    .select(['subject_id', 'version', 'hash'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'site')
    .where('subject_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('subject_id')
    .orderBy('version', 'desc')
    .execute();
  return new Map(rows.map(({ subject_id, version, hash }) => [subject_id, { version, hash }]));
}
