import { StateBadge } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { RankingSummary } from '../../contract/rankings.ts';

/** State as shape and word: draft, published, or corrected by a later issue. */
export function RankingBadge({ ranking }: { ranking: Pick<RankingSummary, 'state' | 'supersededById'> }) {
  const say = useWords();
  if (ranking.supersededById !== null) {
    return <StateBadge look={['⊘', colours.hint]}>{say('rankings.state.corrected')}</StateBadge>;
  }
  return ranking.state === 'published' ? (
    <StateBadge look={['✓', colours.onTime]}>{say('rankings.state.published')}</StateBadge>
  ) : (
    <StateBadge look={['○', colours.second]}>{say('rankings.state.draft')}</StateBadge>
  );
}
