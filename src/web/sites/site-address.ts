import { type AddressSearch, useAddressSearch } from '../../client/address.tsx';

export const sitesPath = '/sites';
export const siteImportPath = `${sitesPath}/import`;
export function sitePath(id: string): string {
  return `${sitesPath}/${id}`;
}

/** The filters in the address bar and how to change them. */
export function useSiteSearch() {
  return useAddressSearch(sitesPath);
}

const filterNames = ['unitId', 'siteType', 'ownerless', 'state', 'hasPosition', 'light', 'search'] as const;

/** The part of the address that narrows list, map and export alike. */
export function filterOf(search: AddressSearch): AddressSearch {
  return Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
}
