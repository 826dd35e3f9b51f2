import { Empty, Table } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { OrderLine } from '../../contract/orders.ts';
import { orderPath } from './order-address.ts';
import { OrderBadge, OrderColourBadge } from './order-badges.tsx';

/** Orders as lines; the number opens the letter. */
export function OrderTable(props: {
  orders: readonly OrderLine[];
  isLoading: boolean;
  empty: string;
  emptyHint?: string;
}) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Table<OrderLine>
      rowKey="id"
      size="middle"
      pagination={false}
      loading={props.isLoading}
      scroll={{ x: 860 }}
      dataSource={[...props.orders]}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={props.empty}>
            {props.emptyHint}
          </Empty>
        ),
      }}
      columns={[
        {
          title: say('orders.column.title'),
          width: 280,
          render: (_, order) => (
            <>
              <HouseLink to={orderPath(order.id)}>{order.title}</HouseLink>
              <div style={{ color: colours.second }}>
                {order.number ?? say('orders.noNumber')}
                {order.byRule && ` · ${say('orders.byRule')}`}
                {order.isSample && ` · ${say('common.sample')}`}
              </div>
            </>
          ),
        },
        {
          title: say('orders.column.state'),
          width: 200,
          render: (_, order) => <OrderBadge state={order.state} isLate={order.isLate} />,
        },
        {
          title: say('orders.filter.colour'),
          width: 140,
          render: (_, order) => <OrderColourBadge colour={order.colour} />,
        },
        { title: say('orders.column.unit'), width: 160, render: (_, order) => order.unit.name },
        {
          title: say('orders.column.problems'),
          align: 'right',
          width: 80,
          render: (_, order) => say('orders.problemCount', { count: order.problemCount }),
        },
        {
          title: say('orders.column.due'),
          width: 140,
          render: (_, order) =>
            order.answerDueAt === null ? '—' : formatShortInstant(order.answerDueAt, locale),
        },
      ]}
    />
  );
}
