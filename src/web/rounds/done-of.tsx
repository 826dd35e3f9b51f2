import { Progress } from 'antd';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';

/** Visits made of those planned, as a bar with its numbers. */
export function DoneOf({ done, visits }: { done: number; visits: number }) {
  const say = useWords();
  const words = say('rounds.doneOf', { done, visits });
  return (
    <Progress
      size="small"
      aria-label={words}
      percent={visits === 0 ? 0 : Math.floor((100 * done) / visits)}
      format={() => words}
      strokeColor={colours.accent}
      status="normal"
    />
  );
}
