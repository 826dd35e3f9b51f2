import { Button, Empty, Flex, Grid, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call, type InputOf } from '../../client/api.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import { ExportButton } from '../ledger-files/export-button.tsx';
import { BulkDispatch } from '../routing/bulk-dispatch.tsx';
import { PrintLedger } from '../work-lists/ledger-print.tsx';
import { KeyboardHelp, useListKeys } from '../work-lists/list-keys.tsx';
import { keptPart, SavedViews } from '../work-lists/saved-views.tsx';
import { WorkListTabs } from '../work-lists/work-list-tabs.tsx';
import { problemPath, useLedgerSearch } from './ledger-address.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import { ProblemSheet } from './problem-sheet.tsx';
import { ProblemCards, ProblemTable } from './problem-table.tsx';
import { RaiseDialog } from './raise-dialog.tsx';

type Query = NonNullable<InputOf<typeof listProblems>['query']>;

/** The ledger (问题台账): work lists and kept views, filters, table or cards, the chosen problem in a side sheet. */
export function LedgerPage() {
  const say = useWords();
  const go = useGo();
  const { md } = Grid.useBreakpoint();
  const mayRaise = useMay('problem.raise');
  const mayCompare = useMay('pledge.view');
  const [search, change] = useLedgerSearch();
  const [isRaising, setRaising] = useState(false);
  const query = useMemo(() => keptPart(search) as Query, [search]);
  const pages = usePages({
    key: [listProblems.name, query],
    load: (cursor) => call(listProblems, { query: { ...query, cursor } }),
    nextOf: (page) => page.next,
  });
  const rows = useMemo(() => pages.data?.flatMap((page) => page.rows) ?? [], [pages.data]);
  const counts = pages.data?.[0]?.counts;
  const open = (row: ProblemLine, inPage: boolean) =>
    inPage ? go(problemPath(row.id)) : change({ open: row.id });
  const [isHelping, setHelping] = useListKeys(search.open !== undefined || isRaising);
  const hasFilters = Object.keys(query).length > 0;
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('problems.title')}
        </Typography.Title>
        <Flex wrap gap={8} align="center" className="no-print">
          {mayCompare && <HouseLink to="/worst">{say('workLists.worst.title')}</HouseLink>}
          {counts && <PrintLedger query={query} count={counts.shown} />}
          <ExportButton filter={query} />
          <BulkDispatch />
          {mayRaise && (
            <Button type="primary" onClick={() => setRaising(true)}>
              {say('problems.raiseNew')}
            </Button>
          )}
        </Flex>
      </Flex>
      <WorkListTabs search={search} />
      <SavedViews search={search} />
      <LedgerFilters search={search} counts={counts} onChange={change} />
      <p role="status" style={{ color: colours.second, margin: 0 }}>
        {counts &&
          (counts.areMore
            ? say('workLists.moreThan', { count: counts.shown })
            : say('problems.shown', { count: counts.shown, overdue: counts.overdue }))}
        {md && (
          <Button type="link" size="small" className="no-print" onClick={() => setHelping(true)}>
            {say('workLists.keys.show')}
          </Button>
        )}
      </p>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {pages.data && rows.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={say(hasFilters ? 'problems.empty' : 'problems.emptyWithout')}
        />
      ) : md ? (
        <ProblemTable rows={rows} onOpen={open} isLoading={pages.isPending} />
      ) : (
        <ProblemCards rows={rows} onOpen={open} />
      )}
      <MorePages of={pages} />
      <KeyboardHelp isOpen={isHelping} onClose={() => setHelping(false)} />
      <ProblemSheet id={search.open ?? null} onClose={() => change({ open: null })} />
      {isRaising && (
        <RaiseDialog
          onClose={() => setRaising(false)}
          onRaised={(id) => {
            setRaising(false);
            change({ open: id });
          }}
        />
      )}
    </Flex>
  );
}
