import { Empty, Flex, Table } from 'antd';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay, formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listPledges, type PledgeLine } from '../../contract/pledges.ts';
import { pledgeStates } from '../../domain/pledges/pledge-confirmation.ts';
import { Pennant } from '../rankings/pennant.tsx';
import { pledgePath } from './pledge-address.ts';
import { PledgeBadge } from './pledge-badges.tsx';
import { StateChoice } from './state-choice.tsx';

/** Pledges by state, newest first, with counts beside the states. */
export function PledgesPane(props: {
  unitId: string | undefined;
  state: string | undefined;
  onState: (state: string | null) => void;
}) {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const state = pledgeStates.find((each) => each === props.state);
  const query = { ...(props.unitId ? { unitId: props.unitId } : {}), ...(state ? { state } : {}) };
  const pages = usePages({
    key: [listPledges.name, query],
    load: (cursor) => call(listPledges, { query: { ...query, cursor } }),
    nextOf: (page) => page.nextCursor,
  });
  const pledges = pages.data?.flatMap((page) => page.pledges) ?? [];
  const counts = pages.data?.[0]?.counts;
  return (
    <Flex vertical gap={12}>
      <StateChoice
        states={pledgeStates}
        value={state}
        wordOf={(each) => say(`pledges.state.${each}`)}
        counts={counts}
        onChoose={props.onState}
      />
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      <Table<PledgeLine>
        rowKey="id"
        size="middle"
        pagination={false}
        loading={pages.isPending}
        scroll={{ x: 760 }}
        dataSource={pledges}
        onRow={(pledge) => ({ onClick: () => go(pledgePath(pledge.id)), style: { cursor: 'pointer' } })}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                state
                  ? say('pledges.emptyState', { state: say(`pledges.state.${state}`) })
                  : say('pledges.empty')
              }
            />
          ),
        }}
        columns={[
          {
            title: say('pledges.unit'),
            width: 240,
            render: (_, pledge) => (
              <>
                <HouseLink to={pledgePath(pledge.id)}>{pledge.unit.name}</HouseLink>
                <div style={{ color: colours.second }}>
                  {pledge.unit.pathNames.slice(1, -1).join(' / ')}
                  {pledge.isSample && ` ${say('common.sample')}`}
                </div>
              </>
            ),
          },
          {
            title: say('common.state'),
            width: 150,
            render: (_, pledge) => <PledgeBadge state={pledge.state} isLate={pledge.isLate} />,
          },
          {
            title: say('pledges.flag'),
            width: 100,
            render: (_, pledge) => (pledge.flagColour ? <Pennant flag={pledge.flagColour} /> : '—'),
          },
          {
            title: say('pledges.commitmentCount'),
            width: 150,
            render: (_, pledge) => (
              <>
                {pledge.commitmentCount}
                {pledge.overdueCount > 0 && (
                  <span style={{ color: colours.overdue, marginInlineStart: 8 }}>
                    ■ {say('pledges.overdueCount', { count: pledge.overdueCount })}
                  </span>
                )}
              </>
            ),
          },
          {
            title: say('pledges.dueBy'),
            render: (_, pledge) => (pledge.dueOn ? formatDay(pledge.dueOn, locale) : '—'),
          },
          {
            title: say('pledges.confirmedAt'),
            render: (_, pledge) =>
              pledge.confirmedAt ? formatShortInstant(pledge.confirmedAt, locale) : '—',
          },
        ]}
      />
      <MorePages of={pages} />
    </Flex>
  );
}
