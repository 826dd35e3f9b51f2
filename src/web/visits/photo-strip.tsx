import { Button } from 'antd';
import { useRef } from 'react';
import { addressOf } from '../../client/api.ts';
import { refusalText } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { getPhoto, type PhotoReference } from '../../contract/photos.ts';
import type { PendingPhoto } from './use-photo-uploads.ts';

/** Phones turn their own format into JPEG when only these are asked for. */
const accepted = 'image/jpeg,image/png,image/webp';
const mostPhotos = 9;
const tile = { width: 88, height: 88, border: `1px solid ${colours.line}`, objectFit: 'cover' } as const;

/** Photos of one item: taken, on their way, failed. */
export function PhotoStrip(props: {
  photos: readonly PhotoReference[];
  pending: readonly PendingPhoto[];
  onTake: (files: readonly File[]) => void;
  onRetry: (photo: PendingPhoto) => void;
  onDrop: (photo: PendingPhoto) => void;
  onRemove: (sha256: string) => void;
}) {
  const { photos, pending } = props;
  const say = useWords();
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const isFull = photos.length + pending.length >= mostPhotos;
  const take = (event: React.ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, mostPhotos - photos.length - pending.length);
    event.target.value = '';
    props.onTake(files);
  };
  return (
    <section aria-label={say('visits.photos')}>
      {photos.length + pending.length > 0 && (
        <ul
          style={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 8,
            listStyle: 'none',
            margin: '0 0 8px',
            padding: 0,
          }}
        >
          {photos.map(({ sha256 }, index) => (
            <li key={sha256}>
              <img
                src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
                alt={say('visits.photoNumber', { number: index + 1 })}
                style={tile}
              />
              <Button type="text" block onClick={() => props.onRemove(sha256)} style={{ height: 44 }}>
                {say('common.remove')}
              </Button>
            </li>
          ))}
          {pending.map((photo) => (
            <li key={photo.key} style={{ maxWidth: 180 }}>
              <div style={{ ...tile, display: 'grid', placeItems: 'center' }} role="status">
                {say(photo.error ? 'visits.photoFailed' : 'visits.photoSending')}
              </div>
              {photo.error !== null && (
                <>
                  <p role="alert" style={{ color: colours.overdue, margin: 0 }}>
                    {refusalText(photo.error, say)}
                  </p>
                  <Button onClick={() => props.onRetry(photo)} style={{ height: 44 }}>
                    {say('common.retry')}
                  </Button>
                  <Button type="text" onClick={() => props.onDrop(photo)} style={{ height: 44 }}>
                    {say('common.remove')}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <input
        ref={camera}
        type="file"
        accept={accepted}
        capture="environment"
        hidden
        onChange={take}
        data-photo="camera"
      />
      <input ref={album} type="file" accept={accepted} multiple hidden onChange={take} data-photo="album" />
      <div style={{ display: 'flex', gap: 8 }}>
        <Button disabled={isFull} onClick={() => camera.current?.click()} style={{ height: 48, flex: 2 }}>
          {say('visits.takePhoto')}
        </Button>
        <Button disabled={isFull} onClick={() => album.current?.click()} style={{ height: 48, flex: 1 }}>
          {say('visits.choosePhoto')}
        </Button>
      </div>
    </section>
  );
}
