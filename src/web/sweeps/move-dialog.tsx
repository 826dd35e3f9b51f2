import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { cancelSweep, closeSweep, reopenSweep, type SweepView, waiveSweep } from '../../contract/sweeps.ts';
import { type RootCause, rootCauses, uncheckedOf } from '../../domain/sweeps/sweep.ts';
import { useSweepsChanged } from './sweep-address.ts';

/** Moves that this dialog asks about. */
export const dialogMoves = ['close', 'waive', 'reopen', 'cancel'] as const;
export type DialogMove = (typeof dialogMoves)[number];

interface Said {
  readonly cause?: RootCause;
  readonly causeNote?: string;
  readonly reason?: string;
}

const byReason = { waive: waiveSweep, reopen: reopenSweep, cancel: cancelSweep } as const;

/** Ends or reopens a sweep; the end asks for the cause, and for a reason where sites are left. */
export function MoveDialog(props: { sweep: SweepView; move: DialogMove; onClose: () => void }) {
  const { sweep, move } = props;
  const say = useWords();
  useFormTimer();
  const changed = useSweepsChanged();
  const [form] = Form.useForm<Said>();
  const [commandId] = useState(() => uuid());
  const left = uncheckedOf(sweep);
  const send = useMutation({
    mutationFn: ({ cause = 'unknown', causeNote = '', reason = '' }: Said) => {
      const params = { id: sweep.id };
      if (move !== 'close') return call(byReason[move], { params, body: { commandId, reason } });
      const body = { commandId, cause, causeNote, restReason: left > 0 && reason ? reason : null };
      return call(closeSweep, { params, body });
    },
    onSuccess: async () => {
      await changed();
      props.onClose();
    },
  });
  const rules = [{ required: true, message: say('fault.required') }];
  const asksReason = move !== 'close' || (left > 0 && sweep.mayWaive);
  return (
    <Modal
      open
      title={say(`sweeps.move.${move}`)}
      okText={say(`sweeps.move.${move}`)}
      cancelText={say('common.back')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Said> form={form} layout="vertical" requiredMark={false} onFinish={(said) => send.mutate(said)}>
        {move === 'close' && (
          <>
            {left > 0 && <Alert type="warning" showIcon title={say('sweeps.form.left', { count: left })} />}
            <Form.Item name="cause" label={say('sweeps.cause')} rules={rules}>
              <Radio.Group
                vertical
                options={rootCauses.map((value) => ({ value, label: say(`sweeps.cause.${value}`) }))}
              />
            </Form.Item>
            <Form.Item name="causeNote" label={say('sweeps.causeNote')} rules={rules}>
              <Input.TextArea rows={3} maxLength={500} />
            </Form.Item>
          </>
        )}
        {asksReason && (
          <Form.Item
            name="reason"
            label={say(move === 'close' ? 'sweeps.restReason' : 'sweeps.form.reason')}
            rules={rules}
          >
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        )}
      </Form>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}
