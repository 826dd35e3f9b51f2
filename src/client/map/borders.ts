import { useQuery } from '@tanstack/react-query';
import { getDistricts } from '../../contract/sites.ts';
import { call } from '../api.ts';

/** The city's borders with their source and caution; asked once. */
export function useDistricts() {
  const { data } = useQuery({
    queryKey: [getDistricts.name],
    queryFn: () => call(getDistricts),
    staleTime: 60 * 60_000,
  });
  return { isKnown: data !== undefined, layer: data?.layer ?? null };
}
