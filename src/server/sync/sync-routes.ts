import path from 'node:path';
import { getFieldPacket, getPhotoUpload, largestPiece, sendPhotoPiece } from '../../contract/sync.ts';
import { deliverAwaitedPhoto } from '../inspections/awaited-photos.ts';
import type { FileStore } from '../photos/file-store.ts';
import { enterPhoto, preparePhoto, requireEvidenceVerb } from '../photos/photo-intake.ts';
import { findPhotos } from '../photos/photo-queries.ts';
import { createPhotoStore } from '../photos/photo-store.ts';
import { inCity } from '../platform/database/database.ts';
import { type EndpointHouse, implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { Permissions } from '../platform/permissions.ts';
import { forbidden, invalid, Refused } from '../platform/refused.ts';
import { listAssignablePeople } from './packet-people.ts';
import {
  chooseProblems,
  findPacketCursor,
  listChangedProblems,
  listPacketProblems,
} from './packet-queries.ts';
import { listPacketVisits } from './packet-visits.ts';
import { createPhotoPieces, type PieceOwner, piecesFolder } from './photo-pieces.ts';

/** What a phone takes along in the morning, and how it brings its photos home. */
export function syncRoutes(house: EndpointHouse, files: FileStore, filesDirectory: string): Route[] {
  const store = createPhotoStore(files);
  const pieces = createPhotoPieces(path.join(filesDirectory, piecesFolder));
  /** A file that proves to be no photo goes at once: it would be refused again for ever. */
  const prepareWhole = async (bytes: Buffer, owner: PieceOwner) => {
    try {
      return await preparePhoto(house, store, owner.cityId, bytes);
    } catch (error) {
      if (error instanceof Refused && error.status < 500) await pieces.discard(owner);
      throw error;
    }
  };
  return [
    implement(getFieldPacket, async ({ tx, cityId, actor, ask, query, now }) => {
      const [submitRoots, workRoots, verifyRoots] = [
        ask.reach('inspection.submit'),
        [...ask.reach('problem.work'), ...ask.reach('problem.assign')],
        ask.reach('problem.verify'),
      ];
      if (submitRoots.length + workRoots.length + verifyRoots.length === 0) throw forbidden();
      // before anything is read: what changes meanwhile comes again next time
      const cursor = await findPacketCursor(tx);
      const { visits, checklists } =
        submitRoots.length > 0
          ? await listPacketVisits(tx, cityId, actor.personId)
          : { visits: [], checklists: [] };
      const siteIds = [...new Set(visits.map((visit) => visit.siteId))];
      const scope = { personId: actor.personId, workRoots, verifyRoots, siteIds };
      const { chosen, leftOut } = await chooseProblems(tx, cityId, scope);
      const changed = query.since === undefined ? null : await listChangedProblems(tx, cityId, query.since);
      const changedIds = changed && new Set(changed);
      const chosenIds = new Set(chosen.map(({ id }) => id));
      const wanted = changedIds ? chosen.filter(({ id }) => changedIds.has(id)) : chosen;
      return {
        cursor,
        isWhole: changed === null,
        serverTime: now,
        visits: visits.map(({ siteId: _siteId, ...visit }) => visit),
        checklists,
        problems: await listPacketProblems(tx, cityId, wanted),
        gone: changed?.filter((id) => !chosenIds.has(id)) ?? [],
        people: await listAssignablePeople(tx, cityId, ask.reach('problem.assign'), now),
        leftOut,
      };
    }),

    implement(getPhotoUpload, async ({ tx, cityId, actor, ask, params }) => {
      requireEvidenceVerb(ask);
      const [photo] = await findPhotos(tx, cityId, [params.sha256]);
      // another's photo of the same bytes tells nothing to somebody who cannot show the bytes himself
      if (photo && photo.uploadedBy === actor.personId) return { held: photo.byteSize, photo };
      const owner = { cityId, personId: actor.personId, sha256: params.sha256 };
      return { held: await pieces.held(owner), photo: null };
    }),

    implementPrepared(
      sendPhotoPiece,
      async ({ cityId, actor, params, query, upload }) => {
        requireEvidenceVerb(new Permissions(actor));
        if (!upload || upload.bytes.length === 0) throw invalid('file', 'required');
        const { offset, size } = query;
        if (upload.bytes.length > largestPiece) throw invalid('file', 'sync.pieceTooLarge');
        if (offset + upload.bytes.length > size) throw invalid('size', 'sync.pieceBeyondEnd');
        const owner = { cityId, personId: actor.personId, sha256: params.sha256 };
        const known = await inCity(house.db, cityId, 'read', (tx) => findPhotos(tx, cityId, [params.sha256]));
        if (known[0]?.uploadedBy === actor.personId) return { held: size, prepared: null };
        const { held, whole, isDifferent } = await pieces.add(owner, offset, upload.bytes, size);
        if (isDifferent) throw new Refused(409, 'sync.hashDiffers');
        if (whole) return { held, prepared: await prepareWhole(whole, owner) };
        if (held !== offset + upload.bytes.length) throw new Refused(409, 'sync.pieceElsewhere', { held });
        return { held, prepared: null };
      },
      async ({ tx, cityId, actor, ask, params, now }, { held, prepared }) => {
        requireEvidenceVerb(ask);
        if (prepared) {
          const photo = await enterPhoto(tx, cityId, prepared, actor.personId, now, deliverAwaitedPhoto);
          await pieces.discard({ cityId, personId: actor.personId, sha256: params.sha256 });
          return { held, photo };
        }
        const [photo] = await findPhotos(tx, cityId, [params.sha256]);
        return { held, photo: photo?.uploadedBy === actor.personId ? photo : null };
      },
    ),
  ];
}
