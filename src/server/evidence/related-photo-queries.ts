import { sql } from 'kysely';
import type { TwinView } from '../../domain/evidence/picture-views.ts';
import { inSightOfUse, type PhotoSight } from '../photos/photo-sight.ts';
import type { Tx } from '../platform/database/database.ts';

/** A use of a photo, with whether the asker may see what it is evidence of. */
export interface RelatedUse {
  readonly sha256: string;
  readonly id: string;
  readonly subjectKind: 'inspection' | 'problem';
  readonly subjectId: string;
  readonly purpose: 'finding' | 'after' | 'verification';
  readonly usedAt: string;
  readonly deviceTakenAt: string | null;
  readonly isVisible: boolean;
  readonly problemNumber: number | null;
  /** The inspection itself, or the one that found the problem. */
  readonly inspectionId: string | null;
  /** What the problem hangs on: the whole it is a part of, or what it doubles. */
  readonly familyId: string | null;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly unitName: string | null;
}

/** Most uses of one photo that are looked at; a photo used more often is strange enough. */
const mostUses = 20;

/** Where some photos serve, the earliest uses first. */
export async function listRelatedUses(
  tx: Tx,
  cityId: string,
  sha256s: readonly string[],
  sight: PhotoSight,
): Promise<RelatedUse[]> {
  if (sha256s.length === 0) return [];
  const { rows } = await sql<RelatedUse>`
    select pu.sha256, pu.id, pu.subject_kind as "subjectKind", pu.subject_id as "subjectId", pu.purpose,
      pu.used_at as "usedAt", pu.device_taken_at as "deviceTakenAt",
      ${inSightOfUse(cityId, sight)} as "isVisible", ledger.number as "problemNumber",
      coalesce(ledger.inspection_id, visit.id) as "inspectionId",
      coalesce(ledger.parent_id, ledger.main_problem_id) as "familyId",
      place.id as "siteId", coalesce(place.name, ledger.place_text) as "siteName", owner.name as "unitName"
    from (select distinct hash from unnest(${[...sha256s]}::text[]) as h (hash)) wanted
    cross join lateral (select * from photo_use u where u.city_id = ${cityId} and u.sha256 = wanted.hash
      order by u.used_at, u.id limit ${mostUses}) pu
    left join problem ledger on pu.subject_kind = 'problem' and ledger.city_id = ${cityId}
      and ledger.id = pu.subject_id
    left join inspection visit on pu.subject_kind = 'inspection' and visit.city_id = ${cityId}
      and visit.id = pu.subject_id
    left join site place on place.city_id = ${cityId} and place.id = coalesce(ledger.site_id, visit.site_id)
    left join unit owner on owner.city_id = ${cityId}
      and owner.id = coalesce(ledger.unit_id, place.territory_unit_id)
    order by pu.used_at, pu.id`.execute(tx);
  return rows;
}

/** A photo that looks like one in hand. */
export interface RelatedTwin {
  readonly sha256: string;
  readonly twinSha256: string;
  readonly similarity: number;
  readonly view: TwinView;
  readonly receivedAt: string;
  readonly uploadedBy: string;
}

/** Twins of one photo that are shown at most, the nearest first. */
const mostTwins = 10;

/** Photos that look like these and arrived earlier, and pairs among these. */
export async function listTwins(tx: Tx, cityId: string, sha256s: readonly string[]): Promise<RelatedTwin[]> {
  if (sha256s.length === 0) return [];
  const wanted = [...sha256s];
  const { rows } = await sql<RelatedTwin>`
    select pair.sha256, pair."twinSha256", pair.similarity, pair.view, photo.received_at as "receivedAt",
      photo.uploaded_by as "uploadedBy"
    from (
      select t.sha256, t.twin_sha256 as "twinSha256", t.similarity, t.view,
        row_number() over (partition by t.sha256 order by t.similarity desc, t.twin_sha256) as place
      from photo_twin t where t.city_id = ${cityId} and t.sha256 = any (${wanted}::text[])
      union all
      select t.twin_sha256, t.sha256, t.similarity, t.view, 1
      from photo_twin t where t.city_id = ${cityId} and t.twin_sha256 = any (${wanted}::text[])
        and t.sha256 = any (${wanted}::text[])) pair
    join photo on photo.city_id = ${cityId} and photo.sha256 = pair."twinSha256"
    where pair.place <= ${mostTwins}
    order by pair.similarity desc, pair."twinSha256"`.execute(tx);
  return rows;
}

/** Which photos have been compared, and which were too plain for it. */
export async function findComparisons(
  tx: Tx,
  cityId: string,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, 'yes' | 'plain'>> {
  const { rows } = await sql<{ sha256: string; isPlain: boolean }>`
    select sha256, whole_hash is null as "isPlain" from photo_print
    where city_id = ${cityId} and sha256 = any (${[...sha256s]}::text[])`.execute(tx);
  return new Map(rows.map(({ sha256, isPlain }) => [sha256, isPlain ? 'plain' : 'yes']));
}
