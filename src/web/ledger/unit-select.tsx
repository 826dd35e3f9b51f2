import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { listResponsibleUnits } from '../../contract/problems.ts';

function useUnitOptions(needsPerson: boolean) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const units = useQuery({
    queryKey: [listResponsibleUnits.name, typed],
    queryFn: () => call(listResponsibleUnits, { query: typed ? { search: typed } : {} }),
    placeholderData: keepPreviousData,
  });
  const options = (units.data?.units ?? []).map((unit) => ({
    value: unit.id,
    label: unit.personName
      ? say('problems.form.unitWithPerson', { name: unit.name, person: unit.personName })
      : say('problems.form.unitNoPerson', { name: unit.name }),
    disabled: needsPerson && unit.personName === null,
  }));
  return { options, setTyped, isFetching: units.isFetching };
}

/** Picks one unit by typing a part of its name. `needsPerson`: units without a named person stay grey. */
export function UnitSelect(props: {
  label: string;
  value: string | null;
  onChange: (unitId: string | null) => void;
  needsPerson?: boolean;
}) {
  const { options, setTyped, isFetching } = useUnitOptions(props.needsPerson ?? false);
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim().slice(0, 60)) }}
      loading={isFetching}
      style={{ width: '100%', minWidth: 150 }}
      placeholder={props.label}
      aria-label={props.label}
      value={props.value ?? undefined}
      onChange={(unitId?: string) => props.onChange(unitId ?? null)}
      options={options}
    />
  );
}

/** Picks up to ten units. */
export function UnitsSelect(props: {
  label: string;
  value: readonly string[];
  onChange: (unitIds: string[]) => void;
}) {
  const { options, setTyped, isFetching } = useUnitOptions(false);
  return (
    <Select
      mode="multiple"
      maxCount={10}
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim().slice(0, 60)) }}
      loading={isFetching}
      style={{ width: '100%' }}
      placeholder={props.label}
      aria-label={props.label}
      value={[...props.value]}
      onChange={(unitIds: string[]) => props.onChange(unitIds)}
      options={options}
    />
  );
}
