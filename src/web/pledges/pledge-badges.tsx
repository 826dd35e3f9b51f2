import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { CommitmentState, PledgeState } from '../../domain/pledges/pledge-confirmation.ts';

const pledgeShapes: Readonly<Record<PledgeState, StateLook>> = {
  due: ['▲', colours.soon],
  draft: ['○', colours.second],
  confirmed: ['●', colours.onTime],
};

/** State of a pledge, with shape and word; late ones say so. */
export function PledgeBadge({ state, isLate }: { state: PledgeState; isLate: boolean }) {
  const say = useWords();
  return (
    <StateBadge look={isLate ? ['■', colours.overdue] : pledgeShapes[state]}>
      {say(`pledges.state.${state}`)}
      {isLate && ` · ${say('pledges.late')}`}
    </StateBadge>
  );
}

const commitmentShapes: Readonly<Record<CommitmentState, StateLook>> = {
  open: ['●', colours.onTime],
  overdue: ['■', colours.overdue],
  undated: ['○', colours.second],
};

/** What the day says of a commitment. */
export function CommitmentBadge({ state }: { state: CommitmentState }) {
  const say = useWords();
  return <StateBadge look={commitmentShapes[state]}>{say(`pledges.commitmentState.${state}`)}</StateBadge>;
}
