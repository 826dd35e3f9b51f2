import { z } from 'zod';
import { audiences } from '../domain/deadlines/escalation.ts';
import {
  ledgerSettingBounds,
  longestStopDays,
  mostStopReasons,
} from '../domain/deadlines/ledger-settings.ts';
import { day, endpoint, line, pageCursor, pageSize, paragraph } from './endpoint.ts';

function bounded(key: keyof typeof ledgerSettingBounds) {
  const [least, most] = ledgerSettingBounds[key];
  return z.int().min(least).max(most);
}

/** Key of something a city adds to a list: a reason, a step, a rule. */
export const listKey = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/);

/** A name with its English; both empty: a built-in entry that the words name. */
const clockStopReason = z
  .object({
    key: listKey,
    label: line(60),
    labelEn: line(120),
    maxDays: z.int().min(1).max(longestStopDays),
  })
  .strict();

export const ledgerSettings = z
  .object({
    arbiterPersonId: z.uuid().nullable(),
    arbiterHours: bounded('arbiterHours'),
    siteRadiusMetres: bounded('siteRadiusMetres'),
    recurrenceDays: bounded('recurrenceDays'),
    recheckToleratedPercent: bounded('recheckToleratedPercent'),
    vacancyDays: bounded('vacancyDays'),
    reopenDays: bounded('reopenDays'),
    maxExtensions: bounded('maxExtensions'),
    clockStopReasons: z.array(clockStopReason).max(mostStopReasons),
    orderAnswerHours: bounded('orderAnswerHours'),
    ordersIssuedAtOnce: z.boolean(),
    orderPaper: z
      .object({
        documentPrefix: line(30),
        issuer: line(100),
        headWords: line(60),
        printedBy: line(100),
      })
      .strict(),
    closure: z
      .object({
        leavesOutDeferred: z.boolean(),
        targetPercent: z.number().min(0).max(100),
        pointsPerRework: z.number().min(0).max(100),
      })
      .strict(),
  })
  .strict();

/** Row version of all settings of the city: who saves over another's change is told. */
const version = z.int().min(0);

export const ledgerSettingsView = z.object({
  version: z.number(),
  settings: ledgerSettings,
  /** Name of the arbiter; null where nobody is named. */
  arbiterName: z.string().nullable(),
  mayEdit: z.boolean(),
});
export type LedgerSettingsView = z.infer<typeof ledgerSettingsView>;

export const getLedgerSettings = endpoint({
  name: 'settings.ledger',
  method: 'GET',
  path: '/api/settings/ledger',
  access: 'asked',
  reply: ledgerSettingsView,
});

export const saveLedgerSettings = endpoint({
  name: 'settings.saveLedger',
  method: 'PUT',
  path: '/api/settings/ledger',
  access: 'asked',
  body: z.object({ version, settings: ledgerSettings }).strict(),
  reply: ledgerSettingsView,
});

const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
export const officeHours = z
  .array(z.object({ from: clockTime, to: clockTime }).strict())
  .min(1)
  .max(6);
export const specialDay = z.object({ date: day, kind: z.enum(['off', 'work']), name: line(40, 1) }).strict();
export type SpecialDayInput = z.infer<typeof specialDay>;
const calendarYear = z.coerce.number().int().min(1990).max(2100);

export const calendarView = z.object({
  version: z.number(),
  hours: officeHours,
  /** Every year on record, and this one and the next whether on record or not. */
  years: z.array(z.object({ year: z.number(), covered: z.boolean(), off: z.number(), work: z.number() })),
  year: z.number(),
  days: z.array(specialDay.extend({ source: z.string().nullable() })),
  mayEdit: z.boolean(),
});
export type CalendarView = z.infer<typeof calendarView>;

export const getCalendar = endpoint({
  name: 'settings.calendar',
  method: 'GET',
  path: '/api/settings/calendar',
  access: 'asked',
  query: z.object({ year: calendarYear.optional() }).strict(),
  reply: calendarView,
});

export const saveOfficeHours = endpoint({
  name: 'settings.saveOfficeHours',
  method: 'PUT',
  path: '/api/settings/office-hours',
  access: 'asked',
  body: z.object({ version, hours: officeHours }).strict(),
  reply: calendarView,
});

