import { sql } from 'kysely';
import type { PhotoUseView, PhotoView } from '../../contract/photos.ts';
import type { Tx } from '../platform/database/database.ts';
import type { CheckedPhoto } from './photo-check.ts';
import { inSightOfUse, type PhotoSight } from './photo-sight.ts';

/** A photo about to serve as evidence. `id` is a UUIDv7 made by the caller. */
export interface NewPhotoUse {
  readonly id: string;
  readonly sha256: string;
  readonly subjectKind: PhotoUseView['subjectKind'];
  readonly subjectId: string;
  readonly itemCode: string | null;
  readonly purpose: 'finding' | 'after' | 'verification';
  readonly usedBy: string;
  /** ISO instant of the server. */
  readonly usedAt: string;
  readonly deviceTakenAt: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracyM: number | null;
  readonly fixAt?: string | null;
  readonly clockOffsetS?: number | null;
}

/**
 * Enters a photo; where the bytes are known already, the first entry stays.
 *
 * @returns whether it is new here.
 */
export async function insertPhoto(
  tx: Tx,
  cityId: string,
  photo: CheckedPhoto,
  uploadedBy: string,
  now: string,
): Promise<boolean> {
  const entered = await tx
    .insertInto('photo')
    .values({
      city_id: cityId,
      sha256: photo.sha256,
      media_type: photo.mediaType,
      byte_size: photo.bytes.length,
      width: photo.width,
      height: photo.height,
      exif_taken_at: photo.exif.takenAt,
      exif_lon: photo.exif.lon,
      exif_lat: photo.exif.lat,
      exif_model: photo.exif.model,
      exif_offset: photo.exif.offset,
      exif_satellite_at: photo.exif.satelliteAt,
      exif_changed_at: photo.exif.changedAt,
      exif_software: photo.exif.software,
      received_at: now,
      uploaded_by: uploadedBy,
    })
    .onConflict((conflict) => conflict.columns(['city_id', 'sha256']).doNothing())
    .executeTakeFirst();
  return entered.numInsertedOrUpdatedRows === 1n;
}

const photoColumns = [
  'photo.sha256',
  'photo.media_type as mediaType',
  'photo.byte_size as byteSize',
  'photo.width',
  'photo.height',
  'photo.exif_taken_at as exifTakenAt',
  'photo.exif_lon as exifLon',
  'photo.exif_lat as exifLat',
  'photo.exif_model as exifModel',
  'photo.exif_offset as exifOffset',
  'photo.exif_satellite_at as exifSatelliteAt',
  'photo.exif_changed_at as exifChangedAt',
  'photo.exif_software as exifSoftware',
  'photo.received_at as receivedAt',
  'photo.uploaded_by as uploadedBy',
] as const;

/** The photos of this city among `sha256s`, in no particular order; unknown ones are left out. */
export async function findPhotos(tx: Tx, cityId: string, sha256s: readonly string[]): Promise<PhotoView[]> {
  if (sha256s.length === 0) return [];
  return tx
    .selectFrom('photo')
    .select(photoColumns)
    .where('photo.city_id', '=', cityId)
    .where(sql<boolean>`photo.sha256 = any (${[...new Set(sha256s)]}::text[])`)
    .execute();
}

/**
 * The photo if the asker may see it: his own upload, or evidence of an inspection at a site of his
 * subtree, or of a problem that he raised or must put right, or that touches his subtree by its unit, an
 * assisting unit or the territory of its site.
 */
export async function findVisiblePhoto(
  tx: Tx,
  cityId: string,
  sha256: string,
  sight: PhotoSight,
): Promise<PhotoView | undefined> {
  return tx
    .selectFrom('photo')
    .select(photoColumns)
    .where('photo.city_id', '=', cityId)
    .where('photo.sha256', '=', sha256)
    .where(
      sql<boolean>`(photo.uploaded_by = ${sight.personId} or exists (select 1 from photo_use pu
        where pu.city_id = ${cityId} and pu.sha256 = ${sha256} and ${inSightOfUse(cityId, sight)}))`,
    )
    .executeTakeFirst();
}

/** The columns of a photo's use, the same where it is awaited and where it has arrived. */
export function photoUseRow(cityId: string, use: NewPhotoUse) {
  return {
    city_id: cityId,
    id: use.id,
    sha256: use.sha256,
    subject_kind: use.subjectKind,
    subject_id: use.subjectId,
    item_code: use.itemCode,
    purpose: use.purpose,
    used_by: use.usedBy,
    used_at: use.usedAt,
    device_taken_at: use.deviceTakenAt,
    lon: use.lon,
    lat: use.lat,
    accuracy_m: use.accuracyM,
    device_fix_at: use.fixAt ?? null,
    device_clock_offset_s: use.clockOffsetS ?? null,
  };
}

/**
 * Records where photos serve as evidence: one statement however many. Every photo must be known
 * (`findPhotos`); the foreign key refuses others.
 */
export async function usePhotos(tx: Tx, cityId: string, uses: readonly NewPhotoUse[]): Promise<void> {
  if (uses.length === 0) return;
  await tx
    .insertInto('photo_use')
    .values(uses.map((use) => photoUseRow(cityId, use)))
    .execute();
}

/** The evidence of some subjects, in the order it was given. The caller has asked whether they may be seen. */
export async function listPhotoUses(
  tx: Tx,
  cityId: string,
  subjectKind: PhotoUseView['subjectKind'],
  subjectIds: readonly string[],
): Promise<PhotoUseView[]> {
  if (subjectIds.length === 0) return [];
  const rows = await tx
    .selectFrom('photo_use')
    .innerJoin('photo', (join) =>
      join.onRef('photo.city_id', '=', 'photo_use.city_id').onRef('photo.sha256', '=', 'photo_use.sha256'),
    )
    .select([
      ...photoColumns,
      'photo_use.id',
      'photo_use.subject_id as subjectId',
      'photo_use.item_code as itemCode',
      'photo_use.purpose',
      'photo_use.used_by as usedBy',
      'photo_use.used_at as usedAt',
      'photo_use.device_taken_at as deviceTakenAt',
      'photo_use.lon',
      'photo_use.lat',
      'photo_use.accuracy_m as accuracyM',
      'photo_use.device_fix_at as fixAt',
      'photo_use.device_clock_offset_s as clockOffsetS',
    ])
    .where('photo_use.city_id', '=', cityId)
    .where('photo_use.subject_kind', '=', subjectKind)
    .where(sql<boolean>`photo_use.subject_id = any (${[...subjectIds]}::uuid[])`)
    .orderBy('photo_use.used_at')
    .orderBy('photo_use.id')
    .execute();
  return rows.map((row) => ({ ...row, subjectKind, purpose: row.purpose as PhotoUseView['purpose'] }));
}
