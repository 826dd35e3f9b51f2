import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Radio, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { type DeliveryView, listDeliveries, sendAgain } from '../../contract/notifications.ts';
import { type DeliveryState, deliveryStates } from '../../domain/notifications/delivery-retry.ts';

const marks: Readonly<Record<DeliveryState, StateLook>> = {
  queued: ['○', colours.second],
  sending: ['◐', colours.second],
  failed: ['▲', colours.soon],
  sent: ['✓', colours.onTime],
  dead: ['■', colours.overdue],
};

/** What was sent, to whom, and what could not be: with a way to send it again. */
export function DeliveriesPane() {
  const say = useWords();
  const { locale } = useLocale();
  const client = useQueryClient();
  const [state, setState] = useState<DeliveryState>();
  const filter = state ? { state } : {};
  const list = usePages({
    key: [listDeliveries.name, filter],
    load: (cursor) => call(listDeliveries, { query: { ...filter, cursor } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const counts = list.data?.[0]?.counts;
  const again = useMutation({
    mutationFn: (id: string) => call(sendAgain, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listDeliveries.name] }),
  });
  const columns: TableColumnsType<DeliveryView> = [
    {
      title: say('notifications.column.what'),
      rowScope: 'row',
      render: (_, { title, count }) => (count > 1 ? say('notifications.items', { title, count }) : title),
    },
    {
      title: say('notifications.column.state'),
      width: 200,
      render: (_, { state: now, attempts, lastError }) => (
        <>
          <StateBadge look={marks[now]}>{say(`notifications.state.${now}`)}</StateBadge>
          {attempts > 1 && <div>{say('notifications.attempts', { count: attempts })}</div>}
          {lastError && now !== 'sent' && <div style={{ color: colours.second }}>{lastError}</div>}
        </>
      ),
    },
    {
      title: say('notifications.column.to'),
      width: 220,
      render: (_, { medium, to, email }) => (
        <>
          {to} {email}
          <div style={{ color: colours.second }}>{say(`notifications.medium.${medium}`)}</div>
        </>
      ),
    },
    {
      title: say('notifications.column.when'),
      width: 150,
      render: (_, { sentAt, nextAttemptAt, createdAt }) =>
        formatShortInstant(sentAt ?? nextAttemptAt ?? createdAt, locale),
    },
    {
      key: 'again',
      width: 110,
      render: (_, { id, state: now }) =>
        now === 'dead' && (
          <Button size="small" loading={again.isPending} onClick={() => again.mutate(id)}>
            {say('notifications.sendAgain')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Radio.Group
        optionType="button"
        aria-label={say('common.state')}
        style={{ marginBlockEnd: 12 }}
        value={state ?? 'all'}
        onChange={(event) => setState(event.target.value === 'all' ? undefined : event.target.value)}
        options={[
          { value: 'all', label: say('common.all') },
          ...deliveryStates.map((one) => ({
            value: one,
            label: say('notifications.stateCount', {
              state: say(`notifications.state.${one}`),
              count: counts?.[one] ?? 0,
            }),
          })),
        ]}
      />
      <RefusalAlert error={list.error ?? again.error} retry={() => void list.refetch()} />
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 800 }}
        loading={list.isPending}
        columns={columns}
        dataSource={(list.data ?? []).flatMap((page) => page.deliveries)}
        locale={{ emptyText: <Empty description={say('notifications.noDeliveries')} /> }}
      />
      <MorePages of={list} />
    </>
  );
}
