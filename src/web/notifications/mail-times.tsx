import { Checkbox, Flex, Form, Input, Radio } from 'antd';
import { useWords } from '../../client/words.tsx';
import type { MailTimes } from '../../contract/notifications.ts';
import { mailModes } from '../../domain/notifications/mail-time.ts';

/** When somebody wants to be written to: the same fields for one person and for the whole city. */
export function MailTimesFields(props: { value: MailTimes; onChange: (value: MailTimes) => void }) {
  const { value, onChange } = props;
  const say = useWords();
  const change = (part: Partial<MailTimes>) => onChange({ ...value, ...part });
  return (
    <>
      <Form.Item label={say('notifications.mode')}>
        <Radio.Group
          value={value.mode}
          onChange={(event) => change({ mode: event.target.value as MailTimes['mode'] })}
          options={mailModes.map((mode) => ({ value: mode, label: say(`notifications.mode.${mode}`) }))}
        />
      </Form.Item>
      {value.mode === 'digest' && (
        <Form.Item label={say('notifications.digestAt')}>
          <Clock
            label={say('notifications.digestAt')}
            value={value.digestAt[0] ?? '08:30'}
            onChange={(at) => change({ digestAt: [at] })}
          />
        </Form.Item>
      )}
      {value.mode !== 'off' && (
        <Form.Item label={say('notifications.quiet')}>
          <Flex gap={8} align="center" wrap>
            <Clock
              label={say('notifications.quietFrom')}
              value={value.quietFrom ?? ''}
              onChange={(at) => change({ quietFrom: at || null })}
            />
            –
            <Clock
              label={say('notifications.quietTo')}
              value={value.quietTo ?? ''}
              onChange={(at) => change({ quietTo: at || null })}
            />
            <Checkbox
              checked={value.quietOnDaysOff}
              onChange={(event) => change({ quietOnDaysOff: event.target.checked })}
            >
              {say('notifications.quietDays')}
            </Checkbox>
          </Flex>
        </Form.Item>
      )}
    </>
  );
}

function Clock(props: { label: string; value: string; onChange: (at: string) => void }) {
  return (
    <Input
      type="time"
      aria-label={props.label}
      style={{ width: 120 }}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
