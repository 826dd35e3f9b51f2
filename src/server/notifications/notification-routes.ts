import {
  countNotices,
  getNoticePreferences,
  getNotificationSettings,
  listChannels,
  listDeliveries,
  listNotices,
  type PreferenceView,
  readAllNotices,
  readNotice,
  removeChannel,
  sendAgain,
  sendAllAgain,
  setChannel,
  setNoticePreferences,
  setNotificationSettings,
  tryChannel,
} from '../../contract/notifications.ts';
import type { MailSettings } from '../../domain/notifications/mail-time.ts';
import type { Tx } from '../platform/database/database.ts';
import { recordEvents } from '../platform/event-log.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound } from '../platform/refused.ts';
import { queueTrial, removeChannelById, setChannelContent } from './channel-commands.ts';
import { listChannelViews } from './channel-queries.ts';
import { listDeliveryPage, queueAgain, queueAllAgain } from './delivery-list.ts';
import {
  findCityMail,
  findPreferences,
  noPreferences,
  setCityMail,
  setPreferences,
} from './mail-preferences.ts';
import { countUnread, listInbox, markAllRead, markRead } from './notice-inbox.ts';
import type { NotificationSettings } from './notification-settings.ts';

/** The inbox of everybody, and the channels that the office keeps. */
export function notificationRoutes(settings: NotificationSettings): Route[] {
  return [...inboxRoutes(settings), ...channelRoutes(settings)];
}

function inboxRoutes(settings: NotificationSettings): Route[] {
  const preferencesOf = async (tx: Tx, cityId: string, personId: string): Promise<PreferenceView> => {
    const known = (await findPreferences(tx, cityId, [personId])).get(personId) ?? noPreferences;
    const cityMail = await findCityMail(tx, cityId);
    return {
      email: known.email,
      mail: known.mail && mailView(known.mail),
      muted: [...known.muted],
      cityMail: mailView(cityMail),
      mailWorks: settings.smtpUrl !== null,
    };
  };
  return [
    implement(listNotices, ({ tx, cityId, actor, query, locale }) =>
      listInbox(tx, cityId, actor.personId, query, locale),
    ),
    implement(countNotices, async ({ tx, cityId, actor }) => ({
      unread: await countUnread(tx, cityId, actor.personId),
    })),
    implement(readNotice, async ({ tx, cityId, actor, params, now }) => {
      if (!(await markRead(tx, cityId, actor.personId, params.id, now))) throw notFound();
      return { unread: await countUnread(tx, cityId, actor.personId) };
    }),
    implement(readAllNotices, async ({ tx, cityId, actor, body, now }) => {
      await markAllRead(tx, cityId, actor.personId, body.until, now);
      return { unread: await countUnread(tx, cityId, actor.personId) };
    }),
    implement(getNoticePreferences, ({ tx, cityId, actor }) => preferencesOf(tx, cityId, actor.personId)),
    implement(setNoticePreferences, async ({ tx, cityId, actor, body, now }) => {
      await setPreferences(tx, cityId, actor.personId, body, now);
      return preferencesOf(tx, cityId, actor.personId);
    }),
  ];
}

function channelRoutes(settings: NotificationSettings): Route[] {
  const { webhookReach: reach } = settings;
  const citySettings = async (tx: Tx, cityId: string) => ({
    mail: mailView(await findCityMail(tx, cityId)),
    mailWorks: settings.smtpUrl !== null,
    webhookReach: reach,
  });
  return [
    implement(getNotificationSettings, ({ tx, cityId, ask }) => {
      ask.requireAnywhere('ledger.configure');
      return citySettings(tx, cityId);
    }),
    implement(setNotificationSettings, async ({ tx, cityId, actor, ask, body, now }) => {
      ask.requireAnywhere('ledger.configure');
      await setCityMail(tx, cityId, body.mail);
      const event = { kind: 'city.mail_set', data: { ...body.mail } };
      await recordEvents(
        tx,
        cityId,
        { kind: 'city', id: cityId },
        [event],
        { personId: actor.personId },
        now,
      );
      return citySettings(tx, cityId);
    }),
    implement(listChannels, async ({ tx, cityId, ask }) => {
      ask.requireAnywhere('ledger.configure');
      return { channels: await listChannelViews(tx, cityId) };
    }),
    implement(setChannel, async ({ tx, cityId, actor, ask, params, body, now }) => {
      ask.requireAnywhere('ledger.configure');
      const changing = { tx, cityId, personId: actor.personId, now, reach };
      return { version: await setChannelContent(changing, params.id, body) };
    }),
    implement(removeChannel, async ({ tx, cityId, actor, ask, params, now }) => {
      ask.requireAnywhere('ledger.configure');
      await removeChannelById({ tx, cityId, personId: actor.personId, now }, params.id);
      return {};
    }),
    implement(tryChannel, async ({ tx, cityId, actor, ask, params, body, now }) => {
      ask.requireAnywhere('ledger.configure');
      await queueTrial({ tx, cityId, personId: actor.personId, now }, params.id, body.deliveryId);
      return {};
    }),
    implement(listDeliveries, ({ tx, cityId, ask, query, locale }) => {
      ask.requireAnywhere('ledger.configure');
      return listDeliveryPage(tx, cityId, query, locale);
    }),
    implement(sendAgain, async ({ tx, cityId, ask, params, now }) => {
      ask.requireAnywhere('ledger.configure');
      await queueAgain(tx, cityId, params.id, now);
      return {};
    }),
    implement(sendAllAgain, async ({ tx, cityId, ask, body, now }) => {
      ask.requireAnywhere('ledger.configure');
      return { count: await queueAllAgain(tx, cityId, body.channelId, now) };
    }),
  ];
}

function mailView(mail: MailSettings) {
  return { ...mail, digestAt: [...mail.digestAt] };
}
