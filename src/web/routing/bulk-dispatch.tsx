import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Modal, Radio, Table } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import { bulkDispatch, mostBulkProblems } from '../../contract/routing.ts';
import { ProblemBadge } from '../ledger/problem-badges.tsx';
import { UnitSelect } from '../ledger/unit-select.tsx';

/** Opens the dispatch of many problems at once, for whoever may dispatch. */
export function BulkDispatch() {
  const say = useWords();
  const may = useMay('problem.dispatch');
  const [isOpen, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('routing.bulk')}</Button>
      {isOpen && <BulkDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function BulkDialog({ onClose }: { onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isByRule, setByRule] = useState(true);
  const [unitId, setUnitId] = useState<string | null>(null);
  const pages = usePages({
    key: [listProblems.name, 'bulk'],
    load: (cursor) => call(listProblems, { query: { states: 'reported,returned', limit: 100, cursor } }),
    nextOf: (page) => page.next,
  });
  const rows = pages.data?.flatMap((page) => page.rows) ?? [];
  // one id for each problem: sending twice after a lost answer dispatches once
  const commandIds = useRef(new Map<string, string>());
  const commandIdOf = (id: string) => {
    const known = commandIds.current.get(id) ?? uuid();
    commandIds.current.set(id, known);
    return known;
  };
  const send = useMutation({
    mutationFn: () =>
      call(bulkDispatch, {
        body: {
          problems: rows
            .filter((row) => chosen.includes(row.id))
            .map((row) => ({ id: row.id, version: row.version, commandId: commandIdOf(row.id) })),
          to: isByRule ? null : { unitId: unitId ?? '', assistingUnitIds: [] },
        },
      }),
    onSuccess: async (answer) => {
      const done = new Set(answer.done.map((one) => one.id));
      setChosen(chosen.filter((id) => !done.has(id)));
      // what was refused may be sent elsewhere, which is another command
      for (const { id } of answer.refused) commandIds.current.delete(id);
      await client.invalidateQueries({ queryKey: [listProblems.name] });
    },
  });
  const isReady = chosen.length > 0 && chosen.length <= mostBulkProblems && (isByRule || unitId !== null);
  return (
    <Modal
      open
      width={820}
      title={say('routing.bulk')}
      okText={say('routing.bulk')}
      cancelText={say('common.close')}
      okButtonProps={{ disabled: !isReady, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        <Radio.Group
          value={isByRule}
          onChange={(event) => setByRule(event.target.value === true)}
          options={[
            { value: true, label: say('routing.bulk.byRule') },
            { value: false, label: say('routing.bulk.toUnit') },
          ]}
        />
        {!isByRule && (
          <UnitSelect label={say('routing.bulk.toUnit')} value={unitId} onChange={setUnitId} needsPerson />
        )}
        <span role="status">
          {say(chosen.length > mostBulkProblems ? 'routing.bulk.tooMany' : 'routing.bulk.count', {
            count: chosen.length,
            most: mostBulkProblems,
          })}
        </span>
        <RefusalAlert error={pages.error ?? send.error} />
        {send.data && <Outcome answer={send.data} />}
        <Table<ProblemLine>
          rowKey="id"
          size="small"
          loading={pages.isPending}
          dataSource={rows}
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 560 }}
          rowSelection={{
            selectedRowKeys: [...chosen],
            onChange: (keys) => setChosen(keys.map(String)),
            getCheckboxProps: (row) => ({ 'aria-label': `${row.number} ${row.title}` }),
          }}
          columns={[
            {
              title: say('orders.letter.column.problem'),
              render: (_, row) => (
                <>
                  {row.number} {row.title}
                  <div style={{ color: colours.second }}>{row.siteName ?? row.placeText}</div>
                </>
              ),
            },
            {
              title: say('common.state'),
              width: 110,
              render: (_, row) => <ProblemBadge state={row.state} />,
            },
          ]}
        />
        <MorePages of={pages} />
      </Flex>
    </Modal>
  );
}

function Outcome({ answer }: { answer: Awaited<ReturnType<typeof call<typeof bulkDispatch>>> }) {
  const say = useWords();
  return (
    <>
      {answer.done.length > 0 && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={say('routing.bulk.done', { count: answer.done.length })}
        />
      )}
      {answer.refused.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={say('routing.bulk.refused', { count: answer.refused.length })}
          description={answer.refused.map((one) => (
            <div key={one.id}>
              {say('routing.bulk.refusedLine', {
                number: one.number ?? say('routing.bulk.unknown'),
                reason: one.message,
              })}
            </div>
          ))}
        />
      )}
    </>
  );
}
