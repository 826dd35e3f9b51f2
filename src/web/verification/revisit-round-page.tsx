import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Flex, Form, Input, Modal, Skeleton, Statistic, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { HouseLink, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  closeRevisitRound,
  drawRevisitRound,
  getRevisitRound,
  type RevisitRoundView,
  voidRevisitRound,
} from '../../contract/revisits.ts';
import { DrawFacts } from './draw-facts.tsx';
import { RevisitRoundBadge } from './revisit-badges.tsx';
import { RevisitTable } from './revisit-table.tsx';
import { verificationPaths } from './verification-tabs.tsx';

/** One round of revisits: how far it is, what was drawn, and how anybody can check the draw. */
export function RevisitRoundPage() {
  const id = useIdParam();
  const round = useQuery({
    queryKey: [getRevisitRound.name, id],
    queryFn: () => call(getRevisitRound, { params: { id } }),
  });
  if (round.error) return <RefusalAlert error={round.error} retry={() => void round.refetch()} />;
  if (!round.data) return <Skeleton active />;
  return <Content key={id} round={round.data} />;
}

function Content({ round }: { round: RevisitRoundView }) {
  const say = useWords();
  const { locale } = useLocale();
  const done = round.held + round.failed + round.notPossible;
  return (
    <Flex vertical gap={16}>
      <div>
        <HouseLink to={verificationPaths.rounds}>{say('revisits.title')}</HouseLink>
        <Flex justify="space-between" align="center" wrap gap={8}>
          <Flex align="center" wrap gap={8}>
            <h1 className="page-title" style={{ margin: 0 }}>
              {round.name}
            </h1>
            <RevisitRoundBadge state={round.state} />
            {round.isSample && <Tag>{say('common.sample')}</Tag>}
          </Flex>
          {round.mayPlan && <Moves round={round} />}
        </Flex>
        <p style={{ color: colours.second, marginBlock: 4 }}>
          {say('revisits.rounds.span', {
            from: formatDay(round.periodFrom, locale),
            to: formatDay(round.periodTo, locale),
          })}
        </p>
        {round.voidReason && <p>{`${say('revisits.void.reason')}: ${round.voidReason}`}</p>}
      </div>
      {(round.state === 'drawn' || round.state === 'closed') && (
        <>
          <Flex wrap gap={32}>
            <Statistic
              title={say('revisits.rounds.progress')}
              value={say('revisits.rounds.doneOf', { done, all: round.revisits })}
            />
            <Statistic title={say('revisits.state.held')} value={round.held} />
            <Statistic title={say('revisits.state.failed')} value={round.failed} />
            <Statistic title={say('revisits.state.notPossible')} value={round.notPossible} />
          </Flex>
          {!round.seesPlan && <p style={{ margin: 0 }}>{say('revisits.list.hidden')}</p>}
          {round.withoutInspector > 0 && (
            <p style={{ margin: 0, color: colours.soon }}>
              ▲ {say('revisits.list.without', { count: round.withoutInspector })}
            </p>
          )}
          <div>
            <HouseLink to={verificationPaths.results} search={{ round: round.id }}>
              {say('revisits.results.title')}
            </HouseLink>
          </div>
          <RevisitTable roundId={round.id} />
        </>
      )}
      <DrawFacts round={round} />
    </Flex>
  );
}

/** Commands of the office, each with what it means before it is done. */
function Moves({ round }: { round: RevisitRoundView }) {
  const say = useWords();
  const [open, setOpen] = useState<'draw' | 'void' | 'close' | null>(null);
  const close = () => setOpen(null);
  return (
    <Flex gap={8} wrap className="no-print">
      {round.state === 'announced' && (
        <>
          <Button type="primary" onClick={() => setOpen('draw')}>
            {say('revisits.draw')}
          </Button>
          <Button onClick={() => setOpen('void')}>{say('revisits.void')}</Button>
        </>
      )}
      {round.state === 'drawn' && <Button onClick={() => setOpen('close')}>{say('revisits.close')}</Button>}
      {open === 'draw' && <DrawDialog round={round} onClose={close} />}
      {open === 'void' && <VoidDialog round={round} onClose={close} />}
      {open === 'close' && <CloseDialog round={round} onClose={close} />}
    </Flex>
  );
}

