import { useMutation } from '@tanstack/react-query';
import { DatePicker, Form, Input, InputNumber, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useLocalName, useWords } from '../../client/words.tsx';
import {
  type CommonCandidate,
  type CommonEntry,
  type CommonProblemsView,
  closeCommonProblem,
  confirmCommonProblem,
  reopenCommonProblem,
  reportCommonProblem,
  reviseCommonProblem,
  setCommonProblemRule,
} from '../../contract/common-problems.ts';
import { useSweepsChanged } from './sweep-address.ts';

interface Plan {
  readonly title: string;
  readonly measure: string;
  readonly ownerUnitId: string;
  readonly dueOn: Dayjs;
}

/** Confirms a kind of problem as common, or changes the plan of an entry: measure, owner and day. */
export function PlanDialog(props: {
  candidate?: CommonCandidate | undefined;
  entry?: CommonEntry | undefined;
  onClose: () => void;
}) {
  const { candidate, entry } = props;
  const say = useWords();
  useFormTimer();
  const localName = useLocalName();
  const changed = useSweepsChanged();
  const [form] = Form.useForm<Plan>();
  // one id for this dialog: pressing twice enters one
  const [id] = useState(() => uuid());
  const send = useMutation({
    mutationFn: (plan: Plan) => {
      const { measure, ownerUnitId } = plan;
      const content = { measure, ownerUnitId, dueOn: plan.dueOn.format('YYYY-MM-DD') };
      if (entry) {
        return call(reviseCommonProblem, { params: { id: entry.id }, body: { commandId: id, ...content } });
      }
      const kind = { categoryKey: candidate?.categoryKey ?? '', itemCode: candidate?.itemCode ?? null };
      return call(confirmCommonProblem, { body: { id, title: plan.title, ...kind, ...content } });
    },
    onSuccess: async () => {
      await changed();
      props.onClose();
    },
  });
  const rules = [{ required: true, message: say('fault.required') }];
  const title =
    candidate &&
    (candidate.itemTitle
      ? localName({ name: candidate.itemTitle, nameEn: candidate.itemTitleEn })
      : localName({ name: candidate.categoryName, nameEn: candidate.categoryNameEn }));
  const words = say(entry ? 'common.problems.move.revise' : 'common.problems.confirm');
  return (
    <Modal
      open
      title={words}
      okText={words}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Plan>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          title: entry?.title ?? title,
          measure: entry?.measure,
          ownerUnitId: entry?.owner.id,
          dueOn: entry && dayjs(entry.dueOn),
        }}
        onFinish={(plan) => send.mutate(plan)}
      >
        {!entry && (
          <Form.Item name="title" label={say('common.problems.entryTitle')} rules={rules}>
            <Input maxLength={200} />
          </Form.Item>
        )}
        <Form.Item name="measure" label={say('common.problems.measure')} rules={rules}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="ownerUnitId" label={say('common.problems.owner')} rules={rules}>
          <UnitPicker label={say('common.problems.owner')} known={entry?.owner} />
        </Form.Item>
        <Form.Item name="dueOn" label={say('common.problems.dueOn')} rules={rules}>
          <DatePicker style={{ width: '100%' }} minDate={dayjs()} />
        </Form.Item>
      </Form>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}

/** Moves of an entry that need words only. */
export type EntryMove = 'report' | 'close' | 'reopen';

const labels = {
  report: 'common.problems.progress',
  close: 'common.problems.outcome',
  reopen: 'sweeps.form.reason',
} as const;

/** Reports progress, closes with the outcome, or reopens with a reason. */
export function EntryMoveDialog(props: { entry: CommonEntry; move: EntryMove; onClose: () => void }) {
  const { entry, move } = props;
  const say = useWords();
  useFormTimer();
  const changed = useSweepsChanged();
  const [form] = Form.useForm<{ words: string }>();
  const [commandId] = useState(() => uuid());
  const send = useMutation({
    mutationFn: ({ words }: { words: string }) => {
      const params = { id: entry.id };
      switch (move) {
        case 'report':
          return call(reportCommonProblem, { params, body: { commandId, progress: words } });
        case 'close':
          return call(closeCommonProblem, { params, body: { commandId, outcome: words } });
        case 'reopen':
          return call(reopenCommonProblem, { params, body: { commandId, reason: words } });
        default:
          return move satisfies never;
      }
    },
    onSuccess: async () => {
      await changed();
      props.onClose();
    },
  });
  return (
    <Modal
      open
      title={say(`common.problems.move.${move}`)}
      okText={say(`common.problems.move.${move}`)}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => send.mutate(said)}>
        <Form.Item
          name="words"
          label={say(labels[move])}
          rules={[{ required: true, message: say('fault.required') }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}

type Rule = CommonProblemsView['rule'];

/** From what on a kind of problem counts as common in this city. */
export function RuleDialog(props: { rule: Rule; onClose: () => void }) {
  const say = useWords();
  const changed = useSweepsChanged();
  const [form] = Form.useForm<Rule>();
  const send = useMutation({
    mutationFn: (rule: Rule) => call(setCommonProblemRule, { body: rule }),
    onSuccess: async () => {
      await changed();
      props.onClose();
    },
  });
  return (
    <Modal
      open
      title={say('common.problems.rule')}
      okText={say('common.save')}
      cancelText={say('common.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Rule>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.rule}
        onFinish={(rule) => send.mutate(rule)}
      >
        {(['periodDays', 'fewestProblems', 'fewestUnits', 'fewestSites'] as const).map((part) => (
          <Form.Item
            key={part}
            name={part}
            label={say(`common.problems.rule.${part}`)}
            rules={[{ required: true, message: say('fault.required') }]}
          >
            <InputNumber
              min={part === 'periodDays' ? 7 : 1}
              max={part === 'periodDays' ? 730 : 100_000}
              precision={0}
            />
          </Form.Item>
        ))}
      </Form>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}
