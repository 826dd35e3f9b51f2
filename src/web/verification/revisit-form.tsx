import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { PhotoReference } from '../../contract/photos.ts';
import { answerRevisit, type RevisitView } from '../../contract/revisits.ts';
import { PhotoPicker } from '../ledger/photo-picker.tsx';
import { verificationPaths } from './verification-tabs.tsx';

/** What is seen on the spot; a failed fix names at once whether it was ever made. */
const choices = ['held', 'neverFixed', 'cameBack', 'notPossible'] as const;
type Choice = (typeof choices)[number];

/** The answer: one question, big enough for a thumb; only what the choice needs is asked. */
export function RevisitForm({ revisit }: { revisit: RevisitView }) {
  const say = useWords();
  useFormTimer();
  const go = useGo();
  const { message } = App.useApp();
  const client = useQueryClient();
  // made once, so that sending again is harmless
  const [raisedId] = useState(() => uuid());
  const [choice, setChoice] = useState<Choice | null>(null);
  const [photos, setPhotos] = useState<readonly PhotoReference[]>([]);
  const [reason, setReason] = useState('');
  const [offSiteReason, setOffSiteReason] = useState('');
  const needsPhoto = choice !== null && choice !== 'notPossible';
  const sending = useMutation({
    mutationFn: (answer: Choice) =>
      call(answerRevisit, {
        params: { id: revisit.id },
        body: {
          result: answer === 'neverFixed' || answer === 'cameBack' ? 'failed' : answer,
          finding: answer === 'neverFixed' || answer === 'cameBack' ? answer : null,
          reason: reason.trim() || null,
          offSiteReason: (needsPhoto && offSiteReason.trim()) || null,
          photos: needsPhoto ? [...photos] : [],
          raisedId,
        },
      }),
    onSuccess: async ({ reserveDrawn }) => {
      void message.success(say(reserveDrawn ? 'revisits.visit.doneReserve' : 'revisits.visit.done'));
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) =>
          typeof name === 'string' && /^(revisits|problems|recurrences)\./.test(name),
      });
      go(verificationPaths.mine);
    },
  });
  const reasonLabel = say(choice === 'held' ? 'revisits.visit.remark' : 'revisits.visit.reason');
  return (
    <Form layout="vertical" onFinish={() => choice && sending.mutate(choice)}>
      <Form.Item label={say('revisits.visit.question')}>
        <Radio.Group
          aria-label={say('revisits.visit.question')}
          value={choice}
          onChange={(event) => setChoice(event.target.value as Choice)}
          style={{ width: '100%' }}
        >
          <Flex vertical gap={8}>
            {choices.map((one) => (
              <Radio.Button
                key={one}
                value={one}
                style={{ height: 48, lineHeight: '46px', borderRadius: 6, borderInlineStartWidth: 1 }}
              >
                {say(
                  one === 'neverFixed' || one === 'cameBack'
                    ? `revisits.finding.${one}`
                    : `revisits.state.${one}`,
                )}
              </Radio.Button>
            ))}
          </Flex>
        </Radio.Group>
      </Form.Item>
      {needsPhoto && (
        <Form.Item label={say('revisits.visit.photo', { metres: revisit.radiusMetres })}>
          <PhotoPicker value={photos} onChange={setPhotos} />
        </Form.Item>
      )}
      {choice !== null && (
        <Form.Item label={reasonLabel} required={choice !== 'held'}>
          <Input.TextArea
            rows={2}
            maxLength={500}
            aria-label={reasonLabel}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      )}
      {needsPhoto && (
        <Form.Item label={say('revisits.visit.offSite')}>
          <Input
            maxLength={500}
            aria-label={say('revisits.visit.offSite')}
            value={offSiteReason}
            onChange={(event) => setOffSiteReason(event.target.value)}
          />
        </Form.Item>
      )}
      <RefusalAlert error={sending.error} />
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        disabled={choice === null}
        loading={sending.isPending}
        style={{ marginBlockStart: 8 }}
      >
        {say('revisits.visit.submit')}
      </Button>
    </Form>
  );
}
