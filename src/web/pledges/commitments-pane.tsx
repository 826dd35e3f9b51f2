import { Empty, Flex, Table } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { type CommitmentView, listCommitments } from '../../contract/pledges.ts';
import { pledgePath } from './pledge-address.ts';
import { CommitmentBadge } from './pledge-badges.tsx';
import { StateChoice } from './state-choice.tsx';

type Line = CommitmentView & {
  readonly pledgeId: string;
  readonly unit: { readonly name: string };
};
const states = ['open', 'overdue'] as const;

/** Commitments of confirmed pledges, the earliest day first. */
export function CommitmentsPane(props: {
  unitId: string | undefined;
  state: string | undefined;
  onState: (state: string | null) => void;
}) {
  const say = useWords();
  const { locale } = useLocale();
  const state = states.find((each) => each === props.state);
  const query = { ...(props.unitId ? { unitId: props.unitId } : {}), ...(state ? { state } : {}) };
  const pages = usePages({
    key: [listCommitments.name, query],
    load: (cursor) => call(listCommitments, { query: { ...query, cursor } }),
    nextOf: (page) => page.nextCursor,
  });
  const lines = pages.data?.flatMap((page) => page.commitments) ?? [];
  const counts = pages.data?.[0]?.counts;
  return (
    <Flex vertical gap={12}>
      <StateChoice
        states={states}
        value={state}
        wordOf={(each) => say(`pledges.commitmentState.${each}`)}
        counts={counts}
        onChoose={props.onState}
      />
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      <Table<Line>
        rowKey="id"
        size="middle"
        pagination={false}
        loading={pages.isPending}
        scroll={{ x: 820 }}
        dataSource={lines}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('pledges.emptyCommitments')} />
          ),
        }}
        columns={[
          {
            title: say('pledges.text'),
            width: 360,
            render: (_, line) => <HouseLink to={pledgePath(line.pledgeId)}>{line.text}</HouseLink>,
          },
          {
            title: say('common.state'),
            width: 120,
            render: (_, line) => <CommitmentBadge state={line.state} />,
          },
          { title: say('pledges.unit'), render: (_, line) => line.unit.name },
          { title: say('pledges.person'), render: (_, line) => line.person?.name ?? '—' },
          {
            title: say('pledges.dueOn'),
            render: (_, line) => (line.dueOn ? formatDay(line.dueOn, locale) : '—'),
          },
        ]}
      />
      <MorePages of={pages} />
    </Flex>
  );
}
