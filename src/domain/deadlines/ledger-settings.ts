import type { Json } from '../canonical-json.ts';

/** A reason for which the clock of a problem may stand still. */
export interface ClockStopReason {
  readonly key: string;
  /** Empty for a built-in reason as stored: the words name it. Whoever loads the settings fills it in. */
  readonly label: string;
  readonly labelEn: string;
  /** Longest stop for this reason, in calendar days. */
  readonly maxDays: number;
}

/** How a published closure rate counts; the constants stand beside every figure made with them. */
export interface ClosureFormula {
  /** Whether problems in approved deferral leave the denominator. Their number is printed either way. */
  readonly leavesOutDeferred: boolean;
  /** Rate that is demanded, in percent. */
  readonly targetPercent: number;
  /** Points off the rate for each rework per hundred closed problems. */
  readonly pointsPerRework: number;
}

/** What stands around the text of an order (督办单). Empty: by the names of the city's units. */
export interface OrderPaper {
  /** Agency code of the document number: 焦城创督. */
  readonly documentPrefix: string;
  readonly issuer: string;
  /** Words of the red head. */
  readonly headWords: string;
  readonly printedBy: string;
}

/** What a city has decided about its ledger. Stored in `city.settings`; every value has a default. */
export interface LedgerSettings {
  /** Who decides about problems returned twice; null: the dispatching office. */
  readonly arbiterPersonId: string | null;
  /** Working hours that the arbiter has, eight to a working day. */
  readonly arbiterHours: number;
  /** Metres around a site that count as on site. */
  readonly siteRadiusMetres: number;
  /** Days after strike-off within which the same site and item are asked "the same again?". */
  readonly recurrenceDays: number;
  /** Share of fixes, in percent, that may fail when looked at again before they count as not credible. */
  readonly recheckToleratedPercent: number;
  /** Days to find an owner for a site that nobody owns. */
  readonly vacancyDays: number;
  /** Days after strike-off within which a dissatisfied reporter may have it reopened. */
  readonly reopenDays: number;
  /** Extensions that one problem may get. */
  readonly maxExtensions: number;
  readonly clockStopReasons: readonly ClockStopReason[];
  /** Working hours that a unit has to answer an order. */
  readonly orderAnswerHours: number;
  /** Whether an order that the ladder demands goes out at once, without the office's signature. */
  readonly ordersIssuedAtOnce: boolean;
  readonly orderPaper: OrderPaper;
  readonly closure: ClosureFormula;
}

/** Bounds of every number a city may set, smallest and largest. */
export const ledgerSettingBounds = {
  arbiterHours: [1, 400],
  siteRadiusMetres: [5, 5000],
  recurrenceDays: [1, 730],
  recheckToleratedPercent: [1, 50],
  vacancyDays: [1, 366],
  reopenDays: [1, 365],
  maxExtensions: [0, 20],
  orderAnswerHours: [1, 400],
} as const satisfies Partial<Record<keyof LedgerSettings, readonly [number, number]>>;

/** Most reasons on the list, and the longest stop that a reason may allow. */
export const mostStopReasons = 30;
export const longestStopDays = 366;

/** What counts where a city decided nothing. */
export const defaultLedgerSettings: LedgerSettings = {
  arbiterPersonId: null,
  arbiterHours: 16,
  siteRadiusMetres: 100,
  recurrenceDays: 90,
  recheckToleratedPercent: 10,
  vacancyDays: 60,
  reopenDays: 7,
  maxExtensions: 2,
  clockStopReasons: [
    builtIn('severeWeather', 15),
    builtIn('approvalPending', 60),
    builtIn('legalProcedure', 90),
    builtIn('ownershipDispute', 30),
    builtIn('majorEvent', 15),
  ],
  orderAnswerHours: 24,
  ordersIssuedAtOnce: false,
  orderPaper: { documentPrefix: '', issuer: '', headWords: '', printedBy: '' },
  closure: { leavesOutDeferred: true, targetPercent: 70, pointsPerRework: 0.5 },
};

function builtIn(key: string, maxDays: number): ClockStopReason {
  return { key, label: '', labelEn: '', maxDays };
}

/**
 * The settings as stored, with the default for every value that is missing or makes no sense: a broken
 * setting must not stop the ledger.
 *
 * @param stored `city.settings`; other keys in it are left alone.
 */
export function readLedgerSettings(stored: Json): LedgerSettings {
  const given = recordOf(stored);
  const fallback = defaultLedgerSettings;
  const number = (key: keyof typeof ledgerSettingBounds): number => {
    const [least, most] = ledgerSettingBounds[key];
    return numberWithin(given[key], least, most) ?? fallback[key];
  };
  return {
    arbiterPersonId: typeof given.arbiterPersonId === 'string' ? given.arbiterPersonId : null,
    arbiterHours: number('arbiterHours'),
    siteRadiusMetres: number('siteRadiusMetres'),
    recurrenceDays: number('recurrenceDays'),
    recheckToleratedPercent: number('recheckToleratedPercent'),
    vacancyDays: number('vacancyDays'),
    reopenDays: number('reopenDays'),
    maxExtensions: number('maxExtensions'),
    clockStopReasons: readStopReasons(given.clockStopReasons) ?? fallback.clockStopReasons,
    orderAnswerHours: number('orderAnswerHours'),
    ordersIssuedAtOnce:
      typeof given.ordersIssuedAtOnce === 'boolean' ? given.ordersIssuedAtOnce : fallback.ordersIssuedAtOnce,
    orderPaper: readOrderPaper(given.orderPaper),
    closure: readClosure(given.closure),
  };
}

type JsonRecord = { readonly [key: string]: Json | undefined };

function recordOf(value: Json | undefined): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
}

function numberWithin(value: Json | undefined, least: number, most: number): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}

function readStopReasons(value: Json | undefined): readonly ClockStopReason[] | null {
  if (!Array.isArray(value)) return null;
  const reasons = new Map<string, ClockStopReason>();
  for (const entry of value as readonly Json[]) {
    const { key, label, labelEn, maxDays } = recordOf(entry);
    const days = numberWithin(maxDays, 1, longestStopDays);
    if (typeof key !== 'string' || key === '' || days === null) continue;
    const name = typeof label === 'string' ? label : '';
    reasons.set(key, {
      key,
      label: name,
      labelEn: typeof labelEn === 'string' ? labelEn : '',
      maxDays: days,
    });
  }
  return [...reasons.values()];
}

function readClosure(value: Json | undefined): ClosureFormula {
  const given = recordOf(value);
  const fallback = defaultLedgerSettings.closure;
  return {
    leavesOutDeferred:
      typeof given.leavesOutDeferred === 'boolean' ? given.leavesOutDeferred : fallback.leavesOutDeferred,
    targetPercent: numberWithin(given.targetPercent, 0, 100) ?? fallback.targetPercent,
    pointsPerRework: numberWithin(given.pointsPerRework, 0, 100) ?? fallback.pointsPerRework,
  };
}

function readOrderPaper(value: Json | undefined): OrderPaper {
  const given = recordOf(value);
  const text = (key: keyof OrderPaper): string => {
    const said = given[key];
    return typeof said === 'string' ? said : '';
  };
  return {
    documentPrefix: text('documentPrefix'),
    issuer: text('issuer'),
    headWords: text('headWords'),
    printedBy: text('printedBy'),
  };
}
