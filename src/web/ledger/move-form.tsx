import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { ApiRefusal, call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { type Locale, type Say, useLocale, useWords } from '../../client/words.tsx';
import type { PhotoReference } from '../../contract/photos.ts';
import { getProblem, listAssignees, type ProblemView } from '../../contract/problems.ts';
import type { ProblemCommandType } from '../../domain/problems/problem-commands.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { InstantItem, MoreFields } from './move-fields.tsx';
import { PhotoPicker } from './photo-picker.tsx';
import { type MoveInput, sendMove } from './send-move.ts';
import { UnitSelect, UnitsSelect } from './unit-select.tsx';

export type MoveCommand = Exclude<ProblemCommandType, 'raise'>;

/** What each move asks for; the rules on the server demand the same. */
const fields: Readonly<Record<MoveCommand, readonly (keyof MoveInput)[]>> = {
  reject: ['reason'],
  dispatch: ['unitId', 'assistingUnitIds', 'deadlineAt'],
  returnNotOurs: ['proposedUnitId', 'reason'],
  assign: ['personId'],
  start: [],
  handOver: ['personId', 'reason'],
  claimFixed: ['photos', 'reason'],
  confirmFixed: ['photos', 'offSiteReason'],
  sendBack: ['photos', 'reason', 'deadlineAt'],
  reopen: ['unitId', 'assistingUnitIds', 'reason', 'deadlineAt'],
  requestVoid: ['reason'],
  approveVoid: [],
  declineVoid: ['reason'],
  reportProgress: ['measures', 'progress'],
  askExtension: ['until', 'reason'],
  grantExtension: ['deadlineAt'],
  refuseExtension: ['reason'],
  askDeferral: ['until', 'reason'],
  grantDeferral: ['reason'],
  refuseDeferral: ['reason'],
  resume: [],
  stopClock: ['reasonKey', 'until', 'reason'],
  startClock: [],
  changeCategory: ['categoryKey', 'severity', 'reason'],
  linkDuplicate: ['otherId', 'reason'],
  unlinkDuplicate: ['reason'],
  setParent: ['otherId'],
  clearParent: ['reason'],
  answerRecurrence: ['otherId', 'same'],
};

/** Moves that need no input say what will happen. */
const confirmations: Partial<Record<MoveCommand, WordKey>> = {
  start: 'problems.form.confirmStart',
  approveVoid: 'problems.form.confirmVoid',
  resume: 'problems.form.confirmResume',
  startClock: 'problems.form.confirmStartClock',
};

/** The form of one move. The command's id stays until it is refused as stale, so that sending again is harmless. */
export function MoveForm(props: { problem: ProblemView; command: MoveCommand; onDone: () => void }) {
  const { problem, command, onDone } = props;
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const [input, setInput] = useState<MoveInput>(() => firstInput(problem, command));
  const { message } = App.useApp();
  const [commandId, setCommandId] = useState(() => uuid());
  const sending = useMutation({
    mutationFn: () => sendMove(problem.id, command, { commandId, version: problem.version }, input),
    onSuccess: async (after) => {
      client.setQueryData([getProblem.name, problem.id], after);
      onDone();
      await client.invalidateQueries({ predicate: (query) => isLedgerQuery(query.queryKey[0]) });
    },
    onError: async (error) => {
      if (error instanceof ApiRefusal && error.code === 'stale') {
        // what was typed stays; the next try answers to the version now shown
        setCommandId(uuid());
        void message.warning(say('problems.stale'));
        await client.invalidateQueries({ queryKey: [getProblem.name, problem.id] });
      }
    },
  });
  const change = (part: Partial<MoveInput>) => setInput((before) => ({ ...before, ...part }));
  const asked = fields[command];
  const confirmation = confirmations[command];
  const { locale } = useLocale();
  return (
    <Form layout="vertical" style={{ marginTop: 12 }} onFinish={() => sending.mutate()}>
      {asked.includes('unitId') && (
        <Form.Item label={say('problems.form.unit')} required extra={say('problems.form.unitHint')}>
          <UnitSelect
            needsPerson
            label={say('problems.form.unit')}
            value={input.unitId}
            onChange={(unitId) => change({ unitId })}
          />
        </Form.Item>
      )}
      {asked.includes('assistingUnitIds') && (
        <Form.Item label={say('problems.form.assisting')}>
          <UnitsSelect
            label={say('problems.form.assisting')}
            value={input.assistingUnitIds}
            onChange={(assistingUnitIds) => change({ assistingUnitIds })}
          />
        </Form.Item>
      )}
      {asked.includes('proposedUnitId') && (
        <Form.Item label={say('problems.proposed')} required>
          <UnitSelect
            label={say('problems.proposed')}
            value={input.proposedUnitId}
            onChange={(proposedUnitId) => change({ proposedUnitId })}
          />
        </Form.Item>
      )}
      {asked.includes('personId') && (
        <Form.Item label={say('problems.form.person')} required>
          <PersonSelect
            problemId={problem.id}
            value={input.personId}
            onChange={(personId) => change({ personId })}
          />
        </Form.Item>
      )}
      {asked.includes('photos') && (
        <Form.Item>
          <PhotoPicker value={input.photos} onChange={(photos) => change({ photos: [...photos] })} />
        </Form.Item>
      )}
      <MoreFields problem={problem} command={command} asked={asked} input={input} change={change} />
      {asked.includes('reason') && (
        <ReasonItem
          label={say(reasonLabels[command] ?? 'problems.form.reason')}
          isNeeded={command !== 'claimFixed'}
          value={input.reason}
          onChange={(reason) => change({ reason })}
        />
      )}
      {asked.includes('offSiteReason') && (
        <ReasonItem
          label={say('problems.form.offSite')}
          isNeeded={false}
          value={input.offSiteReason}
          onChange={(offSiteReason) => change({ offSiteReason })}
        />
      )}
      {asked.includes('deadlineAt') && (
        <InstantItem
          label={deadlineLabel(problem, command, say, locale)}
          onChange={(deadlineAt) => change({ deadlineAt })}
        />
      )}
      {confirmation && <p>{say(confirmation)}</p>}
      <RefusalAlert error={sending.error} />
      <Flex gap={8} style={{ marginTop: 8 }}>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {say('common.confirm')}
        </Button>
        <Button onClick={onDone}>{say('common.cancel')}</Button>
      </Flex>
    </Form>
  );
}

/** Everything that shows problems and may have changed with one of them. */
export function isLedgerQuery(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('problems.') && name !== getProblem.name;
}

function firstInput(problem: ProblemView, command: MoveCommand): MoveInput {
  const photos: PhotoReference[] = [];
  return {
    // a returned problem goes to the unit that was proposed, a reopened one to who had it
    unitId: command === 'reopen' ? problem.unitId : (problem.proposedUnit?.id ?? null),
    assistingUnitIds: [],
    proposedUnitId: null,
    personId: null,
    reason: '',
    offSiteReason: '',
    deadlineAt: null,
    photos,
    until: '',
    measures: problem.measures,
    progress: problem.progress,
    reasonKey: '',
    categoryKey: problem.categoryKey,
    severity: problem.severity,
    otherId: null,
    same: true,
  };
}

const reasonLabels: Partial<Record<MoveCommand, WordKey>> = {
  claimFixed: 'problems.form.reasonWithoutPhoto',
  grantDeferral: 'problems.form.publicReason',
};

function deadlineLabel(problem: ProblemView, command: MoveCommand, say: Say, locale: Locale): string {
  if (command !== 'grantExtension' || problem.extensionAsked === null) return say('problems.form.deadline');
  return say('problems.form.grantedDeadline', { until: formatInstant(problem.extensionAsked.until, locale) });
}

function ReasonItem(props: {
  label: string;
  isNeeded: boolean;
  value: string;
  onChange: (reason: string) => void;
}) {
  return (
    <Form.Item label={props.label} required={props.isNeeded}>
      <Input
        maxLength={500}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Form.Item>
  );
}

function PersonSelect(props: {
  problemId: string;
  value: string | null;
  onChange: (personId: string | null) => void;
}) {
  const say = useWords();
  const people = useQuery({
    queryKey: [listAssignees.name, props.problemId],
    queryFn: () => call(listAssignees, { params: { id: props.problemId } }),
  });
  return (
    <>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={people.isPending}
        aria-label={say('problems.form.person')}
        placeholder={say('problems.form.person')}
        value={props.value ?? undefined}
        onChange={(personId?: string) => props.onChange(personId ?? null)}
        options={(people.data?.people ?? []).map((person) => ({
          value: person.id,
          label: say('problems.form.unitWithPerson', { name: person.name, person: person.unitName }),
        }))}
      />
      <RefusalAlert error={people.error} />
    </>
  );
}
