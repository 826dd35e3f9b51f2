import { Button, Flex } from 'antd';
import { useId, useRef, useState } from 'react';
import { addressOf, uploadFile } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { clockOffsetS } from '../../client/server-clock.ts';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { getPhoto, type PhotoReference, uploadPhoto } from '../../contract/photos.ts';

/** Most photos one command carries. */
const mostPhotos = 9;

/**
 * Uploads photos and names them as evidence. A device that shares its position adds it on request: it is
 * the place where the person stands now, so it is offered for photos taken now.
 */
export function PhotoPicker(props: {
  value: readonly PhotoReference[];
  onChange: (photos: readonly PhotoReference[]) => void;
}) {
  const { value, onChange } = props;
  const say = useWords();
  const label = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function add(files: readonly File[]): Promise<void> {
    setBusy(true);
    setError(null);
    const added: PhotoReference[] = [];
    try {
      for (const file of files.slice(0, mostPhotos - value.length)) {
        const photo = await uploadFile(uploadPhoto, file);
        if ([...value, ...added].some((known) => known.sha256 === photo.sha256)) continue;
        added.push({
          sha256: photo.sha256,
          // a file's own time is when it was copied here, so that nothing is said rather than that
          deviceTakenAt: null,
          lon: null,
          lat: null,
          accuracyM: null,
          clockOffsetS: clockOffsetS(),
        });
      }
    } catch (caught) {
      setError(caught);
    }
    // what went through stays, even where a later one failed
    onChange([...value, ...added]);
    setBusy(false);
  }

  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }} aria-labelledby={label}>
      <div id={label} style={{ marginBottom: 8 }}>
        {say('problems.form.photos')}
      </div>
      <Flex wrap gap={8} align="end">
        {value.map((photo) => (
          <Flex key={photo.sha256} vertical gap={4}>
            <img
              src={addressOf(getPhoto, { sha256: photo.sha256 }, { size: 'thumb' })}
              alt={say('problems.form.photos')}
              width={96}
              height={96}
              style={{ objectFit: 'cover', border: `1px solid ${colours.line}` }}
            />
            <Button
              size="small"
              aria-label={say('problems.form.removePhoto')}
              onClick={() => onChange(value.filter((other) => other.sha256 !== photo.sha256))}
            >
              {say('common.remove')}
            </Button>
          </Flex>
        ))}
        <input
          ref={input}
          type="file"
          accept="image/*"
          multiple
          // the form's own style sheet shows every file input again, so `hidden` is not enough
          style={{ display: 'none' }}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void add(files);
          }}
        />
        <Button loading={isBusy} disabled={value.length >= mostPhotos} onClick={() => input.current?.click()}>
          {say(isBusy ? 'problems.form.uploading' : 'problems.form.addPhoto')}
        </Button>
      </Flex>
      <RefusalAlert error={error} />
      {value.length > 0 && <PositionButton value={value} onChange={onChange} />}
    </fieldset>
  );
}

function PositionButton(props: {
  value: readonly PhotoReference[];
  onChange: (photos: readonly PhotoReference[]) => void;
}) {
  const say = useWords();
  const [failed, setFailed] = useState(false);
  const placed = props.value.find((photo) => photo.accuracyM !== null);
  if (placed) {
    return <p>{say('problems.form.photoPlaced', { metres: Math.round(placed.accuracyM ?? 0) })}</p>;
  }
  function place(): void {
    if (!('geolocation' in navigator)) {
      setFailed(true);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        props.onChange(
          props.value.map((photo) => ({
            ...photo,
            lon: coords.longitude,
            lat: coords.latitude,
            accuracyM: coords.accuracy,
            fixAt: new Date(timestamp).toISOString(),
          })),
        ),
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  }
  return (
    <p role="status">
      <Button size="small" onClick={place}>
        {say('problems.form.photoPlace')}
      </Button>{' '}
      {failed && say('problems.form.photoPlaceFailed')}
    </p>
  );
}
