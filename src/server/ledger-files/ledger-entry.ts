import type { LedgerField, LedgerMapping } from '../../contract/ledger-files.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import type { ImportedProblem } from '../../domain/problems/import-problem.ts';
import type { CarriedState } from '../../domain/problems/problem-events.ts';
import { isAnsweredFor, type ProblemState } from '../../domain/problems/problem-states.ts';
import { say } from '../platform/words.ts';
import type {
  LedgerCategory,
  LedgerDirectory,
  LedgerPerson,
  LedgerSite,
  LedgerUnit,
} from './ledger-directory.ts';
import type { LedgerRow } from './ledger-rows.ts';

/** What rows are read against. */
export interface PlanSetting {
  readonly cityId: string;
  readonly now: string;
  readonly fileName: string;
  readonly mapping: LedgerMapping;
  readonly directory: LedgerDirectory;
  /** Subtrees in which the importer dispatches. */
  readonly reach: readonly string[];
}

/** What the words of a row mean here. */
export interface RowFacts {
  readonly problemId: string;
  readonly site: LedgerSite | null;
  readonly placeText: string;
  readonly category: LedgerCategory;
  /** Null where the row does not say. */
  readonly state: ProblemState | null;
  readonly stateBefore: ProblemState | null;
  readonly units: { readonly lead: LedgerUnit | null; readonly assistingIds: readonly string[] };
  /** The named person, else the contact of the unit; null where it has none. */
  readonly person: LedgerPerson | null;
  readonly proposedUnitId: string | null;
  readonly versionId: string | null;
  readonly references: {
    readonly mainId: string | null;
    readonly parentId: string | null;
    readonly recurrenceOf: string | null;
  };
}

/** An entry as the rules of the import take it. */
export interface ImportedEntry {
  readonly imported: Omit<ImportedProblem, 'number'>;
  readonly state: ProblemState;
  readonly isSample: boolean;
}

const titleLength = 200;

/**
 * Turns a row into an imported problem. What a row leaves out is filled as the ledger itself would: the
 * unit's contact answers, the category's time limit counts. Without unit or person an open entry comes in
 * as reported, and the row says so.
 */
export function importedOf(row: LedgerRow, facts: RowFacts, setting: PlanSetting): ImportedEntry | undefined {
  const { now } = setting;
  const times = timesOf(row, now);
  const state = stateOf(row, facts);
  if (state === undefined) return undefined;
  const { title, description } = titleOf(row);
  const limit = limitOf(row, facts);
  const isClosed = state === 'struck_off';
  const closedAt = times.at('struckOffAt') ?? times.at('fixClaimedAt') ?? now;
  if (isClosed && !row.has('struckOffAt')) row.notice('struckOffAt', 'closed-without-day');
  const deadline =
    times.at('deadline') ??
    deadlineAt(isClosed ? times.foundAt : now, limit.hours, limit.clock, setting.directory.calendar);
  const assignment = assignmentOf(row, facts, state, deadline, times);
  if (isClosed && !assignment) return undefined;
  const hours = positionOf(row);
  if (!hours) return undefined;
  return {
    state,
    isSample: /^(是|yes|y|样本|true|1)$/i.test(row.text('sample')),
    imported: {
      raise: {
        problemId: facts.problemId,
        siteId: facts.site?.id ?? null,
        placeText: facts.placeText,
        ...hours,
        itemCode: facts.versionId === null ? null : row.text('item'),
        versionId: facts.versionId,
        categoryKey: facts.category.key,
        severity: severityOf(row),
        title,
        description,
        defects: row.count('defects'),
        deadlineHours: limit.hours,
        deadlineClock: limit.clock,
        sourceKind: 'import',
        sourceRef: `${setting.fileName} ${row.sheet === '' ? '' : `${row.sheet} `}${row.row}`,
        inspectionId: null,
        roundId: null,
        photoIds: [],
        reason: say('zh-CN', 'ledgerFiles.importReason'),
        parentId: facts.references.parentId,
        recurrenceOf: facts.references.recurrenceOf,
      },
      foundAt: times.foundAt,
      end: endOf(state, closedAt),
      assignment,
      carried: carriedOf(row, facts, state, assignment === null ? null : deadline, times, now),
    },
  };
}

