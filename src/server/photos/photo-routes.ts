import { getPhoto, type PhotoView, uploadPhoto } from '../../contract/photos.ts';
import type { Actor } from '../../domain/access/may.ts';
import type { Verb } from '../../domain/access/verbs.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import { type EndpointHouse, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { Permissions } from '../platform/permissions.ts';
import { forbidden, invalid, notFound } from '../platform/refused.ts';
import { checkPhoto } from './photo-check.ts';
import { findPhotos, findVisiblePhoto, insertPhoto } from './photo-queries.ts';
import { createPhotoStore, type PhotoStore } from './photo-store.ts';

/** Who brings evidence: whoever may inspect, raise, work on or verify something. */
const evidenceVerbs: readonly Verb[] = [
  'inspection.submit',
  'problem.raise',
  'problem.work',
  'problem.verify',
];

/** Photos come in before the command that uses them, and are seen by who may see what uses them. */
export function photoRoutes(house: EndpointHouse, filesDirectory: string): Route[] {
  const store = createPhotoStore(filesDirectory);
  return [
    // The file is on the disk before its row: a row without a file would be a promise without evidence.
    implementPrepared(
      uploadPhoto,
      async ({ cityId, actor, upload }) => {
        requireEvidenceVerb(new Permissions(actor));
        if (!upload) throw invalid('file', 'required');
        const photo = await checkPhoto(upload.bytes);
        await store.keep(cityId, photo.sha256, photo.bytes);
        return photo;
      },
      async ({ tx, cityId, actor, ask, now }, photo) => {
        requireEvidenceVerb(ask);
        await insertPhoto(tx, cityId, photo, actor.personId, now);
        const [entered] = await findPhotos(tx, cityId, [photo.sha256]);
        if (!entered) throw notFound();
        return entered;
      },
    ),

    // Reading and scaling happen outside the transaction; sight is asked before the first byte is read.
    implementPrepared(
      getPhoto,
      async ({ cityId, actor, params, query }) => {
        const photo = await inCity(house.db, cityId, 'read', (tx) =>
          requirePhotoSight(tx, cityId, new Permissions(actor), actor, params.sha256),
        );
        return readPhoto(store, cityId, photo, query.size);
      },
      async ({ tx, cityId, actor, ask, params }, file) => {
        await requirePhotoSight(tx, cityId, ask, actor, params.sha256);
        return file;
      },
    ),
  ];
}

function requireEvidenceVerb(ask: Permissions): void {
  if (!evidenceVerbs.some((verb) => ask.reach(verb).length > 0)) throw forbidden();
}

async function requirePhotoSight(
  tx: Tx,
  cityId: string,
  ask: Permissions,
  actor: Actor,
  sha256: string,
): Promise<PhotoView> {
  const photo = await findVisiblePhoto(tx, cityId, sha256, {
    personId: actor.personId,
    inspectionRoots: ask.reach('inspection.view'),
    problemRoots: ask.reach('problem.view'),
  });
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
