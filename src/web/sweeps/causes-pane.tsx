import { useQuery } from '@tanstack/react-query';
import { Empty, Skeleton, Table } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { getRootCauses } from '../../contract/sweeps.ts';
import { sweepPath } from './sweep-address.ts';

/** Why things happened again and again: root causes of closed sweeps, with their counts and words. */
export function CausesPane() {
  const say = useWords();
  const { locale } = useLocale();
  const causes = useQuery({ queryKey: [getRootCauses.name], queryFn: () => call(getRootCauses) });
  if (causes.isPending) return <Skeleton active />;
  if (causes.error) return <RefusalAlert error={causes.error} retry={() => void causes.refetch()} />;
  const { from, to, sweeps } = causes.data;
  if (sweeps === 0) return <Empty description={say('sweeps.causes.empty')} />;
  return (
    <>
      <p>
        {say('sweeps.causes.span', {
          from: formatDay(from, locale),
          to: formatDay(to, locale),
          count: sweeps,
        })}
      </p>
      <Table
        rowKey="cause"
        size="middle"
        pagination={false}
        scroll={{ x: 720 }}
        dataSource={causes.data.causes.filter((row) => row.sweeps > 0)}
        columns={[
          { title: say('sweeps.cause'), key: 'cause', render: (_, row) => say(`sweeps.cause.${row.cause}`) },
          { title: say('sweeps.causes.sweeps'), dataIndex: 'sweeps', align: 'right', width: 110 },
          { title: say('sweeps.causes.found'), dataIndex: 'found', align: 'right', width: 110 },
          {
            title: say('sweeps.causes.notes'),
            key: 'notes',
            render: (_, row) =>
              row.notes.map((note) => (
                <div key={note.sweepId}>
                  <HouseLink to={sweepPath(note.sweepId)}>
                    {say('sweeps.number', { number: note.number })}
                  </HouseLink>
                  <div>{note.note}</div>
                </div>
              )),
          },
        ]}
      />
    </>
  );
}
