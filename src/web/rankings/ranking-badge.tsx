import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { RankingSummary } from '../../contract/rankings.ts';

/** State as shape and word: draft, published, or corrected by a later issue. */
export function RankingBadge({ ranking }: { ranking: Pick<RankingSummary, 'state' | 'supersededById'> }) {
  const say = useWords();
  const [shape, colour, key] =
    ranking.supersededById !== null
      ? (['⊘', colours.hint, 'rankings.state.corrected'] as const)
      : ranking.state === 'published'
        ? (['✓', colours.onTime, 'rankings.state.published'] as const)
        : (['○', colours.second, 'rankings.state.draft'] as const);
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {say(key)}
    </span>
  );
}
