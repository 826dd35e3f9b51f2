import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Timeline, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { type EscalationView, listProblemEscalations, listProblemOrders } from '../../contract/orders.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { orderPath } from './order-address.ts';
import { OrderBadge } from './order-badges.tsx';
import { OrderDialog } from './order-dialog.tsx';

/** Letters about a problem and what was said of its lateness; nothing where there is neither. */
export function ProblemOrders({ problemId, unitId }: { problemId: string; unitId: string | null }) {
  const say = useWords();
  const go = useGo();
  const [isOpen, setOpen] = useState(false);
  const orders = useQuery({
    queryKey: [listProblemOrders.name, problemId],
    queryFn: () => call(listProblemOrders, { params: { id: problemId } }),
  });
  const escalations = useQuery({
    queryKey: [listProblemEscalations.name, problemId],
    queryFn: () => call(listProblemEscalations, { params: { id: problemId } }),
  });
  const letters = orders.data?.orders ?? [];
  const said = escalations.data?.escalations ?? [];
  const mayIssue = orders.data?.mayIssue === true && unitId !== null;
  if (letters.length === 0 && said.length === 0 && !mayIssue) return null;
  return (
    <section aria-labelledby="problem-orders">
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Typography.Title level={2} id="problem-orders" style={{ fontSize: 16, margin: 0 }}>
          {say('orders.ofProblem')}
        </Typography.Title>
        {mayIssue && (
          <Button size="small" className="no-print" onClick={() => setOpen(true)}>
            {say('orders.new')}
          </Button>
        )}
      </Flex>
      {letters.length === 0 ? (
        <Typography.Text type="secondary">{say('orders.ofProblem.none')}</Typography.Text>
      ) : (
        <ul style={{ paddingInlineStart: 20, margin: '8px 0' }}>
          {letters.map((order) => (
            <li key={order.id}>
              <HouseLink to={orderPath(order.id)}>{order.number ?? order.title}</HouseLink>{' '}
              <OrderBadge state={order.state} isLate={order.isLate} />
            </li>
          ))}
        </ul>
      )}
      {said.length > 0 && <Escalations said={said} />}
      {isOpen && unitId !== null && (
        <OrderDialog
          start={{ unitId, problemIds: [problemId] }}
          onClose={() => setOpen(false)}
          onDone={(order) => go(orderPath(order.id))}
        />
      )}
    </section>
  );
}

function Escalations({ said }: { said: readonly EscalationView[] }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <>
      <Typography.Title level={3} style={{ fontSize: 14 }}>
        {say('orders.escalations')}
      </Typography.Title>
      <Timeline
        items={said.map((one) => ({
          key: one.id,
          color: one.hoursLate > 0 ? colours.overdue : colours.soon,
          content: (
            <>
              {say('orders.escalation.line', {
                step: one.stepName || say(`settings.step.${one.stepKey}` as WordKey),
                people:
                  one.people.map((person) => person.name).join(say('problems.listComma')) ||
                  say('orders.escalation.nobody'),
              })}{' '}
              <Typography.Text type="secondary">{formatShortInstant(one.at, locale)}</Typography.Text>
            </>
          ),
        }))}
      />
    </>
  );
}
