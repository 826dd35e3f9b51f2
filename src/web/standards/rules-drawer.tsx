import { Button, Drawer, Form, Input, Radio } from 'antd';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { saveRules, type VersionView } from '../../contract/standards.ts';
import { useVersionChange } from './use-version-change.ts';

type Rules = VersionView['scoring'] & { readonly note: string };

/** Form of the scoring rule: what a failed veto item does, and what "partly met" does. */
export function RulesDrawer({ version, onClose }: { version: VersionView; onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const change = useVersionChange(version.id);
  const [form] = Form.useForm<Rules>();
  const vetoRule = Form.useWatch('vetoRule', form) ?? version.scoring.vetoRule;
  const save = ({ note, ...rules }: Rules) =>
    change.mutate(
      () =>
        call(saveRules, {
          params: { id: version.id },
          body: { version: version.version, scoring: { ...version.scoring, ...rules }, note },
        }),
      { onSuccess: onClose },
    );
  return (
    <Drawer open title={say('standards.rules')} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...version.scoring, note: version.note }}
        onFinish={save}
      >
        <Form.Item name="vetoRule" label={say('standards.vetoRule')}>
          <Radio.Group
            options={[
              { value: 'cap', label: say('standards.vetoRule.cap') },
              { value: 'zero', label: say('standards.vetoRule.zero') },
            ]}
          />
        </Form.Item>
        {vetoRule === 'cap' && (
          <Form.Item
            name="cap"
            label={say('standards.cap')}
            rules={[
              { required: true, pattern: /^\d{1,3}(\.\d{1,2})?$/, message: say('fault.standard.badCap') },
            ]}
          >
            <Input inputMode="decimal" style={{ width: 120 }} />
          </Form.Item>
        )}
        <Form.Item name="partly" label={say('standards.partly')}>
          <Radio.Group
            options={[
              { value: 'raise', label: say('standards.partly.raise') },
              { value: 'advisory', label: say('standards.partly.advisory') },
            ]}
          />
        </Form.Item>
        <Form.Item name="note" label={say('common.note')}>
          <Input.TextArea rows={4} maxLength={1000} />
        </Form.Item>
        <RefusalAlert error={change.error} />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say('common.save')}
        </Button>
      </Form>
    </Drawer>
  );
}
