import { Button, Flex, Radio, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RecordTable } from '../../client/record-table.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { checkFilters, listSweepChecks, type SweepCheckLine } from '../../contract/sweep-checks.ts';
import type { SweepView } from '../../contract/sweeps.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import { LookDialog } from './look-dialog.tsx';
import { CheckBadge } from './sweep-badges.tsx';

type Show = (typeof checkFilters)[number] | 'all';

/** The sites of a sweep with what was said of each; those whom it concerns fill in or look again here. */
export function SweepSites({ sweep }: { sweep: SweepView }) {
  const say = useWords();
  const [show, setShow] = useState<Show>('all');
  const [chosen, setChosen] = useState<{ check: SweepCheckLine; kind: 'check' | 'spotCheck' } | null>(null);
  const list = usePages({
    key: [listSweepChecks.name, sweep.id, show],
    load: (cursor) =>
      call(listSweepChecks, {
        params: { id: sweep.id },
        query: { ...(show === 'all' ? {} : { show }), cursor },
      }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const rows = list.data?.flatMap((page) => page.rows) ?? [];
  return (
    <Flex vertical gap={8}>
      <Flex wrap gap={8} align="center">
        <Radio.Group
          optionType="button"
          aria-label={say('sweeps.column.result')}
          value={show}
          onChange={(event) => setShow(event.target.value)}
          options={(['all', ...checkFilters] as const).map((value) => ({
            value,
            label: say(`sweeps.show.${value}`),
          }))}
        />
        <span>{say('sweeps.sitesShown', { count: list.data?.[0]?.shown ?? 0 })}</span>
      </Flex>
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <SiteTable
          rows={rows}
          isLoading={list.isPending}
          onLook={(check, kind) => setChosen({ check, kind })}
        />
      )}
      <div>
        <MorePages of={list} />
      </div>
      {chosen && (
        <LookDialog
          check={chosen.check}
          kind={chosen.kind}
          title={sweep.title}
          severity={sweep.severity}
          onClose={() => setChosen(null)}
        />
      )}
    </Flex>
  );
}

function SiteTable(props: {
  rows: readonly SweepCheckLine[];
  isLoading: boolean;
  onLook: (check: SweepCheckLine, kind: 'check' | 'spotCheck') => void;
}) {
  const say = useWords();
  const { locale } = useLocale();
  const by = (at: string | null, person: { name: string } | null) =>
    at && (
      <div style={{ color: colours.second, fontSize: '0.9em' }}>
        {person?.name} · {formatShortInstant(at, locale)}
      </div>
    );
  const columns: TableColumnsType<SweepCheckLine> = [
    {
      title: say('sweeps.column.site'),
      key: 'site',
      width: 180,
      render: (_, check) => <HouseLink to={`/sites/${check.siteId}`}>{check.siteName}</HouseLink>,
    },
    {
      title: say('sweeps.column.result'),
      key: 'result',
      width: 220,
      render: (_, check) => (
        <>
          <CheckBadge check={check} />
          {[check.problem, check.spotProblem].map(
            (problem) =>
              problem && (
                <div key={problem.id}>
                  <HouseLink to={problemPath(problem.id)}>
                    {say('sweeps.problemNumber', { number: problem.number })}
                  </HouseLink>
                </div>
              ),
          )}
          {[check.reason, check.spotReason].filter(Boolean).map((words) => (
            <div key={words} style={{ overflowWrap: 'anywhere' }}>
              {words}
            </div>
          ))}
          {by(check.checkedAt, check.checkedBy)}
          {by(check.spottedAt, check.spottedBy)}
        </>
      ),
    },
    { title: say('sweeps.column.unit'), dataIndex: 'unitName', width: 130 },
    { title: say('sweeps.column.photo'), dataIndex: 'photoCount', width: 80, align: 'right' },
    {
      title: '',
      key: 'look',
      width: 110,
      render: (_, check) => (
        <>
          {check.mayCheck && check.result !== 'clear' && (
            <Button onClick={() => props.onLook(check, 'check')}>{say('sweeps.check')}</Button>
          )}
          {check.maySpotCheck && (
            <Button onClick={() => props.onLook(check, 'spotCheck')}>{say('sweeps.spotCheck')}</Button>
          )}
        </>
      ),
    },
  ];
  return (
    <RecordTable
      rows={props.rows}
      columns={columns}
      isLoading={props.isLoading}
      empty={say('sweeps.sitesEmpty')}
      width={720}
    />
  );
}
