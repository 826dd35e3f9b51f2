import { Alert, Flex, Table, Typography } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant, formatShortInstant } from '../../client/format.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { LedgerFault, LedgerImportReport } from '../../contract/ledger-files.ts';
import { problemStates } from '../../domain/problems/problem-states.ts';

/** What a file would do, and what speaks against it. */
export function ImportFindings({ report }: { report: LedgerImportReport }) {
  const say = useWords();
  const { locale } = useLocale();
  const before = report.appliedBefore;
  const states = problemStates.filter((state) => report.byState[state]);
  return (
    <Flex vertical gap={12}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
        {report.fileName}
      </Typography.Title>
      <p role="status" style={{ margin: 0 }}>
        {say('ledgerImport.summary', report)}
      </p>
      {before && (
        <Alert
          type="info"
          showIcon
          title={say('ledgerImport.appliedBefore', {
            at: formatInstant(before.at, locale),
            name: before.byName ?? '—',
          })}
        />
      )}
      {report.skippedSheets.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('ledgerImport.skipped', {
            sheets: report.skippedSheets
              .map(({ name, reason }) =>
                say('ledgerImport.skippedSheet', {
                  name,
                  reason: say(reasonWords[reason] ?? 'ledgerImport.skipped.empty'),
                }),
              )
              .join(' / '),
          })}
        />
      )}
      {!before && report.faultCount === 0 && (
        <Alert
          type={report.fresh > 0 ? 'success' : 'info'}
          showIcon
          title={say(report.fresh > 0 ? 'ledgerImport.clean' : 'ledgerImport.nothing')}
        />
      )}
      {states.length > 0 && (
        <p style={{ margin: 0 }}>
          {say('ledgerImport.byStates')}:{' '}
          {states
            .map((state) =>
              say('ledgerImport.stateCount', {
                state: say(`problems.state.${state}`),
                count: report.byState[state],
              }),
            )
            .join(' / ')}
        </p>
      )}
      <RemarkTable title={say('ledgerImport.faults')} count={report.faultCount} remarks={report.faults} />
      <DifferenceTable report={report} />
      <RemarkTable title={say('ledgerImport.notices')} count={report.noticeCount} remarks={report.notices} />
      <SampleTable report={report} />
    </Flex>
  );
}

const reasonWords = {
  hidden: 'ledgerImport.skipped.hidden',
  empty: 'ledgerImport.skipped.empty',
  noHeadings: 'ledgerImport.skipped.noHeadings',
} as const satisfies Record<string, Parameters<ReturnType<typeof useWords>>[0]> as Readonly<
  Record<string, Parameters<ReturnType<typeof useWords>>[0]>
>;

function Part({
  title,
  count,
  shown,
  children,
}: {
  title: string;
  count: number;
  shown: number;
  children: ReactNode;
}) {
  const say = useWords();
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: '8px 0' }}>
        {`${title} (${count})`}
      </Typography.Title>
      {shown < count && <p>{say('ledgerImport.firstShown', { count: shown })}</p>}
      {children}
    </section>
  );
}

function RemarkTable({
  title,
  count,
  remarks,
}: {
  title: string;
  count: number;
  remarks: readonly LedgerFault[];
}) {
  const say = useWords();
  const hasRight = remarks.some((remark) => remark.right !== '');
  const hasAlike = remarks.some((remark) => remark.suggestions.length > 0);
  return (
    <Part title={title} count={count} shown={remarks.length}>
      <Table<LedgerFault>
        rowKey={(remark) => `${remark.sheet} ${remark.row} ${remark.cell} ${remark.column} ${remark.code}`}
        size="small"
        pagination={false}
        scroll={{ x: 760, y: 420 }}
        dataSource={[...remarks]}
        columns={[
          {
            title: say('ledgerImport.column.place'),
            key: 'place',
            width: 220,
            render: (_, remark) => (remark.row === 0 ? remark.sheet : say('ledgerImport.where', remark)),
          },
          { title: say('ledgerImport.column.value'), dataIndex: 'value', width: 160 },
          { title: say('ledgerImport.column.wrong'), dataIndex: 'wrong' },
          ...(hasRight ? [{ title: say('ledgerImport.column.right'), dataIndex: 'right' }] : []),
          ...(hasAlike
            ? [
                {
                  title: say('ledgerImport.column.suggestions'),
                  key: 'suggestions',
                  width: 160,
                  render: (_: unknown, remark: LedgerFault) => remark.suggestions.join(' / '),
                },
              ]
            : []),
        ]}
      />
    </Part>
  );
}

type Difference = LedgerImportReport['differences'][number];

function DifferenceTable({ report }: { report: LedgerImportReport }) {
  const say = useWords();
  return (
    <Part title={say('ledgerImport.differences')} count={report.differing} shown={report.differences.length}>
      <Table<Difference>
        rowKey={({ sheet, row }) => `${sheet} ${row}`}
        size="small"
        pagination={false}
        scroll={{ x: 560, y: 420 }}
        dataSource={report.differences}
        columns={[
          { title: say('ledgerImport.numbers'), dataIndex: 'number', width: 90, align: 'right' },
          { title: say('ledgerImport.column.row'), dataIndex: 'row', width: 80, align: 'right' },
          {
            title: say('ledgerImport.column.now'),
            key: 'changes',
            render: (_, { changes }) => (
              <ul style={{ margin: 0, paddingLeft: 16 }}>
                {changes.map((change) => (
                  <li key={change.column}>
                    {say('ledgerImport.change', {
                      column: change.column,
                      before: change.before || '—',
                      now: change.now || '—',
                    })}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Part>
  );
}

type Sample = LedgerImportReport['sample'][number];

function SampleTable({ report }: { report: LedgerImportReport }) {
  const say = useWords();
  const { locale } = useLocale();
  if (report.sample.length === 0) return null;
  return (
    <section aria-label={say('ledgerImport.step.check')}>
      <Typography.Title level={2} style={{ fontSize: 16, margin: '8px 0' }}>
        {say('ledgerImport.preview', { count: report.sample.length })}
      </Typography.Title>
      <Table<Sample>
        rowKey={({ sheet, row }) => `${sheet} ${row}`}
        size="small"
        pagination={false}
        scroll={{ x: 860, y: 420 }}
        dataSource={report.sample}
        columns={[
          { title: say('problems.column.problem'), dataIndex: 'title' },
          {
            title: say('problems.column.state'),
            key: 'state',
            width: 100,
            render: (_, { state }) => {
              const known = problemStates.find((one) => one === state);
              return known ? say(`problems.state.${known}`) : state;
            },
          },
          { title: say('problems.column.place'), dataIndex: 'place', width: 150 },
          { title: say('problems.column.unit'), dataIndex: 'unitName', width: 130 },
          { title: say('problems.column.person'), dataIndex: 'personName', width: 110 },
          {
            title: say('problems.column.deadline'),
            key: 'deadline',
            width: 140,
            render: (_, { deadlineAt }) => (deadlineAt ? formatShortInstant(deadlineAt, locale) : '—'),
          },
          {
            title: say('ledgerImport.numbers'),
            key: 'number',
            width: 80,
            align: 'right',
            render: (_, { number }) => number ?? say('ledgerImport.newNumber'),
          },
          { title: say('ledgerImport.column.row'), dataIndex: 'row', width: 70, align: 'right' },
        ]}
      />
    </section>
  );
}