interface DialogProps {
  readonly round: RevisitRoundView;
  readonly onClose: () => void;
}

function DrawDialog({ round, onClose }: DialogProps) {
  const say = useWords();
  const [publicNumber, setNumber] = useState('');
  const change = useRoundMove(onClose, async () => {
    const { drawn, withoutInspector } = await call(drawRevisitRound, {
      params: { id: round.id },
      body: { publicNumber: publicNumber.trim() },
    });
    return say('revisits.draw.done', { drawn, without: withoutInspector });
  });
  return (
    <MoveDialog
      title={say('revisits.draw')}
      ok={say('revisits.draw.submit')}
      hint={say('revisits.draw.hint')}
      change={change}
      isReady={publicNumber.trim() !== ''}
      onClose={onClose}
    >
      <p>{`${say('revisits.facts.seedSource')}: ${round.facts.seedSource}`}</p>
      <Form.Item label={say('revisits.draw.number')}>
        <Input
          autoFocus
          maxLength={60}
          aria-label={say('revisits.draw.number')}
          value={publicNumber}
          onChange={(event) => setNumber(event.target.value)}
        />
      </Form.Item>
    </MoveDialog>
  );
}

function VoidDialog({ round, onClose }: DialogProps) {
  const say = useWords();
  const [reason, setReason] = useState('');
  const change = useRoundMove(onClose, async () => {
    await call(voidRevisitRound, { params: { id: round.id }, body: { reason } });
    return say('revisits.void.done');
  });
  return (
    <MoveDialog
      title={say('revisits.void')}
      ok={say('revisits.void')}
      hint={say('revisits.void.hint')}
      change={change}
      isReady={reason.trim() !== ''}
      onClose={onClose}
    >
      <Form.Item label={say('revisits.void.reason')}>
        <Input.TextArea
          autoFocus
          maxLength={500}
          aria-label={say('revisits.void.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Form.Item>
    </MoveDialog>
  );
}

function CloseDialog({ round, onClose }: DialogProps) {
  const say = useWords();
  const left = round.revisits - round.held - round.failed - round.notPossible;
  const [leaveOpen, setLeaveOpen] = useState(false);
  const change = useRoundMove(onClose, async () => {
    await call(closeRevisitRound, { params: { id: round.id }, body: { leaveOpen } });
    return say('revisits.close.done');
  });
  return (
    <MoveDialog
      title={say('revisits.close')}
      ok={say('revisits.close')}
      hint={say('revisits.close.hint')}
      change={change}
      isReady={left === 0 || leaveOpen}
      onClose={onClose}
    >
      {left > 0 && (
        <Checkbox checked={leaveOpen} onChange={(event) => setLeaveOpen(event.target.checked)}>
          {say('revisits.close.leaveOpen', { count: left })}
        </Checkbox>
      )}
    </MoveDialog>
  );
}

function useRoundMove(onClose: () => void, move: () => Promise<string>) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: move,
    onSuccess: async (done) => {
      void message.success(done);
      onClose();
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) => typeof name === 'string' && name.startsWith('revisits.'),
      });
    },
  });
}

function MoveDialog(props: {
  title: string;
  ok: string;
  hint: string;
  change: ReturnType<typeof useRoundMove>;
  isReady: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const say = useWords();
  useFormTimer();
  return (
    <Modal
      open
      title={props.title}
      okText={props.ok}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !props.isReady }}
      confirmLoading={props.change.isPending}
      onOk={() => props.change.mutate()}
      onCancel={props.onClose}
    >
      <p>{props.hint}</p>
      <RefusalAlert error={props.change.error} />
      <Form layout="vertical">{props.children}</Form>
    </Modal>
  );
}
