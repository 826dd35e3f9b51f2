import { Alert, Button, Descriptions, Empty, Flex, Grid, Skeleton, Table, Timeline, Typography } from 'antd';
import { HouseLink, useGo, useIdParam } from '../../client/address.tsx';
import { addressOf } from '../../client/api.ts';
import { formatInstant, formatShortInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getOrderLetter, type OrderView } from '../../contract/orders.ts';
import { getPhoto } from '../../contract/photos.ts';
import type { ProblemState } from '../../domain/problems/problem-states.ts';
import { ProblemBadge } from '../ledger/problem-badges.tsx';
import { ordersPath } from './order-address.ts';
import { OrderBadge, OrderColourBadge } from './order-badges.tsx';
import { Lateness } from './order-dialog.tsx';
import { OrderMoves } from './order-moves.tsx';
import { useOrder } from './use-order.ts';

/** One order: what is demanded, of which problems, what the unit answered, and everything that happened. */
export function OrderPage() {
  const say = useWords();
  const go = useGo();
  const order = useOrder(useIdParam());
  return (
    <Flex vertical gap={16}>
      <div className="no-print">
        <Button size="small" onClick={() => go(ordersPath)}>
          {say('orders.title')}
        </Button>
      </div>
      <RefusalAlert error={order.error} retry={() => void order.refetch()} />
      {order.isPending && <Skeleton active />}
      {order.data && <Order order={order.data} />}
    </Flex>
  );
}

function Order({ order }: { order: OrderView }) {
  const say = useWords();
  const isWide = Grid.useBreakpoint().lg === true;
  return (
    <>
      <Flex wrap gap={12} justify="space-between" align="center">
        <div>
          <Typography.Title level={1} style={{ fontSize: 22, margin: 0, overflowWrap: 'anywhere' }}>
            {order.title}
          </Typography.Title>
          <Flex wrap gap={16}>
            <span>{order.number ?? say('orders.noNumber')}</span>
            <OrderBadge state={order.state} isLate={order.isLate} />
            <OrderColourBadge colour={order.colour} />
          </Flex>
        </div>
        <Button className="no-print" href={addressOf(getOrderLetter, { id: order.id })} download>
          {say('orders.letter')}
        </Button>
      </Flex>
      <OrderMoves order={order} />
      {order.state === 'sent_back' && order.sentBackReason && (
        <Alert type="warning" showIcon title={order.sentBackReason} />
      )}
      {order.withdrawnReason && <Alert type="info" showIcon title={order.withdrawnReason} />}
      <div
        style={{
          display: 'grid',
          gap: 24,
          gridTemplateColumns: isWide ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 1fr)',
        }}
      >
        <Flex vertical gap={16}>
          <Problems order={order} />
          <Answer order={order} />
        </Flex>
        <Flex vertical gap={16}>
          <Facts order={order} />
          <History order={order} />
        </Flex>
      </div>
    </>
  );
}

function Problems({ order }: { order: OrderView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <section aria-labelledby="order-problems">
      <Typography.Title level={2} id="order-problems" style={{ fontSize: 16 }}>
        {say('orders.problems', { count: order.problemCount })}
      </Typography.Title>
      <Table<OrderView['problems'][number]>
        rowKey="id"
        size="middle"
        pagination={false}
        scroll={{ x: 620 }}
        dataSource={order.problems}
        columns={[
          {
            title: say('orders.letter.column.problem'),
            render: (_, problem) => (
              <>
                <HouseLink to={`/ledger/${problem.id}`}>{`${problem.number} ${problem.title}`}</HouseLink>
                <div style={{ color: colours.second }}>{problem.place}</div>
              </>
            ),
          },
          {
            title: say('orders.column.state'),
            width: 110,
            render: (_, problem) => <ProblemBadge state={problem.state as ProblemState} />,
          },
          {
            title: say('orders.letter.column.person'),
            width: 110,
            render: (_, problem) => problem.person?.name ?? '—',
          },
          {
            title: say('orders.letter.column.deadline'),
            width: 170,
            render: (_, problem) => (
              <>
                {problem.deadlineAt === null ? '—' : formatShortInstant(problem.deadlineAt, locale)}
                <Lateness hours={problem.hoursLate} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Answer({ order }: { order: OrderView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <section aria-labelledby="order-answer">
      <Typography.Title level={2} id="order-answer" style={{ fontSize: 16 }}>
        {say('orders.answer')}
      </Typography.Title>
      {order.answer === null ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('orders.noAnswer')} />
      ) : (
        <>
          <Typography.Paragraph style={{ whiteSpace: 'pre-wrap' }}>{order.answer}</Typography.Paragraph>
          <Typography.Text type="secondary">
            {order.answeredBy?.name} {order.answeredAt !== null && formatInstant(order.answeredAt, locale)}
          </Typography.Text>
        </>
      )}
      {order.answerPhotos.length > 0 && (
        <Flex wrap gap={8} style={{ marginTop: 8 }}>
          {order.answerPhotos.map((sha256) => (
            <a key={sha256} href={addressOf(getPhoto, { sha256 }, { size: 'large' })}>
              <img
                src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
                alt={say('orders.field.photos')}
                width={120}
                height={120}
                style={{ objectFit: 'cover', border: `1px solid ${colours.line}` }}
              />
            </a>
          ))}
        </Flex>
      )}
    </section>
  );
}

function Facts({ order }: { order: OrderView }) {
  const say = useWords();
  const { locale } = useLocale();
  const acknowledged =
    order.acknowledgedAt === null
      ? say('orders.notAcknowledged')
      : say('orders.acknowledgedOn', {
          name: order.acknowledgedBy?.name ?? '',
          date: formatShortInstant(order.acknowledgedAt, locale),
        });
  const items = [
    { key: 'unit', label: say('orders.column.unit'), children: order.unit.name },
    {
      key: 'demands',
      label: say('orders.field.demands'),
      children: <span style={{ whiteSpace: 'pre-wrap' }}>{order.demands}</span>,
    },
    {
      key: 'due',
      label: say('orders.column.due'),
      children:
        order.answerDueAt === null
          ? say('deadlines.limit.work', { hours: order.answerHours })
          : formatInstant(order.answerDueAt, locale),
    },
    { key: 'acknowledged', label: say('orders.move.acknowledge'), children: acknowledged },
    {
      key: 'made',
      label: say('orders.column.made'),
      children: `${order.madeBy?.name ?? say('orders.byRule')} · ${formatShortInstant(order.madeAt, locale)}`,
    },
    {
      key: 'counts',
      label: say('orders.move.sendBack'),
      children: [
        say('orders.sentBackCount', { count: order.sentBackCount }),
        say('orders.overdueCount', { count: order.overdueCount }),
      ].join(' · '),
    },
  ];
  return <Descriptions bordered size="small" column={1} items={items} />;
}

function History({ order }: { order: OrderView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <section aria-labelledby="order-history">
      <Typography.Title level={2} id="order-history" style={{ fontSize: 16 }}>
        {say('orders.history')}
      </Typography.Title>
      <Timeline
        items={order.history.map((event) => ({
          key: event.version,
          content: (
            <>
              <strong>{say(`orders.event.${event.kind}` as 'orders.event.order.issued')}</strong>{' '}
              <Typography.Text type="secondary">
                {event.byName ?? say('orders.system')} · {formatShortInstant(event.at, locale)}
              </Typography.Text>
              {event.text !== '' && <div style={{ whiteSpace: 'pre-wrap' }}>{event.text}</div>}
            </>
          ),
        }))}
      />
    </section>
  );
}
