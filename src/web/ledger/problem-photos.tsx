import { Button, Flex, Image, Typography } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { EvidencePhoto } from '../../contract/evidence.ts';
import { getPhoto } from '../../contract/photos.ts';
import type { ProblemPhotoView, ProblemView } from '../../contract/problems.ts';
import { HintStrength } from '../evidence/hint-list.tsx';
import { PairDialog } from '../evidence/pair-dialog.tsx';
import { PhotoDialog } from '../evidence/photo-dialog.tsx';
import { useProblemEvidence } from '../evidence/use-problem-evidence.ts';
import { useTakenWords } from '../evidence/use-taken-words.ts';

const columns = [
  ['finding', 'problems.before'],
  ['after', 'problems.after'],
  ['verification', 'problems.verification'],
] as const;

/** Before, after and verification side by side; below one another on a phone. Verifiers see hints beside. */
export function ProblemPhotos({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const evidence = useProblemEvidence(problem);
  const [opened, setOpened] = useState<ProblemPhotoView | null>(null);
  const [isComparing, setComparing] = useState(false);
  return (
    <section aria-labelledby="problem-photos">
      <Flex wrap gap={8} align="baseline" justify="space-between">
        <Typography.Title level={2} id="problem-photos" style={{ fontSize: 16 }}>
          {say('problems.evidence')}
        </Typography.Title>
        {problem.photos.length > 1 && (
          <Button size="small" onClick={() => setComparing(true)}>
            {say('evidence.compare')}
          </Button>
        )}
      </Flex>
      <RefusalAlert error={evidence.error} />
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
                  <Photo
                    key={photo.id}
                    photo={photo}
                    purpose={say(word)}
                    evidence={evidence.byUse.get(photo.id) ?? null}
                    onOpen={() => setOpened(photo)}
                  />
                ))}
              </div>
            );
          })}
        </div>
      </Image.PreviewGroup>
      {opened && (
        <PhotoDialog
          photo={opened}
          evidence={evidence.byUse.get(opened.id) ?? null}
          onClose={() => setOpened(null)}
        />
      )}
      {isComparing && <PairDialog photos={problem.photos} onClose={() => setComparing(false)} />}
    </section>
  );
}

function Photo(props: {
  photo: ProblemPhotoView;
  purpose: string;
  evidence: EvidencePhoto | null;
  onOpen: () => void;
}) {
  const { photo, purpose, evidence, onOpen } = props;
  const say = useWords();
  const takenWords = useTakenWords();
  const { sha256 } = photo;
  const [strongest] = evidence?.hints ?? [];
  return (
    <figure style={{ margin: '0 0 8px' }}>
      <Image
        src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
        preview={{ src: addressOf(getPhoto, { sha256 }, { size: 'large' }) }}
        alt={say('problems.photoAlt', { purpose, name: photo.usedByName })}
        style={{ border: `1px solid ${colours.line}`, maxWidth: '100%' }}
      />
      <figcaption style={{ color: colours.second, fontSize: 12 }}>
        {takenWords(photo)}
        {strongest && (
          <div>
            <HintStrength strength={strongest.strength} />{' '}
            {say('evidence.hintCount', { count: evidence?.hints.length ?? 0 })}
          </div>
        )}
        <div style={{ marginTop: 4 }}>
          <Button size="small" onClick={onOpen}>
            {say(strongest ? 'evidence.openHints' : 'evidence.openFacts')}
          </Button>
        </div>
      </figcaption>
    </figure>
  );
}
