import { Button, Checkbox, Flex, Input } from 'antd';
import { FilterChoice } from '../../client/filter-line.tsx';
import { useWords } from '../../client/words.tsx';
import type { FilterProps } from '../ledger/ledger-address.ts';
import { UnitSelect } from '../ledger/unit-select.tsx';

const sources = ['inspection', 'citizen', 'selfCheck', 'meeting', 'import'] as const;
const requests = ['any', 'extension', 'deferral'] as const;
const flags = ['recurrence', 'clockStopped'] as const;

/** Filters of the second line. */
export const moreFilterNames = [
  'territoryId',
  'assistingUnitId',
  'sourceKind',
  'raisedFrom',
  'raisedTo',
  'struckOffFrom',
  'struckOffTo',
  'requests',
  ...flags,
] as const;

/** The rarer filters of the ledger. */
export function MoreFilters({ search, onChange }: FilterProps) {
  const say = useWords();
  return (
    <Flex wrap gap={8} align="center">
      <div style={{ width: 160 }}>
        <UnitSelect
          label={say('workLists.filter.territory')}
          value={search.territoryId ?? null}
          onChange={(territoryId) => onChange({ territoryId })}
        />
      </div>
      <div style={{ width: 150 }}>
        <UnitSelect
          label={say('workLists.filter.assisting')}
          value={search.assistingUnitId ?? null}
          onChange={(assistingUnitId) => onChange({ assistingUnitId })}
        />
      </div>
      <FilterChoice
        label={say('workLists.filter.source')}
        value={search.sourceKind}
        onChange={(sourceKind) => onChange({ sourceKind })}
        width={110}
        options={sources.map((value) => ({ value, label: say(`problems.source.${value}`) }))}
      />
      <FilterChoice
        label={say('workLists.filter.requests')}
        value={search.requests}
        onChange={(asked) => onChange({ requests: asked })}
        width={125}
        options={requests.map((value) => ({ value, label: say(`workLists.requests.${value}`) }))}
      />
      <DaySpan name="raised" search={search} onChange={onChange} />
      <DaySpan name="struckOff" search={search} onChange={onChange} />
      {flags.map((flag) => (
        <Checkbox
          key={flag}
          checked={search[flag] === 'true'}
          onChange={(event) => onChange({ [flag]: event.target.checked ? 'true' : null })}
        >
          {say(`workLists.filter.${flag}`)}
        </Checkbox>
      ))}
      <Button
        type="link"
        size="small"
        onClick={() => onChange(Object.fromEntries(Object.keys(search).map((name) => [name, null])))}
      >
        {say('workLists.clear')}
      </Button>
    </Flex>
  );
}

/** First and last day, both included; either may be left open. */
function DaySpan({ name, search, onChange }: FilterProps & { name: 'raised' | 'struckOff' }) {
  const say = useWords();
  const label = say(`workLists.filter.${name}`);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {label}{' '}
      {(['From', 'To'] as const).map((end) => (
        <Input
          key={end}
          type="date"
          style={{ width: 140, marginInlineEnd: 4 }}
          aria-label={`${label} ${say(end === 'From' ? 'workLists.filter.from' : 'workLists.filter.to')}`}
          value={search[`${name}${end}`] ?? ''}
          onChange={(event) => onChange({ [`${name}${end}`]: event.target.value || null })}
        />
      ))}
    </span>
  );
}
