import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { VacancyState } from '../../domain/places/vacancy.ts';

const looks: Readonly<Record<VacancyState, StateLook>> = {
  open: ['○', colours.overdue],
  kept: ['◐', colours.soon],
  adopted: ['●', colours.onTime],
  voided: ['×', colours.hint],
};

/** State of a vacancy. */
export function VacancyBadge({ state }: { state: VacancyState }) {
  const say = useWords();
  return <StateBadge look={looks[state]}>{say(`vacancies.state.${state}`)}</StateBadge>;
}

/** The day by which an owner is to be found; lateness by shape and word. */
export function VacancyDue({ day, isOverdue }: { day: string; isOverdue: boolean }) {
  const say = useWords();
  if (!isOverdue) return <span>{day}</span>;
  return (
    <StateBadge look={['■', colours.overdue]}>
      {day} {say('vacancies.late')}
    </StateBadge>
  );
}
