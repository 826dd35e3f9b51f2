import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** Filters as the address bar holds them. */
export type SiteSearch = Readonly<Record<string, string>>;

export const sitesPath = '/sites';
export const siteImportPath = `${sitesPath}/import`;
export function sitePath(id: string): string {
  return `${sitesPath}/${id}`;
}

// The router's own types know every page of the house; here a page only reads and writes its own text.
type Navigate = (to: { to: string; search?: SiteSearch; replace?: boolean }) => Promise<void>;

/** Goes to another page of the house. */
export function useGo(): (to: string, search?: SiteSearch) => void {
  const navigate = useNavigate() as unknown as Navigate;
  return useCallback((to, search) => void navigate(search ? { to, search } : { to }), [navigate]);
}

/** The filters in the address bar and how to change them. */
export function useSiteSearch(): readonly [SiteSearch, (change: Record<string, string | null>) => void] {
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

/** Id of the site in the address. */
export function useSiteId(): string {
  const { id } = useParams({ strict: false }) as { id?: string };
  return id ?? '';
}

const filterNames = ['unitId', 'siteType', 'ownerless', 'state', 'hasPosition', 'light', 'search'] as const;

/** The part of the address that narrows list, map and export alike. */
export function filterOf(search: SiteSearch): SiteSearch {
  return Object.fromEntries(
    filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
  ) as SiteSearch;
}
