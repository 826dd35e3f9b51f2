import { Button, Checkbox, Flex, Typography } from 'antd';
import { useState } from 'react';
import { useAddressSearch, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { FilterChoice } from '../../client/filter-line.tsx';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { listOrders } from '../../contract/orders.ts';
import { orderColours, orderStates } from '../../domain/orders/order.ts';
import { orderPath, ordersPath } from './order-address.ts';
import { OrderDialog } from './order-dialog.tsx';
import { OrderTable } from './order-table.tsx';

/** Letters to units, newest first, with counts by state and of those that nobody answers. */
export function OrdersPage() {
  const say = useWords();
  const go = useGo();
  const [search, change] = useAddressSearch(ordersPath);
  const [isOpen, setOpen] = useState(false);
  const state = orderStates.find((one) => one === search.state);
  const colour = orderColours.find((one) => one === search.colour);
  const query = {
    ...(state ? { state } : {}),
    ...(colour ? { colour } : {}),
    ...(search.unitId ? { unitId: search.unitId } : {}),
    ...(search.late === 'true' ? { late: 'true' as const } : {}),
    limit: 50,
  };
  const pages = usePages({
    key: [listOrders.name, query],
    load: (cursor) => call(listOrders, { query: { ...query, cursor } }),
    nextOf: (page) => page.next,
    keepsPrevious: true,
  });
  const first = pages.data?.[0];
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={12} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('orders.title')}
        </Typography.Title>
        {first?.mayIssue && (
          <Button type="primary" className="no-print" onClick={() => setOpen(true)}>
            {say('orders.new')}
          </Button>
        )}
      </Flex>
      <Typography.Text type="secondary">{say('orders.intro')}</Typography.Text>
      <Flex wrap gap={12} align="center" className="no-print">
        <FilterChoice
          label={say('orders.filter.state')}
          value={state}
          width={180}
          options={orderStates.map((one) => ({
            value: one,
            label: `${say(`orders.state.${one}`)} ${first?.states[one] ?? 0}`,
          }))}
          onChange={(value) => change({ state: value })}
        />
        <FilterChoice
          label={say('orders.filter.colour')}
          value={colour}
          width={180}
          options={orderColours.map((one) => ({ value: one, label: say(`orders.colour.${one}`) }))}
          onChange={(value) => change({ colour: value })}
        />
        <UnitPicker
          label={say('orders.column.unit')}
          width={220}
          value={search.unitId ?? null}
          onChange={(unitId) => change({ unitId })}
        />
        <Checkbox
          checked={search.late === 'true'}
          onChange={(event) => change({ late: event.target.checked ? 'true' : null })}
        >
          {say('orders.filter.late')}
        </Checkbox>
      </Flex>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {first && (
        <Typography.Text role="status">
          {say('orders.count', { count: first.count })} · {say('orders.lateCount', { count: first.late })}
        </Typography.Text>
      )}
      <OrderTable
        orders={pages.data?.flatMap((page) => page.orders) ?? []}
        isLoading={pages.isPending}
        empty={say('orders.empty')}
        emptyHint={first?.mayIssue ? say('orders.emptyHint') : undefined}
      />
      <MorePages of={pages} />
      {isOpen && <OrderDialog onClose={() => setOpen(false)} onDone={(order) => go(orderPath(order.id))} />}
    </Flex>
  );
}
