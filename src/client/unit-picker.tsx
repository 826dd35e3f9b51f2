import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getUnit, listUnits } from '../contract/organisation.ts';
import { call } from './api.ts';
import { type PickerProps, RecordPicker } from './record-picker.tsx';
import { useWords } from './words.tsx';

/** Units of the caller's sight by a part of their name or code; without one, the first of them. */
export function useUnitHits(search: string, limit: number) {
  const query = { ...(search ? { search } : {}), limit };
  return useQuery({
    queryKey: [listUnits.name, query],
    queryFn: () => call(listUnits, { query }),
    placeholderData: keepPreviousData,
  });
}

/** Picks a unit by a part of its name or code; units of one name are told apart by where they hang. */
export function UnitPicker(props: PickerProps) {
  const say = useWords();
  const { value, known } = props;
  const [search, setSearch] = useState('');
  const found = useUnitHits(search, 30);
  const units = found.data?.units ?? [];
  const isNamed = !value || known?.id === value || units.some((unit) => unit.id === value);
  const chosen = useQuery({
    queryKey: [getUnit.name, { id: value }],
    queryFn: () => call(getUnit, { params: { id: value ?? '' } }),
    enabled: !isNamed,
  });
  return (
    <RecordPicker
      {...props}
      known={known?.id === value ? known : chosen.data}
      hits={units.map(({ id, name, pathNames }) => ({ id, name, below: pathNames.slice(0, -1).join(' / ') }))}
      isLoading={found.isFetching}
      onSearch={setSearch}
      empty={search ? say('organisation.searchNone', { search }) : undefined}
    />
  );
}
