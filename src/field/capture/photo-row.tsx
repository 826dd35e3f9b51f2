import { useEffect, useRef, useState } from 'react';
import type { PhotoReference } from '../../contract/photos.ts';
import { useFieldWords } from '../shell/field-words.tsx';
import { usePhone } from '../shell/phone.tsx';
import { GuidedCamera } from './guided-camera.tsx';
import { MarkPhoto } from './mark-photo.tsx';
import { Picture } from './picture.tsx';
import { type PhoneFix, referenceOf, takePhoto, withLateFix } from './take-photo.ts';

/** Most photos that one answer or move takes. */
const mostPhotos = 9;

/** The photos of one answer or move, and the camera. `before`: earlier picture to stand at the same place. */
export function PhotoRow(props: {
  photos: readonly PhotoReference[];
  fix: PhoneFix | null;
  onChange: (photos: readonly PhotoReference[]) => void;
  before?: string | undefined;
}) {
  const { photos, fix, onChange, before } = props;
  const { say } = useFieldWords();
  const { db } = usePhone();
  const input = useRef<HTMLInputElement>(null);
  const [isGuided, setGuided] = useState(false);
  const [marked, setMarked] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    if (!fix) return;
    const placed = photos.map((photo) => withLateFix(photo, fix));
    if (placed.some((photo, index) => photo !== photos[index])) onChange(placed);
  }, [fix, photos, onChange]);
  const take = async (files: readonly Blob[]) => {
    setFault('');
    let taken = photos;
    for (const file of files.slice(0, mostPhotos - photos.length)) {
      try {
        const reference = referenceOf(await takePhoto(db, file, fix, new Date()));
        if (!taken.some((photo) => photo.sha256 === reference.sha256)) taken = [...taken, reference];
      } catch (error) {
        // the phone's storage is full or closed: the person must know before he walks on
        setFault(say('field.photoNotKept', { detail: error instanceof Error ? error.message : '' }));
      }
    }
    onChange(taken);
  };
  return (
    <div className="stack">
      <div className="photos">
        {photos.map((photo, index) => (
          <figure key={photo.sha256}>
            <Picture sha256={photo.sha256} alt={say('field.photoNumber', { number: index + 1 })} />
            <button
              type="button"
              aria-label={say('field.removePhoto', { number: index + 1 })}
              onClick={() => onChange(photos.filter((other) => other.sha256 !== photo.sha256))}
            >
              ✕
            </button>
            {photos.length < mostPhotos && (
              <button
                type="button"
                className="mark"
                aria-label={say('field.markPhoto', { number: index + 1 })}
                onClick={() => setMarked(photo.sha256)}
              >
                ✎
              </button>
            )}
          </figure>
        ))}
        {photos.length < mostPhotos && (
          <button type="button" className="camera" onClick={() => input.current?.click()}>
            {say('field.takePhoto')}
          </button>
        )}
        {before && photos.length < mostPhotos && (
          <button type="button" className="camera" onClick={() => setGuided(true)}>
            {say('field.samePlace')}
          </button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        data-testid="camera"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void take(files);
        }}
      />
      {fault && (
        <p role="alert" className="fault">
          {fault}
        </p>
      )}
      {marked && (
        <MarkPhoto
          sha256={marked}
          onMarked={(picture) => {
            setMarked(null);
            void take([picture]);
          }}
          onClose={() => setMarked(null)}
        />
      )}
      {isGuided && before && (
        <GuidedCamera
          before={before}
          onTaken={(picture) => {
            setGuided(false);
            void take([picture]);
          }}
          onClose={() => setGuided(false)}
        />
      )}
    </div>
  );
}
