import { Button, Flex, Select } from 'antd';
import { useReference } from '../../client/reference.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import type { RoutingRuleInput } from '../../contract/routing.ts';
import { mostTargets, plainTargets } from '../../domain/problems/routing-rules.ts';

export type Target = RoutingRuleInput['lead'][number];

const choices = [...plainTargets, 'unitType', 'unit'] as const;

/** Units of a rule, one after the other. */
export function TargetList(props: {
  label: string;
  targets: readonly Target[];
  units: ReadonlyMap<string, string>;
  mayEdit: boolean;
  onChange: (targets: Target[]) => void;
}) {
  const { targets, mayEdit, onChange } = props;
  const say = useWords();
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 260, flex: 1 }}>
      <legend style={{ padding: 0, marginBottom: 8 }}>{props.label}</legend>
      <Flex vertical gap={8}>
        {targets.map((target, index) => (
          // the same target may stand twice while it is being chosen
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
          <Flex key={index} gap={8} wrap>
            <TargetFields
              label={`${props.label} ${index + 1}`}
              target={target}
              units={props.units}
              disabled={!mayEdit}
              onChange={(changed) => onChange(targets.map((one, at) => (at === index ? changed : one)))}
            />
            {mayEdit && (
              <Button
                aria-label={`${say('common.remove')} ${props.label} ${index + 1}`}
                onClick={() => onChange(targets.filter((_, at) => at !== index))}
              >
                {say('common.remove')}
              </Button>
            )}
          </Flex>
        ))}
        {mayEdit && targets.length < mostTargets && (
          <div>
            <Button
              aria-label={`${say('routing.addTarget')} ${props.label}`}
              onClick={() => onChange([...targets, { to: 'street' }])}
            >
              {say('routing.addTarget')}
            </Button>
          </div>
        )}
      </Flex>
    </fieldset>
  );
}

function TargetFields(props: {
  label: string;
  target: Target;
  units: ReadonlyMap<string, string>;
  disabled: boolean;
  onChange: (target: Target) => void;
}) {
  const { target, onChange } = props;
  const say = useWords();
  const { data, unitTypeName } = useReference();
  const knownUnit =
    target.to === 'unit' && target.unitId !== ''
      ? { id: target.unitId, name: props.units.get(target.unitId) ?? '' }
      : null;
  return (
    <>
      <Select<Target['to']>
        aria-label={props.label}
        style={{ width: 230 }}
        disabled={props.disabled}
        value={target.to}
        onChange={(to) => onChange(targetOf(to, data.unitTypes[0]?.code ?? ''))}
        options={choices.map((to) => ({ value: to, label: say(`routing.target.${to}`) }))}
      />
      {target.to === 'unitType' && (
        <Select
          aria-label={say('routing.unitType')}
          style={{ width: 200 }}
          disabled={props.disabled}
          showSearch={{ optionFilterProp: 'label' }}
          value={target.unitType}
          onChange={(unitType) => onChange({ to: 'unitType', unitType })}
          options={data.unitTypes.map(({ code }) => ({ value: code, label: unitTypeName(code) }))}
        />
      )}
      {target.to === 'unit' && !props.disabled && (
        <UnitPicker
          label={say('routing.target.unit')}
          width={200}
          allowClear={false}
          value={target.unitId || null}
          known={knownUnit?.name ? knownUnit : null}
          onChange={(unitId) => onChange({ to: 'unit', unitId: unitId ?? '' })}
        />
      )}
      {target.to === 'unit' && props.disabled && <span>{knownUnit?.name}</span>}
    </>
  );
}

function targetOf(to: Target['to'], unitType: string): Target {
  if (to === 'unitType') return { to, unitType };
  return to === 'unit' ? { to, unitId: '' } : { to };
}