interface Times {
  readonly foundAt: string;
  /** The instant of a field; null where nothing stands there. */
  at(field: LedgerField): string | null;
}

const endsOfDay: ReadonlySet<LedgerField> = new Set<LedgerField>([
  'deadline',
  'originalDeadline',
  'deferredUntil',
  'clockStoppedUntil',
  'fixClaimedAt',
  'struckOffAt',
]);
const stillToCome: ReadonlySet<LedgerField> = new Set<LedgerField>([
  'deadline',
  'originalDeadline',
  'deferredUntil',
  'clockStoppedUntil',
]);

/** What has happened to an entry, by the fields that tell when. */
export const happened: readonly LedgerField[] = [
  'struckOffAt',
  'fixClaimedAt',
  'startedAt',
  'dispatchedAt',
  'deferredAt',
  'clockStoppedAt',
];

/** Days become instants in Chinese time: limits end with the day, what began that day began no earlier than it was found. */
function timesOf(row: LedgerRow, now: string): Times {
  const instantOf = (field: LedgerField): string | null => {
    const day = row.day(field);
    if (!day) return null;
    const time = day.time ?? (endsOfDay.has(field) ? '23:59:59.000' : '00:00:00.000');
    return new Date(`${day.day}T${time}+08:00`).toISOString();
  };
  // a ledger without days of finding: it was there at the latest when something was done about it
  const foundAt =
    instantOf('raisedAt') ??
    happened.reduce((first, field) => {
      const instant = instantOf(field);
      return instant !== null && instant < first ? instant : first;
    }, now);
  const isSameDay = (a: string, b: string) => chineseDay(a) === chineseDay(b);
  return {
    foundAt,
    at(field) {
      const instant = instantOf(field);
      if (instant === null || stillToCome.has(field) || row.day(field)?.time != null) return instant;
      if (instant < foundAt && isSameDay(instant, foundAt)) return foundAt;
      return instant > now && isSameDay(instant, now) ? now : instant;
    },
  };
}

function chineseDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The state an entry comes in with: what the row says, or what its days and its unit say. */
function stateOf(row: LedgerRow, { state: told, units, person }: RowFacts): ProblemState | undefined {
  const isClosed = row.day('struckOffAt') !== null;
  let state: ProblemState =
    told ??
    (isClosed
      ? 'struck_off'
      : row.day('fixClaimedAt')
        ? 'fix_claimed'
        : units.lead
          ? 'dispatched'
          : 'reported');
  // 已整改 with a day of strike-off beside it was struck off
  if (isClosed && state === 'fix_claimed') state = 'struck_off';
  if (isClosed && state !== 'struck_off') {
    row.fault('state', 'state-contradicts');
    return undefined;
  }
  if (state === 'reported' && units.lead && person) state = 'dispatched';
  if (state === 'struck_off') {
    if (!units.lead) row.fault('leadUnit', 'closed-without-unit');
    else if (!person) row.fault('person', 'closed-without-person', { unit: units.lead.name });
    return units.lead && person ? state : undefined;
  }
  if (!isAnsweredFor(state) || (units.lead && person)) return state;
  if (units.lead) row.notice('person', 'reported-without-person', { unit: units.lead.name });
  else row.notice('leadUnit', 'reported-without-unit');
  return 'reported';
}

