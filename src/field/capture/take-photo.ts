import type { PhotoReference } from '../../contract/photos.ts';
import type { FieldDatabase } from '../store/field-database.ts';
import type { KeptPhoto } from '../store/field-schema.ts';
import { keepPhoto } from '../store/outbox-store.ts';
import { clockOffsetSeconds } from '../sync/field-request.ts';

/** Where the phone was. `at`: when it knew, ISO instant by its own clock. */
export interface PhoneFix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  readonly at: string;
}

/** Older than this, a position says nothing about where a photo was taken. */
const freshFixMs = 60_000;

/**
 * Keeps a photo as the camera made it: nothing scaled, nothing drawn on it. A photo from the album was not
 * taken now; its file's own time is the best there is, and it gets no position.
 */
export async function takePhoto(
  db: FieldDatabase,
  file: Blob & { readonly lastModified?: number },
  fix: PhoneFix | null,
  now: Date,
): Promise<KeptPhoto> {
  const bytes = await file.arrayBuffer();
  const sha256 = hexOf(await crypto.subtle.digest('SHA-256', bytes));
  const takenAt = new Date(Math.min(now.getTime(), file.lastModified || now.getTime()));
  const isNow = now.getTime() - takenAt.getTime() <= freshFixMs;
  const fresh = fix && isNow && now.getTime() - Date.parse(fix.at) <= freshFixMs ? fix : null;
  const photo: KeptPhoto = {
    sha256,
    // a copy of the bytes: a file of the camera may vanish under the app
    blob: new Blob([bytes], { type: file.type }),
    mediaType: file.type,
    byteSize: bytes.byteLength,
    takenAt: takenAt.toISOString(),
    lon: fresh?.lon ?? null,
    lat: fresh?.lat ?? null,
    accuracyM: fresh?.accuracyM ?? null,
    fixAt: fresh?.at ?? null,
    clockOffsetS: clockOffsetSeconds(),
    safeAt: null,
  };
  await keepPhoto(db, photo);
  return photo;
}

/**
 * The photo with a position that the phone found only after the shutter, if soon enough to say where it was
 * taken; `fixAt` keeps how much later. A photo that has a position, or is older than the fix, stays as it is.
 */
export function withLateFix(photo: PhotoReference, fix: PhoneFix): PhotoReference {
  if (photo.lon !== null || photo.deviceTakenAt === null) return photo;
  if (Math.abs(Date.parse(fix.at) - Date.parse(photo.deviceTakenAt)) > freshFixMs) return photo;
  const { lon, lat, accuracyM, at: fixAt } = fix;
  return { ...photo, lon, lat, accuracyM, fixAt };
}

/** How a command names the photo. */
export function referenceOf(photo: KeptPhoto): PhotoReference {
  const { sha256, takenAt: deviceTakenAt, lon, lat, accuracyM, fixAt, clockOffsetS } = photo;
  return { sha256, deviceTakenAt, lon, lat, accuracyM, fixAt, clockOffsetS };
}

function hexOf(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
