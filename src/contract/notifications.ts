import { z } from 'zod';
import { deliveryMedia, deliveryStates } from '../domain/notifications/delivery-retry.ts';
import { mailModes } from '../domain/notifications/mail-time.ts';
import { noticeGroups } from '../domain/notifications/notice-rules.ts';
import { endpoint, flagInQuery, idParams, instant, line, pageCursor, pageSize } from './endpoint.ts';

const group = z.enum(noticeGroups);
const groups = z.array(group).max(noticeGroups.length);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** One line of an inbox; `title` and `text` are in the caller's language. */
export const noticeView = z.object({
  id: z.string(),
  kind: z.string(),
  group,
  /** Address within the app; null where the thing has no page. */
  link: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  at: z.string(),
  readAt: z.string().nullable(),
});
export type NoticeView = z.infer<typeof noticeView>;

export const listNotices = endpoint({
  name: 'notifications.list',
  method: 'GET',
  path: '/api/notices',
  access: 'own',
  query: z
    .object({ unread: flagInQuery.optional(), group: group.optional(), cursor: pageCursor, limit: pageSize })
    .strict(),
  reply: z.object({
    notices: z.array(noticeView),
    next: z.string().nullable(),
    /** Of this list as filtered, and unread in the whole inbox. */
    total: z.number(),
    unread: z.number(),
  }),
});

/** Cheap: asked by every open page. */
export const countNotices = endpoint({
  name: 'notifications.count',
  method: 'GET',
  path: '/api/notices/count',
  access: 'own',
  reply: z.object({ unread: z.number() }),
});

export const readNotice = endpoint({
  name: 'notifications.read',
  method: 'POST',
  path: '/api/notices/:id/read',
  access: 'own',
  params: idParams,
  reply: z.object({ unread: z.number() }),
});

/** Marks everything up to `until`, the newest line the person saw: what came meanwhile stays unread. */
export const readAllNotices = endpoint({
  name: 'notifications.readAll',
  method: 'POST',
  path: '/api/notices/read-all',
  access: 'own',
  body: z.object({ until: instant }).strict(),
  reply: z.object({ unread: z.number() }),
});

const mailTimes = z
  .object({
    mode: z.enum(mailModes),
    digestAt: z.array(timeOfDay).min(1).max(6),
    /** Both or neither. */
    quietFrom: timeOfDay.nullable(),
    quietTo: timeOfDay.nullable(),
    quietOnDaysOff: z.boolean(),
  })
  .strict()
  .refine((value) => (value.quietFrom === null) === (value.quietTo === null), {
    path: ['quietTo'],
    message: 'notifications.quietHalf',
  });
export type MailTimes = z.infer<typeof mailTimes>;

const preferences = z
  .object({
    email: z.email().max(254).nullable(),
    /** Null: as the city set it. */
    mail: mailTimes.nullable(),
    muted: groups,
  })
  .strict();

const preferenceView = z.object({
  email: z.string().nullable(),
  mail: mailTimes.nullable(),
  muted: groups,
  cityMail: mailTimes,
  /** Whether this house can send mail at all. */
  mailWorks: z.boolean(),
});
export type PreferenceView = z.infer<typeof preferenceView>;

export const getNoticePreferences = endpoint({
  name: 'notifications.preferences',
  method: 'GET',
  path: '/api/notices/preferences',
  access: 'own',
  reply: preferenceView,
});

export const setNoticePreferences = endpoint({
  name: 'notifications.setPreferences',
  method: 'PUT',
  path: '/api/notices/preferences',
  access: 'own',
  body: preferences,
  reply: preferenceView,
});

const citySettings = z.object({
  mail: mailTimes,
  mailWorks: z.boolean(),
  /** Which addresses channels may lead to, as the operator set it. */
  webhookReach: z.enum(['public', 'private', 'private-http']),
});

export const getNotificationSettings = endpoint({
  name: 'notifications.settings',
  method: 'GET',
  path: '/api/notification-settings',
  access: 'asked',
  reply: citySettings,
});

export const setNotificationSettings = endpoint({
  name: 'notifications.setSettings',
  method: 'PUT',
  path: '/api/notification-settings',
  access: 'asked',
  body: z.object({ mail: mailTimes }).strict(),
  reply: citySettings,
});

