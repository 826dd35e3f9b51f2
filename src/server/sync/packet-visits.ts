import { sql } from 'kysely';
import type { PacketChecklist, PacketVisit } from '../../contract/sync.ts';
import { checklistItemViewOf } from '../inspections/checklist-item-view.ts';
import type { Tx } from '../platform/database/database.ts';
import { findPublishedChecklist } from '../standards/checklist-queries.ts';

/** A visit with its site's id, for what else belongs to it. */
export type VisitAtSite = PacketVisit & { readonly siteId: string };

interface VisitRow extends Omit<VisitAtSite, 'checklistId'> {
  readonly versionId: string;
  readonly siteType: string;
}

/** The visits of a person in open rounds, with what the last inspection of each site found. */
export async function listPacketVisits(
  tx: Tx,
  cityId: string,
  personId: string,
): Promise<{ visits: VisitAtSite[]; checklists: PacketChecklist[] }> {
  const { rows } = await sql<VisitRow>`
    select v.id, s.id as "siteId", jsonb_build_object('id', r.id, 'name', r.name, 'endsOn', r.ends_on) as round,
      jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name, 'siteTypeName', t.name,
        'siteTypeNameEn', t.name_en, 'unitName', u.name, 'address', s.address, 'lon', s.lon, 'lat', s.lat) as site,
      r.version_id as "versionId", s.site_type as "siteType", i.id as "inspectionId",
      case when l.id is null then null else jsonb_build_object(
        'finishedAt', to_char(l.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'score', l.score::text, 'findings', coalesce(l.findings, '[]')) end as last
    from round_visit v
    join round r on r.city_id = v.city_id and r.id = v.round_id and r.state = 'open'
    join site s on s.city_id = v.city_id and s.id = v.site_id
    join site_type t on t.city_id = s.city_id and t.code = s.site_type
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    left join inspection i on i.city_id = v.city_id and i.visit_id = v.id
    left join lateral (
      select li.id, li.finished_at, li.score, (
        select jsonb_agg(jsonb_build_object('itemCode', a.item_code, 'value', a.value, 'defects', a.defects,
            'note', coalesce(a.note, ''), 'problemNumber', p.number, 'problemState', p.state) order by a.item_code)
        from answer a
        join checklist_item ci on ci.city_id = a.city_id and ci.version_id = r.version_id
          and ci.site_type = s.site_type and ci.code = a.item_code
        left join problem p on p.city_id = a.city_id and p.inspection_id = a.inspection_id
          and p.item_code = a.item_code
        where a.city_id = li.city_id and a.inspection_id = li.id
          and (a.value in ('partly', 'not_met') or a.defects > 0)) as findings
      from inspection li where li.city_id = v.city_id and li.site_id = v.site_id and li.visit_id <> v.id
      order by li.finished_at desc, li.id desc limit 1) l on true
    where v.city_id = ${cityId} and v.inspector_id = ${personId}
    order by i.id is not null, r.ends_on, u.path, s.code, v.id`.execute(tx);
  const visits = rows.map(({ versionId, siteType, ...visit }) => ({
    ...visit,
    checklistId: checklistIdOf(versionId, siteType),
  }));
  return { visits, checklists: await listChecklists(tx, cityId, rows) };
}

function checklistIdOf(versionId: string, siteType: string): string {
  return `${versionId}.${siteType}`;
}

async function listChecklists(tx: Tx, cityId: string, rows: readonly VisitRow[]): Promise<PacketChecklist[]> {
  const wanted = new Map(rows.map((row) => [checklistIdOf(row.versionId, row.siteType), row]));
  const checklists: PacketChecklist[] = [];
  for (const [id, { versionId, siteType }] of wanted) {
    // published versions stay in memory, so this is one query per checklist and process
    const standard = await findPublishedChecklist(tx, cityId, versionId, siteType);
    if (!standard) continue;
    checklists.push({
      id,
      versionId,
      observationScope: standard.checklist.observationScope,
      items: standard.checklist.items.map((item) => checklistItemViewOf(standard, item)),
    });
  }
  return checklists;
}
