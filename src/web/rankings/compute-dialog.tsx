import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Flex, Form, Input, Modal, Select } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { computeRanking, listRankings } from '../../contract/rankings.ts';
import { listRounds } from '../../contract/rounds.ts';
import { listSchemes } from '../../contract/schemes.ts';

/** What a correction starts from. */
export interface CorrectedIssue {
  readonly id: string;
  readonly title: string;
  readonly schemeId: string | null;
  readonly roundId: string | null;
  readonly period: string;
}

/** Asks for scheme, round, title and period, then computes a draft. */
export function ComputeDialog(props: {
  corrects?: CorrectedIssue;
  onClose: () => void;
  onDone: (rankingId: string) => void;
}) {
  const { corrects } = props;
  const say = useWords();
  useFormTimer();
  const { locale } = useLocale();
  const client = useQueryClient();
  const schemes = useQuery({ queryKey: [listSchemes.name], queryFn: () => call(listSchemes) });
  const rounds = useQuery({
    queryKey: [listRounds.name, { limit: 200 }],
    queryFn: () => call(listRounds, { query: { limit: 200 } }),
  });
  const [from, to] = corrects?.period.split('/') ?? [];
  const [form, setForm] = useState({
    schemeId: corrects?.schemeId ?? undefined,
    roundId: corrects?.roundId ?? undefined,
    title: corrects ? say('rankings.correctionTitle', { title: corrects.title }) : '',
    from: from ?? '',
    to: to ?? '',
  });
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  // one id for this dialog: sending twice after a lost answer computes once
  const id = useRef(uuid());
  const send = useMutation({
    mutationFn: () =>
      call(computeRanking, {
        body: {
          id: id.current,
          schemeId: form.schemeId ?? '',
          roundId: form.roundId ?? '',
          title: form.title,
          period: { from: form.from, to: form.to },
          ...(corrects ? { correctsId: corrects.id } : {}),
        },
      }),
    onSuccess: async (ranking) => {
      await client.invalidateQueries({ queryKey: [listRankings.name] });
      props.onDone(ranking.id);
    },
  });
  const isReady = Boolean(form.schemeId && form.roundId && form.title.trim() && form.from && form.to);
  const chooseRound = (roundId: string) => {
    const round = rounds.data?.rounds.find((known) => known.id === roundId);
    change({
      roundId,
      ...(round && !form.from ? { from: round.startsOn, to: round.endsOn } : {}),
      ...(round && form.title === '' ? { title: say('rankings.defaultTitle', { round: round.name }) } : {}),
    });
  };
  return (
    <Modal
      open
      title={say(corrects ? 'rankings.correct' : 'rankings.compute')}
      okText={say('rankings.computeNow')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        {corrects && (
          <Form.Item>
            <Alert type="info" title={say('rankings.correctHelp', { title: corrects.title })} />
          </Form.Item>
        )}
        <RefusalAlert error={schemes.error ?? rounds.error} />
        <Form.Item label={say('rankings.round')} htmlFor="ranking-round">
          <Select
            id="ranking-round"
            loading={rounds.isPending}
            value={form.roundId}
            onChange={chooseRound}
            notFoundContent={say('rankings.noRound')}
            options={rounds.data?.rounds.map((round) => ({
              value: round.id,
              label: say('rankings.roundOption', {
                name: round.name,
                from: formatDay(round.startsOn, locale),
                to: formatDay(round.endsOn, locale),
                scored: round.scored,
              }),
            }))}
          />
        </Form.Item>
        <Form.Item label={say('rankings.scheme')} htmlFor="ranking-scheme">
          <Select
            id="ranking-scheme"
            loading={schemes.isPending}
            value={form.schemeId}
            onChange={(schemeId: string) => change({ schemeId })}
            notFoundContent={say('schemes.empty')}
            options={schemes.data?.schemes.map((scheme) => ({ value: scheme.id, label: scheme.name }))}
          />
        </Form.Item>
        <Form.Item label={say('rankings.column.title')} htmlFor="ranking-title">
          <Input
            id="ranking-title"
            maxLength={120}
            value={form.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('rankings.column.period')} extra={say('rankings.periodHelp')}>
          <Flex gap={8} align="center" wrap>
            <Input
              type="date"
              style={{ width: 160 }}
              aria-label={say('rankings.periodFrom')}
              value={form.from}
              onChange={(event) => change({ from: event.target.value })}
            />
            <span aria-hidden>—</span>
            <Input
              type="date"
              style={{ width: 160 }}
              aria-label={say('rankings.periodTo')}
              value={form.to}
              onChange={(event) => change({ to: event.target.value })}
            />
          </Flex>
        </Form.Item>
        <RefusalAlert error={send.error} />
      </Form>
    </Modal>
  );
}
