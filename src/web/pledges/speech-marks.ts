import { useMemo } from 'react';
import { useWords } from '../../client/words.tsx';
import type { SpeechMarkView } from './speech-view.tsx';

interface Marked {
  readonly span: readonly [number, number] | null;
}

/** Marks of a speech: its commitments by id, its causes behind them. */
export function useSpeechMarks(
  causes: readonly Marked[],
  commitments: readonly (Marked & { readonly id: string })[],
): readonly SpeechMarkView[] {
  const say = useWords();
  return useMemo(
    () => [
      ...commitments.flatMap(({ id, span }, index): SpeechMarkView[] =>
        span
          ? [{ key: id, span, kind: 'commitment', label: say('pledges.commitment', { number: index + 1 }) }]
          : [],
      ),
      ...causes.flatMap(({ span }, index): SpeechMarkView[] =>
        span
          ? [
              {
                key: `cause-${index}`,
                span,
                kind: 'cause',
                label: say('pledges.causes', { count: causes.length }),
              },
            ]
          : [],
      ),
    ],
    [causes, commitments, say],
  );
}
