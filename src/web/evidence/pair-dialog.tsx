import { Flex, Modal, Select } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { getPhoto } from '../../contract/photos.ts';
import type { ProblemPhotoView } from '../../contract/problems.ts';
import { ComparePictures } from './compare-pictures.tsx';
import { useTakenWords } from './use-taken-words.ts';

/** Before and after of a problem under one glass; any two of its photos can be chosen. */
export function PairDialog(props: { photos: readonly ProblemPhotoView[]; onClose: () => void }) {
  const { photos, onClose } = props;
  const say = useWords();
  const takenWords = useTakenWords();
  const [leftId, setLeft] = useState(firstLeft(photos)?.id);
  const [rightId, setRight] = useState(firstRight(photos)?.id);
  const names = new Map(photos.map((photo) => [photo.id, nameOf(photo)]));

  function nameOf(photo: ProblemPhotoView): string {
    const alike = photos.filter((other) => other.purpose === photo.purpose);
    const purpose = say(`evidence.purpose.${photo.purpose}`);
    return say('evidence.pair.choose', { purpose, index: alike.indexOf(photo) + 1 });
  }
  function pictureOf(id: string | undefined) {
    const photo = photos.find((one) => one.id === id);
    if (!photo) return null;
    const name = names.get(photo.id) ?? '';
    return {
      address: addressOf(getPhoto, { sha256: photo.sha256 }, { size: 'large' }),
      alt: say('problems.photoAlt', { purpose: name, name: photo.usedByName }),
      caption: `${name} · ${takenWords(photo)}`,
    };
  }
  const [left, right] = [pictureOf(leftId), pictureOf(rightId)];
  const options = photos.map((photo) => ({ value: photo.id, label: names.get(photo.id) ?? '' }));
  return (
    <Modal open width={1200} title={say('evidence.pair.title')} footer={null} onCancel={onClose}>
      <Flex vertical gap={8}>
        <Flex wrap gap={8}>
          <Select
            style={{ minWidth: 140 }}
            aria-label={say('evidence.pair.left')}
            value={leftId ?? null}
            options={options}
            onChange={(id) => setLeft(id ?? undefined)}
          />
          <Select
            style={{ minWidth: 140 }}
            aria-label={say('evidence.pair.right')}
            value={rightId ?? null}
            options={options}
            onChange={(id) => setRight(id ?? undefined)}
          />
        </Flex>
        {left && right && <ComparePictures left={left} right={right} />}
      </Flex>
    </Modal>
  );
}

function firstLeft(photos: readonly ProblemPhotoView[]): ProblemPhotoView | undefined {
  return photos.find((photo) => photo.purpose === 'finding') ?? photos[0];
}

/** The latest fix, else the latest look at it. */
function firstRight(photos: readonly ProblemPhotoView[]): ProblemPhotoView | undefined {
  return photos.findLast((photo) => photo.purpose === 'after') ?? photos.at(-1);
}
