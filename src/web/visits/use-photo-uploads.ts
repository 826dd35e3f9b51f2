import { useCallback, useEffect, useRef, useState } from 'react';
import { uploadFile } from '../../client/api.ts';
import { clockOffsetS } from '../../client/server-clock.ts';
import type { Fix } from '../../client/visit-draft.ts';
import { type PhotoReference, uploadPhoto } from '../../contract/photos.ts';

/** A photo on its way to the server; `error` where it did not get through. */
export interface PendingPhoto {
  readonly key: number;
  readonly itemCode: string;
  readonly file: File;
  readonly takenAt: string;
  readonly fix: Fix | null;
  readonly error: unknown;
}

/** Older than this, a position says nothing about where a photo was taken. */
const freshFixMs = 60_000;

let nextKey = 1;

/**
 * Sends photos as soon as they are taken, one after another, so that a weak line finishes some of them.
 *
 * @param onArrived told of every photo that is safe on the server.
 */
export function usePhotoUploads(onArrived: (itemCode: string, photo: PhotoReference) => void) {
  const [pending, setPending] = useState<readonly PendingPhoto[]>([]);
  const arrived = useRef(onArrived);
  arrived.current = onArrived;
  const line = useRef<Promise<void>>(Promise.resolve());

  const send = useCallback((photo: PendingPhoto) => {
    line.current = line.current.then(async () => {
      try {
        const { sha256 } = await uploadFile(uploadPhoto, photo.file);
        const { takenAt: deviceTakenAt, fix } = photo;
        arrived.current(photo.itemCode, {
          sha256,
          deviceTakenAt,
          lon: fix?.lon ?? null,
          lat: fix?.lat ?? null,
          accuracyM: fix?.accuracyM ?? null,
          fixAt: fix?.at ?? null,
          clockOffsetS: clockOffsetS(),
        });
        setPending((all) => all.filter((other) => other.key !== photo.key));
      } catch (error) {
        setPending((all) => all.map((other) => (other.key === photo.key ? { ...other, error } : other)));
      }
    });
  }, []);

  const take = useCallback(
    (itemCode: string, files: readonly File[], fix: Fix | null) => {
      const now = Date.now();
      const fresh = fix && now - Date.parse(fix.at) <= freshFixMs ? fix : null;
      const photos = files.map((file) => {
        // a photo from the album was not taken now; the file's own time is the best there is
        const takenAt = new Date(Math.min(now, file.lastModified || now));
        const isNow = now - takenAt.getTime() <= freshFixMs;
        const photo = {
          itemCode,
          file,
          takenAt: takenAt.toISOString(),
          fix: isNow ? fresh : null,
          error: null,
        };
        return { key: nextKey++, ...photo };
      });
      setPending((all) => [...all, ...photos]);
      photos.forEach(send);
    },
    [send],
  );

  const retry = useCallback(
    (photo: PendingPhoto) => {
      setPending((all) => all.map((other) => (other.key === photo.key ? { ...other, error: null } : other)));
      send(photo);
    },
    [send],
  );

  const drop = useCallback(
    (photo: PendingPhoto) => setPending((all) => all.filter((other) => other.key !== photo.key)),
    [],
  );

  // photos not yet sent live in this page only: leaving it asks first
  const isWaiting = pending.length > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isWaiting]);

  return { pending, take, retry, drop };
}
