import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { AddressSearch } from '../../client/address.tsx';

export const sitesPath = '/sites';
export const siteImportPath = `${sitesPath}/import`;
export function sitePath(id: string): string {
  return `${sitesPath}/${id}`;
}

type Navigate = (to: { to: string; search: AddressSearch; replace: boolean }) => Promise<void>;

/**
 * The filters in the address bar and how to change them. A filter may say no ("ownerless=false"), which
 * the router reads as a boolean; narrowing a list leaves no trail of pages to go back through.
 */
export function useSiteSearch(): readonly [AddressSearch, (change: Record<string, string | null>) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate() as unknown as Navigate;
  const search = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(raw)
          .filter(([, value]) => value !== undefined && value !== null && value !== '')
          .map(([name, value]) => [name, String(value)]),
      ),
    [raw],
  );
  const change = useCallback(
    (wanted: Record<string, string | null>) => {
      const kept = Object.entries({ ...search, ...wanted }).filter((entry): entry is [string, string] =>
        Boolean(entry[1]),
      );
      void navigate({ to: sitesPath, search: Object.fromEntries(kept), replace: true });
    },
    [navigate, search],
  );
  return [search, change];
}

const filterNames = ['unitId', 'siteType', 'ownerless', 'state', 'hasPosition', 'light', 'search'] as const;

/** The part of the address that narrows list, map and export alike. */
export function filterOf(search: AddressSearch): AddressSearch {
  return Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
}
