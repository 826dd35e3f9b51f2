import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { CommitmentState, PledgeState } from '../../domain/pledges/pledge-confirmation.ts';

const pledgeShapes: Readonly<Record<PledgeState, readonly [string, string]>> = {
  due: ['▲', colours.soon],
  draft: ['○', colours.second],
  confirmed: ['●', colours.onTime],
};

/** State of a pledge, with shape and word; late ones say so. */
export function PledgeBadge({ state, isLate }: { state: PledgeState; isLate: boolean }) {
  const say = useWords();
  const [shape, colour] = isLate ? ['■', colours.overdue] : pledgeShapes[state];
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {say(`pledges.state.${state}`)}
      {isLate && ` · ${say('pledges.late')}`}
    </span>
  );
}

const commitmentShapes: Readonly<Record<CommitmentState, readonly [string, string]>> = {
  open: ['●', colours.onTime],
  overdue: ['■', colours.overdue],
  undated: ['○', colours.second],
};

/** What the day says of a commitment. */
export function CommitmentBadge({ state }: { state: CommitmentState }) {
  const say = useWords();
  const [shape, colour] = commitmentShapes[state];
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {say(`pledges.commitmentState.${state}`)}
    </span>
  );
}
