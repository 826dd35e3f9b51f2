import { Button, Card, Checkbox, Flex, Form, Input, InputNumber, Select, Typography } from 'antd';
import { useWords } from '../../client/words.tsx';
import type { LadderView } from '../../contract/deadlines.ts';
import { audiences, defaultLadder, farthestHours } from '../../domain/deadlines/escalation.ts';
import type { WordKey } from '../../text/zh-CN.ts';

type Step = LadderView['steps'][number];

const builtIn: ReadonlySet<string> = new Set(defaultLadder.map((step) => step.key));

/** What a step is called: by the city, or by the words where it came with the house. */
export function useStepName(): (step: Pick<Step, 'key' | 'name'>) => string {
  const say = useWords();
  return ({ key, name }) => name || (builtIn.has(key) ? say(`settings.step.${key}` as WordKey) : key);
}

/** One step: its time, whom it tells, and whether it sends an order. */
export function LadderStepFields(props: {
  step: Step;
  number: number;
  /** How often it was reached of late. */
  reached: number;
  mayEdit: boolean;
  onChange: (step: Step) => void;
  onRemove: () => void;
}) {
  const { step, number, mayEdit, onChange } = props;
  const say = useWords();
  const nameOf = useStepName();
  const id = (field: string) => `step-${number}-${field}`;
  return (
    <Card
      size="small"
      title={`${number} · ${nameOf(step)} · ${whenWords(step, say)}`}
      extra={
        <Flex gap={8} align="center">
          <Typography.Text type="secondary">
            {say('settings.ladder.reached')} {say('settings.ladder.reachedCount', { count: props.reached })}
          </Typography.Text>
          {mayEdit && (
            <Button
              size="small"
              aria-label={say('settings.ladder.remove', { number })}
              onClick={props.onRemove}
            >
              {say('common.remove')}
            </Button>
          )}
        </Flex>
      }
    >
      <Form layout="vertical" disabled={!mayEdit} component="div">
        <Flex wrap gap={16}>
          <Form.Item label={say('settings.ladder.name')} htmlFor={id('name')} style={{ minWidth: 200 }}>
            <Input
              id={id('name')}
              maxLength={60}
              placeholder={nameOf({ key: step.key, name: '' })}
              value={step.name}
              onChange={(event) => onChange({ ...step, name: event.target.value })}
            />
          </Form.Item>
          <WhenFields step={step} id={id} onChange={onChange} />
          <Form.Item
            label={say('settings.ladder.audience')}
            htmlFor={id('audience')}
            style={{ minWidth: 260 }}
          >
            <Select
              id={id('audience')}
              mode="multiple"
              value={step.audience}
              onChange={(audience) => onChange({ ...step, audience })}
              options={audiences.map((one) => ({ value: one, label: say(`settings.audience.${one}`) }))}
            />
          </Form.Item>
          <Form.Item
            label={say('settings.ladder.severity')}
            htmlFor={id('severity')}
            style={{ minWidth: 140 }}
          >
            <Select
              id={id('severity')}
              value={step.severity}
              onChange={(severity) => onChange({ ...step, severity })}
              options={(['any', 'high'] as const).map((one) => ({
                value: one,
                label: say(`settings.ladder.severity.${one}`),
              }))}
            />
          </Form.Item>
        </Flex>
        <Flex wrap gap={16} align="center">
          <Checkbox
            checked={step.makesOrder}
            onChange={(event) => onChange({ ...step, makesOrder: event.target.checked })}
          >
            {say('settings.ladder.makesOrder')}
          </Checkbox>
          {step.makesOrder && (
            <Form.Item
              label={say('settings.ladder.answerHours')}
              htmlFor={id('answer')}
              extra={say('settings.ladder.answerHoursHint')}
              style={{ marginBottom: 0 }}
            >
              <InputNumber
                id={id('answer')}
                min={1}
                max={farthestHours}
                value={step.answerHours}
                onChange={(answerHours) => onChange({ ...step, answerHours })}
              />
            </Form.Item>
          )}
        </Flex>
      </Form>
    </Card>
  );
}

function WhenFields(props: { step: Step; id: (field: string) => string; onChange: (step: Step) => void }) {
  const { step, id, onChange } = props;
  const say = useWords();
  const { when } = step;
  return (
    <>
      <Form.Item label={say('settings.ladder.when')} htmlFor={id('from')} style={{ minWidth: 240 }}>
        <Select
          id={id('from')}
          value={when.from}
          onChange={(from) =>
            onChange({
              ...step,
              when: from === 'limit' ? { from, share: 0.75 } : { from: 'deadline', hours: 0 },
            })
          }
          options={(['limit', 'deadline'] as const).map((one) => ({
            value: one,
            label: say(`settings.ladder.from.${one}`),
          }))}
        />
      </Form.Item>
      {when.from === 'limit' ? (
        <Form.Item label={say('settings.ladder.share')} htmlFor={id('share')}>
          <InputNumber
            id={id('share')}
            min={1}
            max={99}
            precision={0}
            value={Math.round(when.share * 100)}
            onChange={(percent) =>
              percent !== null && onChange({ ...step, when: { from: 'limit', share: percent / 100 } })
            }
          />
        </Form.Item>
      ) : (
        <Form.Item label={say('settings.ladder.hours')} htmlFor={id('hours')}>
          <InputNumber
            id={id('hours')}
            min={-farthestHours}
            max={farthestHours}
            value={when.hours}
            onChange={(hours) => hours !== null && onChange({ ...step, when: { from: 'deadline', hours } })}
          />
        </Form.Item>
      )}
    </>
  );
}

function whenWords({ when }: Step, say: ReturnType<typeof useWords>): string {
  if (when.from === 'limit') {
    return say('settings.ladder.whenShare', { percent: Math.round(when.share * 100) });
  }
  if (when.hours === 0) return say('settings.ladder.whenAt');
  return when.hours < 0
    ? say('settings.ladder.whenBefore', { hours: -when.hours })
    : say('settings.ladder.whenAfter', { hours: when.hours });
}
