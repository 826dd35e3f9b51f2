import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Flex, Form, Grid, Input, Modal, Skeleton, Table, Typography } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useGo, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatInstant, formatShortInstant } from '../../client/format.ts';
import { useDistricts } from '../../client/map/borders.ts';
import { LazyCityMap } from '../../client/map/lazy-city-map.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import {
  getSiteHistory,
  type MapPoint,
  restoreSite,
  retireSite,
  type SiteView,
} from '../../contract/sites.ts';
import { sitesPath } from './site-address.ts';
import { SiteFacts } from './site-facts.tsx';
import { SiteForm } from './site-form.tsx';
import { useSite } from './site-sheet.tsx';

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
      {isAsking && <StateDialog site={view} onClose={() => setAsking(false)} />}
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

function SiteProblems({ site }: { site: SiteView }) {
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
                <button type="button" className="link" onClick={() => go(`/ledger/${problem.id}`)}>
                  {problem.number} {problem.title}
                </button>
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

function SiteInspections({ site }: { site: SiteView }) {
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
            { title: say('sites.round'), dataIndex: 'roundName' },
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

function SiteChanges({ id }: { id: string }) {
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

/** Retires or restores, with a reason. */
function StateDialog({ site, onClose }: { site: SiteView; onClose: () => void }) {
  const say = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const isActive = site.state === 'active';
  const change = useMutation({
    mutationFn: () =>
      call(isActive ? retireSite : restoreSite, {
        params: { id: site.id },
        body: { version: site.version, reason: reason.trim() },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('sites.'),
      });
      onClose();
    },
  });
  const title = say(isActive ? 'sites.retire' : 'sites.restore');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: change.isPending }}
      onOk={() => change.mutate()}
      onCancel={onClose}
    >
      {isActive && <p>{say('sites.retireHint')}</p>}
      <Form layout="vertical">
        <Form.Item label={say('sites.reason')} required htmlFor="site-state-reason">
          <Input.TextArea
            id="site-state-reason"
            maxLength={300}
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      <RefusalAlert error={change.error} />
    </Modal>
  );
}
