import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { RoundState } from '../../domain/rounds/round.ts';

const shapes: Readonly<Record<RoundState, StateLook>> = {
  planned: ['○', colours.second],
  open: ['◐', colours.onTime],
  closed: ['✓', colours.second],
};

/** State of a round. */
export function RoundBadge({ state }: { state: RoundState }) {
  const say = useWords();
  return <StateBadge look={shapes[state]}>{say(`rounds.state.${state}`)}</StateBadge>;
}
