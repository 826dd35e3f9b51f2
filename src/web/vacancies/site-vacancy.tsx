import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { listVacancies } from '../../contract/vacancies.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { vacancyPath } from './vacancy-address.ts';

/** On the page of an ownerless site: who keeps it meanwhile, how long already, until when. */
export function SiteVacancy({ siteId }: { siteId: string }) {
  const say = useWords();
  const { locale } = useLocale();
  const found = useQuery({
    queryKey: [listVacancies.name, 'site', siteId],
    queryFn: () => call(listVacancies, { query: { siteId } }),
  });
  const vacancy = found.data?.vacancies[0];
  if (!vacancy) return null;
  const { keeper } = vacancy;
  return (
    <Alert
      type={vacancy.isOverdue || !keeper ? 'warning' : 'info'}
      showIcon
      title={
        <HouseLink to={vacancyPath(vacancy.id)}>
          {say('vacancies.of', { state: say(`vacancies.state.${vacancy.state}`) })}
        </HouseLink>
      }
      description={[
        say('vacancies.since', {
          day: formatDay(cityDay(vacancy.openedAt), locale),
          days: vacancy.ageDays,
        }),
        keeper && say('vacancies.keeperOf', { unit: keeper.unit.name, person: keeper.person.name }),
        `${say('vacancies.due')} ${formatDay(vacancy.dueOn, locale)}${vacancy.isOverdue ? ` ${say('vacancies.late')}` : ''}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    />
  );
}
