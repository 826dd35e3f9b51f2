import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getReference, type ReferenceView } from '../contract/standards.ts';
import { call } from './api.ts';
import { useLocalName } from './words.tsx';

/** Names of what records point at by code. A code nobody named is shown as it is. */
export interface Reference {
  /** Empty lists until they have come. */
  readonly data: ReferenceView;
  readonly isPending: boolean;
  readonly error: Error | null;
  siteTypeName(code: string): string;
  categoryName(key: string): string;
  unitTypeName(code: string): string;
  campaignName(code: string): string;
}

const none: ReferenceView = {
  siteTypes: [],
  categories: [],
  unitTypes: [],
  campaigns: [],
  currentVersionId: null,
};

/** Site types, categories, kinds of units and campaigns; asked once, since they change with imports only. */
export function useReference(): Reference {
  const localName = useLocalName();
  const { data, isPending, error } = useQuery({
    queryKey: [getReference.name],
    queryFn: () => call(getReference),
    staleTime: 10 * 60_000,
  });
  return useMemo(() => {
    const known = data ?? none;
    const namesOf = (records: readonly { name: string; nameEn: string; code: string }[]) => {
      const names = new Map(records.map((record) => [record.code, localName(record)]));
      return (code: string) => names.get(code) ?? code;
    };
    return {
      data: known,
      isPending,
      error,
      siteTypeName: namesOf(known.siteTypes),
      categoryName: namesOf(known.categories.map((category) => ({ ...category, code: category.key }))),
      unitTypeName: namesOf(known.unitTypes),
      campaignName: namesOf(known.campaigns),
    };
  }, [data, isPending, error, localName]);
}
