import { PlusOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Flex, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RecordTable } from '../../client/record-table.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listRevisitRounds, type RevisitRoundLine } from '../../contract/revisits.ts';
import { type RevisitRoundState, revisitRoundStates } from '../../domain/verification/revisit-round.ts';
import { StateChoice } from '../pledges/state-choice.tsx';
import { AnnounceDialog } from './announce-dialog.tsx';
import { RevisitRoundBadge } from './revisit-badges.tsx';
import { VerificationTabs } from './verification-tabs.tsx';

/** All rounds of revisits, latest first. */
export function RevisitRoundsPage() {
  const say = useWords();
  const [state, setState] = useState<RevisitRoundState | undefined>();
  const [isAnnouncing, setAnnouncing] = useState(false);
  const list = usePages({
    key: [listRevisitRounds.name, state ?? 'all'],
    load: (cursor) => call(listRevisitRounds, { query: { state, cursor } }),
    nextOf: (page) => page.next,
  });
  const rounds = list.data?.flatMap((page) => page.rounds) ?? [];
  const first = list.data?.[0];
  const mayPlan = first?.mayPlan === true;
  const empty = state ? 'emptyFiltered' : mayPlan ? 'emptyPlan' : 'empty';
  return (
    <>
      <VerificationTabs active="rounds" />
      <Flex justify="space-between" align="center" wrap gap={8} style={{ marginBlockEnd: 12 }}>
        <StateChoice
          states={revisitRoundStates}
          value={state}
          wordOf={(one) => say(`revisits.roundState.${one}`)}
          counts={first?.counts}
          onChoose={(one) => setState((one ?? undefined) as RevisitRoundState | undefined)}
        />
        {mayPlan && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAnnouncing(true)}>
            {say('revisits.announce')}
          </Button>
        )}
      </Flex>
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <RoundsTable rounds={rounds} isLoading={list.isPending} empty={say(`revisits.rounds.${empty}`)} />
      )}
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
      {isAnnouncing && <AnnounceDialog onClose={() => setAnnouncing(false)} />}
    </>
  );
}

function RoundsTable(props: { rounds: readonly RevisitRoundLine[]; isLoading: boolean; empty: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const columns: TableColumnsType<RevisitRoundLine> = [
    {
      title: say('revisits.announce.name'),
      key: 'name',
      width: 240,
      render: (_, round) => (
        <>
          <Link to="/revisits/rounds/$id" params={{ id: round.id }}>
            {round.name}
          </Link>{' '}
          {round.isSample && <Tag>{say('common.sample')}</Tag>}
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 160,
      render: (_, { state }) => <RevisitRoundBadge state={state} />,
    },
    {
      title: say('revisits.rounds.period'),
      key: 'period',
      width: 260,
      render: (_, { periodFrom, periodTo }) =>
        say('revisits.rounds.span', {
          from: formatDay(periodFrom, locale),
          to: formatDay(periodTo, locale),
        }),
    },
    { title: say('revisits.rounds.register'), dataIndex: 'registerCount', width: 80, align: 'right' },
    {
      title: say('revisits.rounds.progress'),
      key: 'progress',
      width: 90,
      align: 'right',
      render: (_, { revisits, held, failed, notPossible }) =>
        say('revisits.rounds.doneOf', { done: held + failed + notPossible, all: revisits }),
    },
    { title: say('revisits.rounds.failed'), dataIndex: 'failed', width: 80, align: 'right' },
  ];
  return (
    <RecordTable
      rows={props.rounds}
      columns={columns}
      isLoading={props.isLoading}
      empty={props.empty}
      width={910}
    />
  );
}
