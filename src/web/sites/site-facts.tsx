import { Descriptions } from 'antd';
import { formatInstant } from '../../client/format.ts';
import { lightOf } from '../../client/map/map-features.ts';
import { SiteLightBadge } from '../../client/map/site-light.tsx';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import type { SiteView } from '../../contract/sites.ts';
import { sitesZh } from '../../text/zh-CN/sites.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { SiteTags } from './site-table.tsx';

function positionWord(source: string): WordKey | null {
  const key = `sites.positionSource.${source}`;
  return key in sitesZh ? (key as WordKey) : null;
}

/** Everything the register knows about a site. */
export function SiteFacts({ site }: { site: SiteView }) {
  const say = useWords();
  const localName = useLocalName();
  const { locale } = useLocale();
  const none = say('common.none');
  const sourceWord = site.positionSource && positionWord(site.positionSource);
  const position =
    site.lon === null || site.lat === null
      ? say('sites.noPosition')
      : `${site.lon.toFixed(6)}, ${site.lat.toFixed(6)} (WGS84)${
          site.positionSource ? ` · ${sourceWord ? say(sourceWord) : site.positionSource}` : ''
        }`;
  const lastVisit = site.lastInspectedAt
    ? `${formatInstant(site.lastInspectedAt, locale)} · ${say('sites.score')} ${site.lastScore ?? '—'}`
    : say('sites.neverInspected');
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      styles={{ label: { whiteSpace: 'nowrap' } }}
      items={[
        {
          key: 'problems',
          label: say('sites.problems'),
          children: (
            <>
              <SiteLightBadge light={lightOf(site.openProblems, site.overdueProblems)} />
              <br />
              {say('sites.openProblems')} {site.openProblems} · {say('sites.overdueProblems')}{' '}
              {site.overdueProblems} ·{' '}
              {say('sites.problemCounts', {
                problems: site.counts.problems,
                struckOff: site.counts.struckOff,
              })}
            </>
          ),
        },
        { key: 'last', label: say('sites.lastInspectedAt'), children: lastVisit },
        {
          key: 'type',
          label: say('sites.type'),
          children: localName({ name: site.siteTypeName, nameEn: site.siteTypeNameEn }),
        },
        { key: 'territory', label: say('sites.territory'), children: site.territoryNames.join(' / ') },
        { key: 'bureau', label: say('sites.lineBureau'), children: site.lineBureau?.name ?? none },
        {
          key: 'operator',
          label: say('sites.operator'),
          children: site.isOwnerless ? say('sites.ownerless') : (site.operator?.name ?? none),
        },
        { key: 'keeper', label: say('sites.keeper'), children: site.keeper?.name ?? none },
        { key: 'address', label: say('sites.address'), children: site.address ?? none },
        { key: 'position', label: say('sites.position'), children: position },
        {
          key: 'code',
          label: say('common.code'),
          children: (
            <>
              {site.code} <SiteTags site={site} />
            </>
          ),
        },
        ...(site.note ? [{ key: 'note', label: say('common.note'), children: site.note }] : []),
        ...(site.source
          ? [
              {
                key: 'source',
                label: say('common.source'),
                children: <span style={{ wordBreak: 'break-all' }}>{site.source}</span>,
              },
            ]
          : []),
      ]}
    />
  );
}
