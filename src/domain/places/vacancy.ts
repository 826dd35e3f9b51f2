import { accept, type Decision, refuse } from '../decision.ts';
import { addDays } from '../organisation/city-day.ts';

export const vacancyStates = ['open', 'kept', 'adopted', 'voided'] as const;
export type VacancyState = (typeof vacancyStates)[number];

/** A site that nobody owns, as an item of its own: the fold of its events. Days are `YYYY-MM-DD`. */
export interface Vacancy {
  readonly siteId: string;
  /** `open`: nobody looks after it; `kept`: an interim keeper does. */
  readonly state: VacancyState;
  /** Day by which an owner is to be found. */
  readonly dueOn: string;
  readonly extensionCount: number;
  readonly keeperUnitId: string | null;
  readonly keeperPersonId: string | null;
  readonly adoptedByUnitId: string | null;
  readonly consent: string | null;
  readonly reference: string | null;
  readonly voidReason: string | null;
  readonly version: number;
}

export type VacancyEvent =
  | { readonly kind: 'vacancy.opened'; readonly data: { readonly siteId: string; readonly dueOn: string } }
  | {
      readonly kind: 'vacancy.keeper_named';
      readonly data: {
        readonly unitId: string;
        readonly personId: string;
        readonly fromUnitId: string | null;
        readonly fromPersonId: string | null;
      };
    }
  | {
      readonly kind: 'vacancy.extended';
      readonly data: { readonly dueOn: string; readonly fromDueOn: string; readonly reason: string };
    }
  | {
      readonly kind: 'vacancy.adopted';
      readonly data: {
        readonly unitId: string;
        readonly consent: string;
        readonly reference: string | null;
      };
    }
  | { readonly kind: 'vacancy.voided'; readonly data: { readonly reason: string } };

/** Longest time that one extension may give, in days from today. */
export const longestVacancyDays = 366;
/** Shortest reason or note of consent, in characters. */
export const shortestVacancyReason = 5;

/** Stands as the reason where the system voids a vacancy since its site went out of use; words name it. */
export const siteRetiredReason = 'site.retired';

type Events = Decision<readonly VacancyEvent[]>;

/** Opens the vacancy of a site that became ownerless. @param today day of the city. @param days to find an owner. */
export function openVacancy(siteId: string, today: string, days: number): Events {
  return accept([{ kind: 'vacancy.opened', data: { siteId, dueOn: addDays(today, days) } }]);
}

/**
 * Names who looks after the site until it has an owner.
 *
 * @param keeper a unit that is in use and a person who works there, as the caller has looked up; null where
 *   there is no such pair.
 */
export function nameKeeper(
  vacancy: Vacancy,
  keeper: { readonly unitId: string; readonly personId: string } | null,
): Events {
  const closed = refusalOfClosed(vacancy);
  if (closed) return closed;
  if (!keeper) return refuse('vacancy.keeperNotOfUnit');
  if (keeper.unitId === vacancy.keeperUnitId && keeper.personId === vacancy.keeperPersonId) return accept([]);
  const from = { fromUnitId: vacancy.keeperUnitId, fromPersonId: vacancy.keeperPersonId };
  return accept([{ kind: 'vacancy.keeper_named', data: { ...keeper, ...from } }]);
}

/** Gives more time. Every extension is counted and keeps the day before it. */
export function extendVacancy(
  vacancy: Vacancy,
  dueOn: string,
  reason: string,
  limits: { readonly today: string; readonly maxExtensions: number },
): Events {
  const closed = refusalOfClosed(vacancy);
  if (closed) return closed;
  if (vacancy.extensionCount >= limits.maxExtensions) {
    return refuse('vacancy.extensionsUsedUp', { most: limits.maxExtensions });
  }
  if (dueOn <= vacancy.dueOn || dueOn <= limits.today) {
    return refuse('vacancy.notLater', { day: vacancy.dueOn > limits.today ? vacancy.dueOn : limits.today });
  }
  const latest = addDays(limits.today, longestVacancyDays);
  if (dueOn > latest) return refuse('vacancy.tooLate', { day: latest });
  const stated = statedText(reason);
  if (stated === null) return refuse('vacancy.reasonNeeded', { shortest: shortestVacancyReason });
  return accept([{ kind: 'vacancy.extended', data: { dueOn, fromDueOn: vacancy.dueOn, reason: stated } }]);
}

