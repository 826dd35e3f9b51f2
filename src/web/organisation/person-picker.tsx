import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { listPeople } from '../../contract/organisation.ts';

/** Picks an active person with a role in the subtree of a unit. `known`: whom the field names already. */
export function PersonPicker(props: {
  id?: string;
  label: string;
  unitId: string;
  value?: string | null | undefined;
  known?: { readonly id: string; readonly name: string } | null | undefined;
  onChange?: (personId: string | null) => void;
  /** Only people with a role on this very unit. */
  ownOnly?: boolean;
}) {
  const say = useWords();
  const [search, setSearch] = useState('');
  const query = { unitId: props.unitId, limit: 50, ...(search ? { search } : {}) };
  const found = useQuery({
    queryKey: [listPeople.name, query],
    queryFn: () => call(listPeople, { query }),
    placeholderData: keepPreviousData,
    enabled: props.unitId !== '',
  });
  const people = (found.data?.people ?? []).filter(
    (person) => !props.ownOnly || person.grants.some((grant) => grant.unitId === props.unitId),
  );
  const options = people.map((person) => {
    const [grant] = person.grants;
    const role = grant && `${grant.unitName} · ${say(`access.role.${grant.role}`)}`;
    return { value: person.id, label: person.name, role: role ?? '' };
  });
  const { known } = props;
  if (known && known.id === props.value && !options.some((option) => option.value === known.id)) {
    options.unshift({ value: known.id, label: known.name, role: '' });
  }
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      style={{ width: '100%' }}
      allowClear
      placeholder={props.label}
      showSearch={{ filterOption: false, onSearch: (text) => setSearch(text.trim().slice(0, 60)) }}
      loading={found.isFetching}
      value={props.value ?? undefined}
      onChange={(personId?: string) => props.onChange?.(personId ?? null)}
      options={options}
      optionRender={(option) => (
        <div>
          {option.label}
          <div style={{ fontSize: '0.85em', opacity: 0.75 }}>{option.data.role}</div>
        </div>
      )}
    />
  );
}
