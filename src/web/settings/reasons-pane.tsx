import { Button, Empty, Flex, Input, InputNumber, Table, Typography } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { LedgerSettingsView } from '../../contract/deadlines.ts';
import { longestStopDays, mostStopReasons } from '../../domain/deadlines/ledger-settings.ts';
import { useSaveLedgerSettings } from './use-settings.ts';

type Reason = LedgerSettingsView['settings']['clockStopReasons'][number];

/** The list of reasons for which a clock may stop. */
export function ReasonsPane({ view }: { view: LedgerSettingsView }) {
  const say = useWords();
  const [reasons, setReasons] = useState<readonly Reason[]>(view.settings.clockStopReasons);
  const save = useSaveLedgerSettings(view);
  const { mayEdit } = view;
  const change = (index: number, part: Partial<Reason>) =>
    setReasons(reasons.map((reason, at) => (at === index ? { ...reason, ...part } : reason)));
  const text =
    (key: 'key' | 'label' | 'labelEn', most: number) => (_: unknown, reason: Reason, index: number) => (
      <Input
        aria-label={say(`settings.reason.${key}`)}
        maxLength={most}
        disabled={!mayEdit}
        value={reason[key]}
        onChange={(event) => change(index, { [key]: event.target.value })}
      />
    );
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say('settings.reasons.intro')}</Typography.Text>
      <Table<Reason>
        // the code is being typed, so the place in the list is what stays
        rowKey={(reason) => String(reasons.indexOf(reason))}
        size="middle"
        pagination={false}
        scroll={{ x: 720 }}
        dataSource={[...reasons]}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('settings.reasons.empty')} />
          ),
        }}
        columns={[
          { title: say('settings.reason.label'), render: text('label', 60) },
          { title: say('settings.reason.labelEn'), render: text('labelEn', 120) },
          { title: say('settings.reason.key'), width: 180, render: text('key', 40) },
          {
            title: say('settings.reason.maxDays'),
            width: 130,
            render: (_, reason, index) => (
              <InputNumber
                aria-label={say('settings.reason.maxDays')}
                min={1}
                max={longestStopDays}
                precision={0}
                disabled={!mayEdit}
                value={reason.maxDays}
                onChange={(maxDays) => maxDays !== null && change(index, { maxDays })}
              />
            ),
          },
          {
            title: '',
            width: 90,
            render: (_, reason, index) =>
              mayEdit && (
                <Button
                  size="small"
                  aria-label={say('settings.reason.remove', { name: reason.label })}
                  onClick={() => setReasons(reasons.filter((_one, at) => at !== index))}
                >
                  {say('common.remove')}
                </Button>
              ),
          },
        ]}
      />
      <RefusalAlert error={save.error} />
      {mayEdit && (
        <Flex gap={8}>
          <Button
            disabled={reasons.length >= mostStopReasons}
            onClick={() =>
              setReasons([...reasons, { key: freeKey(reasons), label: '', labelEn: '', maxDays: 15 }])
            }
          >
            {say('settings.reason.add')}
          </Button>
          <Button
            type="primary"
            loading={save.isPending}
            onClick={() => save.mutate({ ...view.settings, clockStopReasons: [...reasons] })}
          >
            {say('settings.save')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function freeKey(reasons: readonly Reason[]): string {
  const used = new Set(reasons.map((reason) => reason.key));
  let number = reasons.length + 1;
  while (used.has(`reason${number}`)) number += 1;
  return `reason${number}`;
}
