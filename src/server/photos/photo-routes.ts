import { getPhoto, getStampedPhoto, type PhotoView, uploadPhoto } from '../../contract/photos.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import { type EndpointHouse, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { Permissions } from '../platform/permissions.ts';
import { invalid, notFound } from '../platform/refused.ts';
import type { FileStore } from './file-store.ts';
import { enterPhoto, type PhotoArrival, preparePhoto, requireEvidenceVerb } from './photo-intake.ts';
import { findVisiblePhoto } from './photo-queries.ts';
import { type PhotoSight, photoSightOf } from './photo-sight.ts';
import { stampPhoto } from './photo-stamp.ts';
import { createPhotoStore, type PhotoStore } from './photo-store.ts';
import { findStampFacts, stampLines } from './stamp-queries.ts';

/** Photos come in before the command that uses them, and are seen by who may see what uses them. */
export function photoRoutes(house: EndpointHouse, files: FileStore, onArrival: PhotoArrival): Route[] {
  const store = createPhotoStore(files);
  return [
    implementPrepared(
      uploadPhoto,
      async ({ cityId, actor, upload }) => {
        requireEvidenceVerb(new Permissions(actor));
        if (!upload) throw invalid('file', 'required');
        return preparePhoto(house, store, cityId, upload.bytes);
      },
      async ({ tx, cityId, actor, ask, now }, prepared) => {
        requireEvidenceVerb(ask);
        return enterPhoto(tx, cityId, prepared, actor.personId, now, onArrival);
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
