import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { flagWord } from './ranking-sentences.ts';

/** Colours of the usual flags; a city's own colour word gets the ink of the text. */
const inks: Readonly<Record<string, string>> = {
  red: colours.redFlag,
  blue: colours.blueFlag,
  yellow: colours.soon,
  black: colours.ink,
};

/** A pennant with its word: colour is never the only sign. */
export function Pennant({ flag }: { flag: string }) {
  const say = useWords();
  const ink = inks[flag] ?? colours.second;
  return (
    <span style={{ color: ink, whiteSpace: 'nowrap', fontWeight: 600 }}>
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        aria-hidden
        focusable="false"
        style={{ verticalAlign: '-2px' }}
      >
        <path d="M3 1v14" stroke={ink} strokeWidth="1.5" />
        <path d="M3.5 2 L14.5 5.5 L3.5 9 Z" fill={ink} />
      </svg>{' '}
      {flagWord(say, flag)}
    </span>
  );
}
