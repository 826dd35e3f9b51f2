import { Button, Empty, Flex, Form, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { addTaskLine, closeTaskLine, type UnitPage } from '../../contract/organisation.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { showFaults } from './form-faults.ts';
import { useUnitChange } from './use-unit-change.ts';

type TaskLine = UnitPage['taskLines'][number];
const today = () => cityDay(new Date().toISOString());

/** Duties of a unit that are ranked by themselves (任务线). */
export function UnitTaskLines({ unit }: { unit: UnitPage }) {
  const say = useWords();
  const { locale } = useLocale();
  const [isAdding, setAdding] = useState(false);
  const [closing, setClosing] = useState<TaskLine | null>(null);
  const mayEdit = unit.may.edit && unit.validTo === null;
  return (
    <Flex vertical gap={12}>
      {mayEdit && (
        <div>
          <Button onClick={() => setAdding(true)}>{say('organisation.taskLine.add')}</Button>
        </div>
      )}
      {unit.taskLines.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('organisation.taskLine.empty')} />
      ) : (
        <Table<TaskLine>
          rowKey="id"
          size="middle"
          pagination={false}
          scroll={{ x: 560 }}
          dataSource={unit.taskLines}
          columns={[
            { title: say('common.name'), dataIndex: 'name' },
            {
              title: say('organisation.placement.from'),
              render: (_, line) => formatDay(line.validFrom, locale),
            },
            {
              title: say('organisation.placement.to'),
              render: (_, line) => (line.validTo ? formatDay(line.validTo, locale) : '—'),
            },
            { title: say('common.source'), dataIndex: 'source', ellipsis: true },
            {
              title: say('common.actions'),
              render: (_, line) =>
                mayEdit && line.validTo === null ? (
                  <Button size="small" onClick={() => setClosing(line)}>
                    {say('organisation.taskLine.close')}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      {isAdding && <AddDialog unit={unit} onClose={() => setAdding(false)} />}
      {closing && <CloseDialog unit={unit} line={closing} onClose={() => setClosing(null)} />}
    </Flex>
  );
}

interface NewLine {
  readonly name: string;
  readonly validFrom: string;
  readonly source?: string;
}

function AddDialog({ unit, onClose }: { unit: UnitPage; onClose: () => void }) {
  const say = useWords();
  const [id] = useState(() => uuid());
  const [form] = Form.useForm<NewLine>();
  const change = useUnitChange(
    ({ name, validFrom, source }: NewLine) =>
      call(addTaskLine, {
        params: { id: unit.id },
        body: { id, name, validFrom, source: source?.trim() || null },
      }),
    onClose,
  );
  const required = [{ required: true, message: say('fault.required') }];
  return (
    <Modal
      open
      title={say('organisation.taskLine.add')}
      okText={say('common.save')}
      cancelText={say('common.cancel')}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<NewLine>
        form={form}
        layout="vertical"
        initialValues={{ validFrom: today() }}
        onFinish={(fields) => change.mutate(fields, { onError: (error) => showFaults(form, error) })}
      >
        <RefusalAlert error={change.error} />
        <Form.Item name="name" label={say('common.name')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="validFrom" label={say('organisation.placement.from')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="source" label={say('common.source')}>
          <Input maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function CloseDialog({ unit, line, onClose }: { unit: UnitPage; line: TaskLine; onClose: () => void }) {
  const say = useWords();
  const [day, setDay] = useState(today);
  const change = useUnitChange(
    (validTo: string) => call(closeTaskLine, { params: { id: unit.id, lineId: line.id }, body: { validTo } }),
    onClose,
  );
  return (
    <Modal
      open
      title={`${say('organisation.taskLine.close')} · ${line.name}`}
      okText={say('organisation.taskLine.close')}
      okButtonProps={{ disabled: day === '' }}
      cancelText={say('common.cancel')}
      confirmLoading={change.isPending}
      onOk={() => change.mutate(day)}
      onCancel={onClose}
    >
      <RefusalAlert error={change.error} />
      <label htmlFor="line-closed-from">{say('organisation.taskLine.closeFrom')}</label>
      <Input id="line-closed-from" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
    </Modal>
  );
}
