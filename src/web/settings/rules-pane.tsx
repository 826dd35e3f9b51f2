import { Button, Checkbox, Form, InputNumber } from 'antd';
import { useState } from 'react';
import { PersonPicker } from '../../client/person-picker.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { LedgerSettingsView } from '../../contract/deadlines.ts';
import { ledgerSettingBounds } from '../../domain/deadlines/ledger-settings.ts';
import { useSaveLedgerSettings } from './use-settings.ts';

const numbers = [
  'arbiterHours',
  'siteRadiusMetres',
  'recurrenceDays',
  'recheckToleratedPercent',
  'vacancyDays',
  'reopenDays',
  'maxExtensions',
] as const;

const explained = ['siteRadiusMetres', 'recurrenceDays', 'reopenDays'] as const;

function isExplained(key: (typeof numbers)[number]): key is (typeof explained)[number] {
  return (explained as readonly string[]).includes(key);
}

/** Arbiter, windows and counts, and the formula of the closure rate. */
export function RulesPane({ view }: { view: LedgerSettingsView }) {
  const say = useWords();
  const [draft, setDraft] = useState(view.settings);
  const save = useSaveLedgerSettings(view);
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const changeClosure = (part: Partial<typeof draft.closure>) =>
    setDraft((before) => ({ ...before, closure: { ...before.closure, ...part } }));
  return (
    <Form
      layout="vertical"
      disabled={!view.mayEdit}
      style={{ maxWidth: 560 }}
      onFinish={() => save.mutate(draft)}
    >
      <Form.Item
        label={say('settings.rule.arbiterPersonId')}
        htmlFor="rule-arbiter"
        extra={say('settings.rule.arbiterPersonIdHint')}
      >
        <PersonPicker
          id="rule-arbiter"
          label={say('settings.rule.arbiterPersonId')}
          value={draft.arbiterPersonId}
          known={
            view.settings.arbiterPersonId === null
              ? null
              : { id: view.settings.arbiterPersonId, name: view.arbiterName ?? '' }
          }
          onChange={(arbiterPersonId) => change({ arbiterPersonId })}
        />
      </Form.Item>
      {numbers.map((key) => (
        <Form.Item
          key={key}
          label={say(`settings.rule.${key}`)}
          htmlFor={`rule-${key}`}
          extra={isExplained(key) ? say(`settings.rule.${key}Hint`) : undefined}
        >
          <InputNumber
            id={`rule-${key}`}
            min={ledgerSettingBounds[key][0]}
            max={ledgerSettingBounds[key][1]}
            precision={0}
            value={draft[key]}
            onChange={(value) => value !== null && change({ [key]: value })}
          />
        </Form.Item>
      ))}
      <Form.Item>
        <Checkbox
          checked={draft.closure.leavesOutDeferred}
          onChange={(event) => changeClosure({ leavesOutDeferred: event.target.checked })}
        >
          {say('settings.rule.leavesOutDeferred')}
        </Checkbox>
      </Form.Item>
      {(['targetPercent', 'pointsPerRework'] as const).map((key) => (
        <Form.Item key={key} label={say(`settings.rule.${key}`)} htmlFor={`rule-${key}`}>
          <InputNumber
            id={`rule-${key}`}
            min={0}
            max={100}
            step={0.1}
            value={draft.closure[key]}
            onChange={(value) => value !== null && changeClosure({ [key]: value })}
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
