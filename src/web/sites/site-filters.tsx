import { Flex } from 'antd';
import type { AddressSearch } from '../../client/address.tsx';
import { FilterChoice, SearchBox } from '../../client/filter-line.tsx';
import { useReference } from '../../client/reference.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { type SiteCounts, siteLights, siteStates } from '../../contract/sites.ts';

/** Filters on one line, the same for list and map. */
export function SiteFilters(props: {
  search: AddressSearch;
  counts: SiteCounts | undefined;
  onChange: (change: Record<string, string | null>) => void;
}) {
  const { search, counts, onChange } = props;
  const say = useWords();
  const reference = useReference();
  const choice = (
    name: 'siteType' | 'light' | 'ownerless' | 'hasPosition' | 'state',
    label: string,
    options: { value: string; label: string }[],
    width: number,
  ) => (
    <FilterChoice
      label={label}
      value={search[name]}
      onChange={(value) => onChange({ [name]: value })}
      width={width}
      isLong={name === 'siteType'}
      options={options}
    />
  );
  return (
    <Flex wrap gap={8} align="center" role="search" aria-label={say('sites.title')}>
      <SearchBox
        label={say('sites.search')}
        value={search.search ?? ''}
        onChange={(text) => onChange({ search: text || null })}
        width={220}
      />
      <UnitPicker
        label={say('sites.territory')}
        value={search.unitId}
        width={200}
        onChange={(unitId) => onChange({ unitId })}
      />
      {choice(
        'siteType',
        say('sites.type'),
        reference.data.siteTypes.map(({ code }) => ({ value: code, label: reference.siteTypeName(code) })),
        150,
      )}
      {choice(
        'light',
        say('sites.problems'),
        siteLights.map((light) => ({
          value: light,
          label:
            counts && !search.light
              ? `${say(`sites.light.${light}`)} ${counts[light]}`
              : say(`sites.light.${light}`),
        })),
        170,
      )}
      {choice(
        'ownerless',
        say('sites.ownerFilter'),
        [
          { value: 'true', label: say('sites.ownerless') },
          { value: 'false', label: say('sites.owned') },
        ],
        110,
      )}
      {choice(
        'hasPosition',
        say('sites.positionFilter'),
        [
          { value: 'true', label: say('sites.hasPosition') },
          { value: 'false', label: say('sites.noPosition') },
        ],
        130,
      )}
      {choice(
        'state',
        say('sites.state.active'),
        [...siteStates, 'all' as const].map((state) => ({
          value: state,
          label: say(`sites.state.${state}`),
        })),
        110,
      )}
    </Flex>
  );
}
