import { useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Flex, Radio, type TableColumnsType, Tag } from 'antd';
import { type AddressSearch, HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { SearchBox } from '../../client/filter-line.tsx';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RecordTable } from '../../client/record-table.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { listMissingSweeps, listSweeps, type SweepLine } from '../../contract/sweeps.ts';
import { type SweepState, sweepStates } from '../../domain/sweeps/sweep.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import { sweepPath } from './sweep-address.ts';
import { SweepBadge, SweepDue, SweepProgress, useTrustWords } from './sweep-badges.tsx';

/** Sweeps in sight, latest first; above them the grave problems that have none. */
export function SweepListPane(props: {
  address: AddressSearch;
  change: (change: Readonly<Record<string, string | null>>) => void;
}) {
  const say = useWords();
  const { address, change } = props;
  const state = sweepStates.find((known) => known === address.state);
  const query = {
    ...(state ? { state } : {}),
    ...(address.unit ? { unitId: address.unit } : {}),
    ...(address.search ? { search: address.search } : {}),
    ...(address.overdue === 'true' ? { overdue: 'true' as const } : {}),
  };
  const list = usePages({
    key: [listSweeps.name, query],
    load: (cursor) => call(listSweeps, { query: { ...query, cursor } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const rows = list.data?.flatMap((page) => page.rows) ?? [];
  const counts = list.data?.[0]?.counts;
  const all = Object.values(counts?.byState ?? {}).reduce((sum, count) => sum + count, 0);
  const isFiltered = Object.keys(query).length > 0;
  return (
    <Flex vertical gap={12}>
      <MissingSweeps />
      <Flex wrap gap={8} align="center">
        <Radio.Group
          optionType="button"
          aria-label={say('common.state')}
          value={state ?? 'all'}
          onChange={(event) => change({ state: event.target.value === 'all' ? null : event.target.value })}
          options={[
            { value: 'all', label: say('sweeps.stateCount', { state: say('common.all'), count: all }) },
            ...sweepStates.map((value: SweepState) => ({
              value,
              label: say('sweeps.stateCount', {
                state: say(`sweeps.state.${value}`),
                count: counts?.byState[value] ?? 0,
              }),
            })),
          ]}
        />
        <Checkbox
          checked={address.overdue === 'true'}
          onChange={(event) => change({ overdue: event.target.checked ? 'true' : null })}
        >
          {say('sweeps.overdueOnly', { count: counts?.overdue ?? 0 })}
        </Checkbox>
        <UnitPicker
          label={say('sweeps.column.unit')}
          value={address.unit}
          onChange={(unit) => change({ unit })}
          width={220}
        />
        <SearchBox
          label={say('sweeps.search')}
          value={address.search ?? ''}
          onChange={(search) => change({ search: search || null })}
          width={200}
        />
        <span>{say('sweeps.count', { count: counts?.shown ?? 0 })}</span>
      </Flex>
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <SweepTable
          rows={rows}
          isLoading={list.isPending}
          empty={say(isFiltered ? 'sweeps.emptyFiltered' : 'sweeps.empty')}
        />
      )}
      <div>
        <MorePages of={list} />
      </div>
    </Flex>
  );
}

/** Sweeps one below the other, each with its counts. */
export function SweepTable(props: { rows: readonly SweepLine[]; isLoading?: boolean; empty: string }) {
  const say = useWords();
  const trustWords = useTrustWords();
  const columns: TableColumnsType<SweepLine> = [
    {
      title: say('sweeps.column.title'),
      key: 'title',
      width: 240,
      render: (_, sweep) => (
        <>
          <HouseLink to={sweepPath(sweep.id)}>
            {say('sweeps.number', { number: sweep.number })} {sweep.title}
          </HouseLink>{' '}
          {sweep.isSample && <Tag>{say('common.sample')}</Tag>}
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 100,
      render: (_, { state }) => <SweepBadge state={state} />,
    },
    {
      title: say('sweeps.column.progress'),
      key: 'progress',
      width: 240,
      render: (_, sweep) => <SweepProgress counts={sweep} />,
    },
    {
      title: say('sweeps.column.spot'),
      key: 'trust',
      width: 200,
      render: (_, sweep) => trustWords(sweep).map((words) => <div key={words}>{words}</div>),
    },
    { title: say('sweeps.column.owner'), key: 'owner', width: 150, render: (_, { owner }) => owner.name },
    { title: say('sweeps.column.scope'), key: 'scope', width: 120, render: (_, { scope }) => scope.name },
    {
      title: say('sweeps.column.due'),
      key: 'due',
      width: 190,
      render: (_, sweep) => <SweepDue sweep={sweep} />,
    },
  ];
  return (
    <RecordTable
      rows={props.rows}
      columns={columns}
      isLoading={props.isLoading ?? false}
      empty={props.empty}
      width={1240}
    />
  );
}

/** Problems of high severity that nobody has swept for; nothing where there are none. */
function MissingSweeps() {
  const say = useWords();
  const [dispatches, assigns] = [useMay('problem.dispatch'), useMay('problem.assign')];
  const missing = useQuery({
    queryKey: [listMissingSweeps.name],
    queryFn: () => call(listMissingSweeps),
    enabled: dispatches || assigns,
  });
  if (!missing.data || missing.data.count === 0) return null;
  const { count, first } = missing.data;
  const shown = first.slice(0, 5);
  return (
    <Alert
      role="status"
      type="warning"
      showIcon
      title={say('sweeps.missing.title', { count })}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {shown.map((problem) => (
            <li key={problem.id}>
              <HouseLink to={problemPath(problem.id)}>
                {problem.number} {problem.title}
              </HouseLink>
              <div>{[problem.siteName, problem.unitName].filter(Boolean).join(' · ')}</div>
            </li>
          ))}
          {count > shown.length && <li>{say('sweeps.missing.more', { count: count - shown.length })}</li>}
        </ul>
      }
    />
  );
}
