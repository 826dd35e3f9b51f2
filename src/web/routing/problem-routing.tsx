import { useQuery } from '@tanstack/react-query';
import { Typography } from 'antd';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { getProblemRouting } from '../../contract/routing.ts';
import { useReasonWords } from './reason-words.ts';

/** Why the rules sent this problem to its unit; nothing where a person chose it. */
export function ProblemRouting({ problemId, version }: { problemId: string; version: number }) {
  const say = useWords();
  const reasonWords = useReasonWords();
  const routing = useQuery({
    queryKey: [getProblemRouting.name, problemId, version],
    queryFn: () => call(getProblemRouting, { params: { id: problemId } }),
  });
  const reason = routing.data?.reason;
  if (!reason) return null;
  return (
    <Typography.Text type="secondary">
      {say('routing.reason.title')}: {reasonWords(reason)}
    </Typography.Text>
  );
}
