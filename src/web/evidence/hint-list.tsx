import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { EvidenceHint } from '../../contract/evidence.ts';
import './evidence.css';
import { hintWords } from './hint-words.ts';

const marks = {
  strong: { shape: '■', colour: colours.overdue },
  weak: { shape: '▲', colour: colours.soon },
  unproven: { shape: '○', colour: colours.second },
} as const satisfies Record<EvidenceHint['strength'], { shape: string; colour: string }>;

/** How much a hint weighs, by shape, colour and word. */
export function HintStrength({ strength }: Pick<EvidenceHint, 'strength'>) {
  const say = useWords();
  const { shape, colour } = marks[strength];
  return (
    <strong style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {say(`evidence.strength.${strength}`)}
    </strong>
  );
}

/** What to look at in a photo, strongest first; said plainly where nothing was found. */
export function HintList({ hints }: { hints: readonly EvidenceHint[] }) {
  const say = useWords();
  const { locale } = useLocale();
  if (hints.length === 0) return <p style={{ color: colours.second }}>{say('evidence.noHints')}</p>;
  return (
    <ul className="evidence-hints">
      {hints.map((hint) => (
        <li key={`${hint.code} ${hint.facts.by ?? ''}`}>
          <HintStrength strength={hint.strength} />
          <span>{hintWords(say, hint, (instant) => formatShortInstant(instant, locale))}</span>
        </li>
      ))}
    </ul>
  );
}
