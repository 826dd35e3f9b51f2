import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Popconfirm, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useGo, useIdParam } from '../../client/address.tsx';
import { addressOf, call } from '../../client/api.ts';
import { formatDay, formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import {
  deleteDraft,
  downloadBulletin,
  exportRanking,
  getRanking,
  listRankings,
  type RankingView,
  recomputeDraft,
} from '../../contract/rankings.ts';
import { ComputeDialog } from './compute-dialog.tsx';
import { LostPointsDrawer } from './lost-points-drawer.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { RankingBadge } from './ranking-badge.tsx';
import { RankingsNav, rankingsPath, schemesPath } from './ranking-links.tsx';
import { flagWord, periodWords, warningOf } from './ranking-sentences.ts';
import { RankingGroupTable } from './ranking-table.tsx';
import './rankings.css';

/** One ranking: a table per group, what is left to decide, and how anybody can prove it. */
export function RankingPage() {
  const id = useIdParam();
  const ranking = useQuery({
    queryKey: [getRanking.name, id],
    queryFn: () => call(getRanking, { params: { id } }),
  });
  return (
    <Flex vertical gap={16}>
      <RankingsNav here="rankings" />
      <RefusalAlert error={ranking.error} retry={() => void ranking.refetch()} />
      {ranking.isPending && <Skeleton active />}
      {ranking.data && <LoadedRanking ranking={ranking.data} />}
    </Flex>
  );
}

function LoadedRanking({ ranking }: { ranking: RankingView }) {
  const say = useWords();
  const [unitId, setUnitId] = useState<string | null>(null);
  const warnings = ranking.groups.flatMap((group) =>
    group.warnings
      .filter((warning) => !isDecided(ranking, group.name, warning))
      .map((warning) => ({ key: `${group.name} ${warning.code} ${warning.units}`, group, warning })),
  );
  return (
    <>
      <Heading ranking={ranking} />
      {warnings.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('rankings.warningsTitle')}
          description={
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {warnings.map(({ key, group, warning }) => (
                <li key={key}>
                  {say('rankings.groupWarning', { group: group.name, warning: warningOf(say, warning) })}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {ranking.groups.map((group) => (
        <RankingGroupTable
          key={group.name}
          group={group}
          hasPrevious={ranking.previous !== null}
          onOpen={setUnitId}
        />
      ))}
      <Foot ranking={ranking} />
      {unitId !== null && (
        <LostPointsDrawer rankingId={ranking.id} unitId={unitId} onClose={() => setUnitId(null)} />
      )}
    </>
  );
}

/** A tie that the office decided is no open doubt; the decision stands below the table. */
function isDecided(
  { decisions }: RankingView,
  group: string,
  { code, facts }: RankingView['groups'][number]['warnings'][number],
): boolean {
  if (code !== 'tie-on-flag-line') return false;
  return decisions.some((decision) => decision.group === group && decision.flag === facts.flag);
}

function Heading({ ranking }: { ranking: RankingView }) {
  const say = useWords();
  const { locale } = useLocale();
  const { corrects } = ranking;
  return (
    <header>
      <Flex wrap gap={12} align="start" justify="space-between">
        <div>
          <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
            {ranking.title}
          </Typography.Title>
          <Flex wrap gap={12} style={{ marginTop: 4 }}>
            <RankingBadge ranking={ranking} />
            {ranking.documentNumber && <span>{ranking.documentNumber}</span>}
            <span>{periodWords(say, ranking.period, (day) => formatDay(day, locale))}</span>
            {ranking.schemeId && ranking.schemeName && (
              <HouseLink to={`${schemesPath}/${ranking.schemeId}`}>{ranking.schemeName}</HouseLink>
            )}
            {ranking.roundName && <span>{ranking.roundName}</span>}
            {ranking.isSample && <span>{say('common.sampleData')}</span>}
          </Flex>
          {ranking.source && (
            <Typography.Text type="secondary">
              {say('rankings.sourceIs', { source: ranking.source })}
            </Typography.Text>
          )}
        </div>
        <Actions ranking={ranking} />
      </Flex>
      {ranking.supersededById && (
        <Alert
          style={{ marginTop: 12 }}
          type="warning"
          showIcon
          title={say('rankings.superseded')}
          action={
            <HouseLink to={`${rankingsPath}/${ranking.supersededById}`}>
              {say('rankings.openCorrection')}
            </HouseLink>
          }
        />
      )}
      {corrects && (
        <Typography.Paragraph style={{ margin: '8px 0 0' }}>
          {say('rankings.correctsIssue')}{' '}
          <HouseLink to={`${rankingsPath}/${corrects.id}`}>
            {[corrects.documentNumber, corrects.title].filter(Boolean).join(' ')}
          </HouseLink>
        </Typography.Paragraph>
      )}
    </header>
  );
}

function Actions({ ranking }: { ranking: RankingView }) {
  const say = useWords();
  const go = useGo();
  const client = useQueryClient();
  const mayCompute = useMay('ranking.compute');
  const mayPublish = useMay('ranking.publish');
  const [dialog, setDialog] = useState<'publish' | 'correct' | null>(null);
  const params = { id: ranking.id };
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: [getRanking.name] });
    await client.invalidateQueries({ queryKey: [listRankings.name] });
  };
  const recompute = useMutation({
    mutationFn: () => call(recomputeDraft, { params, body: { version: ranking.version } }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => call(deleteDraft, { params }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [listRankings.name] });
      go(rankingsPath);
    },
  });
  const isDraft = ranking.state === 'draft';
  const isCorrectable = !isDraft && ranking.supersededById === null && ranking.roundId !== null;
  return (
    <Flex vertical gap={8} className="no-print">
      <Flex wrap gap={8}>
        {isDraft && mayCompute && (
          <>
            <Popconfirm
              title={say('rankings.deleteSure')}
              okText={say('common.remove')}
              cancelText={say('common.cancel')}
              onConfirm={() => remove.mutate()}
            >
              <Button danger loading={remove.isPending}>
                {say('rankings.deleteDraft')}
              </Button>
            </Popconfirm>
            <Button loading={recompute.isPending} onClick={() => recompute.mutate()}>
              {say('rankings.recomputeDraft')}
            </Button>
          </>
        )}
        {isDraft && mayPublish && (
          <Button type="primary" onClick={() => setDialog('publish')}>
            {say('rankings.publish')}
          </Button>
        )}
        {!isDraft && (
          <Button type="primary" href={addressOf(downloadBulletin, params)} download>
            {say('rankings.downloadBulletin')}
          </Button>
        )}
        <Button href={addressOf(exportRanking, params)} download>
          {say('rankings.downloadExport')}
        </Button>
        <Button onClick={() => window.print()}>{say('common.print')}</Button>
        {isCorrectable && mayCompute && (
          <Button onClick={() => setDialog('correct')}>{say('rankings.correct')}</Button>
        )}
      </Flex>
      <RefusalAlert error={recompute.error ?? remove.error} />
      {dialog === 'publish' && (
        <PublishDialog
          ranking={ranking}
          onClose={() => setDialog(null)}
          onDone={() => {
            setDialog(null);
            void refresh();
          }}
        />
      )}
      {dialog === 'correct' && (
        <ComputeDialog
          corrects={ranking}
          onClose={() => setDialog(null)}
          onDone={(id) => {
            setDialog(null);
            go(`${rankingsPath}/${id}`);
          }}
        />
      )}
    </Flex>
  );
}

/** Decisions on record, who published when, and the hash that proves it. */
function Foot({ ranking }: { ranking: RankingView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <footer>
      {ranking.decisions.length > 0 && (
        <section>
          <Typography.Title level={2} style={{ fontSize: 16 }}>
            {say('rankings.decisions')}
          </Typography.Title>
          <ul>
            {ranking.decisions.map((decision) => (
              <li key={`${decision.group} ${decision.flag}`}>
                {say(decision.units.length > 0 ? 'rankings.decided' : 'rankings.decidedNobody', {
                  group: decision.group,
                  flag: flagWord(say, decision.flag),
                  units: decidedNames(ranking, decision).join(say('rankings.separator')),
                  reason: decision.reason,
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Typography.Paragraph type="secondary">
        {ranking.previous && (
          <>
            {say('rankings.comparedWith')}{' '}
            <HouseLink to={`${rankingsPath}/${ranking.previous.id}`}>{ranking.previous.title}</HouseLink>
            <br />
          </>
        )}
        {say('rankings.computedAt', {
          at: formatInstant(ranking.computedAt, locale),
          version: ranking.codeVersion,
        })}
        {ranking.publishedAt && ranking.publishedBy && (
          <>
            <br />
            {say('rankings.publishedBy', {
              at: formatInstant(ranking.publishedAt, locale),
              person: ranking.publishedBy,
            })}
          </>
        )}
        <br />
        {say('rankings.hashIs')} <code style={{ wordBreak: 'break-all' }}>{ranking.hash}</code>
        <br />
        {say('rankings.howToProve')}
      </Typography.Paragraph>
    </footer>
  );
}

function decidedNames(ranking: RankingView, decision: RankingView['decisions'][number]): string[] {
  const units = ranking.groups.find((group) => group.name === decision.group)?.units ?? [];
  return units.filter((unit) => decision.units.includes(unit.key)).map((unit) => unit.name);
}
