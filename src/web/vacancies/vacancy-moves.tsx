import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import {
  adoptVacancy,
  extendVacancy,
  listKeeperChoices,
  nameVacancyKeeper,
  type VacancyView,
  voidVacancy,
} from '../../contract/vacancies.ts';
import type { WordKey } from '../../text/zh-CN.ts';

export type VacancyMove = 'keeper' | 'extend' | 'adopt' | 'void';

const words = {
  keeper: ['vacancies.nameKeeper', 'vacancies.keeperHint'],
  extend: ['vacancies.extend', 'vacancies.extendHint'],
  adopt: ['vacancies.adopt', 'vacancies.adoptHint'],
  void: ['vacancies.void', 'vacancies.voidHint'],
} as const satisfies Record<VacancyMove, readonly [WordKey, WordKey]>;

interface Draft {
  readonly unitId: string | null;
  readonly personId: string | null;
  readonly dueOn: Dayjs | null;
  /** Reason, or consent. */
  readonly text: string;
  readonly reference: string;
}

/** One move of a vacancy: says what it means, asks what it needs. */
export function VacancyMoveDialog(props: { vacancy: VacancyView; move: VacancyMove; onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { vacancy, move, onClose } = props;
  const [draft, setDraft] = useState<Draft>({
    unitId: move === 'keeper' ? (vacancy.keeper?.unit.id ?? null) : null,
    personId: null,
    dueOn: null,
    text: '',
    reference: '',
  });
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const sending = useMutation({
    mutationFn: () => send(vacancy, move, draft),
    onSuccess: async () => {
      void message.success(say('vacancies.done'));
      onClose();
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) => typeof name === 'string' && /^(vacancies|sites)\./.test(name),
      });
    },
  });
  const [title, hint] = words[move];
  const isReady =
    move === 'keeper'
      ? draft.personId !== null
      : draft.text.trim() !== '' &&
        (move !== 'extend' || draft.dueOn !== null) &&
        (move !== 'adopt' || draft.unitId !== null);
  const textLabel = say(move === 'adopt' ? 'vacancies.consent' : 'vacancies.reason');
  return (
    <Modal
      open
      title={`${say(title)}: ${vacancy.site.name}`}
      okText={say(title)}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={sending.isPending}
      mask={{ closable: false }}
      onOk={() => sending.mutate()}
      onCancel={onClose}
    >
      <p>{say(hint, { count: vacancy.extensionsLeft })}</p>
      <RefusalAlert error={sending.error} />
      <Form layout="vertical">
        {(move === 'keeper' || move === 'adopt') && (
          <Form.Item
            label={say(move === 'keeper' ? 'vacancies.keeperUnit' : 'vacancies.owner')}
            htmlFor="vacancy-move-unit"
          >
            <UnitPicker
              id="vacancy-move-unit"
              label={say(move === 'keeper' ? 'vacancies.keeperUnit' : 'vacancies.owner')}
              value={draft.unitId}
              known={move === 'keeper' ? (vacancy.keeper?.unit ?? null) : null}
              onChange={(unitId) => change({ unitId, personId: null })}
            />
          </Form.Item>
        )}
        {move === 'keeper' && draft.unitId !== null && (
          <KeeperPerson
            vacancyId={vacancy.id}
            unitId={draft.unitId}
            value={draft.personId}
            onChange={(personId) => change({ personId })}
          />
        )}
        {move === 'extend' && (
          <Form.Item label={say('vacancies.newDue')}>
            <DatePicker
              aria-label={say('vacancies.newDue')}
              value={draft.dueOn}
              disabledDate={(day) =>
                !day.isAfter(dayjs(vacancy.dueOn), 'day') || !day.isAfter(dayjs(), 'day')
              }
              onChange={(dueOn) => change({ dueOn })}
            />
          </Form.Item>
        )}
        {move !== 'keeper' && (
          <Form.Item label={textLabel}>
            <Input.TextArea
              rows={2}
              maxLength={move === 'adopt' ? 1000 : 500}
              aria-label={textLabel}
              placeholder={move === 'adopt' ? say('vacancies.consentHint') : undefined}
              value={draft.text}
              onChange={(event) => change({ text: event.target.value })}
            />
          </Form.Item>
        )}
        {move === 'adopt' && (
          <Form.Item label={say('vacancies.reference')}>
            <Input
              maxLength={200}
              aria-label={say('vacancies.reference')}
              value={draft.reference}
              onChange={(event) => change({ reference: event.target.value })}
            />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function send({ id, version }: VacancyView, move: VacancyMove, draft: Draft): Promise<VacancyView> {
  const params = { id };
  const { unitId, personId, dueOn, text, reference } = draft;
  switch (move) {
    case 'keeper':
      return call(nameVacancyKeeper, {
        params,
        body: { version, unitId: unitId ?? '', personId: personId ?? '' },
      });
    case 'extend':
      return call(extendVacancy, {
        params,
        body: { version, dueOn: dueOn?.format('YYYY-MM-DD') ?? '', reason: text },
      });
    case 'adopt':
      return call(adoptVacancy, {
        params,
        body: { version, unitId: unitId ?? '', consent: text, reference: reference.trim() || null },
      });
    case 'void':
      return call(voidVacancy, { params, body: { version, reason: text } });
    default:
      return move satisfies never;
  }
}

function KeeperPerson(props: {
  vacancyId: string;
  unitId: string;
  value: string | null;
  onChange: (personId: string | null) => void;
}) {
  const say = useWords();
  const people = useQuery({
    queryKey: [listKeeperChoices.name, props.vacancyId, props.unitId],
    queryFn: () =>
      call(listKeeperChoices, { params: { id: props.vacancyId }, query: { unitId: props.unitId } }),
  });
  const choices = people.data?.people ?? [];
  return (
    <Form.Item label={say('vacancies.keeperPerson')}>
      <RefusalAlert error={people.error} />
      <Select
        aria-label={say('vacancies.keeperPerson')}
        loading={people.isFetching}
        showSearch={{ optionFilterProp: 'label' }}
        value={props.value ?? undefined}
        onChange={(personId?: string) => props.onChange(personId ?? null)}
        options={choices.map(({ id, name, unitName }) => ({ value: id, label: `${name} · ${unitName}` }))}
      />
      {people.data && choices.length === 0 && <span>{say('vacancies.keeperNobody')}</span>}
    </Form.Item>
  );
}
