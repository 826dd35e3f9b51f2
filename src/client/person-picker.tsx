import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listPeople } from '../contract/organisation.ts';
import { call } from './api.ts';
import { type PickerProps, RecordPicker } from './record-picker.tsx';
import { useWords } from './words.tsx';

/** Picks an active person by a part of the name. */
export function PersonPicker({
  unitId,
  ownOnly,
  ...props
}: PickerProps & {
  /** Only people with a role in the subtree of this unit; nobody while it is empty. */
  readonly unitId?: string;
  /** Only people with a role on this very unit. */
  readonly ownOnly?: boolean;
}) {
  const say = useWords();
  const [search, setSearch] = useState('');
  const query = { ...(unitId ? { unitId } : {}), limit: 50, ...(search ? { search } : {}) };
  const found = useQuery({
    queryKey: [listPeople.name, query],
    queryFn: () => call(listPeople, { query }),
    placeholderData: keepPreviousData,
    enabled: unitId !== '',
  });
  const people = (found.data?.people ?? []).filter(
    (person) => !ownOnly || person.grants.some((grant) => grant.unitId === unitId),
  );
  return (
    <RecordPicker
      {...props}
      hits={people.map(({ id, name, grants: [grant] }) => ({
        id,
        name,
        below: grant ? `${grant.unitName} · ${say(`access.role.${grant.role}`)}` : '',
      }))}
      isLoading={found.isFetching}
      onSearch={setSearch}
    />
  );
}
