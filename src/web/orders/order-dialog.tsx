import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Empty, Flex, Form, Input, InputNumber, Modal, Select, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatShortInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { draftOrder, editOrder, listOrderCandidates, type OrderView } from '../../contract/orders.ts';
import { mostOrderProblems, type OrderColour, orderColours } from '../../domain/orders/order.ts';
import { useOrderChanged } from './use-order.ts';

interface Draft {
  readonly unitId: string | null;
  readonly problemIds: readonly string[];
  readonly colour: OrderColour | null;
  readonly title: string;
  readonly demands: string;
  readonly answerHours: number | null;
}

/** Writes a new order, or changes a draft. `start`: unit and problems to begin with. */
export function OrderDialog(props: {
  order?: OrderView;
  start?: { readonly unitId: string; readonly problemIds: readonly string[] };
  onClose: () => void;
  onDone: (order: OrderView) => void;
}) {
  const { order, start } = props;
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const changed = useOrderChanged();
  const [isAtOnce, setAtOnce] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    unitId: order?.unit.id ?? start?.unitId ?? null,
    problemIds: order?.problems.map((problem) => problem.id) ?? start?.problemIds ?? [],
    colour: order?.colour ?? null,
    title: order?.title ?? '',
    demands: order?.demands ?? '',
    answerHours: order?.answerHours ?? null,
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const candidates = useQuery({
    queryKey: [listOrderCandidates.name, draft.unitId],
    queryFn: () => call(listOrderCandidates, { query: { unitId: draft.unitId ?? '' } }),
    enabled: draft.unitId !== null,
  });
  const suggested = draft.colour ?? candidates.data?.colour ?? 'overdue';
  const isSuggested = candidates.data !== undefined && !order;
  const suggestedHours = candidates.data?.answerHours;
  useEffect(() => {
    if (!isSuggested) return;
    setDraft((before) => ({
      ...before,
      title: before.title || say(`orders.defaultTitle.${suggested}`),
      demands: before.demands || say(`orders.defaultDemands.${suggested}`),
      answerHours: before.answerHours ?? suggestedHours ?? null,
    }));
  }, [isSuggested, suggested, suggestedHours, say]);
  // one id for this dialog: sending twice after a lost answer makes one letter
  const id = useRef(uuid());
  const send = useMutation({
    mutationFn: () => {
      const content = {
        problemIds: [...draft.problemIds],
        ...(draft.colour ? { colour: draft.colour } : {}),
        title: draft.title,
        demands: draft.demands,
        answerHours: draft.answerHours ?? 0,
      };
      return order
        ? call(editOrder, {
            params: { id: order.id },
            body: { commandId: id.current, version: order.version, ...content },
          })
        : call(draftOrder, {
            body: { id: id.current, unitId: draft.unitId ?? '', issue: isAtOnce, ...content },
          });
    },
    onSuccess: async (saved) => {
      await changed(saved);
      await client.invalidateQueries({ queryKey: [listOrderCandidates.name] });
      props.onDone(saved);
      props.onClose();
    },
  });
  const isReady =
    draft.problemIds.length > 0 &&
    draft.title.trim() !== '' &&
    draft.demands.trim().length >= 4 &&
    (draft.answerHours ?? 0) > 0;
  return (
    <Modal
      open
      width={820}
      title={say(order ? 'orders.move.edit' : 'orders.new')}
      okText={say(isAtOnce ? 'orders.move.issue' : 'common.save')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        {!order && (
          <Form.Item label={say('orders.field.unit')} htmlFor="order-unit" required>
            <UnitPicker
              id="order-unit"
              label={say('orders.field.unit')}
              value={draft.unitId}
              allowClear={false}
              onChange={(unitId) => change({ unitId, problemIds: [] })}
            />
          </Form.Item>
        )}
        {draft.unitId !== null && (
          <ProblemChoice
            problems={candidates.data?.problems ?? []}
            count={candidates.data?.count ?? 0}
            isLoading={candidates.isPending}
            chosen={draft.problemIds}
            onChange={(problemIds) => change({ problemIds })}
          />
        )}
        <Flex wrap gap={16}>
          <Form.Item label={say('orders.field.colour')} htmlFor="order-colour" style={{ minWidth: 220 }}>
            <Select
              id="order-colour"
              allowClear
              placeholder={say('orders.colour.byDates')}
              value={draft.colour ?? undefined}
              onChange={(colour?: OrderColour) => change({ colour: colour ?? null })}
              options={orderColours.map((one) => ({ value: one, label: say(`orders.colour.${one}`) }))}
            />
          </Form.Item>
          <Form.Item
            label={say('orders.field.answerHours')}
            htmlFor="order-hours"
            extra={say('orders.field.answerHoursHint')}
          >
            <InputNumber
              id="order-hours"
              min={1}
              max={1000}
              value={draft.answerHours}
              onChange={(answerHours) => change({ answerHours })}
            />
          </Form.Item>
        </Flex>
        <Form.Item label={say('orders.field.title')} htmlFor="order-title" required>
          <Input
            id="order-title"
            maxLength={200}
            value={draft.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('orders.field.demands')} htmlFor="order-demands" required>
          <Input.TextArea
            id="order-demands"
            rows={4}
            maxLength={4000}
            value={draft.demands}
            onChange={(event) => change({ demands: event.target.value })}
          />
        </Form.Item>
        {!order && (
          <Checkbox checked={isAtOnce} onChange={(event) => setAtOnce(event.target.checked)}>
            {say('orders.field.issueNow')}
          </Checkbox>
        )}
      </Form>
      <RefusalAlert error={send.error ?? candidates.error} />
    </Modal>
  );
}

function ProblemChoice(props: {
  problems: readonly (OrderView['problems'][number] & { readonly orderId: string | null })[];
  count: number;
  isLoading: boolean;
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
}) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Form.Item
      label={`${say('orders.field.problems')} · ${say('orders.chosen', { count: props.chosen.length })}`}
      extra={say('orders.candidates', { count: props.count })}
    >
      <Table
        rowKey="id"
        size="small"
        loading={props.isLoading}
        pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 560 }}
        dataSource={[...props.problems]}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('orders.candidates.empty')} />
          ),
        }}
        rowSelection={{
          selectedRowKeys: [...props.chosen],
          onChange: (keys) => props.onChange(keys.map(String).slice(0, mostOrderProblems)),
          getCheckboxProps: (problem) => ({ 'aria-label': problem.title }),
        }}
        columns={[
          {
            title: say('orders.letter.column.problem'),
            render: (_, problem) => (
              <>
                {problem.number} {problem.title}
                <div style={{ color: colours.second }}>
                  {problem.place}
                  {problem.orderId !== null && ` · ${say('orders.candidates.inOrder')}`}
                </div>
              </>
            ),
          },
          {
            title: say('orders.letter.column.deadline'),
            width: 170,
            render: (_, problem) => (
              <>
                {problem.deadlineAt === null ? '—' : formatShortInstant(problem.deadlineAt, locale)}
                <Lateness hours={problem.hoursLate} />
              </>
            ),
          },
        ]}
      />
    </Form.Item>
  );
}

/** How late a problem is, in words; nothing where it is in time. */
export function Lateness({ hours }: { hours: number }) {
  const say = useWords();
  if (hours <= 0) return null;
  return (
    <div style={{ color: colours.overdue }}>
      ■ {say('orders.hoursLate', { hours: Math.round(hours * 10) / 10 })}
    </div>
  );
}
