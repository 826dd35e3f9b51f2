import { useMutation } from '@tanstack/react-query';
import { Alert, Checkbox, Flex, Form, Input, InputNumber, Modal, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { type FlagTieView, publishRanking, type RankingView } from '../../contract/rankings.ts';
import { Pennant } from './pennant.tsx';
import { flagWord } from './ranking-sentences.ts';

interface TieChoice {
  readonly units: readonly string[];
  readonly reason: string;
}

const shortestReason = 4;

/** Says what freezing means, asks for the decision on every tie and for the document number. */
export function PublishDialog(props: { ranking: RankingView; onClose: () => void; onDone: () => void }) {
  const { ranking } = props;
  const { ties } = ranking;
  const say = useWords();
  useFormTimer();
  const [document, setDocument] = useState(ranking.nextDocument);
  const [choices, setChoices] = useState<readonly TieChoice[]>(ties.map(() => ({ units: [], reason: '' })));
  const [isUnderstood, setUnderstood] = useState(false);
  const decisions = ties.map(({ group, flag }, index) => ({
    group,
    flag,
    units: [...(choices[index]?.units ?? [])],
    reason: choices[index]?.reason.trim() ?? '',
  }));
  const send = useMutation({
    mutationFn: () =>
      call(publishRanking, {
        params: { id: ranking.id },
        body: { version: ranking.version, decisions, ...(document ? { document } : {}) },
      }),
    onSuccess: props.onDone,
  });
  const isDecided = decisions.every(({ reason }) => reason.length >= shortestReason);
  return (
    <Modal
      open
      title={say('rankings.publishTitle', { title: ranking.title })}
      okText={say('rankings.publish')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isUnderstood || !isDecided, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        <ul>
          <li>{say('rankings.publishFreezes')}</li>
          <li>{say('rankings.publishFlags')}</li>
          <li>{say('rankings.publishPledges')}</li>
        </ul>
        {ties.map((tie, index) => (
          <TieField
            key={`${tie.group} ${tie.flag}`}
            tie={tie}
            choice={choices[index] ?? { units: [], reason: '' }}
            onChange={(choice) => setChoices(choices.map((known, at) => (at === index ? choice : known)))}
          />
        ))}
        {document ? (
          <Form.Item label={say('rankings.column.number')}>
            <Flex gap={4} align="center" wrap>
              <Input
                style={{ width: 140 }}
                aria-label={say('rankings.document.prefix')}
                value={document.prefix}
                maxLength={30}
                onChange={(event) => setDocument({ ...document, prefix: event.target.value })}
              />
              <InputNumber
                style={{ width: 90 }}
                aria-label={say('rankings.document.year')}
                min={1900}
                max={2999}
                precision={0}
                value={document.year}
                onChange={(year) => year !== null && setDocument({ ...document, year })}
              />
              <InputNumber
                style={{ width: 90 }}
                aria-label={say('rankings.document.number')}
                min={1}
                max={99_999}
                precision={0}
                value={document.number}
                onChange={(number) => number !== null && setDocument({ ...document, number })}
              />
              <strong>{`${document.prefix}〔${document.year}〕${document.number}号`}</strong>
            </Flex>
          </Form.Item>
        ) : (
          <Alert type="info" title={say('rankings.noPrefix')} style={{ marginBottom: 12 }} />
        )}
        <Checkbox checked={isUnderstood} onChange={(event) => setUnderstood(event.target.checked)}>
          {say('rankings.publishUnderstood')}
        </Checkbox>
        <RefusalAlert error={send.error} />
      </Form>
    </Modal>
  );
}

/** Who of the tied units gets the flag, and why. */
function TieField(props: { tie: FlagTieView; choice: TieChoice; onChange: (choice: TieChoice) => void }) {
  const { tie, choice, onChange } = props;
  const say = useWords();
  return (
    <fieldset style={{ margin: '0 0 16px', padding: 12, border: `1px solid ${colours.line}` }}>
      <legend style={{ width: 'auto', margin: 0, border: 0, fontSize: 'inherit', color: colours.ink }}>
        {say('rankings.tie.title', { group: tie.group })} <Pennant flag={tie.flag} />
      </legend>
      <Typography.Paragraph>
        {say('rankings.tie.help', {
          score: tie.score,
          count: tie.count,
          flag: flagWord(say, tie.flag),
          units: tie.units.length,
        })}
      </Typography.Paragraph>
      <Checkbox.Group
        aria-label={say('rankings.tie.who')}
        value={[...choice.units]}
        onChange={(units) => onChange({ ...choice, units })}
        options={tie.units.map((unit) => ({ value: unit.key, label: unit.name }))}
      />
      {choice.units.length === 0 && (
        <Typography.Paragraph type="secondary">{say('rankings.tie.nobody')}</Typography.Paragraph>
      )}
      <Input.TextArea
        style={{ marginTop: 8 }}
        rows={2}
        maxLength={500}
        aria-label={say('rankings.tie.reason')}
        placeholder={say('rankings.tie.reason')}
        value={choice.reason}
        onChange={(event) => onChange({ ...choice, reason: event.target.value })}
      />
    </fieldset>
  );
}
