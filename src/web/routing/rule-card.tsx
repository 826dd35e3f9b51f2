import { Button, Card, Flex, Form, Input, Select } from 'antd';
import { useReference } from '../../client/reference.tsx';
import { useWords } from '../../client/words.tsx';
import type { RoutingRuleInput, RoutingView } from '../../contract/routing.ts';
import { UnitsSelect } from '../ledger/unit-select.tsx';
import { TargetList } from './target-list.tsx';

type When = RoutingRuleInput['when'];
const sources = ['inspection', 'citizen', 'selfCheck', 'meeting', 'import'] as const;

/** One rule: what it speaks of, and whom it names. */
export function RuleCard(props: {
  rule: RoutingRuleInput;
  number: number;
  view: RoutingView;
  units: ReadonlyMap<string, string>;
  onChange: (rule: RoutingRuleInput) => void;
  onRemove: () => void;
  /** Null at the end of the list. */
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  const { rule, number, view, onChange } = props;
  const say = useWords();
  const { mayEdit } = view;
  const name = rule.name || say('routing.newName', { number });
  return (
    <Card
      size="small"
      title={`${number} · ${name}`}
      extra={
        mayEdit && (
          <Flex gap={8}>
            <Button
              size="small"
              disabled={props.onUp === null}
              aria-label={say('routing.up', { name })}
              onClick={props.onUp ?? undefined}
            >
              ↑
            </Button>
            <Button
              size="small"
              disabled={props.onDown === null}
              aria-label={say('routing.down', { name })}
              onClick={props.onDown ?? undefined}
            >
              ↓
            </Button>
            <Button size="small" aria-label={say('routing.remove', { name })} onClick={props.onRemove}>
              {say('common.remove')}
            </Button>
          </Flex>
        )
      }
    >
      <Form layout="vertical" component="div" disabled={!mayEdit}>
        <Form.Item label={say('routing.name')} htmlFor={`rule-${number}-name`} style={{ maxWidth: 320 }}>
          <Input
            id={`rule-${number}-name`}
            maxLength={60}
            value={rule.name}
            onChange={(event) => onChange({ ...rule, name: event.target.value })}
          />
        </Form.Item>
        <WhenFields
          when={rule.when}
          number={number}
          categoryKinds={view.categoryKinds}
          units={props.units}
          mayEdit={mayEdit}
          onChange={(when) => onChange({ ...rule, when })}
        />
        <Flex wrap gap={24}>
          <TargetList
            label={say('routing.lead')}
            targets={rule.lead}
            units={props.units}
            mayEdit={mayEdit}
            onChange={(lead) => onChange({ ...rule, lead })}
          />
          <TargetList
            label={say('routing.assisting')}
            targets={rule.assisting}
            units={props.units}
            mayEdit={mayEdit}
            onChange={(assisting) => onChange({ ...rule, assisting })}
          />
        </Flex>
      </Form>
    </Card>
  );
}

function WhenFields(props: {
  when: When;
  number: number;
  categoryKinds: readonly string[];
  units: ReadonlyMap<string, string>;
  mayEdit: boolean;
  onChange: (when: When) => void;
}) {
  const { when, number, onChange } = props;
  const say = useWords();
  const { data, categoryName, siteTypeName } = useReference();
  const kindName = (kind: string) =>
    kind === 'part' || kind === 'event' ? say(`routing.kind.${kind}`) : kind;
  const many = [
    ['categoryKeys', data.categories.map(({ key }) => ({ value: key, label: categoryName(key) }))],
    ['categoryKinds', props.categoryKinds.map((kind) => ({ value: kind, label: kindName(kind) }))],
    ['siteTypes', data.siteTypes.map(({ code }) => ({ value: code, label: siteTypeName(code) }))],
    ['sources', sources.map((source) => ({ value: source, label: say(`problems.source.${source}`) }))],
  ] as const;
  return (
    <Flex wrap gap={16}>
      {many.map(([key, options]) => (
        <Form.Item
          key={key}
          label={say(`routing.when.${key}`)}
          htmlFor={`rule-${number}-${key}`}
          style={{ minWidth: 220, flex: 1 }}
        >
          <Select
            id={`rule-${number}-${key}`}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say('routing.when.any')}
            value={[...when[key]] as string[]}
            onChange={(values: string[]) => onChange({ ...when, [key]: values })}
            options={[...options] as { value: string; label: string }[]}
          />
        </Form.Item>
      ))}
      <Form.Item label={say('routing.when.areaUnitIds')} style={{ minWidth: 220, flex: 1 }}>
        {props.mayEdit ? (
          <UnitsSelect
            label={say('routing.when.areaUnitIds')}
            value={when.areaUnitIds}
            onChange={(areaUnitIds) => onChange({ ...when, areaUnitIds })}
          />
        ) : (
          when.areaUnitIds.map((id) => props.units.get(id) ?? '').join(say('problems.listComma'))
        )}
      </Form.Item>
      <Form.Item
        label={say('routing.when.severity')}
        htmlFor={`rule-${number}-severity`}
        style={{ minWidth: 120 }}
      >
        <Select
          id={`rule-${number}-severity`}
          value={when.severity}
          onChange={(severity) => onChange({ ...when, severity })}
          options={(['any', 'normal', 'high'] as const).map((one) => ({
            value: one,
            label: say(`routing.severity.${one}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        label={say('routing.when.ownerless')}
        htmlFor={`rule-${number}-ownerless`}
        style={{ minWidth: 150 }}
      >
        <Select
          id={`rule-${number}-ownerless`}
          value={when.ownerless}
          onChange={(ownerless) => onChange({ ...when, ownerless })}
          options={(['any', 'only', 'never'] as const).map((one) => ({
            value: one,
            label: say(`routing.ownerless.${one}`),
          }))}
        />
      </Form.Item>
    </Flex>
  );
}
