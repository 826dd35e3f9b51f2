import type { VacancyLine } from '../../contract/vacancies.ts';
import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

const office = 'office1';

/** Plans what becomes of the first ownerless places: one is adopted, one gets more time; the rest wait. */
export function planVacancies({ stage, timeline, now }: RoundPlay): void {
  timeline.add(storyTime(now, -9, '15:30'), async () => {
    const { vacancies } = await stage.call<{ vacancies: VacancyLine[] }>(
      office,
      'GET',
      '/api/vacancies?limit=200',
    );
    // the order of the story, whatever the ids
    const ours = vacancies
      .filter(({ isSample }) => isSample)
      .sort((a, b) => (a.site.code < b.site.code ? -1 : 1));
    const [adopted, extended] = ours;
    if (adopted?.keeper) {
      await stage.call(office, 'POST', `/api/vacancies/${adopted.id}/adopt`, {
        version: adopted.version,
        unitId: adopted.keeper.unit.id,
        consent: '样本：会议议定由属地接管，纳入日常管理',
        reference: '样本会议纪要第3号',
      });
    }
    if (extended) {
      await stage.call(office, 'POST', `/api/vacancies/${extended.id}/extend`, {
        version: extended.version,
        dueOn: addDays(cityDay(now.toISOString()), 75),
        reason: '样本：原产权单位已撤销，正在查档',
      });
    }
  });
}
