import { Button, Drawer, Grid, Skeleton } from 'antd';
import { useGo } from '../../client/address.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { problemPath } from './ledger-address.ts';
import { ProblemDetails } from './problem-details.tsx';
import { useProblem } from './problem-page.tsx';

/** The problem beside its list; the list keeps its place. */
export function ProblemSheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  const say = useWords();
  const go = useGo();
  const { md } = Grid.useBreakpoint();
  const problem = useProblem(id ?? '');
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={md ? 640 : '100%'}
      title={problem.data ? `${problem.data.number} ${problem.data.title}` : say('problems.title')}
      extra={
        id !== null && (
          <Button size="small" onClick={() => go(problemPath(id))}>
            {say('problems.openPage')}
          </Button>
        )
      }
    >
      <RefusalAlert error={problem.error} retry={() => void problem.refetch()} />
      {problem.isPending && id !== null && <Skeleton active />}
      {problem.data && <ProblemDetails narrow problem={problem.data} />}
    </Drawer>
  );
}
