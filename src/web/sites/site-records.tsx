import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Table, Typography } from 'antd';
import type { ReactNode } from 'react';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatInstant, formatShortInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import { getSiteHistory, type SiteView } from '../../contract/sites.ts';

function Section({ title, count, children }: { title: string; count: string; children: ReactNode }) {
  return (
    <section>
      <Typography.Title level={2} style={{ fontSize: 16 }}>
        {title} <span style={{ color: colours.second, fontWeight: 'normal' }}>{count}</span>
      </Typography.Title>
      {children}
    </section>
  );
}

const problemsShown = 50;

/** The problems of a site that the reader may see. */
export function SiteProblems({ site }: { site: SiteView }) {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const maySee = useMay('problem.view');
  const problems = useQuery({
    queryKey: [listProblems.name, 'site', site.id],
    queryFn: () => call(listProblems, { query: { siteId: site.id, limit: problemsShown } }),
    enabled: maySee,
  });
  return (
    <Section title={say('sites.problems')} count={say('sites.problemCounts', site.counts)}>
      <RefusalAlert error={problems.error} retry={() => void problems.refetch()} />
      {problems.data?.rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('sites.noProblems')} />
      ) : (
        <Table<ProblemLine>
          rowKey="id"
          size="small"
          pagination={false}
          loading={problems.isPending && maySee}
          scroll={{ x: 720 }}
          dataSource={problems.data?.rows ?? []}
          columns={[
            {
              title: say('common.name'),
              key: 'title',
              render: (_, problem) => (
                <HouseLink to={`/ledger/${problem.id}`}>
                  {problem.number} {problem.title}
                </HouseLink>
              ),
            },
            {
              title: say('common.state'),
              key: 'state',
              width: 110,
              render: (_, { state }) => say(`problems.state.${state}`),
            },
            { title: say('common.unit'), dataIndex: 'unitName', width: 180, render: (name) => name ?? '—' },
            {
              title: say('common.date'),
              dataIndex: 'raisedAt',
              width: 140,
              render: (at: string) => formatShortInstant(at, locale),
            },
          ]}
        />
      )}
      {problems.data?.next && (
        <Button size="small" onClick={() => go('/ledger', { siteId: site.id })}>
          {say('common.more')}
        </Button>
      )}
    </Section>
  );
}

/** The finished visits of a site. */
export function SiteInspections({ site }: { site: SiteView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <Section
      title={say('sites.inspections')}
      count={say('sites.inspectionCount', { count: site.counts.inspections })}
    >
      {site.inspections.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('sites.noInspections')} />
      ) : (
        <Table<SiteView['inspections'][number]>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 640 }}
          dataSource={site.inspections}
          columns={[
            {
              title: say('sites.round'),
              key: 'round',
              render: (_, { id, roundName }) => <HouseLink to={`/inspections/${id}`}>{roundName}</HouseLink>,
            },
            {
              title: say('sites.score'),
              key: 'score',
              width: 140,
              align: 'right',
              render: (_, { score, vetoFailed }) => (
                <>
                  {score ?? '—'} {vetoFailed && `（${say('sites.vetoFailed')}）`}
                </>
              ),
            },
            { title: say('sites.foundProblems'), dataIndex: 'problems', width: 100, align: 'right' },
            { title: say('sites.inspector'), dataIndex: 'inspectorName', width: 120 },
            {
              title: say('sites.finishedAt'),
              dataIndex: 'finishedAt',
              width: 150,
              render: (at: string) => formatShortInstant(at, locale),
            },
          ]}
        />
      )}
    </Section>
  );
}

const fieldWords = {
  code: 'common.code',
  name: 'common.name',
  siteType: 'sites.type',
  territoryUnitId: 'sites.territory',
  lineBureauId: 'sites.lineBureau',
  operatorUnitId: 'sites.operator',
  keeperPersonId: 'sites.keeper',
  isOwnerless: 'sites.ownerFilter',
  address: 'sites.address',
  lon: 'sites.position',
  lat: 'sites.position',
  positionSource: 'sites.position',
  note: 'common.note',
} as const;

/** What was changed, by whom and why. */
export function SiteChanges({ id }: { id: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const history = useQuery({
    queryKey: [getSiteHistory.name, id],
    queryFn: () => call(getSiteHistory, { params: { id } }),
  });
  const wordOf = (field: string) =>
    field in fieldWords ? say(fieldWords[field as keyof typeof fieldWords]) : field;
  const entries = history.data?.entries ?? [];
  return (
    <Section
      title={say('sites.history')}
      count={history.data ? say('common.counted', { count: entries.length }) : ''}
    >
      <RefusalAlert error={history.error} retry={() => void history.refetch()} />
      <ol style={{ paddingInlineStart: 20, margin: 0 }}>
        {entries.map((entry) => (
          <li key={entry.version}>
            {formatInstant(entry.at, locale)} · {entry.actorName ?? say('sites.historyBySystem')} ·{' '}
            {say(`sites.event.${entry.kind}`, {
              reason: entry.reason,
              fields: [...new Set(entry.fields.map(wordOf))].join(' / '),
            })}
          </li>
        ))}
      </ol>
    </Section>
  );
}
