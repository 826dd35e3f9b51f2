import { Empty, Flex, Input, Select, Table, Typography } from 'antd';
import type { z } from 'zod';
import { HouseLink, useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listFlags } from '../../contract/rankings.ts';
import { Pennant } from './pennant.tsx';
import { flagsPath, RankingsNav, rankingsPath } from './ranking-links.tsx';
import { flagWord } from './ranking-sentences.ts';
import './rankings.css';

type FlagPage = z.output<typeof listFlags.reply>;
type FlagRow = FlagPage['flags'][number];
type UnitCount = FlagPage['units'][number];

const colourWords = ['red', 'blue', 'yellow', 'black'] as const;

interface Filter {
  readonly unitId?: string;
  readonly colour?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The register of flags: who got which, when and by which paper; counts and streaks per unit. */
export function FlagsPage() {
  const say = useWords();
  const [filter, setFilter] = useAddressSearch(flagsPath);
  const { unitId, colour, from, to } = filter;
  const query = { unitId, colour, from, to, limit: 50 };
  const list = usePages({
    key: [listFlags.name, query],
    load: (cursor) => call(listFlags, { query: { ...query, cursor } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const first = list.data?.[0];
  const change = (part: Filter) =>
    setFilter(Object.fromEntries(Object.entries(part).map(([name, value]) => [name, value ?? null])));
  return (
    <Flex vertical gap={16}>
      <RankingsNav here="flags" />
      <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
        {say('rankings.nav.flags')}
      </Typography.Title>
      <Filters filter={filter} units={first?.units ?? []} onChange={change} />
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      <section aria-label={say('flags.byUnit')}>
        <Typography.Title level={2} style={{ fontSize: 16 }}>
          {say('flags.byUnit')}
        </Typography.Title>
        <UnitCounts units={first?.units} isLoading={list.isPending} />
      </section>
      <section aria-label={say('flags.register')}>
        <Typography.Title level={2} style={{ fontSize: 16 }}>
          {say('flags.register')} {say('common.counted', { count: first?.total ?? 0 })}
        </Typography.Title>
        <Register flags={list.data?.flatMap((page) => page.flags)} isLoading={list.isFetching} />
        <Flex gap={8} justify="end" style={{ marginTop: 8 }} className="no-print">
          <MorePages of={list} />
        </Flex>
      </section>
    </Flex>
  );
}

function Filters(props: { filter: Filter; units: readonly UnitCount[]; onChange: (part: Filter) => void }) {
  const { filter, onChange } = props;
  const say = useWords();
  const units = new Map(
    props.units.flatMap((row) => (row.unitId === null ? [] : [[row.unitId, row.unitName]])),
  );
  return (
    <Flex wrap gap={8} role="search" aria-label={say('flags.filters')} className="no-print">
      <Select
        allowClear
        style={{ minWidth: 120 }}
        aria-label={say('rankings.column.flag')}
        placeholder={say('rankings.column.flag')}
        value={filter.colour}
        onChange={(colour?: string) => onChange({ colour })}
        options={colourWords.map((colour) => ({ value: colour, label: flagWord(say, colour) }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ minWidth: 180 }}
        aria-label={say('common.unit')}
        placeholder={say('common.unit')}
        value={filter.unitId}
        onChange={(unitId?: string) => onChange({ unitId })}
        options={[...units].map(([value, label]) => ({ value, label }))}
      />
      <Input
        type="date"
        style={{ width: 160 }}
        aria-label={say('rankings.periodFrom')}
        value={filter.from ?? ''}
        onChange={(event) => onChange({ from: event.target.value || undefined })}
      />
      <Input
        type="date"
        style={{ width: 160 }}
        aria-label={say('rankings.periodTo')}
        value={filter.to ?? ''}
        onChange={(event) => onChange({ to: event.target.value || undefined })}
      />
    </Flex>
  );
}

function UnitCounts({ units, isLoading }: { units: readonly UnitCount[] | undefined; isLoading: boolean }) {
  const say = useWords();
  return (
    <Table<UnitCount>
      rowKey={(row) => `${row.unitId} ${row.unitName} ${row.colour}`}
      size="middle"
      loading={isLoading}
      dataSource={units}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('flags.empty')} />,
      }}
      columns={[
        { title: say('common.unit'), dataIndex: 'unitName' },
        { title: say('rankings.column.flag'), render: (_, { colour }) => <Pennant flag={colour} /> },
        { title: say('flags.times'), align: 'right', dataIndex: 'count' },
        {
          title: say('flags.streak'),
          align: 'right',
          render: (_, { streak }) => (streak > 1 ? say('flags.inARow', { count: streak }) : streak || '—'),
        },
      ]}
    />
  );
}

function Register({ flags, isLoading }: { flags: readonly FlagRow[] | undefined; isLoading: boolean }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Table<FlagRow>
      rowKey="id"
      size="middle"
      loading={isLoading}
      dataSource={flags}
      pagination={false}
      scroll={{ x: 720 }}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('flags.empty')} />,
      }}
      columns={[
        { title: say('common.unit'), dataIndex: 'unitName' },
        {
          title: say('rankings.column.flag'),
          render: (_, { colour, isSuperseded }) => (
            <>
              <Pennant flag={colour} />
              {isSuperseded && <Typography.Text type="secondary"> {say('flags.superseded')}</Typography.Text>}
            </>
          ),
        },
        { title: say('flags.awardedOn'), render: (_, { awardedOn }) => formatDay(awardedOn, locale) },
        { title: say('flags.group'), dataIndex: 'groupName' },
        { title: say('rankings.column.rank'), align: 'right', render: (_, { rank }) => rank ?? '—' },
        { title: say('rankings.column.score'), align: 'right', render: (_, { score }) => score ?? '—' },
        {
          title: say('flags.paper'),
          render: (_, { rankingId, rankingTitle, documentNumber }) => (
            <HouseLink to={`${rankingsPath}/${rankingId}`}>{documentNumber ?? rankingTitle}</HouseLink>
          ),
        },
      ]}
    />
  );
}
