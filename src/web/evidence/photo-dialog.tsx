import { Button, Flex, Modal, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { addressOf } from '../../client/api.ts';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { EvidencePhoto, EvidenceTwin } from '../../contract/evidence.ts';
import { getPhoto } from '../../contract/photos.ts';
import type { ProblemPhotoView } from '../../contract/problems.ts';
import { ComparePictures } from './compare-pictures.tsx';
import { HintList } from './hint-list.tsx';
import { PhotoFacts } from './photo-facts.tsx';
import { likenessOf, TwinList, useTwinWords } from './twin-list.tsx';

type ShownTwin = EvidenceTwin & { readonly sha256: string };

/**
 * One photo under check: the picture, what to look at, photos like it, and all facts. `evidence` is null
 * for those who do not verify; they see the facts.
 */
export function PhotoDialog(props: {
  photo: ProblemPhotoView;
  evidence: EvidencePhoto | null;
  onClose: () => void;
}) {
  const { photo, evidence, onClose } = props;
  const say = useWords();
  const twinWords = useTwinWords();
  const [twin, setTwin] = useState<ShownTwin | null>(null);
  const glass = useRef<HTMLElement>(null);
  // the list of twins stands below: whoever picks one is taken up to where it is shown
  useEffect(() => {
    if (twin) glass.current?.scrollIntoView({ block: 'start' });
  }, [twin]);
  const purpose = say(`evidence.purpose.${photo.purpose}`);
  const own = {
    address: large(photo.sha256),
    alt: say('problems.photoAlt', { purpose, name: photo.usedByName }),
    caption: say('evidence.twin.this'),
  };
  return (
    <Modal
      open
      width={1000}
      title={evidence ? say('evidence.hintsOf', { purpose }) : say('evidence.facts')}
      footer={null}
      onCancel={onClose}
    >
      <Flex vertical gap={16}>
        {twin ? (
          <section ref={glass} aria-label={say('evidence.twin.title')}>
            <Button size="small" onClick={() => setTwin(null)} style={{ marginBottom: 8 }}>
              {say('common.back')}
            </Button>
            <ComparePictures
              key={twin.sha256}
              left={own}
              right={{
                address: large(twin.sha256),
                alt: twinWords(twin),
                caption: `${likenessOf(say, twin)} · ${twinWords(twin)}`,
              }}
            />
          </section>
        ) : (
          <img
            src={own.address}
            alt={own.alt}
            style={{
              maxWidth: '100%',
              maxHeight: '50vh',
              objectFit: 'contain',
              border: `1px solid ${colours.line}`,
            }}
          />
        )}
        {evidence && (
          <section>
            <p style={{ margin: '0 0 4px', color: colours.second }}>{say('evidence.intro')}</p>
            <HintList hints={evidence.hints} />
          </section>
        )}
        {evidence && evidence.twins.length > 0 && (
          <section>
            <Heading words={say('evidence.twin.list')} />
            <TwinList twins={evidence.twins} onCompare={setTwin} />
          </section>
        )}
        <section>
          <Heading words={say('evidence.facts')} />
          <PhotoFacts photo={photo} distanceM={evidence?.distanceM ?? null} />
        </section>
      </Flex>
    </Modal>
  );
}

function Heading({ words }: { words: string }) {
  return (
    <Typography.Title level={3} style={{ fontSize: 15 }}>
      {words}
    </Typography.Title>
  );
}

function large(sha256: string): string {
  return addressOf(getPhoto, { sha256 }, { size: 'large' });
}
