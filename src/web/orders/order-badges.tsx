import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { OrderColour, OrderState } from '../../domain/orders/order.ts';

const stateLooks: Readonly<Record<OrderState, StateLook>> = {
  draft: ['○', colours.second],
  issued: ['◇', colours.blueFlag],
  acknowledged: ['◆', colours.blueFlag],
  answered: ['◕', colours.soon],
  sent_back: ['↩', colours.soon],
  accepted: ['✓', colours.onTime],
  withdrawn: ['⊘', colours.hint],
};

/** State of an order; late answers say so beside it. */
export function OrderBadge({ state, isLate }: { state: OrderState; isLate: boolean }) {
  const say = useWords();
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <StateBadge look={stateLooks[state]}>{say(`orders.state.${state}`)}</StateBadge>
      {isLate && (
        <>
          {' '}
          <StateBadge look={['■', colours.overdue]}>{say('orders.late')}</StateBadge>
        </>
      )}
    </span>
  );
}

const colourLooks: Readonly<Record<OrderColour, StateLook>> = {
  near: ['▲', colours.soon],
  slow: ['◆', '#b45309'],
  overdue: ['■', colours.overdue],
};

/** Colour of a letter as shape and word. */
export function OrderColourBadge({ colour }: { colour: OrderColour }) {
  const say = useWords();
  return <StateBadge look={colourLooks[colour]}>{say(`orders.colour.${colour}`)}</StateBadge>;
}
