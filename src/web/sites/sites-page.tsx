import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Grid, Segmented, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { type AddressSearch, useGo } from '../../client/address.tsx';
import { addressOf, call, type InputOf } from '../../client/api.ts';
import { useDistricts } from '../../client/map/borders.ts';
import { LazyCityMap } from '../../client/map/lazy-city-map.tsx';
import { boxText } from '../../client/map/map-features.ts';
import { MapLegend } from '../../client/map/map-legend.tsx';
import { MorePages, usePages } from '../../client/paged.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import { exportSites } from '../../contract/site-import.ts';
import { getSiteMap, listSites, type SiteCounts } from '../../contract/sites.ts';
import { filterOf, siteImportPath, sitePath, useSiteSearch } from './site-address.ts';
import { SiteFilters } from './site-filters.tsx';
import { SiteForm } from './site-form.tsx';
import { SiteSheet, useSite } from './site-sheet.tsx';
import { SiteCards, SiteTable } from './site-table.tsx';

type ListQuery = NonNullable<InputOf<typeof listSites>['query']>;
type MapQuery = NonNullable<InputOf<typeof getSiteMap>['query']>;

/** The register of places (点位): list and map under the same filters, the chosen site in a side sheet. */
export function SitesPage() {
  const say = useWords();
  const go = useGo();
  const mayEdit = useMay('site.edit');
  const [search, change] = useSiteSearch();
  const [editing, setEditing] = useState<string | null>(null);
  const filter = useMemo(() => filterOf(search), [search]);
  const isMap = search.view === 'map';
  const counts = useQuery({
    queryKey: [listSites.name, 'counts', filter],
    queryFn: () => call(listSites, { query: { ...filter, limit: 1 } as ListQuery }),
    placeholderData: keepPreviousData,
  });
  const open = (id: string, inPage: boolean) => (inPage ? go(sitePath(id)) : change({ open: id }));
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('sites.title')}
        </Typography.Title>
        <Flex wrap gap={8}>
          <Segmented
            aria-label={say('sites.title')}
            value={isMap ? 'map' : 'list'}
            onChange={(view) => change({ view: view === 'map' ? 'map' : null })}
            options={[
              { value: 'list', label: say('common.showAsTable') },
              { value: 'map', label: say('common.showAsMap') },
            ]}
          />
          <Button href={addressOf(exportSites, {}, filter)} download>
            {say('sites.export')}
          </Button>
          {mayEdit && <Button onClick={() => go(siteImportPath)}>{say('sites.import')}</Button>}
          {mayEdit && (
            <Button type="primary" onClick={() => setEditing('new')}>
              {say('sites.create')}
            </Button>
          )}
        </Flex>
      </Flex>
      <SiteFilters search={search} counts={counts.data?.counts} onChange={change} />
      <SiteCountLine counts={counts.data?.counts} />
      {isMap ? (
        <SiteMap filter={filter} onSelect={(id) => open(id, false)} />
      ) : (
        <SiteList filter={filter} onOpen={open} mayEdit={mayEdit} />
      )}
      <SiteSheet id={search.open ?? null} onClose={() => change({ open: null })} onEdit={setEditing} />
      {editing === 'new' && (
        <SiteForm
          site={null}
          onClose={() => setEditing(null)}
          onSaved={(site) => {
            setEditing(null);
            change({ open: site.id });
          }}
        />
      )}
      {editing !== null && editing !== 'new' && <EditSheet id={editing} onClose={() => setEditing(null)} />}
    </Flex>
  );
}

function SiteCountLine({ counts }: { counts: SiteCounts | undefined }) {
  const say = useWords();
  return (
    <p role="status" style={{ color: colours.second, margin: 0 }}>
      {counts &&
        [
          say('sites.count.all', { count: counts.all }),
          say('sites.count.ownerless', { count: counts.ownerless }),
          say('sites.count.unpositioned', { count: counts.all - counts.positioned }),
        ].join(' · ')}
    </p>
  );
}

function SiteList(props: {
  filter: AddressSearch;
  onOpen: (id: string, inPage: boolean) => void;
  mayEdit: boolean;
}) {
  const { filter, onOpen, mayEdit } = props;
  const say = useWords();
  const { md } = Grid.useBreakpoint();
  const pages = usePages({
    key: [listSites.name, filter],
    load: (cursor) => call(listSites, { query: { ...filter, cursor } as ListQuery }),
    nextOf: (page) => page.next,
  });
  const sites = useMemo(() => pages.data?.flatMap((page) => page.sites) ?? [], [pages.data]);
  return (
    <>
      <RefusalAlert error={pages.error} retry={() => void pages.refetch()} />
      {pages.data && sites.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              {say('sites.empty')}
              <br />
              {say(mayEdit ? 'sites.emptyHint' : 'sites.emptyViewerHint')}
            </>
          }
        />
      ) : md ? (
        <SiteTable
          sites={sites}
          isLoading={pages.isPending}
          onOpen={(site, inPage) => onOpen(site.id, inPage)}
        />
      ) : (
        <SiteCards sites={sites} onOpen={(site, inPage) => onOpen(site.id, inPage)} />
      )}
      <MorePages of={pages} />
    </>
  );
}

function SiteMap({ filter, onSelect }: { filter: AddressSearch; onSelect: (id: string) => void }) {
  const { md } = Grid.useBreakpoint();
  const { layer } = useDistricts();
  const [box, setBox] = useState<string | null>(null);
  const whole = useQuery({
    queryKey: [getSiteMap.name, filter],
    queryFn: () => call(getSiteMap, { query: filter as MapQuery }),
    placeholderData: keepPreviousData,
  });
  const isGrouped = (whole.data?.clusters.length ?? 0) > 0;
  // only a register too large for one answer is asked again for what is in view
  const near = useQuery({
    queryKey: [getSiteMap.name, filter, box],
    queryFn: () => call(getSiteMap, { query: { ...filter, box: box ?? undefined } as MapQuery }),
    enabled: isGrouped && box !== null,
    placeholderData: keepPreviousData,
  });
  const shown = (isGrouped && near.data) || whole.data;
  return (
    <>
      <RefusalAlert error={whole.error ?? near.error} retry={() => void whole.refetch()} />
      <MapLegend counts={whole.data?.counts} isGrouped={(shown?.clusters.length ?? 0) > 0} />
      {whole.data && (
        <LazyCityMap
          points={shown?.points ?? whole.data.points}
          clusters={shown?.clusters ?? whole.data.clusters}
          borders={layer?.geojson ?? null}
          height={md ? 620 : 420}
          onSelect={onSelect}
          onView={(bounds) => setBox(boxText(bounds))}
        />
      )}
    </>
  );
}

function EditSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const site = useSite(id);
  if (!site.data) return null;
  return <SiteForm key={site.data.version} site={site.data} onClose={onClose} onSaved={onClose} />;
}
