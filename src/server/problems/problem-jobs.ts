import { inCity } from '../platform/database/database.ts';
import type { Jobs } from '../platform/jobs/job.ts';
import { mostPerRun, resumeDueProblems } from './problem-timers.ts';

/** Timers of the ledger: deferrals and stopped clocks come back by themselves. */
export function problemJobs(): Jobs {
  return {
    jobs: [],
    periodic: [
      {
        name: 'problems.resume',
        everyMinutes: 5,
        async run(house, cityId) {
          const now = house.clock().toISOString();
          for (;;) {
            const resumed = await inCity(house.db, cityId, 'write', (tx) =>
              resumeDueProblems(tx, cityId, now),
            );
            if (resumed < mostPerRun) return;
          }
        },
      },
    ],
  };
}
