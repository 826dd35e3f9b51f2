import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Skeleton, Typography } from 'antd';
import { useGo, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getProblem } from '../../contract/problems.ts';
import { ledgerPath } from './ledger-address.ts';
import { ProblemDetails } from './problem-details.tsx';

/** One problem on a page of its own. */
export function ProblemPage() {
  const say = useWords();
  const go = useGo();
  const id = useIdParam();
  const problem = useProblem(id);
  return (
    <Flex vertical gap={16}>
      <div>
        <Button size="small" onClick={() => go(ledgerPath)}>
          {say('problems.toLedger')}
        </Button>
      </div>
      <RefusalAlert error={problem.error} retry={() => void problem.refetch()} />
      {problem.isPending && <Skeleton active />}
      {problem.data && (
        <>
          <Typography.Title level={1} style={{ fontSize: 22, margin: 0, overflowWrap: 'anywhere' }}>
            {`${problem.data.number} ${problem.data.title}`}
          </Typography.Title>
          <ProblemDetails problem={problem.data} />
        </>
      )}
    </Flex>
  );
}

/** A problem with its story; asked again whenever the page comes back to the front. */
export function useProblem(id: string) {
  return useQuery({
    queryKey: [getProblem.name, id],
    queryFn: () => call(getProblem, { params: { id } }),
    enabled: id !== '',
  });
}
