import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { LedgerSettingsView } from '../../contract/deadlines.ts';
import { useSaveLedgerSettings } from './use-settings.ts';

/** When orders go out, how long units have to answer, and what stands around the letter. */
export function OrderPaperPane({ view }: { view: LedgerSettingsView }) {
  const say = useWords();
  const [draft, setDraft] = useState(view.settings);
  const save = useSaveLedgerSettings(view);
  const changePaper = (part: Partial<typeof draft.orderPaper>) =>
    setDraft((before) => ({ ...before, orderPaper: { ...before.orderPaper, ...part } }));
  const lines = [
    ['documentPrefix', say('settings.orders.prefix'), say('settings.orders.prefixHint'), 30],
    ['issuer', say('settings.orders.issuer'), say('settings.orders.issuerHint'), 100],
    ['headWords', say('settings.orders.headWords'), say('settings.orders.headWordsHint'), 60],
    ['printedBy', say('settings.orders.printedBy'), undefined, 100],
  ] as const;
  return (
    <Form
      layout="vertical"
      disabled={!view.mayEdit}
      style={{ maxWidth: 560 }}
      onFinish={() => save.mutate(draft)}
    >
      <Form.Item label={say('settings.orders.answerHours')} htmlFor="orders-hours">
        <InputNumber
          id="orders-hours"
          min={1}
          max={400}
          precision={0}
          value={draft.orderAnswerHours}
          onChange={(value) => value !== null && setDraft({ ...draft, orderAnswerHours: value })}
        />
      </Form.Item>
      <Form.Item>
        <Checkbox
          checked={draft.ordersIssuedAtOnce}
          onChange={(event) => setDraft({ ...draft, ordersIssuedAtOnce: event.target.checked })}
        >
          {say('settings.orders.atOnce')}
        </Checkbox>
      </Form.Item>
      {lines.map(([key, label, hint, most]) => (
        <Form.Item key={key} label={label} htmlFor={`orders-${key}`} extra={hint}>
          <Input
            id={`orders-${key}`}
            maxLength={most}
            value={draft.orderPaper[key]}
            onChange={(event) => changePaper({ [key]: event.target.value })}
          />
        </Form.Item>
      ))}
      <RefusalAlert error={save.error} />
      {view.mayEdit && (
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {say('settings.save')}
        </Button>
      )}
    </Form>
  );
}
