import { PlusOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Flex, Radio, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RecordTable } from '../../client/record-table.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listRounds, type RoundLine } from '../../contract/rounds.ts';
import { type RoundState, roundStates } from '../../domain/rounds/round.ts';
import { CreateRound } from './create-round.tsx';
import { DoneOf } from './done-of.tsx';
import { RoundBadge } from './round-badge.tsx';

/** All rounds, latest first, with how far they are. */
export function RoundsPage() {
  const say = useWords();
  const mayPlan = useMay('round.plan');
  const [state, setState] = useState<RoundState | 'all'>('all');
  const [isCreating, setCreating] = useState(false);
  const list = usePages({
    key: [listRounds.name, state],
    load: (cursor) => call(listRounds, { query: { state: state === 'all' ? undefined : state, cursor } }),
    nextOf: (page) => page.nextCursor,
  });
  const rounds = list.data?.flatMap((page) => page.rounds) ?? [];
  const counts = list.data?.[0]?.counts;
  const all = counts ? counts.planned + counts.open + counts.closed : 0;
  const empty = state !== 'all' ? 'rounds.emptyFiltered' : mayPlan ? 'rounds.emptyPlan' : 'rounds.empty';
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <h1 className="page-title">{say('rounds.title')}</h1>
        {mayPlan && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>
            {say('rounds.create')}
          </Button>
        )}
      </Flex>
      <Radio.Group
        optionType="button"
        aria-label={say('common.state')}
        value={state}
        onChange={(event) => setState(event.target.value)}
        style={{ marginBlockEnd: 12 }}
        options={[
          { value: 'all', label: say('rounds.stateCount', { state: say('common.all'), count: all }) },
          ...roundStates.map((value) => ({
            value,
            label: say('rounds.stateCount', {
              state: say(`rounds.state.${value}`),
              count: counts?.[value] ?? 0,
            }),
          })),
        ]}
      />
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <RoundsTable rounds={rounds} isLoading={list.isPending} empty={say(empty)} />
      )}
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
      {isCreating && <CreateRound onClose={() => setCreating(false)} />}
    </>
  );
}

function RoundsTable(props: { rounds: readonly RoundLine[]; isLoading: boolean; empty: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const columns: TableColumnsType<RoundLine> = [
    {
      title: say('rounds.name'),
      key: 'name',
      width: 240,
      render: (_, round) => (
        <>
          <Link to="/rounds/$id" params={{ id: round.id }}>
            {round.name}
          </Link>{' '}
          {round.isSample && <Tag>{say('common.sample')}</Tag>}
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 110,
      render: (_, { state }) => <RoundBadge state={state} />,
    },
    {
      title: say('rounds.days'),
      key: 'days',
      width: 260,
      render: (_, { startsOn, endsOn }) =>
        say('rounds.span', { from: formatDay(startsOn, locale), to: formatDay(endsOn, locale) }),
    },
    {
      title: say('rounds.progress'),
      key: 'progress',
      width: 180,
      render: (_, { done, visits }) => <DoneOf done={done} visits={visits} />,
    },
    {
      title: say('rounds.meanScore'),
      key: 'mean',
      width: 90,
      align: 'right',
      render: (_, { meanScore }) => meanScore ?? '—',
    },
    { title: say('rounds.vetoed'), dataIndex: 'vetoed', width: 90, align: 'right' },
    { title: say('rounds.problems'), dataIndex: 'problems', width: 90, align: 'right' },
  ];
  return (
    <RecordTable
      rows={props.rounds}
      columns={columns}
      isLoading={props.isLoading}
      empty={props.empty}
      width={1060}
    />
  );
}
