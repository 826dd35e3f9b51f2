import { Table, Tag, Typography } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { ProblemLine } from '../../contract/problems.ts';
import { rowLink } from '../work-lists/list-keys.tsx';
import { problemPath } from './ledger-address.ts';
import { DeadlineLight, ProblemBadge } from './problem-badges.tsx';
import { Severity } from './problem-details.tsx';

interface ListProps {
  readonly rows: readonly ProblemLine[];
  readonly onOpen: (row: ProblemLine, inPage: boolean) => void;
}

/** The ledger as a table; the first column names the thing. */
export function ProblemTable({ rows, onOpen, isLoading }: ListProps & { isLoading: boolean }) {
  return (
    <Table<ProblemLine>
      size="middle"
      rowKey="id"
      sticky
      loading={isLoading}
      columns={useColumns()}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 1080 }}
      rowClassName="ledger-row"
      onRow={(row) => ({
        style: { cursor: 'pointer' },
        onClick: (event) => onOpen(row, event.ctrlKey || event.metaKey),
      })}
    />
  );
}

function useColumns(): ColumnsType<ProblemLine> {
  const say = useWords();
  return [
    {
      key: 'problem',
      title: say('problems.column.problem'),
      width: 300,
      render: (_, row) => <Title row={row} />,
    },
    {
      key: 'state',
      title: say('problems.column.state'),
      width: 110,
      render: (_, row) => <ProblemBadge state={row.state} />,
    },
    {
      key: 'deadline',
      title: say('problems.column.deadline'),
      width: 190,
      render: (_, row) => <DeadlineLight line={row} />,
    },
    {
      key: 'place',
      title: say('problems.column.place'),
      width: 180,
      ellipsis: true,
      render: (_, row) => row.siteName ?? row.placeText,
    },
    {
      key: 'unit',
      title: say('problems.column.unit'),
      width: 170,
      ellipsis: true,
      render: (_, row) => row.unitName ?? <Nobody />,
    },
    {
      key: 'person',
      title: say('problems.column.person'),
      width: 110,
      ellipsis: true,
      render: (_, row) => row.personName ?? <Nobody />,
    },
  ];
}

function Nobody() {
  return <span style={{ color: colours.hint }}>—</span>;
}

function Title({ row }: { row: ProblemLine }) {
  const say = useWords();
  return (
    <>
      {/* a real link, so that it opens in a new tab and a screen reader finds it */}
      <a
        {...rowLink}
        href={problemPath(row.id)}
        onClick={(event) => {
          if (!event.ctrlKey && !event.metaKey) event.preventDefault();
          else event.stopPropagation();
        }}
      >
        <span style={{ color: colours.second, fontVariantNumeric: 'tabular-nums' }}>{row.number}</span>{' '}
        {row.title}
      </a>{' '}
      <Severity severity={row.severity} /> {row.timeAsked && <Tag>{say('workLists.timeAsked')}</Tag>}{' '}
      {row.isSample && <Tag>{say('common.sample')}</Tag>}
    </>
  );
}

/** The ledger on a phone: one card a problem, big enough for a thumb. */
export function ProblemCards({ rows, onOpen }: ListProps) {
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            onClick={() => onOpen(row, false)}
            style={{
              background: colours.panel,
              border: `1px solid ${colours.line}`,
              borderRadius: 4,
              color: colours.ink,
              cursor: 'pointer',
              display: 'block',
              font: 'inherit',
              marginBottom: 8,
              minHeight: 44,
              padding: 12,
              textAlign: 'start',
              width: '100%',
            }}
          >
            <Typography.Text strong style={{ overflowWrap: 'anywhere' }}>
              {`${row.number} ${row.title}`}
            </Typography.Text>{' '}
            <Severity severity={row.severity} />
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 12px' }}>
              <ProblemBadge state={row.state} />
              <DeadlineLight line={row} />
            </div>
            <div style={{ color: colours.second }}>
              {[row.siteName ?? row.placeText, row.unitName, row.personName].filter(Boolean).join(' · ')}
            </div>
          </button>
        </li>
      ))}
    </ul>
  );
}
