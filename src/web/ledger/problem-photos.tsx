import { Image, Typography } from 'antd';
import { addressOf } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getPhoto } from '../../contract/photos.ts';
import type { ProblemPhotoView, ProblemView } from '../../contract/problems.ts';

const columns = [
  ['finding', 'problems.before'],
  ['after', 'problems.after'],
  ['verification', 'problems.verification'],
] as const;

/** Before, after and verification side by side; below one another on a phone. */
export function ProblemPhotos({ problem }: { problem: ProblemView }) {
  const say = useWords();
  return (
    <section aria-labelledby="problem-photos">
      <Typography.Title level={2} id="problem-photos" style={{ fontSize: 16 }}>
        {say('problems.evidence')}
      </Typography.Title>
      <Image.PreviewGroup>
        <div
          style={{
            display: 'grid',
            gap: 12,
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(180px, 100%), 1fr))',
          }}
        >
          {columns.map(([purpose, word]) => {
            const photos = problem.photos.filter((photo) => photo.purpose === purpose);
            return (
              <div key={purpose}>
                <h3 style={{ fontSize: 14, margin: '0 0 4px' }}>{say(word)}</h3>
                {photos.length === 0 && <p style={{ color: colours.hint }}>{say('problems.noPhoto')}</p>}
                {photos.map((photo) => (
                  <Photo key={photo.id} photo={photo} purpose={say(word)} />
                ))}
              </div>
            );
          })}
        </div>
      </Image.PreviewGroup>
    </section>
  );
}

function Photo({ photo, purpose }: { photo: ProblemPhotoView; purpose: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const { sha256 } = photo;
  const taken = photo.deviceTakenAt ?? photo.exifTakenAt ?? photo.receivedAt;
  return (
    <figure style={{ margin: '0 0 8px' }}>
      <Image
        src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
        preview={{ src: addressOf(getPhoto, { sha256 }, { size: 'large' }) }}
        alt={say('problems.photoAlt', { purpose, name: photo.usedByName })}
        style={{ border: `1px solid ${colours.line}`, maxWidth: '100%' }}
      />
      <figcaption style={{ color: colours.second, fontSize: 12 }}>
        {say('problems.photoBy', { name: photo.usedByName, time: formatShortInstant(taken, locale) })}
      </figcaption>
    </figure>
  );
}
