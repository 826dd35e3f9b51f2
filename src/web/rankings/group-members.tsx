import { Button, Flex, Input, Tag, Typography } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useUnitHits } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';

type PickedUnit = { readonly id: string; readonly name: string };

const shownHits = 50;

/** Members of a group on one side, units found by a part of the name on the other; a click moves them. */
export function GroupMembers(props: {
  units: readonly PickedUnit[];
  taken: readonly string[];
  isReadOnly: boolean;
  onChange: (units: readonly PickedUnit[]) => void;
}) {
  const { units, isReadOnly, onChange } = props;
  const say = useWords();
  return (
    <Flex wrap gap={16}>
      <section style={{ flex: '1 1 260px' }} aria-label={say('schemes.members')}>
        <Typography.Text strong>{say('schemes.memberCount', { count: units.length })}</Typography.Text>
        <Flex wrap gap={4} style={{ marginTop: 8 }}>
          {units.length === 0 && (
            <Typography.Text type="secondary">{say('schemes.noMember')}</Typography.Text>
          )}
          {units.map((unit) => (
            <Tag
              key={unit.id}
              closable={!isReadOnly && { 'aria-label': say('schemes.removeUnit', { name: unit.name }) }}
              onClose={(event) => {
                event.preventDefault();
                onChange(units.filter((other) => other.id !== unit.id));
              }}
            >
              {unit.name}
            </Tag>
          ))}
        </Flex>
      </section>
      {!isReadOnly && <Found {...props} />}
    </Flex>
  );
}

function Found(props: Parameters<typeof GroupMembers>[0]) {
  const { units, taken, onChange } = props;
  const say = useWords();
  const [typed, setTyped] = useState('');
  const found = useUnitHits(typed.trim().slice(0, 60), shownHits);
  const known = new Set([...taken, ...units.map((unit) => unit.id)]);
  const hits = (found.data?.units ?? []).filter((unit) => !known.has(unit.id));
  const add = (more: readonly PickedUnit[]) =>
    onChange([...units, ...more.map(({ id, name }) => ({ id, name }))]);
  return (
    <section style={{ flex: '1 1 260px' }} aria-label={say('schemes.findUnits')}>
      <Flex gap={8}>
        <Input
          type="search"
          aria-label={say('schemes.findUnits')}
          placeholder={say('schemes.findUnits')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          // enter searches as typed; it must not send the form around it
          onPressEnter={(event) => event.preventDefault()}
        />
        <Button disabled={hits.length === 0} onClick={() => add(hits)}>
          {say('schemes.addAll', { count: hits.length })}
        </Button>
      </Flex>
      <RefusalAlert error={found.error} />
      <ul
        style={{
          listStyle: 'none',
          margin: '8px 0 0',
          padding: 0,
          maxHeight: 220,
          overflowY: 'auto',
          border: `1px solid ${colours.line}`,
        }}
      >
        {hits.map((unit) => (
          <li key={unit.id}>
            <Button
              type="text"
              block
              style={{ textAlign: 'start', justifyContent: 'start' }}
              onClick={() => add([unit])}
            >
              {unit.name}
              <Typography.Text type="secondary">{unit.pathNames.slice(1, -1).join(' / ')}</Typography.Text>
            </Button>
          </li>
        ))}
        {hits.length === 0 && <li style={{ padding: 8, color: colours.hint }}>{say('schemes.noHit')}</li>}
      </ul>
    </section>
  );
}
