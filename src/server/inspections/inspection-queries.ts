import { sql } from 'kysely';
import type { LastFinding, MyVisit } from '../../contract/inspections.ts';
import type { RoundState } from '../../domain/rounds/round.ts';
import type { Tx } from '../platform/database/database.ts';

/** A planned visit with its round and site. Degrees are WGS-84. */
export interface VisitFacts {
  readonly visitId: string;
  readonly inspectorId: string | null;
  readonly roundId: string;
  readonly roundName: string;
  readonly roundState: RoundState;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly versionId: string;
  readonly isSample: boolean;
  readonly siteId: string;
  readonly siteCode: string;
  readonly siteName: string;
  readonly siteType: string;
  readonly siteTypeName: string;
  readonly siteTypeNameEn: string;
  readonly unitName: string;
  readonly territoryPath: string;
  readonly address: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
}

const visitFacts = sql`
  select v.id as "visitId", v.inspector_id as "inspectorId", r.id as "roundId", r.name as "roundName",
    r.state as "roundState", r.starts_on as "startsOn", r.ends_on as "endsOn", r.version_id as "versionId",
    r.is_sample as "isSample", s.id as "siteId", s.code as "siteCode", s.name as "siteName",
    s.site_type as "siteType", t.name as "siteTypeName", t.name_en as "siteTypeNameEn",
    u.name as "unitName", u.path as "territoryPath", s.address, s.lon, s.lat
  from round_visit v
  join round r on r.city_id = v.city_id and r.id = v.round_id
  join site s on s.city_id = v.city_id and s.id = v.site_id
  join site_type t on t.city_id = s.city_id and t.code = s.site_type
  join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id`;

export async function findVisit(tx: Tx, cityId: string, visitId: string): Promise<VisitFacts | undefined> {
  const { rows } = await sql<VisitFacts>`${visitFacts}
    where v.city_id = ${cityId} and v.id = ${visitId}`.execute(tx);
  return rows[0];
}

/**
 * The visit, for the inspection about to hang on it: repeated sending waits here, and the round can
 * neither close nor be planned until this transaction ends. Parent first: planning locks the round alone.
 */
export async function lockVisit(tx: Tx, cityId: string, visitId: string): Promise<VisitFacts | undefined> {
  const { rows } = await sql<VisitFacts>`${visitFacts}
    where v.city_id = ${cityId} and v.id = ${visitId}
    for share of r for no key update of v`.execute(tx);
  return rows[0];
}

/** The inspection with this id, or the one that hangs on this visit: what a repetition runs into. */
export async function findEarlierInspections(tx: Tx, cityId: string, id: string, visitId: string) {
  return tx
    .selectFrom('inspection')
    .select(['id', 'visit_id as visitId', 'inspector_id as inspectorId', 'request_hash as requestHash'])
    .where('city_id', '=', cityId)
    .where(({ or, eb }) => or([eb('id', '=', id), eb('visit_id', '=', visitId)]))
    .execute();
}

