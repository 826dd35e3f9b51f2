import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Form, Input, InputNumber, Modal, Select, Table, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocalName, useWords } from '../../client/words.tsx';
import { type CategoryLimit, listLimits, saveLimit } from '../../contract/deadlines.ts';
import { useSaving } from './use-settings.ts';

/** Time limits of every category, by severity. */
export function LimitsPane() {
  const say = useWords();
  const localName = useLocalName();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<CategoryLimit | null>(null);
  const list = useQuery({ queryKey: [listLimits.name], queryFn: () => call(listLimits) });
  const limits = (list.data?.limits ?? []).filter((limit) =>
    `${limit.name} ${limit.nameEn} ${limit.key}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say('settings.limits.intro')}</Typography.Text>
      <Flex gap={12} align="center" wrap>
        <Input.Search
          allowClear
          style={{ width: 260 }}
          aria-label={say('settings.limits.search')}
          placeholder={say('settings.limits.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span role="status">{say('settings.limits.count', { count: limits.length })}</span>
      </Flex>
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      <Table<CategoryLimit>
        rowKey="key"
        size="middle"
        loading={list.isPending}
        dataSource={limits}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 720 }}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('settings.limits.empty')} />
          ),
        }}
        columns={[
          {
            title: say('settings.limits.category'),
            render: (_, limit) => (
              <>
                {localName(limit)} <Typography.Text type="secondary">{limit.key}</Typography.Text>
              </>
            ),
          },
          { title: say('settings.limits.hours'), align: 'right', width: 120, dataIndex: 'hours' },
          {
            title: say('settings.limits.clock'),
            width: 120,
            render: (_, limit) => say(`deadlines.clock.${limit.clock}`),
          },
          {
            title: say('settings.limits.highHours'),
            align: 'right',
            width: 180,
            render: (_, limit) => limit.highHours ?? say('settings.limits.same'),
          },
          {
            title: say('settings.limits.severity'),
            width: 130,
            render: (_, limit) => say(`problems.severity.${limit.defaultSeverity}`),
          },
          {
            title: '',
            width: 90,
            render: (_, limit) =>
              list.data?.mayEdit && (
                <Button
                  size="small"
                  aria-label={say('settings.limits.edit', { name: localName(limit) })}
                  onClick={() => setOpen(limit)}
                >
                  {say('common.edit')}
                </Button>
              ),
          },
        ]}
      />
      {open && list.data && (
        <LimitDialog limit={open} version={list.data.version} onClose={() => setOpen(null)} />
      )}
    </Flex>
  );
}

function LimitDialog(props: { limit: CategoryLimit; version: number; onClose: () => void }) {
  const { limit, version, onClose } = props;
  const say = useWords();
  const localName = useLocalName();
  const [draft, setDraft] = useState(limit);
  const save = useSaving(
    ({ hours, clock, highHours, defaultSeverity }: CategoryLimit) =>
      call(saveLimit, {
        params: { key: limit.key },
        body: { version, hours, clock, highHours, defaultSeverity },
      }),
    onClose,
  );
  return (
    <Modal
      open
      title={say('settings.limits.edit', { name: localName(limit) })}
      okText={say('settings.save')}
      cancelText={say('common.cancel')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => save.mutate(draft)}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={say('settings.limits.hours')} htmlFor="limit-hours">
          <InputNumber
            id="limit-hours"
            min={0.5}
            max={8760}
            step={0.5}
            value={draft.hours}
            onChange={(hours) => hours !== null && setDraft({ ...draft, hours })}
          />
        </Form.Item>
        <Form.Item label={say('settings.limits.clock')} htmlFor="limit-clock">
          <Select
            id="limit-clock"
            value={draft.clock}
            onChange={(clock) => setDraft({ ...draft, clock })}
            options={(['work', 'elapsed'] as const).map((clock) => ({
              value: clock,
              label: say(`deadlines.clock.${clock}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          label={say('settings.limits.highHours')}
          htmlFor="limit-high"
          extra={say('settings.limits.same')}
        >
          <InputNumber
            id="limit-high"
            min={0.5}
            max={draft.hours}
            step={0.5}
            value={draft.highHours}
            onChange={(highHours) => setDraft({ ...draft, highHours })}
          />
        </Form.Item>
        <Form.Item label={say('settings.limits.severity')} htmlFor="limit-severity">
          <Select
            id="limit-severity"
            value={draft.defaultSeverity}
            onChange={(defaultSeverity) => setDraft({ ...draft, defaultSeverity })}
            options={(['normal', 'high'] as const).map((severity) => ({
              value: severity,
              label: say(`problems.severity.${severity}`),
            }))}
          />
        </Form.Item>
      </Form>
      <RefusalAlert error={save.error} />
    </Modal>
  );
}
