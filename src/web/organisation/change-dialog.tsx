import { Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { showFaults } from './form-faults.ts';

/** What the dialog needs of a mutation. */
interface Change<Fields> {
  readonly isPending: boolean;
  readonly error: Error | null;
  mutate(fields: Fields, options: { onError: (error: Error) => void }): void;
}

/** A dialog around one form that makes one change; faults appear at their fields. */
export function ChangeDialog<Fields extends object>(props: {
  title: string;
  okText: string;
  /** Marks a change that takes something away. */
  danger?: true;
  initialValues: object;
  change: Change<Fields>;
  onClose: () => void;
  children: ReactNode;
}) {
  const say = useWords();
  useFormTimer();
  const [form] = Form.useForm<Fields>();
  const { change } = props;
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText}
      okButtonProps={props.danger ? { danger: true } : {}}
      cancelText={say('common.cancel')}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={props.initialValues}
        onFinish={(fields) => change.mutate(fields, { onError: (error) => showFaults(form, error) })}
      >
        <RefusalAlert error={change.error} />
        {props.children}
      </Form>
    </Modal>
  );
}
