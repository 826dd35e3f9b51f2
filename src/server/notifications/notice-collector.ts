import { v7 as uuid } from 'uuid';
import { noticeRules } from '../../domain/notifications/notice-rules.ts';
import { recipientsOf } from '../../domain/notifications/recipients.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { readFeed } from '../platform/event-feed.ts';
import { queueJob } from '../platform/jobs/job.ts';
import { listActiveChannels } from './channel-queries.ts';
import { planChannels, planMails, type ToldEvent } from './delivery-planning.ts';
import { findCityMail } from './mail-preferences.ts';
import { loadNoticeContexts } from './notice-context.ts';
import { listNoticePeople } from './notice-people.ts';
import type { NotificationSettings } from './notification-settings.ts';

/** Name of this reader of the history. */
export const noticeReader = 'notifications';
/** Name of the job that sends what is due. */
export const sendJob = 'notifications.send';

const eventsAtOnce = 200;

/**
 * Reads the next events and writes who is told and what is sent, all in the transaction that moves the
 * reader's place: an event is told once or, after a crash, again from the beginning, never half.
 *
 * @returns false where there was no more to read.
 */
export async function collectNotices(
  tx: Tx,
  cityId: string,
  now: string,
  settings: Pick<NotificationSettings, 'smtpUrl'>,
): Promise<boolean> {
  const events = await readFeed(tx, cityId, noticeReader, eventsAtOnce);
  // what is taken over from another ledger happened there, and long ago
  const tellable = events.filter(
    (event) => Object.hasOwn(noticeRules, event.kind) && event.data.importId === undefined,
  );
  if (tellable.length > 0) {
    const contexts = await loadNoticeContexts(tx, cityId, tellable);
    const people = await listNoticePeople(tx, cityId, now);
    const told = tellable.flatMap((event): ToldEvent[] => {
      const context = contexts.get(event);
      const recipients = context && recipientsOf(event, context.subject, people);
      return recipients ? [{ event, facts: context.facts, ...recipients }] : [];
    });
    await writeNotices(tx, cityId, told);
    const planning = {
      tx,
      cityId,
      now,
      calendar: await loadCalendar(tx, cityId),
      cityMail: await findCityMail(tx, cityId),
    };
    const isMailDue = settings.smtpUrl !== null && (await planMails(planning, told));
    const isChannelDue = await planChannels(planning, await listActiveChannels(tx, cityId), told);
    if (isMailDue || isChannelDue) await queueJob(tx, cityId, sendJob, null, { key: 'due' });
  }
  return events.length === eventsAtOnce;
}

async function writeNotices(tx: Tx, cityId: string, told: readonly ToldEvent[]): Promise<void> {
  const rows = told.flatMap(({ event, group, facts, personIds }) =>
    personIds.map((personId) => ({
      city_id: cityId,
      id: uuid(),
      person_id: personId,
      kind: event.kind,
      notice_group: group,
      subject_kind: event.subjectKind,
      subject_id: event.subjectId,
      version: event.version,
      facts: JSON.stringify(facts),
      at: event.at,
    })),
  );
  // the driver takes 65,535 values in one statement
  for (let from = 0; from < rows.length; from += 2000) {
    await tx
      .insertInto('notice')
      .values(rows.slice(from, from + 2000))
      .execute();
  }
}
