import { Flex, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { formatShortInstant } from '../../client/format.ts';
import { lightOf } from '../../client/map/map-features.ts';
import { SiteLightBadge } from '../../client/map/site-light.tsx';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { SiteLine } from '../../contract/sites.ts';

/** Ownerless, retired and sample marks of a site, in words. */
export function SiteTags({ site }: { site: Pick<SiteLine, 'isOwnerless' | 'state' | 'isSample'> }) {
  const say = useWords();
  return (
    <>
      {site.isOwnerless && <Tag>{say('sites.ownerless')}</Tag>}
      {site.state === 'retired' && <Tag>{say('sites.state.retired')}</Tag>}
      {site.isSample && <Tag title={say('common.sampleData')}>{say('common.sample')}</Tag>}
    </>
  );
}

interface ListProps {
  readonly sites: readonly SiteLine[];
  readonly onOpen: (site: SiteLine, inPage: boolean) => void;
}

/** The register as a table; a click opens the sheet, with Ctrl the page. */
export function SiteTable({ sites, onOpen, isLoading }: ListProps & { isLoading: boolean }) {
  const say = useWords();
  const { locale } = useLocale();
  const reference = useReference();
  const columns: ColumnsType<SiteLine> = [
    {
      title: say('common.name'),
      key: 'name',
      width: 240,
      fixed: 'left',
      render: (_, site) => (
        <>
          <button
            type="button"
            className="link"
            onClick={(event) => onOpen(site, event.ctrlKey || event.metaKey)}
          >
            {site.name}
          </button>{' '}
          <SiteTags site={site} />
        </>
      ),
    },
    {
      title: say('sites.problems'),
      key: 'light',
      width: 200,
      render: (_, site) => <SiteLightBadge light={lightOf(site.openProblems, site.overdueProblems)} />,
    },
    { title: say('sites.openProblems'), dataIndex: 'openProblems', width: 100, align: 'right' },
    { title: say('sites.overdueProblems'), dataIndex: 'overdueProblems', width: 90, align: 'right' },
    {
      title: say('sites.type'),
      key: 'type',
      width: 130,
      render: (_, site) => reference.siteTypeName(site.siteType),
    },
    { title: say('sites.territory'), key: 'territory', width: 160, render: (_, site) => site.territory.name },
    {
      title: say('sites.lastScore'),
      dataIndex: 'lastScore',
      width: 90,
      align: 'right',
      render: (score: string | null) => score ?? '—',
    },
    {
      title: say('sites.lastInspectedAt'),
      dataIndex: 'lastInspectedAt',
      width: 140,
      render: (at: string | null) => (at ? formatShortInstant(at, locale) : say('sites.neverInspected')),
    },
    { title: say('common.code'), dataIndex: 'code', width: 180 },
  ];
  return (
    <Table<SiteLine>
      rowKey="id"
      size="small"
      columns={columns}
      dataSource={[...sites]}
      loading={isLoading}
      pagination={false}
      scroll={{ x: 1330 }}
      onRow={(site) => ({
        style: { cursor: 'pointer' },
        onClick: (event) => {
          // the name is a button of its own
          const isButton = event.target instanceof HTMLElement && event.target.closest('button');
          if (!isButton) onOpen(site, event.ctrlKey || event.metaKey);
        },
      })}
    />
  );
}

/** The register on a phone: one card a site. */
export function SiteCards({ sites, onOpen }: ListProps) {
  const reference = useReference();
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {sites.map((site) => (
        <li key={site.id} style={{ borderBottom: `1px solid ${colours.line}`, padding: '10px 0' }}>
          <Flex vertical gap={4}>
            <span>
              <button
                type="button"
                className="link"
                style={{ minHeight: 28 }}
                onClick={() => onOpen(site, false)}
              >
                {site.name}
              </button>{' '}
              <SiteTags site={site} />
            </span>
            <SiteLightBadge light={lightOf(site.openProblems, site.overdueProblems)} />
            <span style={{ color: colours.second }}>
              {reference.siteTypeName(site.siteType)} · {site.territory.name} · {site.lastScore ?? '—'}
            </span>
          </Flex>
        </li>
      ))}
    </ul>
  );
}