/**
 * Closes the vacancy: a unit takes the site over. There is no other way to end one that was rightly marked.
 *
 * @param unitId a unit in use; null where there is none.
 * @param consent how the unit agreed, in words.
 * @param reference document in which it did; null where none was made.
 */
export function adoptSite(
  vacancy: Vacancy,
  unitId: string | null,
  consent: string,
  reference: string | null,
): Events {
  const closed = refusalOfClosed(vacancy);
  if (closed) return closed;
  if (unitId === null) return refuse('vacancy.unknownOwner');
  const stated = statedText(consent);
  if (stated === null) return refuse('vacancy.consentNeeded', { shortest: shortestVacancyReason });
  const named = reference?.trim() ?? '';
  return accept([
    {
      kind: 'vacancy.adopted',
      data: { unitId, consent: stated, reference: named === '' ? null : named },
    },
  ]);
}

/** Takes the vacancy back: the site was wrongly marked, or is no longer in use. */
export function voidVacancy(vacancy: Vacancy, reason: string): Events {
  const closed = refusalOfClosed(vacancy);
  if (closed) return closed;
  const stated = statedText(reason);
  if (stated === null) return refuse('vacancy.reasonNeeded', { shortest: shortestVacancyReason });
  return accept([{ kind: 'vacancy.voided', data: { reason: stated } }]);
}

/** Whether an owner is still being looked for after the day by which one was to be found. */
export function isVacancyOverdue(vacancy: Pick<Vacancy, 'state' | 'dueOn'>, today: string): boolean {
  return isVacancyOpen(vacancy.state) && vacancy.dueOn < today;
}

export function isVacancyOpen(state: VacancyState): boolean {
  return state === 'open' || state === 'kept';
}

/** The vacancy after an event; `null` before its first. @throws TypeError where the history is broken. */
export function applyVacancy(vacancy: Vacancy | null, event: VacancyEvent): Vacancy {
  if (event.kind === 'vacancy.opened') {
    if (vacancy) throw new TypeError('a vacancy is opened twice');
    return {
      ...event.data,
      state: 'open',
      extensionCount: 0,
      keeperUnitId: null,
      keeperPersonId: null,
      adoptedByUnitId: null,
      consent: null,
      reference: null,
      voidReason: null,
      version: 1,
    };
  }
  if (!vacancy) throw new TypeError('a vacancy begins with its opening');
  const version = vacancy.version + 1;
  switch (event.kind) {
    case 'vacancy.keeper_named': {
      const { unitId, personId } = event.data;
      return { ...vacancy, state: 'kept', keeperUnitId: unitId, keeperPersonId: personId, version };
    }
    case 'vacancy.extended': {
      const extensionCount = vacancy.extensionCount + 1;
      return { ...vacancy, dueOn: event.data.dueOn, extensionCount, version };
    }
    case 'vacancy.adopted': {
      const { unitId, consent, reference } = event.data;
      return { ...vacancy, state: 'adopted', adoptedByUnitId: unitId, consent, reference, version };
    }
    case 'vacancy.voided':
      return { ...vacancy, state: 'voided', voidReason: event.data.reason, version };
    default:
      return event satisfies never;
  }
}

function refusalOfClosed({ state }: Vacancy): Decision<never> | null {
  return isVacancyOpen(state) ? null : refuse('vacancy.closed', { state });
}

function statedText(text: string): string | null {
  const stated = text.trim();
  return [...stated].length >= shortestVacancyReason ? stated : null;
}
