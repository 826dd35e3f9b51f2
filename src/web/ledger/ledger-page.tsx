import { Button, Empty, Flex, Grid, Typography } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useGo } from '../../client/address.tsx';
import { call, type InputOf } from '../../client/api.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import { type LedgerSearch, problemPath, useLedgerSearch } from './ledger-address.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import { ProblemSheet } from './problem-sheet.tsx';
import { ProblemCards, ProblemTable } from './problem-table.tsx';
import { RaiseDialog } from './raise-dialog.tsx';

type Query = NonNullable<InputOf<typeof listProblems>['query']>;

const filterNames = [
  'unitId',
  'states',
  'overdue',
  'light',
  'category',
  'siteId',
  'roundId',
  'personId',
  'mine',
  'severity',
  'search',
  'sort',
] as const;

function queryOf(search: LedgerSearch): Query {
  return Object.fromEntries(
    filterNames.filter((name) => search[name]).map((name) => [name, search[name]]),
  ) as Query;
}

/** The ledger (问题台账): filters on one line, table or cards, the chosen problem in a side sheet. */
export function LedgerPage() {
  const say = useWords();
  const go = useGo();
  const { md } = Grid.useBreakpoint();
  const mayRaise = useMay('problem.raise');
  const [search, change] = useLedgerSearch();
  const [isRaising, setRaising] = useState(false);
  const query = useMemo(() => queryOf(search), [search]);
  const pages = usePages({
    key: [listProblems.name, query],
    load: (cursor) => call(listProblems, { query: { ...query, cursor } }),
    nextOf: (page) => page.next,
  });
  const rows = useMemo(() => pages.data?.flatMap((page) => page.rows) ?? [], [pages.data]);
  const counts = pages.data?.[0]?.counts;
  const open = (row: ProblemLine, inPage: boolean) =>
    inPage ? go(problemPath(row.id)) : change({ open: row.id });
  const marked = useRowKeys(rows, open, search.open !== undefined);
  const hasFilters = Object.keys(query).length > 0;
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('problems.title')}
        </Typography.Title>
        {mayRaise && (
          <Button type="primary" onClick={() => setRaising(true)}>
            {say('problems.raiseNew')}
          </Button>
        )}
      </Flex>
      <LedgerFilters search={search} counts={counts} onChange={change} />
      <p role="status" style={{ color: colours.second, margin: 0 }}>
        {counts && say('problems.shown', { count: counts.shown, overdue: counts.overdue })}
        {md && <span style={{ color: colours.hint }}> {say('problems.keys')}</span>}
      </p>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {pages.data && rows.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={say(hasFilters ? 'problems.empty' : 'problems.emptyWithout')}
        />
      ) : md ? (
        <ProblemTable rows={rows} marked={marked} onOpen={open} isLoading={pages.isPending} />
      ) : (
        <ProblemCards rows={rows} onOpen={open} />
      )}
      <MorePages of={pages} />
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

/** j and k move, enter opens; silent while somebody types or a sheet is open. */
function useRowKeys(
  rows: readonly ProblemLine[],
  open: (row: ProblemLine, inPage: boolean) => void,
  isSheetOpen: boolean,
): number {
  const [marked, setMarked] = useState(-1);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const isTyping = target?.closest('input, textarea, select, button, a, [role="combobox"]');
      if (isTyping || isSheetOpen || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j') setMarked((at) => Math.min(at + 1, rows.length - 1));
      if (event.key === 'k') setMarked((at) => Math.max(at - 1, 0));
      const row = rows[marked];
      if (event.key === 'Enter' && row) open(row, false);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [rows, marked, open, isSheetOpen]);
  return marked;
}