/** The days of one year, replaced as a whole. Deadlines already promised stay as they are. */
export const saveCalendarYear = endpoint({
  name: 'settings.saveCalendarYear',
  method: 'PUT',
  path: '/api/settings/calendar/:year',
  access: 'asked',
  params: z.object({ year: calendarYear }).strict(),
  body: z.object({ version, days: z.array(specialDay).max(120), source: line(200).default('') }).strict(),
  reply: calendarView,
});

/** Reads a notice (its sentences, or a table of date, kind and name) without storing anything. */
export const readHolidayNotice = endpoint({
  name: 'settings.readHolidayNotice',
  method: 'POST',
  path: '/api/settings/calendar/read',
  access: 'asked',
  body: z.object({ year: z.int().min(1990).max(2100), text: paragraph(20_000, 1) }).strict(),
  reply: z.object({
    days: z.array(specialDay),
    /** Lines that could not be read, counted from 1, with what they say. */
    unread: z.array(z.object({ line: z.number(), text: z.string() })),
  }),
});

export const ladderStep = z
  .object({
    key: listKey,
    name: line(60),
    when: z.discriminatedUnion('from', [
      z.object({ from: z.literal('limit'), share: z.number() }).strict(),
      z.object({ from: z.literal('deadline'), hours: z.number() }).strict(),
    ]),
    audience: z.array(z.enum(audiences)).max(audiences.length),
    makesOrder: z.boolean(),
    answerHours: z.number().nullable(),
    severity: z.enum(['any', 'high']),
  })
  .strict();
export const ladderSteps = z.array(ladderStep).max(50);

export const ladderView = z.object({
  version: z.number(),
  steps: ladderSteps,
  /** Whether the city uses the ladder that comes with the house. */
  isDefault: z.boolean(),
  /** How often each step was reached in the last 30 days. */
  reached: z.array(z.object({ stepKey: z.string(), count: z.number() })),
  mayEdit: z.boolean(),
});
export type LadderView = z.infer<typeof ladderView>;

export const getLadder = endpoint({
  name: 'settings.ladder',
  method: 'GET',
  path: '/api/settings/ladder',
  access: 'asked',
  reply: ladderView,
});

export const saveLadder = endpoint({
  name: 'settings.saveLadder',
  method: 'PUT',
  path: '/api/settings/ladder',
  access: 'asked',
  body: z.object({ version, steps: ladderSteps }).strict(),
  reply: ladderView,
});

const deadlineClock = z.enum(['work', 'elapsed']);
/** In quarters of an hour. */
const limitHours = z
  .number()
  .min(0.5)
  .max(8760)
  .refine((hours) => Number.isInteger(hours * 4));

export const categoryLimit = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  hours: z.number(),
  clock: deadlineClock,
  /** Less time for high severity; null: the same. */
  highHours: z.number().nullable(),
  defaultSeverity: z.enum(['normal', 'high']),
});
export type CategoryLimit = z.infer<typeof categoryLimit>;

export const limitsView = z.object({
  version: z.number(),
  limits: z.array(categoryLimit),
  mayEdit: z.boolean(),
});
export const listLimits = endpoint({
  name: 'settings.limits',
  method: 'GET',
  path: '/api/settings/limits',
  access: 'asked',
  reply: limitsView,
});

export const saveLimit = endpoint({
  name: 'settings.saveLimit',
  method: 'PUT',
  path: '/api/settings/limits/:key',
  access: 'asked',
  params: z.object({ key: line(80, 1) }).strict(),
  body: z
    .object({
      version,
      hours: limitHours,
      clock: deadlineClock,
      highHours: limitHours.nullable(),
      defaultSeverity: z.enum(['normal', 'high']),
    })
    .strict(),
  reply: limitsView,
});

/** Every change of a setting, newest first. */
export const listSettingChanges = endpoint({
  name: 'settings.changes',
  method: 'GET',
  path: '/api/settings/changes',
  access: 'asked',
  query: z.object({ cursor: pageCursor, limit: pageSize }).strict(),
  reply: z.object({
    changes: z.array(
      z.object({
        version: z.number(),
        kind: z.string(),
        at: z.string(),
        byName: z.string().nullable(),
        /** What was changed, as `key: before → after` pairs in JSON text. */
        data: z.string(),
      }),
    ),
    count: z.number(),
    next: z.string().nullable(),
  }),
});
