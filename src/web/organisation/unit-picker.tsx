import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { getUnit, listUnits } from '../../contract/organisation.ts';

/** Picks a unit of the caller's sight by a part of its name or code; shows where it hangs. */
export function UnitPicker(props: {
  id?: string;
  label: string;
  value?: string | undefined;
  onChange?: (unitId: string | undefined) => void;
  allowClear?: boolean;
  placeholder?: string;
}) {
  const say = useWords();
  const [search, setSearch] = useState('');
  const query = search ? { search, limit: 20 } : { limit: 20 };
  const found = useQuery({
    queryKey: [listUnits.name, query],
    queryFn: () => call(listUnits, { query }),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({
    queryKey: [getUnit.name, { id: props.value }],
    queryFn: () => call(getUnit, { params: { id: props.value ?? '' } }),
    enabled: props.value !== undefined,
  });
  const units = [...(found.data?.units ?? [])];
  // the chosen unit keeps its name though the search no longer finds it
  const options = units.map((unit) => ({ value: unit.id, label: unit.name, path: unit.pathNames }));
  if (chosen.data && !units.some((unit) => unit.id === chosen.data.id)) {
    options.unshift({ value: chosen.data.id, label: chosen.data.name, path: chosen.data.pathNames });
  }
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      style={{ width: '100%', minWidth: 200 }}
      allowClear={props.allowClear ?? false}
      placeholder={props.placeholder ?? props.label}
      showSearch={{ filterOption: false, onSearch: (text) => setSearch(text.trim().slice(0, 60)) }}
      loading={found.isFetching}
      value={props.value}
      onChange={(unitId?: string) => props.onChange?.(unitId)}
      notFoundContent={search ? say('organisation.searchNone', { search }) : undefined}
      options={options}
      optionRender={(option) => (
        <div>
          {option.label}
          <div style={{ fontSize: '0.85em', opacity: 0.75 }}>{option.data.path.slice(0, -1).join(' / ')}</div>
        </div>
      )}
    />
  );
}
