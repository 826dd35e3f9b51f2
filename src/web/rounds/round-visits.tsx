import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Flex, Radio, Select, Table, type TableColumnsType } from 'antd';
import { useId, useState } from 'react';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import {
  assignVisits,
  listInspectors,
  listVisits,
  type RoundView,
  removeVisits,
  type VisitLine,
  visitStates,
} from '../../contract/rounds.ts';
import { useRoundChange } from './use-round.ts';

type VisitState = (typeof visitStates)[number];

/** Every visit with its inspector and its score; the office reassigns and takes out from here. */
export function RoundVisits({ round, canPlan }: { round: RoundView; canPlan: boolean }) {
  const say = useWords();
  const [state, setState] = useState<VisitState | 'all'>('all');
  const [unitId, setUnitId] = useState<string | undefined>();
  const [inspectorId, setInspectorId] = useState<string | undefined>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const filter = { state: state === 'all' ? undefined : state, unitId, inspectorId };
  const list = usePages({
    key: [listVisits.name, round.id, filter],
    load: (cursor) =>
      call(listVisits, { params: { id: round.id }, query: { ...filter, cursor, limit: 100 } }),
    nextOf: (page) => page.nextCursor,
  });
  const visits = list.data?.flatMap((page) => page.visits) ?? [];
  const count = list.data?.[0]?.count ?? 0;
  const waiting = visits.filter((visit) => visit.inspection === null).map((visit) => visit.id);
  const isFiltered = state !== 'all' || unitId !== undefined || inspectorId !== undefined;
  const empty = isFiltered
    ? 'rounds.noVisitsFound'
    : round.seesPlan
      ? 'rounds.noVisitsYet'
      : 'rounds.noVisitsSeen';
  return (
    <>
      <Flex wrap gap={8} style={{ marginBlockEnd: 12 }}>
        {round.seesPlan && (
          <Radio.Group
            optionType="button"
            aria-label={say('common.state')}
            value={state}
            onChange={(event) => setState(event.target.value)}
            options={[
              { value: 'all', label: say('common.all') },
              ...visitStates.map((value) => ({ value, label: say(`rounds.visit.${value}`) })),
            ]}
          />
        )}
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 180 }}
          placeholder={say('rounds.unit')}
          aria-label={say('rounds.unit')}
          value={unitId}
          onChange={setUnitId}
          options={round.byUnit.map((unit) => ({
            value: unit.unitId,
            label: say('rounds.sites.unitOption', { name: unit.unitName, count: unit.visits }),
          }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 180 }}
          placeholder={say('rounds.inspector')}
          aria-label={say('rounds.inspector')}
          value={inspectorId}
          onChange={setInspectorId}
          options={round.byInspector.map((person) => ({
            value: person.inspectorId,
            label: say('rounds.sites.unitOption', { name: person.inspectorName, count: person.visits }),
          }))}
        />
      </Flex>
      {canPlan && waiting.length > 0 && chosen.length === 0 && (
        <Button onClick={() => setChosen(waiting)} style={{ marginBlockEnd: 12 }}>
          {say('rounds.chooseShown', { count: waiting.length })}
        </Button>
      )}
      {canPlan && chosen.length > 0 && (
        <Reassign round={round} visitIds={chosen} onDone={() => setChosen([])} />
      )}
      {list.error ? (
        <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      ) : (
        <VisitsTable
          visits={visits}
          isLoading={list.isPending}
          empty={say(empty)}
          count={count}
          selection={canPlan ? { chosen, onChoose: setChosen } : null}
        />
      )}
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
    </>
  );
}

