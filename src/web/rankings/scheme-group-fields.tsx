import { Button, Card, Flex, Form, Input, InputNumber, Select } from 'antd';
import { v7 as uuid } from 'uuid';
import { useWords } from '../../client/words.tsx';
import { GroupMembers } from './group-members.tsx';
import { Pennant } from './pennant.tsx';
import { flagWord } from './ranking-sentences.ts';
import type { FlagRuleForm, GroupForm } from './scheme-form.ts';

const flagWords = ['red', 'blue', 'yellow', 'black'] as const;

/** One peer group: its name, its units, and who gets which flag. */
export function SchemeGroupFields(props: {
  group: GroupForm;
  /** Units of the other groups: a unit is ranked in one group only. */
  taken: readonly string[];
  isReadOnly: boolean;
  onChange: (group: GroupForm) => void;
  onRemove: () => void;
}) {
  const { group, taken, isReadOnly, onChange } = props;
  const say = useWords();
  const setFlags = (part: Partial<FlagRuleForm>) =>
    onChange({ ...group, flags: { ...group.flags, ...part } });
  return (
    <Card
      size="small"
      title={group.name || say('schemes.groupUnnamed')}
      extra={
        !isReadOnly && (
          <Button size="small" onClick={props.onRemove}>
            {say('common.remove')}
          </Button>
        )
      }
    >
      <Form.Item label={say('schemes.groupName')} htmlFor={`group-${group.key}`} required>
        <Input
          id={`group-${group.key}`}
          maxLength={60}
          style={{ maxWidth: 320 }}
          value={group.name}
          onChange={(event) => onChange({ ...group, name: event.target.value })}
        />
      </Form.Item>
      <GroupMembers
        units={group.units}
        taken={taken}
        isReadOnly={isReadOnly}
        onChange={(units) => onChange({ ...group, units })}
      />
      <FlagEnds rule={group.flags} onChange={setFlags} />
      <Thresholds rule={group.flags} isReadOnly={isReadOnly} onChange={setFlags} />
    </Card>
  );
}

/** First and last places; the flag words are data. */
function FlagEnds(props: { rule: FlagRuleForm; onChange: (part: Partial<FlagRuleForm>) => void }) {
  const { rule, onChange } = props;
  const say = useWords();
  return (
    <Flex wrap gap={24} style={{ marginTop: 12 }}>
      <Form.Item label={say('schemes.top')} style={{ marginBottom: 8, flex: '1 1 360px' }}>
        <Flex gap={8} align="center" wrap>
          <InputNumber
            aria-label={say('schemes.topCount')}
            min={0}
            max={1000}
            precision={0}
            style={{ width: 80 }}
            value={rule.topCount}
            onChange={(count) => onChange({ topCount: count ?? 0 })}
          />
          <FlagSelect value={rule.topFlag} onChange={(topFlag) => onChange({ topFlag })} />
          <span>{say('schemes.topMinimum')}</span>
          <Input
            aria-label={say('schemes.topMinimum')}
            inputMode="decimal"
            style={{ width: 100 }}
            value={rule.topMinimum}
            onChange={(event) => onChange({ topMinimum: event.target.value })}
          />
        </Flex>
      </Form.Item>
      <Form.Item label={say('schemes.bottom')} style={{ marginBottom: 8, flex: '1 1 260px' }}>
        <Flex gap={8} align="center" wrap>
          <InputNumber
            aria-label={say('schemes.bottomCount')}
            min={0}
            max={1000}
            precision={0}
            style={{ width: 80 }}
            value={rule.bottomCount}
            onChange={(count) => onChange({ bottomCount: count ?? 0 })}
          />
          <FlagSelect value={rule.bottomFlag} onChange={(bottomFlag) => onChange({ bottomFlag })} />
        </Flex>
      </Form.Item>
    </Flex>
  );
}

function Thresholds(props: {
  rule: FlagRuleForm;
  isReadOnly: boolean;
  onChange: (part: Partial<FlagRuleForm>) => void;
}) {
  const { rule, isReadOnly, onChange } = props;
  const say = useWords();
  const { thresholds } = rule;
  type Threshold = FlagRuleForm['thresholds'][number];
  const replace = (key: string, part: Partial<Threshold>) =>
    onChange({ thresholds: thresholds.map((known) => (known.key === key ? { ...known, ...part } : known)) });
  return (
    <Form.Item label={say('schemes.thresholds')} style={{ marginBottom: 0 }}>
      <Flex vertical gap={8}>
        {thresholds.map((threshold) => (
          <Flex key={threshold.key} gap={8} wrap>
            <FlagSelect value={threshold.flag} onChange={(flag) => replace(threshold.key, { flag })} />
            {(['min', 'below'] as const).map((name) => (
              <Input
                key={name}
                aria-label={say(`schemes.threshold.${name}`)}
                placeholder={say(`schemes.threshold.${name}`)}
                inputMode="decimal"
                style={{ width: 130 }}
                value={threshold[name]}
                onChange={(event) => replace(threshold.key, { [name]: event.target.value })}
              />
            ))}
            {!isReadOnly && (
              <Button
                onClick={() => onChange({ thresholds: thresholds.filter((known) => known !== threshold) })}
              >
                {say('common.remove')}
              </Button>
            )}
          </Flex>
        ))}
        {!isReadOnly && (
          <div>
            <Button
              size="small"
              onClick={() =>
                onChange({ thresholds: [...thresholds, { key: uuid(), flag: 'red', min: '', below: '' }] })
              }
            >
              {say('schemes.addThreshold')}
            </Button>
          </div>
        )}
      </Flex>
    </Form.Item>
  );
}

function FlagSelect({ value, onChange }: { value: string; onChange: (flag: string) => void }) {
  const say = useWords();
  const known = flagWords.some((flag) => flag === value) ? flagWords : [value, ...flagWords];
  return (
    <Select
      aria-label={say('rankings.column.flag')}
      style={{ width: 120 }}
      value={value}
      onChange={onChange}
      optionRender={(option) => <Pennant flag={String(option.value)} />}
      options={known.map((flag) => ({ value: flag, label: flagWord(say, flag) }))}
    />
  );
}
