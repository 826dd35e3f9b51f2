import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Input, Table, type TableColumnsType, Typography } from 'antd';
import { HouseLink, useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { getLedgerStatistics, type UnitStatistics } from '../../contract/statistics.ts';

const counts = [
  'total',
  'open',
  'struckOff',
  'overdue',
  'deferred',
  'extensions',
  'deferrals',
  'clockStops',
  'returns',
  'transfers',
  'rework',
] as const;

/** How units handle their problems: counts beside every rate, and the formula with its constants. */
export function StatisticsPage() {
  const say = useWords();
  const [search, change] = useAddressSearch('/statistics');
  const query = { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) };
  const statistics = useQuery({
    queryKey: [getLedgerStatistics.name, query],
    queryFn: () => call(getLedgerStatistics, { query }),
  });
  const { data } = statistics;
  const columns = useColumns(data?.formula.targetPercent ?? 0);
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('statistics.title')}
      </Typography.Title>
      <Typography.Text type="secondary">{say('statistics.intro')}</Typography.Text>
      <Flex wrap gap={8} align="center" className="no-print">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} htmlFor={`statistics-${end}`}>
            {say(`statistics.${end}`)}{' '}
            <Input
              id={`statistics-${end}`}
              type="date"
              style={{ width: 170 }}
              value={search[end] ?? data?.[end] ?? ''}
              onChange={(event) => change({ [end]: event.target.value || null })}
            />
          </label>
        ))}
      </Flex>
      <RefusalAlert error={statistics.error} retry={() => void statistics.refetch()} />
      {data && (
        <Typography.Text>
          {say('statistics.formula', {
            deferred: data.formula.leavesOutDeferred ? say('statistics.formulaDeferred') : '',
            points: data.formula.pointsPerRework,
            target: data.formula.targetPercent,
          })}
        </Typography.Text>
      )}
      <Table<UnitStatistics>
        rowKey={(row) => row.unit?.id ?? ''}
        size="middle"
        loading={statistics.isPending}
        dataSource={data ? [data.sum, ...data.units].filter((row) => row.total > 0) : []}
        pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 1400 }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('statistics.empty')} />,
        }}
        columns={columns}
      />
    </Flex>
  );
}

function useColumns(target: number): TableColumnsType<UnitStatistics> {
  const say = useWords();
  const number = (value: number | null) => (value === null ? '—' : (Math.round(value * 10) / 10).toFixed(1));
  return [
    {
      title: say('statistics.unit'),
      fixed: 'left',
      width: 180,
      render: (_, { unit }) =>
        unit === null ? (
          <strong>{say('statistics.sum')}</strong>
        ) : (
          <HouseLink to="/ledger" search={{ unitId: unit.id }}>
            {unit.name}
          </HouseLink>
        ),
    },
    {
      title: say('statistics.closureRate'),
      align: 'right',
      width: 150,
      sorter: (a, b) => (a.closureRate ?? -1) - (b.closureRate ?? -1),
      render: (_, row) => (
        <>
          {row.closureRate === null ? '—' : `${number(row.closureRate)}%`}{' '}
          <Typography.Text type="secondary">
            {say('statistics.few', { struckOff: row.struckOff, base: row.closureBase })}
          </Typography.Text>
          {row.closureRate !== null && row.closureRate < target && (
            <div style={{ color: colours.overdue }}>▼ {say('statistics.belowTarget')}</div>
          )}
        </>
      ),
    },
    ...(['medianDays', 'ninthDecileDays', 'openAgeDays'] as const).map((key) => ({
      title: say(
        key === 'medianDays'
          ? 'statistics.median'
          : key === 'ninthDecileDays'
            ? 'statistics.ninthDecile'
            : 'statistics.openAge',
      ),
      align: 'right' as const,
      width: 130,
      sorter: (a: UnitStatistics, b: UnitStatistics) => (a[key] ?? -1) - (b[key] ?? -1),
      render: (_: unknown, row: UnitStatistics) => number(row[key]),
    })),
    ...counts.map((key) => ({
      title: say(`statistics.${key}`),
      align: 'right' as const,
      width: 90,
      dataIndex: key,
      sorter: (a: UnitStatistics, b: UnitStatistics) => a[key] - b[key],
    })),
  ];
}
