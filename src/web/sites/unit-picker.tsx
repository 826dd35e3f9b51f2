import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { getUnit, listPeople, listUnits } from '../../contract/organisation.ts';

interface PickerProps {
  readonly label: string;
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
  /** The chosen one as it is called, where the page knows it already. */
  readonly known?: { readonly id: string; readonly name: string } | null;
  readonly id?: string;
  readonly width?: number | string;
}

const shownAtOnce = 30;

/** Picks a unit by typing a part of its name; units of the same name are told apart by where they hang. */
export function UnitPicker({ label, value, onChange, known, id, width = 200 }: PickerProps) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const units = useQuery({
    queryKey: [listUnits.name, 'picker', typed],
    queryFn: () => call(listUnits, { query: { limit: shownAtOnce, ...(typed ? { search: typed } : {}) } }),
    placeholderData: keepPreviousData,
  });
  const options = (units.data?.units ?? []).map((unit) => ({
    value: unit.id,
    label: unit.pathNames.slice(1).join(' / ') || unit.name,
  }));
  const isListed = !value || options.some((option) => option.value === value);
  const chosen = useQuery({
    queryKey: [getUnit.name, value],
    queryFn: () => call(getUnit, { params: { id: value ?? '' } }),
    enabled: !isListed && known?.id !== value,
  });
  if (!isListed && value) {
    const name = known?.id === value ? known.name : chosen.data?.name;
    options.unshift({ value, label: name ?? '…' });
  }
  return (
    <Select
      allowClear
      id={id}
      style={{ width, maxWidth: '100%' }}
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim().slice(0, 60)) }}
      loading={units.isFetching}
      placeholder={label}
      aria-label={`${label}：${say('sites.chooseUnit')}`}
      value={value ?? undefined}
      onChange={(unitId?: string) => onChange?.(unitId ?? null)}
      options={options}
    />
  );
}

/** Picks a person by typing a part of the name. */
export function PersonPicker({ label, value, onChange, known, id, width = 200 }: PickerProps) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const people = useQuery({
    queryKey: [listPeople.name, 'picker', typed],
    queryFn: () => call(listPeople, { query: { limit: shownAtOnce, ...(typed ? { search: typed } : {}) } }),
    placeholderData: keepPreviousData,
  });
  const options = (people.data?.people ?? []).map((person) => {
    const unitName = person.grants[0]?.unitName;
    return { value: person.id, label: unitName ? `${person.name} · ${unitName}` : person.name };
  });
  if (value && !options.some((option) => option.value === value)) {
    options.unshift({ value, label: known?.id === value ? known.name : '…' });
  }
  return (
    <Select
      allowClear
      id={id}
      style={{ width, maxWidth: '100%' }}
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim().slice(0, 60)) }}
      loading={people.isFetching}
      placeholder={label}
      aria-label={`${label}：${say('sites.choosePerson')}`}
      value={value ?? undefined}
      onChange={(personId?: string) => onChange?.(personId ?? null)}
      options={options}
    />
  );
}
