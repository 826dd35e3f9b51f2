import { getPhoto, getStampedPhoto, type PhotoView, uploadPhoto } from '../../contract/photos.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { type PicturePrint, printOf } from '../../domain/evidence/picture-print.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import { type EndpointHouse, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { Permissions } from '../platform/permissions.ts';
import { forbidden, invalid, notFound } from '../platform/refused.ts';
import type { FileStore } from './file-store.ts';
import { type CheckedPhoto, checkPhoto } from './photo-check.ts';
import { findPhotos, findVisiblePhoto, insertPhoto } from './photo-queries.ts';
import { type PhotoSight, photoSightOf } from './photo-sight.ts';
import { stampPhoto } from './photo-stamp.ts';
import { createPhotoStore, type PhotoStore } from './photo-store.ts';
import { findStampFacts, stampLines } from './stamp-queries.ts';
import { type FoundTwin, findTwins, insertPrint, insertTwins } from './twin-queries.ts';

/** Who brings evidence: whoever may inspect, raise, work on or verify something. */
const evidenceVerbs: readonly Verb[] = [
  'inspection.submit',
  'problem.raise',
  'problem.work',
  'problem.verify',
];

/** Photos come in before the command that uses them, and are seen by who may see what uses them. */
export function photoRoutes(house: EndpointHouse, files: FileStore): Route[] {
  const store = createPhotoStore(files);
  return [
    // The file is safe before its row: a row without a file would be a promise without evidence.
    implementPrepared(
      uploadPhoto,
      async ({ cityId, actor, upload }) => {
        requireEvidenceVerb(new Permissions(actor));
        if (!upload) throw invalid('file', 'required');
        const photo = await checkPhoto(upload.bytes);
        await store.keep(cityId, photo.sha256, photo.bytes);
        return { photo, ...(await recognise(house, cityId, photo)) };
      },
      async ({ tx, cityId, actor, ask, now }, { photo, print, twins }) => {
        requireEvidenceVerb(ask);
        const isNew = await insertPhoto(tx, cityId, photo, actor.personId, now);
        if (isNew && print) {
          await insertPrint(tx, cityId, photo.sha256, print);
          await insertTwins(tx, cityId, photo.sha256, twins, now);
        }
        const [entered] = await findPhotos(tx, cityId, [photo.sha256]);
        if (!entered) throw notFound();
        return entered;
      },
    ),

    // Reading and scaling happen outside the transaction; sight is asked before the first byte is read.
    implementPrepared(
      getPhoto,
      async ({ cityId, actor, params, query }) => {
        const sight = photoSightOf(actor, new Permissions(actor));
        const photo = await inCity(house.db, cityId, 'read', (tx) =>
          requireVisiblePhoto(tx, cityId, params.sha256, sight),
        );
        return readPhoto(store, cityId, photo, query.size);
      },
      async ({ tx, cityId, actor, ask, params }, file) => {
        await requireVisiblePhoto(tx, cityId, params.sha256, photoSightOf(actor, ask));
        return file;
      },
    ),

    implementPrepared(
      getStampedPhoto,
      async ({ cityId, actor, params }) => {
        const sight = photoSightOf(actor, new Permissions(actor));
        const facts = await inCity(house.db, cityId, 'read', (tx) =>
          findStampFacts(tx, cityId, params.id, sight),
        );
        if (!facts) throw notFound();
        const original = await store.readOriginal(cityId, facts.sha256);
        if (!original) throw notFound();
        const number = facts.problemNumber === null ? '' : `${facts.problemNumber}-`;
        return {
          fileName: `${number}${facts.sha256.slice(0, 12)}-copy.jpg`,
          mediaType: 'image/jpeg',
          bytes: await stampPhoto(original, stampLines(facts)),
        };
      },
      async ({ tx, cityId, actor, ask, params }, file) => {
        if (!(await findStampFacts(tx, cityId, params.id, photoSightOf(actor, ask)))) throw notFound();
        return file;
      },
    ),
  ];
}

function requireEvidenceVerb(ask: Permissions): void {
  if (!evidenceVerbs.some((verb) => ask.reach(verb).length > 0)) throw forbidden();
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

async function requireVisiblePhoto(
  tx: Tx,
  cityId: string,
  sha256: string,
  sight: PhotoSight,
): Promise<PhotoView> {
  const photo = await findVisiblePhoto(tx, cityId, sha256, sight);
  if (!photo) throw notFound();
  return photo;
}

async function readPhoto(
  store: PhotoStore,
  cityId: string,
  photo: PhotoView,
  size: 'thumb' | 'large' | undefined,
) {
  const { sha256, mediaType } = photo;
  const bytes = size
    ? await store.readScaled(cityId, sha256, size)
    : await store.readOriginal(cityId, sha256);
  if (!bytes) throw notFound();
  const shown = size ? 'image/jpeg' : mediaType;
  const ending = shown.slice('image/'.length).replace('jpeg', 'jpg');
  return { fileName: `${sha256.slice(0, 12)}.${ending}`, mediaType: shown, bytes, immutable: true };
}
