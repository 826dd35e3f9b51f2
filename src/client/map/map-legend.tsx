import { Flex } from 'antd';
import { type SiteCounts, siteLights } from '../../contract/sites.ts';
import { colours } from '../theme.ts';
import { useWords } from '../words.tsx';
import { useDistricts } from './borders.ts';
import { SiteLightBadge } from './site-light.tsx';

/** What the marks mean and how many there are, and how far the borders can be trusted. */
export function MapLegend({ counts, isGrouped }: { counts: SiteCounts | undefined; isGrouped: boolean }) {
  const say = useWords();
  const { isKnown, layer } = useDistricts();
  return (
    <Flex vertical gap={4} role="group" aria-label={say('map.legend')}>
      <Flex wrap gap={16}>
        {siteLights.map((light) => (
          <span key={light}>
            <SiteLightBadge light={light} /> {counts?.[light] ?? '—'}
          </span>
        ))}
        {counts && (
          <span style={{ color: colours.second }}>
            {say('map.shown', { shown: counts.positioned, all: counts.all })}
          </span>
        )}
      </Flex>
      <span style={{ color: colours.second }}>{say('map.groups')}</span>
      {isGrouped && <span style={{ color: colours.second }}>{say('map.clustered')}</span>}
      {isKnown && (
        <small style={{ color: colours.hint }}>
          {layer ? say('map.caution') : say('map.noBorders')} {layer?.caution}{' '}
          {layer?.source && say('map.source', { source: layer.source })}
        </small>
      )}
    </Flex>
  );
}
