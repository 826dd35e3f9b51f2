import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';

/** Members of the address behind the question mark. */
export type AddressSearch = Readonly<Record<string, string>>;

// The router's own types know every page of the house; a page here only goes to an address.
type Navigate = (to: { to: string; search?: AddressSearch; replace?: boolean }) => Promise<void>;

/** Goes to another page of the house. */
export function useGo(): (to: string, search?: AddressSearch) => void {
  const navigate = useNavigate() as unknown as Navigate;
  return useCallback((to, search) => void navigate(search ? { to, search } : { to }), [navigate]);
}

/** The `id` of the address. */
export function useIdParam(): string {
  const params = useParams({ strict: false }) as { id?: string };
  return params.id ?? '';
}

/**
 * The filters in the address of the page at `path`, and how to change them; null leaves one out. A filter
 * may say no ("ownerless=false"), which the router reads as a boolean. Narrowing a list leaves no trail of
 * pages to go back through.
 */
export function useAddressSearch(
  path: string,
): readonly [AddressSearch, (change: Readonly<Record<string, string | null>>) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate() as unknown as Navigate;
  const search = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(raw)
          .filter(([, value]) => value !== undefined && value !== null && value !== '')
          .map(([key, value]) => [key, String(value)]),
      ),
    [raw],
  );
  const change = useCallback(
    (wanted: Readonly<Record<string, string | null>>) => {
      const next = Object.entries({ ...search, ...wanted });
      const kept = next.filter((entry): entry is [string, string] => Boolean(entry[1]));
      void navigate({ to: path, search: Object.fromEntries(kept), replace: true });
    },
    [navigate, search, path],
  );
  return [search, change];
}

/** A link inside the house: opened here by a click, in a new tab by ctrl-click. */
export function HouseLink(props: {
  to: string;
  search?: AddressSearch;
  children: ReactNode;
  className?: string;
  /** Whether it leads to where one is. */
  isCurrent?: boolean;
}) {
  const go = useGo();
  const query = props.search ? `?${new URLSearchParams(props.search)}` : '';
  return (
    <a
      className={props.className}
      aria-current={props.isCurrent ? 'page' : undefined}
      href={`${props.to}${query}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(props.to, props.search);
      }}
    >
      {props.children}
    </a>
  );
}
