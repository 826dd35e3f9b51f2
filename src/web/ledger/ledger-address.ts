import { type AddressSearch, useAddressSearch } from '../../client/address.tsx';

/** Filters as the address bar holds them. */
export type LedgerSearch = AddressSearch;

/** Address of the ledger and of one problem. */
export const ledgerPath = '/ledger';
export function problemPath(id: string): string {
  return `${ledgerPath}/${id}`;
}

/** The filters in the address bar and how to change them; a change starts at the first page. */
export function useLedgerSearch() {
  return useAddressSearch(ledgerPath);
}

/** The table of moves, for everybody. */
export const movesPath = '/ledger/moves';

/** What a part of the filters is given: what is chosen, and how to change it. */
export interface FilterProps {
  readonly search: LedgerSearch;
  readonly onChange: (change: Record<string, string | null>) => void;
}
