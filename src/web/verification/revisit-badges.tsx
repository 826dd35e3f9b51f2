import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { RecheckSaying } from '../../domain/verification/recheck-rate.ts';
import type { RevisitState } from '../../domain/verification/revisit.ts';
import type { RevisitRoundState } from '../../domain/verification/revisit-round.ts';

const roundLooks: Readonly<Record<RevisitRoundState, StateLook>> = {
  announced: ['○', colours.soon],
  drawn: ['◐', colours.onTime],
  closed: ['✓', colours.second],
  voided: ['×', colours.hint],
};

const revisitLooks: Readonly<Record<RevisitState, StateLook>> = {
  open: ['○', colours.second],
  held: ['●', colours.onTime],
  failed: ['■', colours.overdue],
  notPossible: ['▲', colours.soon],
};

const sayingLooks: Readonly<Record<RecheckSaying, StateLook>> = {
  notCredible: ['■', colours.overdue],
  credible: ['●', colours.onTime],
  tooFew: ['○', colours.second],
};

/** State of a round of revisits. */
export function RevisitRoundBadge({ state }: { state: RevisitRoundState }) {
  const say = useWords();
  return <StateBadge look={roundLooks[state]}>{say(`revisits.roundState.${state}`)}</StateBadge>;
}

/** State of a revisit. */
export function RevisitBadge({ state }: { state: RevisitState }) {
  const say = useWords();
  return <StateBadge look={revisitLooks[state]}>{say(`revisits.state.${state}`)}</StateBadge>;
}

/** What the counts let one say about the fixes. */
export function SayingBadge({ saying }: { saying: RecheckSaying }) {
  const say = useWords();
  return <StateBadge look={sayingLooks[saying]}>{say(`revisits.saying.${saying}`)}</StateBadge>;
}
