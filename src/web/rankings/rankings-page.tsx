import { Button, Empty, Flex, Select, Table, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listRankings, type RankingSummary, rankingStates } from '../../contract/rankings.ts';
import { ComputeDialog } from './compute-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RankingBadge } from './ranking-badge.tsx';
import { RankingsNav, rankingsPath } from './ranking-links.tsx';
import { flagWord, periodWords } from './ranking-sentences.ts';
import './rankings.css';

const pageRows = 50;

/** All rankings: drafts for the office, published ones for everybody who sees rankings. */
export function RankingsPage() {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const mayCompute = useMay('ranking.compute');
  const mayPublish = useMay('ranking.publish');
  const [state, setState] = useState<RankingSummary['state'] | undefined>();
  const [dialog, setDialog] = useState<'compute' | 'import' | null>(null);
  const list = usePages({
    key: [listRankings.name, state],
    load: (cursor) => call(listRankings, { query: { state, cursor, limit: pageRows } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const open = (id: string) => go(`${rankingsPath}/${id}`);
  return (
    <Flex vertical gap={16}>
      <RankingsNav here="rankings" />
      <Flex wrap gap={12} align="center" justify="space-between">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('nav.rankings')}
        </Typography.Title>
        <Flex wrap gap={8} className="no-print">
          <Select
            allowClear
            style={{ minWidth: 120 }}
            aria-label={say('common.state')}
            placeholder={say('common.state')}
            value={state}
            onChange={(next?: RankingSummary['state']) => setState(next)}
            options={rankingStates.map((value) => ({ value, label: say(`rankings.state.${value}`) }))}
          />
          {mayPublish && <Button onClick={() => setDialog('import')}>{say('rankings.import')}</Button>}
          {mayCompute && (
            <Button type="primary" onClick={() => setDialog('compute')}>
              {say('rankings.compute')}
            </Button>
          )}
        </Flex>
      </Flex>
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      <Table<RankingSummary>
        rowKey="id"
        size="middle"
        loading={list.isFetching}
        dataSource={list.data?.flatMap((page) => page.rankings)}
        pagination={false}
        scroll={{ x: 720 }}
        onRow={(ranking) => ({ onClick: () => open(ranking.id), style: { cursor: 'pointer' } })}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={say(mayCompute ? 'rankings.emptyOffice' : 'rankings.empty')}
            />
          ),
        }}
        columns={[
          {
            title: say('rankings.column.title'),
            render: (_, ranking) => <TitleCell ranking={ranking} />,
          },
          { title: say('common.state'), render: (_, ranking) => <RankingBadge ranking={ranking} /> },
          { title: say('rankings.column.number'), render: (_, { documentNumber }) => documentNumber ?? '—' },
          {
            title: say('rankings.column.period'),
            render: (_, { period }) => periodWords(say, period, (day) => formatDay(day, locale)),
          },
          {
            title: say('rankings.column.flags'),
            render: (_, { flags }) =>
              flags
                .map(({ colour, count }) => say('rankings.flagCount', { flag: flagWord(say, colour), count }))
                .join(say('rankings.separator')) || '—',
          },
          {
            title: say('rankings.column.published'),
            render: (_, { publishedAt }) => (publishedAt ? formatDay(chinaDayOf(publishedAt), locale) : '—'),
          },
        ]}
        footer={() => (
          <Flex justify="space-between" align="center">
            <span>{say('common.counted', { count: list.data?.[0]?.total ?? 0 })}</span>
            <MorePages of={list} />
          </Flex>
        )}
      />
      {dialog === 'compute' && <ComputeDialog onClose={() => setDialog(null)} onDone={open} />}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} onDone={open} />}
    </Flex>
  );
}

function TitleCell({ ranking }: { ranking: RankingSummary }) {
  const say = useWords();
  const below = ranking.schemeName ?? say('rankings.publishedTable');
  return (
    <>
      <HouseLink to={`${rankingsPath}/${ranking.id}`}>{ranking.title}</HouseLink>
      <div>
        <Typography.Text type="secondary">
          {[below, ranking.roundName].filter(Boolean).join(' · ')}
          {ranking.isSample && ` · ${say('common.sample')}`}
        </Typography.Text>
      </div>
    </>
  );
}

/** The Chinese calendar day of an instant. */
function chinaDayOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}
