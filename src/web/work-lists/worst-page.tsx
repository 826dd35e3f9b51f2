import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Segmented, Table, type TableColumnsType, Typography } from 'antd';
import { type AddressSearch, HouseLink, useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listWorst, type WorstLine } from '../../contract/work-lists.ts';
import { ledgerPath } from '../ledger/ledger-address.ts';

type Of = 'sites' | 'units';

/** Where to begin: the worst sites or units, with the formula and the counts behind every point. */
export function WorstPage() {
  const say = useWords();
  const [search, change] = useAddressSearch('/worst');
  const of: Of = search.of === 'units' ? 'units' : 'sites';
  const worst = useQuery({
    queryKey: [listWorst.name, of],
    queryFn: () => call(listWorst, { query: { of } }),
  });
  const columns = useColumns(of);
  const { formula, rows = [], total = 0 } = worst.data ?? {};
  return (
    <Flex vertical gap={12}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('workLists.worst.title')}
      </Typography.Title>
      <p style={{ margin: 0 }}>{say('workLists.worst.lead')}</p>
      <Segmented<Of>
        aria-label={say('workLists.worst.of')}
        value={of}
        onChange={(value) => change({ of: value })}
        options={[
          { value: 'sites', label: say('workLists.worst.sites') },
          { value: 'units', label: say('workLists.worst.units') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <RefusalAlert error={worst.error} retry={() => void worst.refetch()} />
      {formula && (
        <p style={{ color: colours.second, margin: 0 }}>
          {say('workLists.worst.formula', {
            score: formula.scorePoints,
            overdue: formula.overduePoints,
            fullOverdue: formula.fullOverdue,
            age: formula.agePoints,
            fullAge: formula.fullAgeDays,
            recurrence: formula.recurrencePoints,
            days: formula.recurrenceDays,
            fullRecurrences: formula.fullRecurrences,
          })}
        </p>
      )}
      <p role="status" style={{ color: colours.second, margin: 0 }}>
        {worst.data && say('workLists.worst.shown', { count: rows.length, total })}
      </p>
      {worst.data && rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('workLists.worst.empty')} />
      ) : (
        <Table<WorstLine>
          size="middle"
          rowKey="id"
          sticky
          loading={worst.isPending}
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 1080 }}
        />
      )}
    </Flex>
  );
}

function useColumns(of: Of): TableColumnsType<WorstLine> {
  const say = useWords();
  const ledgerOf = (row: WorstLine): AddressSearch =>
    of === 'sites' ? { siteId: row.id } : { unitId: row.id };
  const withPoints = (count: number | string, points: number | null) => (
    <>
      {count}
      {points !== null && (
        <span style={{ color: colours.hint, display: 'block' }}>
          {say('workLists.worst.part', { points })}
        </span>
      )}
    </>
  );
  const number = { align: 'right', width: 100 } as const;
  return [
    {
      key: 'name',
      title: say('workLists.worst.name'),
      width: 220,
      render: (_, row) => (
        <>
          <HouseLink to={ledgerPath} search={ledgerOf(row)}>
            {row.name}
          </HouseLink>
          <span style={{ color: colours.second, display: 'block' }}>{row.above}</span>
        </>
      ),
    },
    {
      key: 'points',
      title: say('workLists.worst.points'),
      ...number,
      width: 80,
      render: (_, row) => <strong>{row.points.toFixed(1)}</strong>,
    },
    {
      key: 'score',
      title: say('workLists.worst.score'),
      ...number,
      width: 130,
      render: (_, row) =>
        row.score === null ? (
          <span style={{ color: colours.hint }}>{say('workLists.worst.noScore')}</span>
        ) : (
          <>
            {withPoints(row.score, row.parts.score)}
            {of === 'units' && (
              <span style={{ color: colours.hint }}>
                {say('workLists.worst.scoreOfSites', { count: row.scoredSites })}
              </span>
            )}
          </>
        ),
    },
    {
      key: 'overdue',
      title: say('workLists.worst.overdue'),
      ...number,
      render: (_, row) => withPoints(row.overdue, row.parts.overdue),
    },
    {
      key: 'open',
      title: say('workLists.worst.open'),
      ...number,
      width: 80,
      render: (_, row) => row.open,
    },
    {
      key: 'age',
      title: say('workLists.worst.openAge'),
      ...number,
      width: 150,
      render: (_, row) =>
        row.openAge &&
        withPoints(
          say('workLists.worst.ageOf', { median: row.openAge.median, decile: row.openAge.ninthDecile }),
          row.parts.age,
        ),
    },
    {
      key: 'recurrences',
      title: say('workLists.worst.recurrences'),
      ...number,
      render: (_, row) => withPoints(row.recurrences, row.parts.recurrence),
    },
    {
      key: 'closing',
      title: say('workLists.worst.closing'),
      ...number,
      width: 190,
      render: (_, row) =>
        row.closing &&
        say('workLists.worst.closingOf', {
          median: row.closing.median,
          decile: row.closing.ninthDecile,
          count: row.closing.count,
        }),
    },
  ];
}
