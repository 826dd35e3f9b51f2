import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { listSites } from '../../contract/sites.ts';

/** Picks a site by a part of its name. */
export function SiteSelect(props: { value: string | null; onChange: (siteId: string | null) => void }) {
  const say = useWords();
  const [typed, setTyped] = useState('');
  const sites = useQuery({
    queryKey: [listSites.name, 'raise', typed],
    queryFn: () => call(listSites, { query: typed ? { search: typed, limit: 20 } : { limit: 20 } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim().slice(0, 60)) }}
      loading={sites.isFetching}
      aria-label={say('problems.raise.site')}
      value={props.value ?? undefined}
      onChange={(siteId?: string) => props.onChange(siteId ?? null)}
      options={(sites.data?.sites ?? []).map((site) => ({ value: site.id, label: site.name }))}
    />
  );
}
