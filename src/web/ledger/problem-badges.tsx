import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { ProblemLine } from '../../contract/problems.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';

// Shape and word carry the meaning; colour only helps.
const shapes: Readonly<Record<ProblemState, readonly [shape: string, colour: string]>> = {
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

/** State as shape and word. */
export function StateBadge({ state }: { state: ProblemState }) {
  const say = useWords();
  const [shape, colour] = shapes[state];
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {say(`problems.state.${state}`)}
    </span>
  );
}

const lightShapes = {
  green: ['●', colours.onTime],
  yellow: ['▲', colours.soon],
  red: ['■', colours.overdue],
} as const;

/** The deadline with its light; nothing where no deadline runs. */
export function DeadlineLight({ line }: { line: Pick<ProblemLine, 'light' | 'deadlineAt'> }) {
  const say = useWords();
  const { locale } = useLocale();
  if (line.deadlineAt === null) return <span style={{ color: colours.hint }}>—</span>;
  const when = formatShortInstant(line.deadlineAt, locale);
  if (line.light === null) return <span style={{ color: colours.second }}>{when}</span>;
  const [shape, colour] = lightShapes[line.light];
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <span style={{ color: colour }}>
        <span aria-hidden>{shape}</span> {say(`deadlines.light.${line.light}`)}
      </span>{' '}
      {when}
    </span>
  );
}
