import { Form, Input, Radio, Select } from 'antd';
import { useLocalName, useWords } from '../../client/words.tsx';
import type { ProblemView } from '../../contract/problems.ts';
import type { ProblemCommandType } from '../../domain/problems/problem-commands.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { CategorySelect } from './category-select.tsx';
import { ProblemSelect } from './problem-select.tsx';
import type { MoveInput } from './send-move.ts';

interface FieldProps {
  readonly problem: ProblemView;
  readonly command: ProblemCommandType;
  readonly asked: readonly (keyof MoveInput)[];
  readonly input: MoveInput;
  readonly change: (part: Partial<MoveInput>) => void;
}

const untilLabels: Partial<Record<ProblemCommandType, WordKey>> = {
  askDeferral: 'problems.form.reviewDate',
  stopClock: 'problems.form.stopUntil',
};

/** Fields of the moves that ask for time, words, another category or another problem. */
export function MoreFields({ problem, command, asked, input, change }: FieldProps) {
  const say = useWords();
  const localName = useLocalName();
  return (
    <>
      {asked.includes('measures') && (
        <WordsItem
          label={say('problems.form.measures')}
          value={input.measures}
          onChange={(measures) => change({ measures })}
        />
      )}
      {asked.includes('progress') && (
        <WordsItem
          label={say('problems.form.progress')}
          value={input.progress}
          onChange={(progress) => change({ progress })}
        />
      )}
      {asked.includes('otherId') && (
        <Form.Item label={say('problems.form.other')} required>
          <ProblemSelect
            label={say('problems.form.other')}
            notId={problem.id}
            // the same again can only be what was struck off at this place
            within={
              command === 'answerRecurrence'
                ? { states: 'struck_off', ...(problem.siteId === null ? {} : { siteId: problem.siteId }) }
                : {}
            }
            value={input.otherId}
            onChange={(otherId) => change({ otherId })}
          />
        </Form.Item>
      )}
      {asked.includes('same') && (
        <Form.Item label={say('problems.form.same')}>
          <Radio.Group
            value={input.same}
            onChange={(event) => change({ same: event.target.value === true })}
            options={[
              { value: true, label: say('problems.form.sameYes') },
              { value: false, label: say('problems.form.sameNo') },
            ]}
          />
        </Form.Item>
      )}
      {asked.includes('categoryKey') && (
        <Form.Item label={say('problems.form.category')} extra={say('problems.form.categoryHint')}>
          <CategorySelect value={input.categoryKey} onChange={(categoryKey) => change({ categoryKey })} />
        </Form.Item>
      )}
      {asked.includes('severity') && (
        <Form.Item label={say('problems.raise.severity')}>
          <SeverityChoice value={input.severity} onChange={(severity) => change({ severity })} />
        </Form.Item>
      )}
      {asked.includes('reasonKey') && (
        <Form.Item label={say('problems.form.stopReason')} required>
          <Select
            aria-label={say('problems.form.stopReason')}
            value={input.reasonKey || undefined}
            onChange={(reasonKey: string) => change({ reasonKey })}
            options={problem.clockStopReasons.map(({ key, label, labelEn, maxDays }) => ({
              value: key,
              label: say('problems.form.stopReasonDays', {
                reason: localName({ name: label, nameEn: labelEn }),
                days: maxDays,
              }),
            }))}
          />
        </Form.Item>
      )}
      {asked.includes('until') && (
        <InstantItem
          isNeeded
          label={say(untilLabels[command] ?? 'problems.form.until')}
          onChange={(until) => change({ until: until ?? '' })}
        />
      )}
    </>
  );
}

/** A day and hour of the city; answers an ISO instant, null while none is chosen. */
export function InstantItem(props: {
  label: string;
  isNeeded?: boolean;
  onChange: (instant: string | null) => void;
}) {
  return (
    <Form.Item label={props.label} required={props.isNeeded ?? false}>
      <Input
        type="datetime-local"
        aria-label={props.label}
        style={{ maxWidth: 260 }}
        onChange={(event) => props.onChange(instantOf(event.target.value))}
      />
    </Form.Item>
  );
}

/** What the field says is the city's time, wherever the browser stands. */
function instantOf(local: string): string | null {
  const time = Date.parse(`${local}+08:00`);
  return local === '' || Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Ordinary or severe. */
export function SeverityChoice(props: {
  value: ProblemView['severity'];
  onChange: (severity: ProblemView['severity']) => void;
}) {
  const say = useWords();
  return (
    <Radio.Group
      value={props.value}
      onChange={(event) => props.onChange(event.target.value as ProblemView['severity'])}
      options={(['normal', 'high'] as const).map((severity) => ({
        value: severity,
        label: say(`problems.severity.${severity}`),
      }))}
    />
  );
}

function WordsItem(props: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <Form.Item label={props.label}>
      <Input.TextArea
        rows={3}
        maxLength={1000}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Form.Item>
  );
}
