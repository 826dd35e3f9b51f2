import { inCity } from '../platform/database/database.ts';
import type { Jobs } from '../platform/jobs/job.ts';
import { sendDue } from './delivery-sending.ts';
import { collectNotices, sendJob } from './notice-collector.ts';
import { clearOldNotices } from './notice-inbox.ts';
import type { NotificationSettings } from './notification-settings.ts';

/** Telling people: what happened becomes notices and deliveries, and what is due is sent. */
export function notificationJobs(settings: NotificationSettings): Jobs {
  return {
    // asked for by the reading that made something due at once
    jobs: [
      {
        name: sendJob,
        run: async ({ db, clock }, cityId) => {
          await sendDue(db, cityId, clock, settings);
        },
      },
    ],
    periodic: [
      {
        name: 'notifications.collect',
        everyMinutes: 1,
        async run({ db, clock }, cityId) {
          let isMore = true;
          while (isMore) {
            isMore = await inCity(db, cityId, 'write', (tx) =>
              collectNotices(tx, cityId, clock().toISOString(), settings),
            );
          }
        },
      },
      {
        name: 'notifications.sendDue',
        everyMinutes: 1,
        run: async ({ db, clock }, cityId) => {
          await sendDue(db, cityId, clock, settings);
        },
      },
      {
        name: 'notifications.clear',
        everyMinutes: 24 * 60,
        run: ({ db, clock }, cityId) =>
          inCity(db, cityId, 'write', (tx) => clearOldNotices(tx, cityId, clock().toISOString())),
      },
    ],
  };
}
