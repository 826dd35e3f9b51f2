import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Skeleton } from 'antd';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getUnitSweeps } from '../../contract/sweeps.ts';
import { SweepProgress, useTrustWords } from './sweep-badges.tsx';
import { SweepTable } from './sweep-list-pane.tsx';

/** How far a unit is with the sweeps that touch its sites, for its card. */
export function UnitSweeps({ unitId }: { unitId: string }) {
  const say = useWords();
  const trustWords = useTrustWords();
  const card = useQuery({
    queryKey: [getUnitSweeps.name, unitId],
    queryFn: () => call(getUnitSweeps, { params: { id: unitId } }),
  });
  if (card.isPending) return <Skeleton active />;
  if (card.error) return <RefusalAlert error={card.error} retry={() => void card.refetch()} />;
  const { counts, open, overdue, first } = card.data;
  if (counts.total === 0) return <Empty description={say('sweeps.unit.empty')} />;
  return (
    <Flex vertical gap={12}>
      <SweepProgress counts={counts} />
      <Flex wrap gap={16}>
        <span>{say('sweeps.unit.open', { open, overdue })}</span>
        {trustWords(counts).map((words) => (
          <span key={words}>{words}</span>
        ))}
        {counts.spotChecked > 0 && (
          <span>
            {say('sweeps.falseClear', { contradicted: counts.contradicted, spot: counts.spotChecked })}
          </span>
        )}
      </Flex>
      {first.length > 0 && <SweepTable rows={first} empty={say('sweeps.unit.empty')} />}
    </Flex>
  );
}
