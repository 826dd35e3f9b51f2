import { useMutation } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input } from 'antd';
import { ApiRefusal, call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession, useSessionChanged } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { changePassword } from '../../contract/access.ts';
import './access.css';

interface Entry {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

/** Own password; after a first sign-in or a reset the only page there is. */
export function PasswordPage() {
  const say = useWords();
  const { message } = App.useApp();
  const { person } = useSession();
  const changed = useSessionChanged();
  const [form] = Form.useForm<Entry>();
  const changing = useMutation({
    mutationFn: ({ current, next }: Entry) => call(changePassword, { body: { current, next } }),
    onSuccess: async () => {
      form.resetFields();
      await changed();
      void message.success(say('access.passwordChanged'));
    },
    onError: (error) => {
      if (!(error instanceof ApiRefusal)) return;
      form.setFields(
        error.fields.map((field) => ({ name: field.path as keyof Entry, errors: [field.message] })),
      );
    },
  });
  const required = { required: true, message: say('fault.required') };
  return (
    <section className="sign-in-panel" style={{ margin: '24px auto' }}>
      <h1>{say('access.changePassword')}</h1>
      {person?.mustChangePassword && <p>{say('refusal.mustChangePassword')}</p>}
      <Form<Entry>
        form={form}
        layout="vertical"
        onFinish={(entry) => changing.mutate(entry)}
        requiredMark={false}
      >
        <Form.Item name="current" label={say('access.currentPassword')} rules={[required]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={say('access.newPassword')}
          extra={say('access.passwordRule')}
          rules={[required, { min: 10, message: say('access.passwordRule') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={say('access.repeatPassword')}
          dependencies={['next']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value && value !== getFieldValue('next')) throw new Error(say('access.passwordsDiffer'));
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Flex vertical gap={12}>
          <RefusalAlert error={changing.error} />
          <Button type="primary" htmlType="submit" loading={changing.isPending} block>
            {say('common.save')}
          </Button>
        </Flex>
      </Form>
    </section>
  );
}
