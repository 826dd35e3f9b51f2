import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Flex, Form, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  acceptOrder,
  acknowledgeOrder,
  answerOrder,
  issueOrder,
  type OrderView,
  sendBackOrder,
  withdrawOrder,
} from '../../contract/orders.ts';
import type { PhotoReference } from '../../contract/photos.ts';
import { PhotoPicker } from '../ledger/photo-picker.tsx';
import { OrderDialog } from './order-dialog.tsx';
import { useOrderChanged } from './use-order.ts';

/** Moves that a person makes on the page of an order, in the order of its life. */
const shownMoves = ['issue', 'edit', 'acknowledge', 'answer', 'accept', 'sendBack', 'withdraw'] as const;
type ShownMove = (typeof shownMoves)[number];

/** What may be done with the order now, as buttons; each asks for what it needs. */
export function OrderMoves({ order }: { order: OrderView }) {
  const say = useWords();
  const [open, setOpen] = useState<ShownMove | null>(null);
  const moves = shownMoves.filter((move) => order.moves.includes(move));
  if (moves.length === 0) return null;
  return (
    <Flex wrap gap={8} className="no-print">
      {moves.map((move, index) => (
        <Button key={move} type={index === 0 ? 'primary' : 'default'} onClick={() => setOpen(move)}>
          {say(`orders.move.${move}`)}
        </Button>
      ))}
      {open === 'edit' && (
        <OrderDialog order={order} onClose={() => setOpen(null)} onDone={() => undefined} />
      )}
      {open !== null && open !== 'edit' && (
        <MoveDialog order={order} move={open} onClose={() => setOpen(null)} />
      )}
    </Flex>
  );
}

interface Typed {
  readonly text: string;
  readonly photos: readonly PhotoReference[];
  /** Local time as the field gives it; empty: counted anew. */
  readonly day: string;
}

function MoveDialog(props: { order: OrderView; move: Exclude<ShownMove, 'edit'>; onClose: () => void }) {
  const { order, move } = props;
  const say = useWords();
  useFormTimer();
  const changed = useOrderChanged();
  const commandId = useRef(uuid());
  const [typed, setTyped] = useState<Typed>({ text: '', photos: [], day: '' });
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const send = useMutation({
    mutationFn: () => sendMove(order, move, commandId.current, typed),
    onSuccess: async (saved) => {
      await changed(saved);
      props.onClose();
    },
  });
  const field = fieldOf(move);
  const isReady = field === null || field.shortest === 0 || typed.text.trim().length >= field.shortest;
  return (
    <Modal
      open
      title={say(`orders.move.${move}`)}
      okText={say(`orders.move.${move}`)}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        {field && (
          <Form.Item label={say(field.words)} htmlFor="order-text" required={field.shortest > 0}>
            <Input.TextArea
              id="order-text"
              rows={4}
              maxLength={4000}
              value={typed.text}
              onChange={(event) => change({ text: event.target.value })}
            />
          </Form.Item>
        )}
        {move === 'answer' && <PhotoPicker value={typed.photos} onChange={(photos) => change({ photos })} />}
        {move === 'sendBack' && (
          <Form.Item
            label={say('orders.field.newDay')}
            htmlFor="order-day"
            extra={say('orders.field.newDayHint')}
          >
            <Input
              id="order-day"
              type="datetime-local"
              value={typed.day}
              onChange={(event) => change({ day: event.target.value })}
            />
          </Form.Item>
        )}
        {field === null && <Alert type="info" showIcon title={order.title} />}
      </Form>
      <RefusalAlert error={send.error} />
    </Modal>
  );
}

/** What the move asks to be written; `shortest` 0: it may stay empty. */
function fieldOf(move: Exclude<ShownMove, 'edit'>) {
  switch (move) {
    case 'answer':
      return { words: 'orders.field.answer', shortest: 4 } as const;
    case 'sendBack':
    case 'withdraw':
      return { words: 'orders.field.reason', shortest: 4 } as const;
    case 'accept':
      return { words: 'orders.field.remark', shortest: 0 } as const;
    default:
      return null;
  }
}

function sendMove(
  order: OrderView,
  move: Exclude<ShownMove, 'edit'>,
  commandId: string,
  { text, photos, day }: Typed,
): Promise<OrderView> {
  const params = { id: order.id };
  const command = { commandId, version: order.version };
  switch (move) {
    case 'issue':
      return call(issueOrder, { params, body: command });
    case 'acknowledge':
      return call(acknowledgeOrder, { params, body: command });
    case 'answer':
      return call(answerOrder, { params, body: { ...command, answer: text, photos: [...photos] } });
    case 'accept':
      return call(acceptOrder, { params, body: { ...command, remark: text } });
    case 'sendBack': {
      const answerDueAt = day === '' ? null : new Date(`${day}:00+08:00`).toISOString();
      return call(sendBackOrder, { params, body: { ...command, reason: text, answerDueAt } });
    }
    case 'withdraw':
      return call(withdrawOrder, { params, body: { ...command, reason: text } });
    default: {
      const unknown: never = move;
      throw new Error(`unknown move ${String(unknown)}`);
    }
  }
}
