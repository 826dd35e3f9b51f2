import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Flex, Skeleton, Timeline, Typography } from 'antd';
import { useState } from 'react';
import { HouseLink, useIdParam } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay, formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getVacancy, type VacancyView } from '../../contract/vacancies.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { isVacancyOpen, siteRetiredReason } from '../../domain/places/vacancy.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { sitePath } from '../sites/site-address.ts';
import { vacanciesPath } from './vacancy-address.ts';
import { VacancyBadge, VacancyDue } from './vacancy-badge.tsx';
import { type VacancyMove, VacancyMoveDialog } from './vacancy-moves.tsx';

/** One ownerless site: who keeps it, until when, what happened so far, and what may be done. */
export function VacancyPage() {
  const id = useIdParam();
  const vacancy = useQuery({
    queryKey: [getVacancy.name, id],
    queryFn: () => call(getVacancy, { params: { id } }),
  });
  if (vacancy.error) return <RefusalAlert error={vacancy.error} retry={() => void vacancy.refetch()} />;
  if (!vacancy.data) return <Skeleton active />;
  return <Content key={id} vacancy={vacancy.data} />;
}

function Content({ vacancy }: { vacancy: VacancyView }) {
  const say = useWords();
  const { locale } = useLocale();
  const [move, setMove] = useState<VacancyMove | null>(null);
  const { site } = vacancy;
  const mayMove = vacancy.mayEdit && isVacancyOpen(vacancy.state);
  return (
    <Flex vertical gap={16} style={{ maxWidth: 960 }}>
      <div>
        <HouseLink to={vacanciesPath}>{say('vacancies.title')}</HouseLink>
        <Flex align="center" wrap gap={8}>
          <h1 className="page-title" style={{ margin: 0 }}>
            {site.name}
          </h1>
          <VacancyBadge state={vacancy.state} />
          <HouseLink to={sitePath(site.id)}>{say('vacancies.toSite')}</HouseLink>
        </Flex>
        <p style={{ color: colours.second, marginBlock: 4 }}>
          {say('vacancies.since', {
            day: formatDay(cityDay(vacancy.openedAt), locale),
            days: vacancy.ageDays,
          })}
        </p>
      </div>
      {mayMove && (
        <Flex gap={8} wrap className="no-print">
          <Button type="primary" onClick={() => setMove('adopt')}>
            {say('vacancies.adopt')}
          </Button>
          <Button onClick={() => setMove('keeper')}>
            {say(vacancy.keeper ? 'vacancies.changeKeeper' : 'vacancies.nameKeeper')}
          </Button>
          <Button disabled={vacancy.extensionsLeft === 0} onClick={() => setMove('extend')}>
            {say('vacancies.extend')}
          </Button>
          <Button onClick={() => setMove('void')}>{say('vacancies.void')}</Button>
        </Flex>
      )}
      <Facts vacancy={vacancy} />
      <History vacancy={vacancy} />
      {move && <VacancyMoveDialog vacancy={vacancy} move={move} onClose={() => setMove(null)} />}
    </Flex>
  );
}

function Facts({ vacancy }: { vacancy: VacancyView }) {
  const say = useWords();
  const { locale } = useLocale();
  const { keeper, adoptedBy, consent, reference, voidReason } = vacancy;
  const facts = [
    [say('vacancies.territory'), vacancy.territory.name],
    [
      say('vacancies.keeper'),
      keeper
        ? say('vacancies.keeperOf', { unit: keeper.unit.name, person: keeper.person.name })
        : say('vacancies.noKeeper'),
    ],
    [
      say('vacancies.due'),
      <VacancyDue key="due" day={formatDay(vacancy.dueOn, locale)} isOverdue={vacancy.isOverdue} />,
    ],
    [say('vacancies.openProblems'), vacancy.openProblems],
    ...(adoptedBy ? [[say('vacancies.owner'), adoptedBy.name]] : []),
    ...(consent ? [[say('vacancies.consent'), consent]] : []),
    ...(reference ? [[say('vacancies.reference'), reference]] : []),
    ...(voidReason
      ? [
          [
            say('vacancies.reason'),
            voidReason === siteRetiredReason ? say('vacancies.siteRetired') : voidReason,
          ],
        ]
      : []),
  ] as const;
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      items={facts.map(([label, children]) => ({ key: String(label), label, children }))}
    />
  );
}

function History({ vacancy }: { vacancy: VacancyView }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <section aria-labelledby="vacancy-history">
      <Typography.Title level={2} id="vacancy-history" style={{ fontSize: 16 }}>
        {say('vacancies.history')}
      </Typography.Title>
      <Timeline
        items={vacancy.history.map((entry) => {
          const note = entry.note === siteRetiredReason ? say('vacancies.siteRetired') : entry.note;
          const facts = [
            entry.unit?.name,
            entry.person?.name,
            entry.dueOn && `${say('vacancies.due')} ${formatDay(entry.dueOn, locale)}`,
            note,
          ];
          return {
            key: entry.version,
            content: (
              <>
                <strong>{say(`vacancies.event.${entry.kind}` as WordKey)}</strong>
                <div style={{ overflowWrap: 'anywhere' }}>{facts.filter(Boolean).join(' · ')}</div>
                <div style={{ color: colours.second }}>
                  {entry.actor?.name ?? say('vacancies.bySystem')} · {formatInstant(entry.at, locale)}
                </div>
              </>
            ),
          };
        })}
      />
    </section>
  );
}
