import { useQuery } from '@tanstack/react-query';
import { Drawer, Empty, Flex, Skeleton, Typography } from 'antd';
import type { z } from 'zod';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getRankingUnit } from '../../contract/rankings.ts';

type UnitDetail = z.output<typeof getRankingUnit.reply>;
type RankedSite = UnitDetail['sites'][number];

/** What each point of a unit was lost for: its sites with their items, its problems with their deadlines. */
export function LostPointsDrawer(props: { rankingId: string; unitId: string; onClose: () => void }) {
  const { rankingId, unitId } = props;
  const say = useWords();
  const detail = useQuery({
    queryKey: [getRankingUnit.name, rankingId, unitId],
    queryFn: () => call(getRankingUnit, { params: { id: rankingId, unitId } }),
  });
  return (
    <Drawer open title={detail.data?.name ?? say('common.loading')} size={640} onClose={props.onClose}>
      <RefusalAlert error={detail.error} retry={() => void detail.refetch()} />
      {detail.isPending && <Skeleton active />}
      {detail.data && (
        <Flex vertical gap={16}>
          <Sites sites={detail.data.sites} />
          <Problems problems={detail.data.problems} />
        </Flex>
      )}
    </Drawer>
  );
}

function Sites({ sites }: { sites: readonly RankedSite[] }) {
  const say = useWords();
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {say('rankings.lost.sites', { count: sites.length })}
      </Typography.Title>
      {sites.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('rankings.lost.noSites')} />
      )}
      {sites.map((site) => (
        <article key={site.inspectionId} style={{ borderTop: `1px solid ${colours.line}`, padding: '8px 0' }}>
          <Flex justify="space-between" gap={12}>
            <HouseLink to={`/inspections/${site.inspectionId}`}>{site.name}</HouseLink>
            <strong style={{ fontVariantNumeric: 'tabular-nums' }}>{site.score}</strong>
          </Flex>
          {site.vetoFailed && <div style={{ color: colours.overdue }}>■ {say('rankings.lost.veto')}</div>}
          <LostItems site={site} />
        </article>
      ))}
    </section>
  );
}

function LostItems({ site }: { site: RankedSite }) {
  const say = useWords();
  const { locale } = useLocale();
  if (site.lost.length === 0)
    return <Typography.Text type="secondary">{say('rankings.lost.nothing')}</Typography.Text>;
  return (
    <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
      {site.lost.map((item) => (
        <li key={item.itemCode}>
          {say('rankings.lost.item', {
            title: locale === 'en' && item.titleEn ? item.titleEn : item.title,
            lost: item.lost,
            weight: item.weight,
          })}{' '}
          {item.problemId && (
            <HouseLink to={`/ledger/${item.problemId}`}>
              {say('rankings.lost.problem', { number: item.problemNumber })}
            </HouseLink>
          )}
        </li>
      ))}
    </ul>
  );
}

function Problems({ problems }: { problems: UnitDetail['problems'] }) {
  const say = useWords();
  const { locale } = useLocale();
  const onTime = problems.filter((problem) => problem.onTime).length;
  return (
    <section>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {say('rankings.lost.problems', { onTime, count: problems.length })}
      </Typography.Title>
      {problems.length === 0 && (
        <Typography.Text type="secondary">{say('rankings.lost.noProblems')}</Typography.Text>
      )}
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {problems.map((problem) => (
          <li key={problem.problemId}>
            <HouseLink to={`/ledger/${problem.problemId}`}>
              {say('rankings.lost.problem', { number: problem.number })}
            </HouseLink>{' '}
            {problem.title}
            <div style={{ color: problem.onTime ? colours.onTime : colours.overdue }}>
              <span aria-hidden>{problem.onTime ? '●' : '■'}</span>{' '}
              {say(
                problem.onTime
                  ? 'rankings.lost.onTime'
                  : problem.struckOffAt
                    ? 'rankings.lost.late'
                    : 'rankings.lost.stillOpen',
                {
                  deadline: formatShortInstant(problem.deadlineAt, locale),
                  struckOff: problem.struckOffAt ? formatShortInstant(problem.struckOffAt, locale) : '',
                },
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