/** A title longer than the ledger takes is cut; the description then begins with the whole of it. */
function titleOf(row: LedgerRow): { title: string; description: string } {
  const [title, description] = [row.text('title'), row.text('description')];
  if (title.length <= titleLength) return { title, description };
  row.notice('title', 'title-cut', { limit: titleLength });
  const cut = `${title
    .slice(0, titleLength - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
  return { title: cut, description: description === '' ? title : `${title}\n${description}` };
}

function limitOf(row: LedgerRow, { category }: RowFacts): Pick<LedgerCategory, 'hours' | 'clock'> {
  const hours = row.count('limitHours');
  if (hours === null || hours <= 0 || hours > 99_999) return category;
  const word = row.text('limitClock');
  const isWork = word === say('zh-CN', 'ledgerFiles.clock.work') || word === 'work';
  const isElapsed = word === say('zh-CN', 'ledgerFiles.clock.elapsed') || word === 'elapsed';
  return { hours, clock: isWork ? 'work' : isElapsed ? 'elapsed' : category.clock };
}

function severityOf(row: LedgerRow): 'normal' | 'high' {
  return /^(严重|重大|高|紧急|high|重点)/i.test(row.text('severity')) ? 'high' : 'normal';
}

function positionOf(row: LedgerRow): { lon: number | null; lat: number | null } | undefined {
  const [lon, lat] = [row.count('lon'), row.count('lat')];
  if (lon === null && lat === null) return { lon: null, lat: null };
  if (lon === null || lat === null) row.fault(lon === null ? 'lon' : 'lat', 'half-position');
  else if (Math.abs(lon) > 180 || Math.abs(lat) > 90) row.fault('lon', 'not-on-earth');
  else return { lon, lat };
  return undefined;
}

function assignmentOf(
  row: LedgerRow,
  { units, person }: RowFacts,
  state: ProblemState,
  deadline: string,
  times: Times,
): ImportedProblem['assignment'] {
  if (!units.lead || !person || state === 'reported') return null;
  // refused, linked and void entries were dispatched only where all three parts are named
  if (!isAnsweredFor(state) && state !== 'struck_off' && !(row.has('person') && row.has('deadline')))
    return null;
  const at = times.at('dispatchedAt');
  return {
    unitId: units.lead.id,
    assistingUnitIds: units.assistingIds,
    personId: person.id,
    deadlineAt: times.at('originalDeadline') ?? deadline,
    ...(at === null ? {} : { at }),
  };
}

function endOf(state: ProblemState, closedAt: string): ImportedProblem['end'] {
  if (state === 'struck_off') {
    return { kind: 'struckOff', closedAt, reason: say('zh-CN', 'ledgerFiles.struckOffReason') };
  }
  return state === 'voided'
    ? { kind: 'voided', reason: say('zh-CN', 'ledgerFiles.voidedReason') }
    : { kind: 'open' };
}

function carriedOf(
  row: LedgerRow,
  facts: RowFacts,
  state: ProblemState,
  deadline: string | null,
  times: Times,
  now: string,
): CarriedState {
  const before =
    state === 'struck_off' || state === 'voided' ? (deadline === null ? 'reported' : 'dispatched') : state;
  const count = (field: LedgerField) => row.count(field) ?? 0;
  const isStopped = row.has('clockStoppedAt');
  return {
    state: before,
    deadlineAt: deadline,
    startedAt: times.at('startedAt') ?? (state === 'in_progress' && !row.has('dispatchedAt') ? now : null),
    fixClaimedAt: times.at('fixClaimedAt') ?? (state === 'fix_claimed' ? now : null),
    reworkCount: count('reworkCount'),
    returnCount: count('returnCount'),
    transferCount: count('transferCount'),
    proposedUnitId: facts.proposedUnitId,
    mainProblemId: facts.references.mainId,
    linkedFromState: facts.stateBefore,
    extensionCount: count('extensionCount'),
    deferredAt: times.at('deferredAt') ?? (state === 'deferred' ? now : null),
    deferredUntil: times.at('deferredUntil'),
    deferralCount: row.count('deferralCount') ?? (state === 'deferred' ? 1 : 0),
    clockStoppedAt: times.at('clockStoppedAt'),
    clockStoppedUntil: times.at('clockStoppedUntil'),
    clockStopReason: isStopped ? row.text('clockStopReason') || null : null,
    clockStopCount: count('clockStopCount'),
    measures: row.text('measures'),
    progress: row.text('progress'),
  };
}
