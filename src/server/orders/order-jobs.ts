import { requeueLadderJob } from '../deadlines/settings-commands.ts';
import type { Jobs } from '../platform/jobs/job.ts';
import { climbLadder, requeueLadder } from './ladder-climbing.ts';
import { noteLateAnswers } from './late-answers.ts';

/** Timers of lateness: steps of the ladder, and letters that nobody answers. */
export function orderJobs(): Jobs {
  return {
    jobs: [{ name: requeueLadderJob, run: (house, cityId) => requeueLadder(house.db, cityId) }],
    periodic: [
      {
        name: 'deadlines.escalate',
        everyMinutes: 5,
        async run(house, cityId) {
          await climbLadder(house.db, cityId, house.clock().toISOString());
        },
      },
      {
        name: 'orders.noteLate',
        everyMinutes: 15,
        async run(house, cityId) {
          await noteLateAnswers(house.db, cityId, house.clock().toISOString());
        },
      },
    ],
  };
}
