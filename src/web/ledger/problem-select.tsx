import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RecordPicker } from '../../client/record-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { listProblems } from '../../contract/problems.ts';

/** Picks another problem by number, title or place, within a part of the ledger. */
export function ProblemSelect(props: {
  label: string;
  value: string | null;
  onChange: (problemId: string | null) => void;
  /** The problem that is being linked. */
  notId: string;
  within: { readonly states?: string; readonly siteId?: string };
}) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const query = { ...props.within, limit: 20, ...(typed ? { search: typed } : {}) };
  const problems = useQuery({
    queryKey: [listProblems.name, 'pick', query],
    queryFn: () => call(listProblems, { query }),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordPicker
      label={props.label}
      value={props.value}
      onChange={props.onChange}
      isLoading={problems.isFetching}
      onSearch={setTyped}
      hits={(problems.data?.rows ?? [])
        .filter((row) => row.id !== props.notId)
        .map((row) => ({
          id: row.id,
          name: `${row.number} ${row.title}`,
          below: [row.siteName ?? row.placeText, say(`problems.state.${row.state}`)]
            .filter(Boolean)
            .join(' · '),
        }))}
    />
  );
}
