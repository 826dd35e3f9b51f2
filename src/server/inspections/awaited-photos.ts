import { sql } from 'kysely';
import { type NewPhotoUse, photoUseRow } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { recordEvents } from '../platform/event-log.ts';

/** A photo that was named and has not arrived, with the visit that waits for it. */
export interface AwaitedUse extends NewPhotoUse {
  readonly inspectionId: string;
}

/** Notes what has to arrive; {@link deliverAwaitedPhoto} turns it into evidence. */
export async function awaitPhotos(tx: Tx, cityId: string, uses: readonly AwaitedUse[]): Promise<void> {
  if (uses.length === 0) return;
  await tx
    .insertInto('awaited_photo')
    .values(uses.map((use) => ({ ...photoUseRow(cityId, use), inspection_id: use.inspectionId })))
    .execute();
}

/**
 * A photo has arrived: it becomes the evidence it was announced as, and visits that waited for nothing else
 * are complete from now on.
 *
 * Whoever brings the bytes proves the hash; who took the photo, and when, was said with the answers.
 */
export async function deliverAwaitedPhoto(
  tx: Tx,
  cityId: string,
  sha256: string,
  now: string,
): Promise<void> {
  const { rows } = await sql<{ id: string; left: number }>`
    with arrived as (
      delete from awaited_photo where city_id = ${cityId} and sha256 = ${sha256} returning *),
    used as (
      insert into photo_use (city_id, id, sha256, subject_kind, subject_id, item_code, purpose, used_by, used_at,
        device_taken_at, lon, lat, accuracy_m, device_fix_at, device_clock_offset_s)
      select city_id, id, sha256, subject_kind, subject_id, item_code, purpose, used_by, used_at,
        device_taken_at, lon, lat, accuracy_m, device_fix_at, device_clock_offset_s from arrived)
    update inspection i set awaits_photos = awaits_photos - 1
    where i.city_id = ${cityId} and i.id in (select inspection_id from arrived)
    returning i.id, i.awaits_photos as left`.execute(tx);
  for (const { id, left } of rows) {
    if (left > 0) continue;
    const event = { kind: 'inspection.evidence_complete', data: { lastPhoto: sha256 } };
    await recordEvents(tx, cityId, { kind: 'inspection', id }, [event], { personId: null }, now);
  }
}
