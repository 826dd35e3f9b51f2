import { inCity } from '../platform/database/database.ts';
import type { Jobs } from '../platform/jobs/job.ts';
import { foldTallies } from './problem-tally.ts';
import { mostPerRun, resumeDueProblems } from './problem-timers.ts';
import { indexWords } from './problem-words.ts';

/** Timers of the ledger: deferrals and stopped clocks come back by themselves, and the tally is folded. */
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
      {
        name: 'problems.foldTallies',
        everyMinutes: 15,
        run: ({ db }, cityId) => inCity(db, cityId, 'write', (tx) => foldTallies(tx, cityId)),
      },
      { name: 'problems.indexWords', everyMinutes: 60, run: ({ db }, cityId) => indexWords(db, cityId) },
    ],
  };
}
