import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Skeleton, Table, type TableColumnsType, Typography } from 'antd';
import { useAddressSearch } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { FilterChoice } from '../../client/filter-line.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import {
  getRevisitResults,
  listRevisitRounds,
  type RecheckLine,
  type RevisitResults,
} from '../../contract/revisits.ts';
import { IntervalBar } from './interval-bar.tsx';
import { SayingBadge } from './revisit-badges.tsx';
import { VerificationTabs, verificationPaths } from './verification-tabs.tsx';

/** How many fixes held, with exact intervals, as drawing and as figures. */
export function RevisitResultsPage() {
  const say = useWords();
  const [search, change] = useAddressSearch(verificationPaths.results);
  const roundId = search.round;
  const rounds = useQuery({
    queryKey: [listRevisitRounds.name, 'choice'],
    queryFn: () => call(listRevisitRounds, { query: { limit: 100 } }),
  });
  const results = useQuery({
    queryKey: [getRevisitResults.name, roundId ?? 'all'],
    queryFn: () => call(getRevisitResults, { query: { roundId } }),
  });
  const drawn = rounds.data?.rounds.filter(({ state }) => state === 'drawn' || state === 'closed') ?? [];
  return (
    <>
      <VerificationTabs active="results" />
      <div style={{ marginBlockEnd: 12 }}>
        <FilterChoice
          label={say('revisits.results.allRounds')}
          value={roundId}
          width={280}
          isLong
          options={drawn.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(round) => change({ round })}
        />
      </div>
      <RefusalAlert error={results.error} retry={() => void results.refetch()} />
      {results.isPending && <Skeleton active />}
      {results.data && <Results results={results.data} />}
    </>
  );
}

function Results({ results }: { results: RevisitResults }) {
  const say = useWords();
  const { total, toleratedPercent, byUnit, byVerifier } = results;
  if (byUnit.length === 0) return <Empty description={say('revisits.results.empty')} />;
  return (
    <Flex vertical gap={16}>
      <div>
        <p style={{ margin: 0 }} role="status">
          {say('revisits.results.summary', {
            rounds: results.rounds,
            claimed: total.claimed,
            checked: total.checked,
            failed: total.failed,
            notPossible: total.notPossible,
            open: results.open,
          })}{' '}
          {total.share !== null &&
            byUnit.length > 1 &&
            say('revisits.results.share', { percent: percentOf(total.share) })}{' '}
          {total.unseenUnits > 0 && say('revisits.results.unseen', { count: total.unseenUnits })}
        </p>
        <p style={{ color: colours.second, maxWidth: '70em' }}>
          {say('revisits.results.hint', {
            percent: toleratedPercent,
            enough: results.enough,
            fewest: results.fewest,
          })}
        </p>
      </div>
      <RateTable
        title={say('revisits.results.byUnit')}
        name={say('revisits.unit')}
        lines={byUnit}
        toleratedPercent={toleratedPercent}
      />
      {byVerifier.length > 0 && (
        <RateTable
          title={say('revisits.results.byVerifier')}
          name={say('revisits.results.verifier')}
          lines={byVerifier}
          toleratedPercent={toleratedPercent}
        />
      )}
    </Flex>
  );
}

/** A share in percent with one decimal, no more than the counts carry. */
function percentOf(share: number): string {
  return (share * 100).toFixed(1);
}

function RateTable(props: {
  title: string;
  name: string;
  lines: readonly RecheckLine[];
  toleratedPercent: number;
}) {
  const say = useWords();
  const { toleratedPercent } = props;
  const columns: TableColumnsType<RecheckLine> = [
    { title: props.name, dataIndex: 'name', width: 180 },
    {
      title: say('revisits.results.saying'),
      key: 'saying',
      width: 170,
      render: (_, { saying }) => <SayingBadge saying={saying} />,
    },
    { title: say('revisits.results.claimed'), dataIndex: 'claimed', width: 80, align: 'right' },
    { title: say('revisits.results.checked'), dataIndex: 'checked', width: 80, align: 'right' },
    { title: say('revisits.results.failedCount'), dataIndex: 'failed', width: 80, align: 'right' },
    {
      title: say('revisits.results.passRate'),
      key: 'pass',
      width: 130,
      align: 'right',
      render: (_, { checked, failed }) =>
        checked === 0
          ? say('revisits.results.none')
          : say('revisits.results.passOf', {
              percent: percentOf(1 - failed / checked),
              passed: checked - failed,
              checked,
            }),
    },
    {
      title: (
        <span title={say('revisits.results.axis', { percent: toleratedPercent })}>
          {say('revisits.results.interval')}
        </span>
      ),
      key: 'interval',
      width: 300,
      render: (_, line) =>
        line.interval && (
          <Flex gap={8} align="center">
            <IntervalBar line={line} toleratedPercent={toleratedPercent} />
            <span style={{ whiteSpace: 'nowrap' }}>
              {say('revisits.results.between', {
                lower: percentOf(line.interval.lower),
                upper: percentOf(line.interval.upper),
              })}
            </span>
          </Flex>
        ),
    },
    {
      title: say('revisits.results.shrunken'),
      key: 'shrunken',
      width: 150,
      align: 'right',
      render: (_, { shrunken }) =>
        shrunken === null ? '—' : say('revisits.results.percent', { percent: percentOf(shrunken) }),
    },
  ];
  return (
    <section aria-label={props.title}>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {`${props.title} ${props.lines.length}`}
      </Typography.Title>
      <Table
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={[...props.lines]}
        pagination={props.lines.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 1170 }}
      />
    </section>
  );
}
