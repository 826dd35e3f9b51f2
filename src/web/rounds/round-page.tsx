import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Flex, Skeleton, Statistic, Tabs, Tag } from 'antd';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { closeRound, type RoundView } from '../../contract/rounds.ts';
import { RoundBadge } from './round-badge.tsx';
import { RoundPlan } from './round-plan.tsx';
import { RoundProgress } from './round-progress.tsx';
import { RoundVisits } from './round-visits.tsx';
import { useRound, useRoundChange } from './use-round.ts';

/** One round: how far it is, its visits with scores, and, for the office, its planning. */
export function RoundPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const round = useRound(id);
  if (round.error) return <RefusalAlert error={round.error} retry={() => void round.refetch()} />;
  if (!round.data) return <Skeleton active />;
  return <RoundContent key={id} round={round.data} />;
}

function RoundContent({ round }: { round: RoundView }) {
  const say = useWords();
  const { locale } = useLocale();
  const isPlanning = round.mayPlan && round.state !== 'closed';
  const tabs = [
    ...(isPlanning
      ? [{ key: 'plan', label: say('rounds.tab.plan'), children: <RoundPlan round={round} /> }]
      : []),
    { key: 'progress', label: say('rounds.tab.progress'), children: <RoundProgress round={round} /> },
    {
      key: 'visits',
      label: say('rounds.tab.visits', { count: round.visits }),
      children: <RoundVisits round={round} canPlan={isPlanning} />,
    },
  ];
  return (
    <>
      <Link to="/rounds">{say('rounds.title')}</Link>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Flex align="center" wrap gap={8}>
          <h1 className="page-title" style={{ margin: 0 }}>
            {round.name}
          </h1>
          <RoundBadge state={round.state} />
          {round.isSample && <Tag>{say('common.sample')}</Tag>}
        </Flex>
        {round.mayPlan && round.state === 'open' && <CloseButton round={round} />}
      </Flex>
      <p style={{ color: colours.second, marginBlockStart: 0 }}>
        {say('rounds.span', { from: formatDay(round.startsOn, locale), to: formatDay(round.endsOn, locale) })}{' '}
        · {say('rounds.standardVersion', { title: round.standardTitle, number: round.standardNumber })}
      </p>
      {!round.seesPlan && <p>{say('rounds.unitSeesDone')}</p>}
      <Flex wrap gap={32} style={{ marginBlockEnd: 8 }}>
        {round.seesPlan && <Statistic title={say('rounds.visits')} value={round.visits} />}
        {round.seesPlan && <Statistic title={say('rounds.assigned')} value={round.assigned} />}
        <Statistic title={say('rounds.done')} value={round.done} />
        <Statistic title={say('rounds.scored')} value={round.scored} />
        <Statistic title={say('rounds.meanScore')} value={round.meanScore ?? '—'} />
        <Statistic title={say('rounds.vetoed')} value={round.vetoed} />
        <Statistic title={say('rounds.problems')} value={round.problems} />
      </Flex>
      <Tabs defaultActiveKey={round.state === 'planned' && isPlanning ? 'plan' : 'progress'} items={tabs} />
    </>
  );
}

function CloseButton({ round }: { round: RoundView }) {
  const say = useWords();
  const { modal, message } = App.useApp();
  const closing = useRoundChange(round, () => call(closeRound, { params: { id: round.id } }));
  const ask = () =>
    modal.confirm({
      title: say('rounds.close'),
      content: say('rounds.closeConfirm', { left: round.visits - round.done }),
      okText: say('rounds.close'),
      cancelText: say('common.cancel'),
      onOk: async () => {
        await closing.mutateAsync(undefined);
        void message.success(say('rounds.closed'));
      },
    });
  return (
    <Flex vertical gap={4}>
      <Button onClick={ask}>{say('rounds.close')}</Button>
      <RefusalAlert error={closing.error} />
    </Flex>
  );
}
