import { Table, type TableColumnsType } from 'antd';
import { useWords } from '../../client/words.tsx';
import type { RoundView } from '../../contract/rounds.ts';
import { DoneOf } from './done-of.tsx';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly visits: number;
  readonly done: number;
  readonly scored: number;
  readonly meanScore: string | null;
  readonly vetoed: number;
  readonly problems: number;
}

/** Progress by unit and by inspector, with the counts behind every mean. */
export function RoundProgress({ round }: { round: RoundView }) {
  const say = useWords();
  const units = round.byUnit.map((unit) => ({ ...unit, key: unit.unitId, name: unit.unitName }));
  const inspectors = round.byInspector.map((person) => ({
    ...person,
    key: person.inspectorId,
    name: person.inspectorName,
  }));
  const empty = say(round.seesPlan ? 'rounds.noVisitsYet' : 'rounds.noVisitsSeen');
  return (
    <div
      style={{
        display: 'grid',
        gap: 24,
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(520px, 100%), 1fr))',
      }}
    >
      <ProgressTable title={say('rounds.byUnit')} first={say('rounds.unit')} rows={units} empty={empty} />
      <ProgressTable
        title={say('rounds.byInspector')}
        first={say('rounds.inspector')}
        rows={inspectors}
        empty={empty}
      />
    </div>
  );
}

function ProgressTable(props: { title: string; first: string; rows: readonly Row[]; empty: string }) {
  const say = useWords();
  const columns: TableColumnsType<Row> = [
    { title: props.first, dataIndex: 'name', width: 180 },
    {
      title: say('rounds.progress'),
      key: 'progress',
      width: 140,
      sorter: (a, b) => a.done / Math.max(1, a.visits) - b.done / Math.max(1, b.visits),
      render: (_, row) => <DoneOf done={row.done} visits={row.visits} />,
    },
    {
      title: say('rounds.meanScore'),
      key: 'mean',
      align: 'right',
      width: 90,
      sorter: (a, b) => Number(a.meanScore ?? -1) - Number(b.meanScore ?? -1),
      render: (_, row) => row.meanScore ?? '—',
    },
    { title: say('rounds.scored'), dataIndex: 'scored', align: 'right', width: 80 },
    { title: say('rounds.vetoed'), dataIndex: 'vetoed', align: 'right', width: 90 },
    {
      title: say('rounds.problems'),
      dataIndex: 'problems',
      align: 'right',
      width: 90,
      sorter: (a, b) => a.problems - b.problems,
    },
  ];
  return (
    <section aria-label={props.title}>
      <h2 style={{ fontSize: 16 }}>{props.title}</h2>
      <Table
        size="middle"
        columns={columns}
        dataSource={[...props.rows]}
        pagination={props.rows.length > 50 ? { pageSize: 50 } : false}
        scroll={{ x: 680 }}
        locale={{ emptyText: props.empty }}
        footer={() => say('common.counted', { count: props.rows.length })}
      />
    </section>
  );
}
