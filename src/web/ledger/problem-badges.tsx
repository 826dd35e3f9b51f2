import { formatShortInstant } from '../../client/format.ts';
import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { ProblemLine } from '../../contract/problems.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';

const shapes: Readonly<Record<ProblemState, StateLook>> = {
  reported: ['○', colours.second],
  rejected: ['✕', colours.hint],
  duplicate: ['⧉', colours.hint],
  dispatched: ['◇', colours.blueFlag],
  returned: ['↩', colours.soon],
  assigned: ['◆', colours.blueFlag],
  in_progress: ['◐', colours.blueFlag],
  deferred: ['‖', colours.second],
  fix_claimed: ['◕', colours.soon],
  struck_off: ['✓', colours.onTime],
  voided: ['⊘', colours.hint],
};

/** State of a problem. */
export function ProblemBadge({ state }: { state: ProblemState }) {
  const say = useWords();
  return <StateBadge look={shapes[state]}>{say(`problems.state.${state}`)}</StateBadge>;
}

const lightShapes = {
  green: ['●', colours.onTime],
  yellow: ['▲', colours.soon],
  red: ['■', colours.overdue],
} as const;

/** The deadline with its light and how late it is; no light where no deadline runs. */
export function DeadlineLight({
  line,
}: {
  line: Pick<ProblemLine, 'light' | 'deadlineAt' | 'overdueHours' | 'clockStopped'>;
}) {
  const say = useWords();
  const { locale } = useLocale();
  if (line.deadlineAt === null) return <span style={{ color: colours.hint }}>—</span>;
  const when = formatShortInstant(line.deadlineAt, locale);
  if (line.light === null) {
    return (
      <span style={{ color: colours.second }}>
        {line.clockStopped && `${say('workLists.stopped')} `}
        {when}
      </span>
    );
  }
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <StateBadge look={lightShapes[line.light]}>{say(`deadlines.light.${line.light}`)}</StateBadge> {when}
      {line.overdueHours !== null && (
        <span style={{ color: colours.overdue, display: 'block' }}>
          {say('workLists.late', { hours: line.overdueHours })}
        </span>
      )}
    </span>
  );
}
