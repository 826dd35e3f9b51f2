import { formatShortInstant } from '../../client/format.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { ProblemPhotoView } from '../../contract/problems.ts';

/** Who took a photo and when, by the best source; where none says when, only when it was received. */
export function useTakenWords(): (photo: ProblemPhotoView) => string {
  const say = useWords();
  const { locale } = useLocale();
  return ({ usedByName: name, deviceTakenAt, exifTakenAt, receivedAt }) => {
    const taken = deviceTakenAt ?? exifTakenAt;
    const time = formatShortInstant(taken ?? receivedAt, locale);
    return say(taken === null ? 'evidence.receivedBy' : 'problems.photoBy', { name, time });
  };
}
