import { collectNotices } from '../../server/notifications/notice-collector.ts';
import { type Database, inCity } from '../../server/platform/database/database.ts';
import { sampleCityId } from './sample-ids.ts';
import { type RoundPlay, storyTime } from './story-play.ts';

/**
 * Opens the inboxes three days before the end of the story: people find a few notices there and not the
 * whole past. What happened since is told when the house runs.
 */
export function planNotices({ timeline, now }: RoundPlay, db: Database): void {
  const begin = storyTime(now, -3, '08:00');
  timeline.add(begin, async () => {
    await inCity(db, sampleCityId, 'write', (tx) =>
      collectNotices(tx, sampleCityId, begin.toISOString(), { smtpUrl: null }),
    );
  });
}
