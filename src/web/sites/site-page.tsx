import { Button, Flex, Grid, Skeleton, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { useGo, useIdParam } from '../../client/address.tsx';
import { useDistricts } from '../../client/map/borders.ts';
import { LazyCityMap } from '../../client/map/lazy-city-map.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { MapPoint, SiteView } from '../../contract/sites.ts';
import { SiteVacancy } from '../vacancies/site-vacancy.tsx';
import { sitesPath } from './site-address.ts';
import { SiteFacts } from './site-facts.tsx';
import { SiteForm } from './site-form.tsx';
import { SiteChanges, SiteInspections, SiteProblems } from './site-records.tsx';
import { useSite } from './site-sheet.tsx';
import { SiteStateDialog } from './site-state-dialog.tsx';

/** One site: facts and map, its problems, its inspections, what was changed. */
export function SitePage() {
  const say = useWords();
  const go = useGo();
  const { lg } = Grid.useBreakpoint();
  const site = useSite(useIdParam());
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  if (!site.data) {
    return site.error ? (
      <RefusalAlert error={site.error} retry={() => void site.refetch()} />
    ) : (
      <Skeleton active />
    );
  }
  const view = site.data;
  return (
    <Flex vertical gap={16}>
      <Flex wrap gap={8} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {view.name}
        </Typography.Title>
        <Flex wrap gap={8}>
          <Button onClick={() => go(sitesPath)}>{say('common.back')}</Button>
          {view.may.edit && (
            <Button onClick={() => setAsking(true)}>
              {say(view.state === 'active' ? 'sites.retire' : 'sites.restore')}
            </Button>
          )}
          {view.may.edit && view.state === 'active' && (
            <Button type="primary" onClick={() => setEditing(true)}>
              {say('common.edit')}
            </Button>
          )}
        </Flex>
      </Flex>
      {view.isOwnerless && <SiteVacancy siteId={view.id} />}
      <div style={{ display: 'grid', gap: 16, gridTemplateColumns: lg ? '3fr 2fr' : '1fr' }}>
        <SiteFacts site={view} />
        <SitePosition site={view} />
      </div>
      <SiteProblems site={view} />
      <SiteInspections site={view} />
      <SiteChanges id={view.id} />
      {isEditing && (
        <SiteForm site={view} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />
      )}
      {isAsking && <SiteStateDialog site={view} onClose={() => setAsking(false)} />}
    </Flex>
  );
}

function SitePosition({ site }: { site: SiteView }) {
  const say = useWords();
  const { layer } = useDistricts();
  const points = useMemo<MapPoint[]>(
    () =>
      site.lon === null || site.lat === null
        ? []
        : [
            [
              site.id,
              site.lon,
              site.lat,
              site.siteType,
              site.openProblems,
              site.overdueProblems,
              site.lastScore,
            ],
          ],
    [site],
  );
  if (points.length === 0) return <p style={{ color: colours.second }}>{say('sites.noPosition')}</p>;
  return (
    <div>
      <LazyCityMap points={points} borders={layer?.geojson ?? null} height={320} />
      <small style={{ color: colours.hint }}>{say('map.caution')}</small>
    </div>
  );
}