function VisitsTable(props: {
  visits: readonly VisitLine[];
  isLoading: boolean;
  empty: string;
  count: number;
  selection: { chosen: readonly string[]; onChoose: (ids: readonly string[]) => void } | null;
}) {
  const { selection } = props;
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const columns: TableColumnsType<VisitLine> = [
    {
      title: say('rounds.site'),
      key: 'site',
      width: 220,
      render: (_, { site }) => (
        <>
          {site.name} <span style={{ color: colours.hint }}>{site.code}</span>
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 110,
      render: (_, visit) => <VisitBadge visit={visit} />,
    },
    {
      title: say('rounds.siteType'),
      key: 'type',
      width: 120,
      render: (_, { site }) => localName({ name: site.siteTypeName, nameEn: site.siteTypeNameEn }),
    },
    { title: say('rounds.unit'), dataIndex: ['site', 'unitName'], width: 160 },
    {
      title: say('rounds.inspector'),
      key: 'inspector',
      width: 120,
      render: (_, visit) => visit.inspector?.name ?? '—',
    },
    {
      title: say('rounds.score'),
      key: 'score',
      width: 160,
      align: 'right',
      render: (_, visit) => <Score visit={visit} />,
    },
    {
      title: say('rounds.problems'),
      key: 'problems',
      width: 90,
      align: 'right',
      render: (_, visit) => visit.inspection?.problems ?? '—',
    },
    {
      title: say('rounds.finishedAt'),
      key: 'at',
      width: 140,
      render: (_, { inspection }) => (inspection ? formatShortInstant(inspection.finishedAt, locale) : '—'),
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      loading={props.isLoading}
      columns={columns}
      dataSource={[...props.visits]}
      pagination={false}
      scroll={{ x: 1120 }}
      locale={{ emptyText: props.empty }}
      footer={() => say('common.counted', { count: props.count })}
      {...(selection
        ? {
            rowSelection: {
              columnWidth: 48,
              // a box for "all" would stand in the table's hidden row as well, where the keyboard finds it
              columnTitle: say('rounds.choose'),
              selectedRowKeys: [...selection.chosen],
              onChange: (keys) => selection.onChoose(keys.map(String)),
              getCheckboxProps: (visit: VisitLine) => ({ disabled: visit.inspection !== null }),
            },
          }
        : {})}
    />
  );
}

function VisitBadge({ visit }: { visit: VisitLine }) {
  const say = useWords();
  if (visit.inspection) {
    return (
      <Link to="/inspections/$id" params={{ id: visit.inspection.id }}>
        ● {say('rounds.visit.done')}
      </Link>
    );
  }
  if (visit.inspector) return <span>○ {say('rounds.visit.waiting')}</span>;
  return <span style={{ color: colours.soon }}>▲ {say('rounds.visit.unassigned')}</span>;
}

function Score({ visit: { inspection } }: { visit: VisitLine }) {
  const say = useWords();
  if (!inspection) return '—';
  if (!inspection.isScored) return say('rounds.unscored');
  return (
    <>
      {inspection.score}
      {inspection.vetoFailed && (
        <div style={{ color: colours.overdue, fontSize: 12 }}>
          ■ {say('rounds.vetoed')} · {say('rounds.scoreBeforeCap', { score: inspection.uncappedScore })}
        </div>
      )}
    </>
  );
}

function Reassign(props: { round: RoundView; visitIds: readonly string[]; onDone: () => void }) {
  const { round, visitIds, onDone } = props;
  const say = useWords();
  const select = useId();
  const { message } = App.useApp();
  const params = { id: round.id };
  const people = useQuery({
    queryKey: [listInspectors.name, round.id],
    queryFn: () => call(listInspectors, { params }),
  });
  const [personId, setPersonId] = useState<string | undefined>();
  const assigning = useRoundChange(round, async (inspectorId: string) => {
    const assignments = visitIds.map((visitId) => ({ visitId, inspectorId }));
    const { changed } = await call(assignVisits, { params, body: { assignments } });
    void message.success(say('rounds.assigned.changed', { count: changed }));
    onDone();
  });
  const removing = useRoundChange(round, async () => {
    const { removed } = await call(removeVisits, { params, body: { visitIds: [...visitIds] } });
    void message.success(say('rounds.removed', { count: removed }));
    onDone();
  });
  return (
    <Flex wrap gap={8} align="center" style={{ marginBlockEnd: 12 }}>
      <span>
        <label htmlFor={select}>{say('rounds.assignTo', { count: visitIds.length })}</label>{' '}
        <Select
          id={select}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 200 }}
          loading={people.isPending}
          placeholder={say('rounds.inspector')}
          value={personId}
          onChange={setPersonId}
          options={people.data?.inspectors.map((person) => ({
            value: person.id,
            label: say('rounds.draw.personOption', { name: person.name, visits: person.visits }),
          }))}
        />
      </span>
      <Button
        disabled={personId === undefined}
        loading={assigning.isPending}
        onClick={() => personId !== undefined && assigning.mutate(personId)}
      >
        {say('rounds.assign')}
      </Button>
      <Button danger loading={removing.isPending} onClick={() => removing.mutate(undefined)}>
        {say('rounds.removeSelected', { count: visitIds.length })}
      </Button>
      <RefusalAlert error={assigning.error ?? removing.error} />
    </Flex>
  );
}
