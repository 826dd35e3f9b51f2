import { sql } from 'kysely';
import type { SiteView } from '../../contract/sites.ts';
import { type SiteEvent, siteEventKinds } from '../../domain/places/site.ts';
import { findUnits, listPathNames } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { findSiteLine } from './site-list-queries.ts';
import type { SiteFacts } from './site-queries.ts';

const inspectionsShown = 20;
const eventsShown = 100;

/**
 * The page of a site.
 *
 * @param may what the asker may: inspections are listed only for those who may see them.
 */
export async function loadSiteView(
  tx: Tx,
  cityId: string,
  site: SiteFacts,
  now: string,
  may: { edit: boolean; seeInspections: boolean },
): Promise<SiteView> {
  const line = await findSiteLine(tx, cityId, site.id, now);
  if (!line) throw new Error('a site without its line');
  const unitIds = [site.territoryUnitId, site.lineBureauId, site.operatorUnitId].filter((id) => id !== null);
  const units = new Map((await findUnits(tx, cityId, unitIds)).map((unit) => [unit.id, unit]));
  const namedUnit = (id: string | null) => (id ? { id, name: units.get(id)?.name ?? '' } : null);
  const territory = units.get(site.territoryUnitId);
  const names = await listPathNames(tx, cityId, territory ? [territory] : []);
  return {
    ...line,
    version: site.version,
    territoryNames: [...(names.get(site.territoryUnitId) ?? [])],
    lineBureau: namedUnit(site.lineBureauId),
    operator: namedUnit(site.operatorUnitId),
    keeper: await findKeeper(tx, cityId, site.keeperPersonId),
    positionSource: site.positionSource,
    note: site.note,
    source: site.source,
    counts: await countRecords(tx, cityId, site.id),
    inspections: may.seeInspections ? await listInspections(tx, cityId, site.id) : [],
    may: { edit: may.edit },
  };
}

async function findKeeper(tx: Tx, cityId: string, id: string | null) {
  if (!id) return null;
  const row = await tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

async function countRecords(tx: Tx, cityId: string, siteId: string): Promise<SiteView['counts']> {
  const { rows } = await sql<SiteView['counts']>`select
      (select count(*)::int from problem p where p.city_id = ${cityId} and p.site_id = ${siteId}
        and p.state not in ('rejected','duplicate','voided')) as problems,
      (select count(*)::int from problem p where p.city_id = ${cityId} and p.site_id = ${siteId}
        and p.state = 'struck_off') as "struckOff",
      (select count(*)::int from inspection i where i.city_id = ${cityId} and i.site_id = ${siteId}) as inspections`.execute(
    tx,
  );
  return rows[0] ?? { problems: 0, struckOff: 0, inspections: 0 };
}

async function listInspections(tx: Tx, cityId: string, siteId: string): Promise<SiteView['inspections']> {
  const { rows } = await sql<SiteView['inspections'][number]>`
    select i.id, r.name as "roundName", p.name as "inspectorName", i.finished_at as "finishedAt", i.score,
      i.veto_failed as "vetoFailed",
      (select count(*)::int from problem x where x.city_id = i.city_id and x.inspection_id = i.id) as problems
    from inspection i
    join round r on r.city_id = i.city_id and r.id = i.round_id
    join person p on p.city_id = i.city_id and p.id = i.inspector_id
    where i.city_id = ${cityId} and i.site_id = ${siteId}
    order by i.finished_at desc limit ${inspectionsShown}`.execute(tx);
  return rows;
}

/** The newest events of a site, without the contents: which fields changed and why. */
export async function listSiteHistory(tx: Tx, cityId: string, siteId: string) {
  const rows = await tx
    .selectFrom('event as e')
    .leftJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'e.city_id').onRef('p.id', '=', 'e.actor_id'),
    )
    .select(['e.version', 'e.kind', 'e.at', 'e.data', 'p.name as actorName'])
    .where('e.city_id', '=', cityId)
    .where('e.subject_kind', '=', 'site')
    .where('e.subject_id', '=', siteId)
    .orderBy('e.version', 'desc')
    .limit(eventsShown)
    .execute();
  return rows.flatMap(({ version, kind, at, data, actorName }) => {
    const event = { kind, data } as SiteEvent;
    if (!siteEventKinds.includes(event.kind)) return [];
    return [
      {
        version,
        kind: event.kind,
        at,
        actorName,
        fields: event.kind === 'site.changed' ? Object.keys(event.data.after) : [],
        reason: event.kind === 'site.retired' || event.kind === 'site.restored' ? event.data.reason : null,
      },
    ];
  });
}
