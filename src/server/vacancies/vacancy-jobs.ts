import { inCity } from '../platform/database/database.ts';
import type { Jobs } from '../platform/jobs/job.ts';
import { openMissingVacancies } from './vacancy-opening.ts';

/** Finds ownerless sites without a vacancy: those from before there were vacancies, and those written in bulk. */
export function vacancyJobs(): Jobs {
  return {
    jobs: [],
    periodic: [
      {
        name: 'vacancies.open',
        everyMinutes: 60,
        run: async ({ db, clock }, cityId) => {
          const now = clock().toISOString();
          await inCity(db, cityId, 'write', (tx) => openMissingVacancies(tx, cityId, now));
        },
      },
    ],
  };
}
