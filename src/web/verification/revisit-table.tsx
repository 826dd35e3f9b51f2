import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Flex, Modal, Radio, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  assignRevisit,
  listRevisitInspectors,
  listRevisits,
  type RevisitLine,
} from '../../contract/revisits.ts';
import { type RevisitState, revisitStates } from '../../domain/verification/revisit.ts';
import { StateChoice } from '../pledges/state-choice.tsx';
import { RevisitBadge } from './revisit-badges.tsx';

/** Address of one revisit's page. */
export function revisitPath(id: string): string {
  return `/revisits/visit/${id}`;
}

/** The revisits of a round, by unit in the order of the draw. */
export function RevisitTable({ roundId }: { roundId: string }) {
  const say = useWords();
  const mayPlan = useMay('round.plan');
  const [state, setState] = useState<RevisitState | undefined>();
  const [assigning, setAssigning] = useState<RevisitLine | null>(null);
  const list = usePages({
    key: [listRevisits.name, roundId, state ?? 'all'],
    load: (cursor) => call(listRevisits, { params: { id: roundId }, query: { state, cursor } }),
    nextOf: (page) => page.next,
  });
  const columns = useColumns(mayPlan ? setAssigning : null);
  if (list.error) return <RefusalAlert error={list.error} retry={() => void list.refetch()} />;
  return (
    <section aria-label={say('revisits.list.title')}>
      <Flex style={{ marginBlockEnd: 12 }}>
        <StateChoice
          states={revisitStates}
          value={state}
          wordOf={(one) => say(`revisits.state.${one}`)}
          counts={list.data?.[0]?.counts}
          onChoose={(one) => setState((one ?? undefined) as RevisitState | undefined)}
        />
      </Flex>
      <Table
        rowKey="id"
        size="middle"
        loading={list.isPending}
        columns={columns}
        dataSource={list.data?.flatMap((page) => page.revisits) ?? []}
        pagination={false}
        scroll={{ x: 1080 }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('revisits.list.empty')} />,
        }}
      />
      <div style={{ marginBlockStart: 12 }}>
        <MorePages of={list} />
      </div>
      {assigning && <AssignDialog revisit={assigning} onClose={() => setAssigning(null)} />}
    </section>
  );
}

function useColumns(onAssign: ((revisit: RevisitLine) => void) | null): TableColumnsType<RevisitLine> {
  const say = useWords();
  const { locale } = useLocale();
  return [
    {
      title: say('revisits.problem'),
      key: 'problem',
      width: 280,
      render: (_, { id, problem, isReserve }) => (
        <>
          <HouseLink to={revisitPath(id)}>{`${problem.number} ${problem.title}`}</HouseLink>{' '}
          {isReserve && <Tag>{say('revisits.reserve')}</Tag>}
          <div style={{ color: colours.second }}>{problem.placeName}</div>
        </>
      ),
    },
    {
      title: say('common.state'),
      key: 'state',
      width: 130,
      render: (_, { state }) => <RevisitBadge state={state} />,
    },
    { title: say('revisits.unit'), dataIndex: ['unit', 'name'], width: 160 },
    {
      title: say('revisits.inspector'),
      key: 'inspector',
      width: 150,
      render: (_, revisit) => (
        <Flex gap={8} align="center" wrap>
          {revisit.inspector?.name ?? (
            <span style={{ color: colours.soon }}>▲ {say('revisits.noInspector')}</span>
          )}
          {onAssign && revisit.state === 'open' && (
            <Button size="small" onClick={() => onAssign(revisit)}>
              {say('revisits.assign')}
            </Button>
          )}
        </Flex>
      ),
    },
    {
      title: say('revisits.result'),
      key: 'result',
      width: 240,
      render: (_, { finding, consequence, reason }) => (
        <>
          {finding && consequence && (
            <div>
              {say(`revisits.finding.${finding}`)} · {say(`revisits.consequence.${consequence}`)}
            </div>
          )}
          {reason && <div style={{ color: colours.second, overflowWrap: 'anywhere' }}>{reason}</div>}
        </>
      ),
    },
    {
      title: say('revisits.doneAt'),
      key: 'doneAt',
      width: 120,
      render: (_, { doneAt }) => (doneAt ? formatShortInstant(doneAt, locale) : '—'),
    },
  ];
}

function AssignDialog({ revisit, onClose }: { revisit: RevisitLine; onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const people = useQuery({
    queryKey: [listRevisitInspectors.name, revisit.id],
    queryFn: () => call(listRevisitInspectors, { params: { id: revisit.id } }),
  });
  const assigning = useMutation({
    mutationFn: (inspectorId: string) =>
      call(assignRevisit, { params: { id: revisit.id }, body: { inspectorId } }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) => typeof name === 'string' && name.startsWith('revisits.'),
      });
    },
  });
  const others = (people.data?.inspectors ?? []).filter(({ id }) => id !== revisit.inspector?.id);
  return (
    <Modal
      open
      title={say('revisits.assign')}
      okText={say('revisits.assign')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: chosen === null }}
      confirmLoading={assigning.isPending}
      onOk={() => chosen !== null && assigning.mutate(chosen)}
      onCancel={onClose}
    >
      <p>{say('revisits.assign.hint')}</p>
      <RefusalAlert error={people.error ?? assigning.error} />
      {people.data && others.length === 0 && <p>{say('revisits.assign.none')}</p>}
      <Radio.Group
        vertical
        aria-label={say('revisits.inspector')}
        value={chosen}
        onChange={(event) => setChosen(String(event.target.value))}
        options={others.map(({ id, name, open }) => ({
          value: id,
          label: say('revisits.assign.open', { name, count: open }),
        }))}
      />
    </Modal>
  );
}
