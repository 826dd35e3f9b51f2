import type { PhotoView } from '../../contract/photos.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { type PicturePrint, printOf } from '../../domain/evidence/picture-print.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import type { EndpointHouse } from '../platform/http-endpoint.ts';
import type { Permissions } from '../platform/permissions.ts';
import { forbidden, notFound } from '../platform/refused.ts';
import { type CheckedPhoto, checkPhoto } from './photo-check.ts';
import { findPhotos, insertPhoto } from './photo-queries.ts';
import type { PhotoStore } from './photo-store.ts';
import { type FoundTwin, findTwins, insertPrint, insertTwins } from './twin-queries.ts';

/** Who brings evidence: whoever may inspect, raise, work on or verify something. */
const evidenceVerbs: readonly Verb[] = [
  'inspection.submit',
  'problem.raise',
  'problem.work',
  'problem.verify',
];

/** @throws Refused 403 for whoever has no evidence to bring. */
export function requireEvidenceVerb(ask: Permissions): void {
  if (!evidenceVerbs.some((verb) => ask.reach(verb).length > 0)) throw forbidden();
}

/** A photo that is safe in the store, ready for its row. */
export interface PreparedPhoto {
  readonly photo: CheckedPhoto;
  readonly print: PicturePrint | null;
  readonly twins: readonly FoundTwin[];
}

/**
 * The slow part, outside any transaction: proves that bytes are a photo, keeps the file and looks for its
 * like. The file is safe before its row: a row without a file would be a promise without evidence.
 *
 * @throws Refused as {@link checkPhoto} does.
 */
export async function preparePhoto(
  house: EndpointHouse,
  store: PhotoStore,
  cityId: string,
  bytes: Buffer,
): Promise<PreparedPhoto> {
  const photo = await checkPhoto(bytes);
  await store.keep(cityId, photo.sha256, photo.bytes);
  return { photo, ...(await recognise(house, cityId, photo)) };
}

/** What waits for a photo hears of it in the same transaction; the feature above says how. */
export type PhotoArrival = (tx: Tx, cityId: string, sha256: string, now: string) => Promise<void>;

/** Enters a prepared photo; the same bytes again are the same photo. */
export async function enterPhoto(
  tx: Tx,
  cityId: string,
  { photo, print, twins }: PreparedPhoto,
  personId: string,
  now: string,
  onArrival: PhotoArrival,
): Promise<PhotoView> {
  const isNew = await insertPhoto(tx, cityId, photo, personId, now);
  if (isNew && print) {
    await insertPrint(tx, cityId, photo.sha256, print);
    await insertTwins(tx, cityId, photo.sha256, twins, now);
  }
  await onArrival(tx, cityId, photo.sha256, now);
  const [entered] = await findPhotos(tx, cityId, [photo.sha256]);
  if (!entered) throw notFound();
  return entered;
}

/** What a new photo looks like, and which photos of the city look alike; nothing for one that is known. */
async function recognise(
  house: EndpointHouse,
  cityId: string,
  { sha256, greyPixels }: CheckedPhoto,
): Promise<{ print: PicturePrint | null; twins: FoundTwin[] }> {
  return inCity(house.db, cityId, 'read', async (tx) => {
    const [known] = await findPhotos(tx, cityId, [sha256]);
    if (known) return { print: null, twins: [] };
    return { print: printOf(greyPixels), twins: await findTwins(tx, cityId, sha256, greyPixels) };
  });
}
