import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { useCallback, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { PhotoReference } from '../../contract/photos.ts';
import { raiseProblem } from '../../contract/problems.ts';
import { RecurrenceQuestion } from '../verification/recurrence-question.tsx';
import { CategorySelect } from './category-select.tsx';
import { SeverityChoice } from './move-fields.tsx';
import { isLedgerQuery } from './move-form.tsx';
import { PhotoPicker } from './photo-picker.tsx';
import { SiteSelect } from './site-select.tsx';

const sources = ['selfCheck', 'meeting', 'citizen'] as const;

interface Draft {
  readonly siteId: string | null;
  readonly placeText: string;
  readonly categoryKey: string;
  readonly severity: 'normal' | 'high';
  readonly title: string;
  readonly description: string;
  readonly sourceKind: (typeof sources)[number];
  readonly photos: readonly PhotoReference[];
  readonly reason: string;
  readonly recurrenceOf: string | null;
}

const empty: Draft = {
  siteId: null,
  placeText: '',
  categoryKey: '',
  severity: 'normal',
  title: '',
  description: '',
  sourceKind: 'selfCheck',
  photos: [],
  reason: '',
  recurrenceOf: null,
};

/** Enters a problem by hand. Its id is made here once, so that sending again is harmless. */
export function RaiseDialog(props: { onClose: () => void; onRaised: (id: string) => void }) {
  const say = useWords();
  useFormTimer();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [id] = useState(() => uuid());
  const [draft, setDraft] = useState<Draft>(empty);
  const change = useCallback((part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })), []);
  const answer = useCallback((recurrenceOf: string | null) => change({ recurrenceOf }), [change]);
  const raising = useMutation({
    mutationFn: () =>
      call(raiseProblem, {
        body: {
          ...draft,
          id,
          lon: null,
          lat: null,
          photos: [...draft.photos],
          reason: draft.reason || null,
        },
      }),
    onSuccess: async (problem) => {
      void message.success(say('problems.raise.done', { number: problem.number }));
      await client.invalidateQueries({ predicate: (query) => isLedgerQuery(query.queryKey[0]) });
      props.onRaised(problem.id);
    },
  });
  return (
    <Modal
      open
      title={say('problems.raiseNew')}
      onCancel={props.onClose}
      onOk={() => raising.mutate()}
      okText={say('problems.command.raise')}
      cancelText={say('common.cancel')}
      confirmLoading={raising.isPending}
      // a half-filled form is not thrown away by a click beside it
      mask={{ closable: false }}
    >
      <Form layout="vertical">
        <Form.Item label={say('problems.raise.site')}>
          <SiteSelect value={draft.siteId} onChange={(siteId) => change({ siteId })} />
        </Form.Item>
        {draft.siteId === null && (
          <TextItem
            label={say('problems.raise.place')}
            max={200}
            value={draft.placeText}
            onChange={(placeText) => change({ placeText })}
          />
        )}
        <Form.Item label={say('problems.raise.category')} required>
          <CategorySelect value={draft.categoryKey} onChange={(categoryKey) => change({ categoryKey })} />
        </Form.Item>
        <RecurrenceQuestion
          siteId={draft.siteId}
          categoryKey={draft.categoryKey}
          value={draft.recurrenceOf}
          onChange={answer}
        />
        <TextItem
          isNeeded
          label={say('problems.raise.title')}
          max={200}
          value={draft.title}
          onChange={(title) => change({ title })}
        />
        <Form.Item label={say('problems.raise.description')}>
          <Input.TextArea
            rows={3}
            maxLength={2000}
            aria-label={say('problems.raise.description')}
            value={draft.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={say('problems.raise.severity')}>
          <SeverityChoice value={draft.severity} onChange={(severity) => change({ severity })} />
        </Form.Item>
        <Form.Item label={say('problems.raise.source')}>
          <Select
            aria-label={say('problems.raise.source')}
            value={draft.sourceKind}
            onChange={(sourceKind) => change({ sourceKind })}
            options={sources.map((source) => ({ value: source, label: say(`problems.source.${source}`) }))}
          />
        </Form.Item>
        <Form.Item>
          <PhotoPicker value={draft.photos} onChange={(photos) => change({ photos })} />
        </Form.Item>
        {draft.photos.length === 0 && (
          <TextItem
            label={say('problems.form.reasonWithoutPhoto')}
            max={500}
            value={draft.reason}
            onChange={(reason) => change({ reason })}
          />
        )}
        <RefusalAlert error={raising.error} />
      </Form>
    </Modal>
  );
}

function TextItem(props: {
  label: string;
  max: number;
  value: string;
  onChange: (text: string) => void;
  isNeeded?: boolean;
}) {
  return (
    <Form.Item label={props.label} required={props.isNeeded ?? false}>
      <Input
        maxLength={props.max}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Form.Item>
  );
}