/** The first event of an inspection: the whole submission and its receipt, as they were. */
export async function findSubmission(tx: Tx, cityId: string, inspectionId: string) {
  return tx
    .selectFrom('event')
    .select(['data', 'hash'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'inspection')
    .where('subject_id', '=', inspectionId)
    .where('version', '=', 1)
    .executeTakeFirst();
}

interface MyVisitRow extends VisitFacts {
  readonly items: number;
  readonly inspectionId: string | null;
  readonly finishedAt: string;
  readonly isScored: boolean;
  readonly score: string | null;
  readonly problems: number;
}

/** A person's visits in open rounds: those not made first, each part in the order of the units' tree. */
export async function listVisitsOf(tx: Tx, cityId: string, personId: string): Promise<MyVisit[]> {
  const { rows } = await sql<MyVisitRow>`
    select f.*, i.id as "inspectionId", i.finished_at as "finishedAt", i.is_scored as "isScored", i.score,
      (select count(*) from checklist_item ci where ci.city_id = ${cityId}
        and ci.version_id = f."versionId" and ci.site_type = f."siteType") as items,
      (select count(*) from problem p where p.city_id = ${cityId} and p.inspection_id = i.id) as problems
    from (${visitFacts}
      where v.city_id = ${cityId} and v.inspector_id = ${personId} and r.state = 'open') f
    left join inspection i on i.city_id = ${cityId} and i.visit_id = f."visitId"
    order by i.id is not null, f."endsOn", f."territoryPath", f."siteCode", f."visitId"`.execute(tx);
  return rows.map((row) => ({
    id: row.visitId,
    round: roundNameOf(row),
    site: siteViewOf(row),
    items: row.items,
    inspection:
      row.inspectionId === null
        ? null
        : {
            id: row.inspectionId,
            finishedAt: row.finishedAt,
            isScored: row.isScored,
            score: row.score,
            problems: row.problems,
          },
  }));
}

export function roundNameOf(visit: VisitFacts) {
  return { id: visit.roundId, name: visit.roundName, startsOn: visit.startsOn, endsOn: visit.endsOn };
}

export function siteViewOf(visit: VisitFacts) {
  return {
    id: visit.siteId,
    code: visit.siteCode,
    name: visit.siteName,
    siteType: visit.siteType,
    siteTypeName: visit.siteTypeName,
    siteTypeNameEn: visit.siteTypeNameEn,
    unitName: visit.unitName,
    address: visit.address,
    lon: visit.lon,
    lat: visit.lat,
  };
}

/** The latest inspection of a site, by when the visit ended. */
export async function findLastInspection(tx: Tx, cityId: string, siteId: string) {
  return tx
    .selectFrom('inspection')
    .select(['id', 'finished_at as finishedAt', 'score'])
    .where('city_id', '=', cityId)
    .where('site_id', '=', siteId)
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What an inspection found wrong, with the problem each finding raised. */
export async function listFindings(tx: Tx, cityId: string, inspectionId: string): Promise<LastFinding[]> {
  const { rows } = await sql<LastFinding>`
    select a.item_code as "itemCode", a.value, a.defects, coalesce(a.note, '') as note,
      p.number as "problemNumber", p.state as "problemState"
    from answer a
    left join problem p on p.city_id = a.city_id and p.inspection_id = a.inspection_id
      and p.item_code = a.item_code
    where a.city_id = ${cityId} and a.inspection_id = ${inspectionId}
      and (a.value in ('partly', 'not_met') or a.defects > 0)
    order by a.item_code`.execute(tx);
  return rows;
}

/** An inspection as it stands on record; undefined where the city has none. */
export async function findInspection(tx: Tx, cityId: string, id: string) {
  return tx
    .selectFrom('inspection as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'i.city_id').onRef('p.id', '=', 'i.inspector_id'),
    )
    .select([
      'i.id',
      'i.visit_id as visitId',
      'i.version_id as versionId',
      'i.inspector_id as inspectorId',
      'p.name as inspectorName',
      'i.started_at as startedAt',
      'i.finished_at as finishedAt',
      'i.received_at as receivedAt',
      'i.lon',
      'i.lat',
      'i.accuracy_m as accuracyM',
      'i.no_fix_reason as noFixReason',
      'i.distance_m as distanceM',
      'i.note',
      'i.awaits_photos as awaitsPhotos',
    ])
    .where('i.city_id', '=', cityId)
    .where('i.id', '=', id)
    .executeTakeFirst();
}

/** The answers of an inspection. */
export async function listAnswers(tx: Tx, cityId: string, inspectionId: string) {
  return tx
    .selectFrom('answer')
    .select(['item_code as itemCode', 'value', 'defects', 'note'])
    .where('city_id', '=', cityId)
    .where('inspection_id', '=', inspectionId)
    .execute();
}

/** The problems an inspection raised, as they stand now. */
export async function listRaisedProblems(tx: Tx, cityId: string, inspectionId: string) {
  return tx
    .selectFrom('problem as p')
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'p.city_id').onRef('u.id', '=', 'p.unit_id'),
    )
    .select([
      'p.id',
      'p.number',
      'p.item_code as itemCode',
      'p.state',
      'u.name as unitName',
      'p.deadline_at as deadlineAt',
    ])
    .where('p.city_id', '=', cityId)
    .where('p.inspection_id', '=', inspectionId)
    .execute();
}