export const channelMedia = ['webhook', 'wecom', 'dingtalk'] as const;

const channelView = z.object({
  id: z.string(),
  medium: z.enum(channelMedia),
  name: z.string(),
  /** Without the query, which may hold a key. */
  shownUrl: z.string(),
  hasSecret: z.boolean(),
  locale: z.enum(['zh-CN', 'zh-Hant', 'en']),
  groups,
  keepsQuiet: z.boolean(),
  isActive: z.boolean(),
  version: z.number(),
  /** Deliveries by state. */
  sent: z.number(),
  waiting: z.number(),
  dead: z.number(),
  lastSentAt: z.string().nullable(),
  lastError: z.string().nullable(),
});
export type ChannelView = z.infer<typeof channelView>;

export const listChannels = endpoint({
  name: 'notifications.channels',
  method: 'GET',
  path: '/api/notification-channels',
  access: 'asked',
  reply: z.object({ channels: z.array(channelView) }),
});

export const channelContent = z
  .object({
    medium: z.enum(channelMedia),
    name: line(60, 1),
    /** Null keeps the address there is. */
    url: line(1000, 8).nullable(),
    /** Null keeps the secret there is; empty removes it. */
    secret: line(200).nullable(),
    locale: z.enum(['zh-CN', 'zh-Hant', 'en']),
    /** Empty: all. */
    groups,
    keepsQuiet: z.boolean(),
    isActive: z.boolean(),
    /** The version seen; 0 makes it. */
    version: z.int().min(0).max(2_000_000_000),
  })
  .strict();

export const setChannel = endpoint({
  name: 'notifications.setChannel',
  method: 'PUT',
  path: '/api/notification-channels/:id',
  access: 'asked',
  params: idParams,
  body: channelContent,
  reply: z.object({ version: z.number() }),
});

export const removeChannel = endpoint({
  name: 'notifications.removeChannel',
  method: 'DELETE',
  path: '/api/notification-channels/:id',
  access: 'asked',
  params: idParams,
  reply: z.object({}),
});

/** Queues a message that says that it is a trial; the delivery list shows what became of it. */
export const tryChannel = endpoint({
  name: 'notifications.tryChannel',
  method: 'POST',
  path: '/api/notification-channels/:id/try',
  access: 'asked',
  params: idParams,
  body: z.object({ deliveryId: z.uuid() }).strict(),
  reply: z.object({}),
});

const deliveryView = z.object({
  id: z.string(),
  medium: z.enum(deliveryMedia),
  /** Name of the channel or of the person. */
  to: z.string(),
  /** Of a mail. */
  email: z.string().nullable(),
  state: z.enum(deliveryStates),
  /** What the first of its events says. */
  title: z.string(),
  count: z.number(),
  attempts: z.number(),
  createdAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  lastError: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

export const listDeliveries = endpoint({
  name: 'notifications.deliveries',
  method: 'GET',
  path: '/api/deliveries',
  access: 'asked',
  query: z
    .object({
      state: z.enum(deliveryStates).optional(),
      channelId: z.uuid().optional(),
      cursor: pageCursor,
      limit: pageSize,
    })
    .strict(),
  reply: z.object({
    deliveries: z.array(deliveryView),
    next: z.string().nullable(),
    /** Of all deliveries (of the channel, where one is chosen), by state. */
    counts: z.record(z.enum(deliveryStates), z.number()),
  }),
});

/** Sends a given-up delivery again, under the same id. */
export const sendAgain = endpoint({
  name: 'notifications.sendAgain',
  method: 'POST',
  path: '/api/deliveries/:id/send-again',
  access: 'asked',
  params: idParams,
  reply: z.object({}),
});

/** All given-up deliveries of a channel, or all mails where none is named. */
export const sendAllAgain = endpoint({
  name: 'notifications.sendAllAgain',
  method: 'POST',
  path: '/api/deliveries/send-again',
  access: 'asked',
  body: z.object({ channelId: z.uuid().nullable() }).strict(),
  reply: z.object({ count: z.number() }),
});
