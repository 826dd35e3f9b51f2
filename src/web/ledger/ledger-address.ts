import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** Filters as the address bar holds them. */
export type LedgerSearch = Readonly<Record<string, string>>;

/** Address of the ledger and of one problem. */
export const ledgerPath = '/ledger';
export function problemPath(id: string): string {
  return `${ledgerPath}/${id}`;
}

// The router's own types know every page of the house; here a page only reads and writes its own text.
type Navigate = (to: { to: string; search?: LedgerSearch; replace?: boolean }) => Promise<void>;

/** Goes to another page of the house. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate() as unknown as Navigate;
  return useCallback((to) => void navigate({ to }), [navigate]);
}

/** The filters in the address bar and how to change them; a change starts at the first page. */
export function useLedgerSearch(): readonly [LedgerSearch, (change: Record<string, string | null>) => void] {
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
      const next = { ...search, ...wanted };
      const kept = Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]));
      void navigate({ to: ledgerPath, search: Object.fromEntries(kept), replace: true });
    },
    [navigate, search],
  );
  return [search, change];
}

/** Id of the problem in the address. */
export function useProblemId(): string {
  const { id } = useParams({ strict: false }) as { id?: string };
  return id ?? '';
}
