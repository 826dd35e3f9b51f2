import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ProblemFilter, ProblemLine } from '../../contract/problems.ts';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { workingHoursBetween } from '../../domain/deadlines/deadline.ts';
import { light } from '../../domain/deadlines/light.ts';
import { clockRuns, isAnsweredFor, type ProblemState } from '../../domain/problems/problem-states.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf } from '../platform/paging.ts';
import { conditionsOf } from './problem-conditions.ts';
import { addUp, countByState, type StateCount } from './problem-counts.ts';
import { cursorAfter, orderOf, pageOrderOf, placeIn } from './problem-paging.ts';
import { inSightOf, type LedgerScope } from './problem-scope.ts';
import { countSearched, findSearch, type Search } from './problem-search.ts';
import { answeredFor, type Condition } from './problem-state-conditions.ts';

type LineRow = Omit<ProblemLine, 'light' | 'overdueHours' | 'clockStopped'> & {
  readonly dispatchedAt: string | null;
  readonly clockStoppedAt: string | null;
};

/** Lines of the ledger under some conditions. */
export async function selectLines(
  tx: Tx,
  cityId: string,
  now: string,
  conditions: readonly Condition[],
  order: RawBuilder<unknown>,
  limit: number,
): Promise<ProblemLine[]> {
  // the page is cut before the names are joined: fifty look-ups instead of a hash over the city
  const { rows } = await sql<LineRow>`
    select p.id, p.number, p.version, p.state, p.severity, p.title, p.site_id as "siteId", s.name as "siteName",
      p.place_text as "placeText", p.category_key as "categoryKey", c.name as "categoryName",
      c.name_en as "categoryNameEn", p.unit_id as "unitId", u.name as "unitName", p.person_id as "personId",
      w.name as "personName", p.raised_at as "raisedAt", p.deadline_at as "deadlineAt",
      p.dispatched_at as "dispatchedAt", p.rework_count as "reworkCount",
      p.void_requested_by is not null as "voidRequested", p.clock_stopped_at as "clockStoppedAt",
      p.extension_asked_by is not null or p.deferral_asked_by is not null as "timeAsked",
      p.source_kind as "sourceKind", p.struck_off_at as "struckOffAt", p.measures, p.progress,
      p.is_sample as "isSample"
    from (select p.* from problem p where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}) p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person w on w.city_id = p.city_id and w.id = p.person_id
    order by ${order}`.execute(tx);
  const calendar = await loadCalendar(tx, cityId);
  return rows.map((row) => {
    const shown = { light: lightOf(row, now), overdueHours: overdueHoursOf(row, now, calendar) };
    return { ...row, ...shown, clockStopped: row.clockStoppedAt !== null };
  });
}

interface Clock {
  readonly state: ProblemState;
  readonly deadlineAt: string | null;
  readonly clockStoppedAt: string | null;
}

/** The deadline's light, counted from the latest dispatch; null where no deadline runs. */
export function lightOf(row: Clock & { dispatchedAt: string | null }, now: string): ProblemLine['light'] {
  if (!clockRuns(row) || row.deadlineAt === null || row.dispatchedAt === null) return null;
  return light(now, row.dispatchedAt, row.deadlineAt);
}

/** Working hours past the deadline, to a tenth; null where nothing is late. */
export function overdueHoursOf(row: Clock, now: string, calendar: Calendar): number | null {
  if (!clockRuns(row) || row.deadlineAt === null || row.deadlineAt >= now) return null;
  return Math.round(workingHoursBetween(row.deadlineAt, now, calendar) * 10) / 10;
}

export interface ProblemPage {
  readonly rows: ProblemLine[];
  readonly next: string | null;
  readonly counts: {
    readonly byState: Partial<Record<ProblemState, number>>;
    readonly shown: number;
    readonly overdue: number;
    readonly areMore: boolean;
  };
}

/**
 * Up to so many rows are found first and sorted then: walking through a ledger of a million in its order
 * until fifty of them turn up would read most of it. More lie so close that the walk is short.
 */
const fewRows = 5000;

/** One page of the ledger with its counts. */
export async function listProblemPage(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
): Promise<ProblemPage> {
  const search = filter.search ? await findSearch(tx, cityId, filter.search) : null;
  const { counts, areMore } = await countFilter(tx, cityId, filter, scope, search);
  const shown = counts.filter((count) => isShown(filter, count.state));
  const total = sum(shown.map(({ count }) => count));
  const conditions = [...conditionsOf(cityId, filter, scope), ...inSightOf(scope)];
  if (filter.states) conditions.push(sql<SqlBool>`p.state = any (${filter.states}::text[])`);
  if (filter.sort !== 'newest') conditions.push(answeredFor);
  if (search) conditions.push(search.condition);
  const order = pageOrderOf(filter);
  if (filter.cursor !== undefined) conditions.push(cursorAfter(order, filter.cursor));
  const found =
    total === 0
      ? []
      : await selectLines(
          tx,
          cityId,
          scope.now,
          conditions,
          orderOf(order, !areMore && (total <= fewRows || search?.isFew)),
          filter.limit + 1,
        );
  const { rows, next } = pageOf(found, filter.limit, (last) => placeIn(order, last));
  return {
    rows,
    next,
    counts: {
      byState: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
      shown: total,
      overdue: sum(shown.map(({ overdue }) => overdue)),
      areMore,
    },
  };
}

/** Counts under the whole filter but for its states, state by state. */
async function countFilter(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  scope: LedgerScope,
  search: Search | null,
): Promise<{ counts: StateCount[]; areMore: boolean }> {
  // few hits are counted as they stand, whatever the rest of the filter leaves
  const others = search?.isFew ? [] : addUp(await countByState(tx, cityId, filter, scope));
  if (!search) return { counts: others, areMore: false };
  return countSearched(tx, cityId, filter, scope, search, sum(others.map(({ count }) => count)));
}

/** By deadline and by gravity only what is still owed comes into question. */
function isShown(filter: ProblemFilter, state: ProblemState): boolean {
  return (filter.states?.includes(state) ?? true) && (filter.sort === 'newest' || isAnsweredFor(state));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
