import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { createRound, listRounds } from '../../contract/rounds.ts';

interface Plan {
  readonly name: string;
  readonly days: readonly [Dayjs, Dayjs];
}

/** Name and days; sites and inspectors are chosen on the round's own page. */
export function CreateRound({ onClose }: { onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<Plan>();
  // one id for this dialog: pressing twice plans one round
  const [id] = useState(() => uuid());
  const creation = useMutation({
    mutationFn: ({ name, days: [from, to] }: Plan) =>
      call(createRound, {
        body: { id, name, startsOn: from.format('YYYY-MM-DD'), endsOn: to.format('YYYY-MM-DD') },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listRounds.name] });
      await navigate({ to: '/rounds/$id', params: { id } });
    },
  });
  return (
    <Modal
      open
      title={say('rounds.create')}
      okText={say('rounds.create')}
      cancelText={say('common.cancel')}
      confirmLoading={creation.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{say('rounds.createHint')}</p>
      <RefusalAlert error={creation.error} />
      <Form form={form} layout="vertical" onFinish={(plan) => creation.mutate(plan)} requiredMark={false}>
        <Form.Item
          name="name"
          label={say('rounds.name')}
          rules={[{ required: true, whitespace: true, message: say('fault.required') }]}
        >
          <Input maxLength={120} placeholder={say('rounds.nameHint')} autoFocus />
        </Form.Item>
        <Form.Item
          name="days"
          label={say('rounds.days')}
          rules={[{ required: true, message: say('fault.required') }]}
        >
          <DatePicker.RangePicker
            style={{ width: '100%' }}
            placeholder={[say('rounds.startsOn'), say('rounds.endsOn')]}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
