import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ProblemFilter, ProblemLine } from '../../contract/problems.ts';
import { light } from '../../domain/deadlines/light.ts';
import { answeredForStates, isAnsweredFor, type ProblemState } from '../../domain/problems/problem-states.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf } from '../platform/paging.ts';
import { cursorAfter, orderOf, placeIn } from './problem-paging.ts';
import { unitsWithin } from './problem-sight.ts';

export type Condition = RawBuilder<SqlBool>;

/** States with a running deadline, written out so that the partial indexes match. */
export const answeredFor: Condition = sql<SqlBool>`p.state in (${sql.join(
  answeredForStates.map((state) => sql.lit(state)),
)})`;

/** "Past the deadline and somebody still has to act." */
export function overdueAt(now: string): Condition {
  return sql<SqlBool>`(${answeredFor} and p.deadline_at < ${now}::timestamptz)`;
}

/** The conditions of a filter but for its states and page; `unitPath` is that of `filter.unitId`. */
export function conditionsOf(
  cityId: string,
  filter: ProblemFilter,
  setting: { personId: string; now: string; unitPath: string | undefined },
): Condition[] {
  const { now, personId, unitPath } = setting;
  const conditions: Condition[] = [sql<SqlBool>`p.city_id = ${cityId}`];
  if (unitPath?.includes('.')) {
    conditions.push(sql<SqlBool>`p.unit_id = any (${unitsWithin(cityId, [unitPath])})`);
  }
  if (filter.overdue !== undefined) {
    conditions.push(filter.overdue ? overdueAt(now) : sql<SqlBool>`not ${overdueAt(now)}`);
  }
  if (filter.light) conditions.push(lightIs(filter.light, now));
  if (filter.category) conditions.push(sql<SqlBool>`p.category_key = ${filter.category}`);
  if (filter.siteId) conditions.push(sql<SqlBool>`p.site_id = ${filter.siteId}`);
  if (filter.roundId) conditions.push(sql<SqlBool>`p.round_id = ${filter.roundId}`);
  if (filter.personId) conditions.push(sql<SqlBool>`p.person_id = ${filter.personId}`);
  if (filter.mine) conditions.push(sql<SqlBool>`(p.person_id = ${personId} and ${answeredFor})`);
  if (filter.severity) conditions.push(sql<SqlBool>`p.severity = ${filter.severity}`);
  if (filter.search) conditions.push(searched(cityId, filter.search));
  return conditions;
}

/** The same quarters as `light` in `domain/deadlines`; a test holds them together. */
function lightIs(wanted: 'green' | 'yellow' | 'red', now: string): Condition {
  const quarter = sql`p.dispatched_at + (p.deadline_at - p.dispatched_at) * 0.75`;
  switch (wanted) {
    case 'red':
      return overdueAt(now);
    case 'yellow':
      return sql<SqlBool>`(${answeredFor} and p.deadline_at >= ${now}::timestamptz and ${quarter} <= ${now}::timestamptz)`;
    case 'green':
      return sql<SqlBool>`(${answeredFor} and p.deadline_at >= ${now}::timestamptz and ${quarter} > ${now}::timestamptz)`;
    default: {
      const unknown: never = wanted;
      throw new Error(`unknown light ${String(unknown)}`);
    }
  }
}

/** A number finds that entry; other text finds title, place or site, whatever its case. */
function searched(cityId: string, text: string): Condition {
  if (/^#?\d{1,12}$/.test(text)) return sql<SqlBool>`p.number = ${text.replace('#', '')}::bigint`;
  // what a person types is text, never a pattern
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`(p.title ilike ${pattern} or p.place_text ilike ${pattern}
    or p.site_id = any (array(select s.id from site s where s.city_id = ${cityId} and s.name ilike ${pattern})))`;
}

type LineRow = Omit<ProblemLine, 'light'> & { readonly dispatchedAt: string | null };

/** Lines of the ledger under some conditions. */
export async function selectLines(
  tx: Tx,
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
      p.void_requested_by is not null as "voidRequested", p.is_sample as "isSample"
    from (select p.* from problem p where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}) p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person w on w.city_id = p.city_id and w.id = p.person_id
    order by ${order}`.execute(tx);
  return rows.map((row) => ({ ...row, light: lightOf(row, now) }));
}

/** The deadline's light, counted from the latest dispatch; null where no deadline runs. */
export function lightOf(
  row: { state: ProblemState; dispatchedAt: string | null; deadlineAt: string | null },
  now: string,
): ProblemLine['light'] {
  if (!isAnsweredFor(row.state) || row.deadlineAt === null || row.dispatchedAt === null) return null;
  return light(now, row.dispatchedAt, row.deadlineAt);
}

export interface ProblemPage {
  readonly rows: ProblemLine[];
  readonly next: string | null;
  readonly counts: {
    readonly byState: Partial<Record<ProblemState, number>>;
    readonly shown: number;
    readonly overdue: number;
  };
}

/**
 * One page of the ledger with its counts.
 *
 * @param sight from `problemsInSight`.
 */
export async function listProblemPage(
  tx: Tx,
  cityId: string,
  sight: Condition,
  filter: ProblemFilter,
  setting: { personId: string; now: string; unitPath: string | undefined },
): Promise<ProblemPage> {
  const { now } = setting;
  const common = [...conditionsOf(cityId, filter, setting), sight];
  const states = filter.states ? [sql<SqlBool>`p.state = any (${filter.states}::text[])`] : [];
  // by deadline and by gravity only what is still owed comes into question, unless states are named
  const owed = filter.sort === 'newest' || filter.states ? [] : [answeredFor];
  const order = orderOf(filter.sort);
  const after = filter.cursor === undefined ? [] : [cursorAfter(filter.sort, filter.cursor)];
  const found = await selectLines(
    tx,
    now,
    [...common, ...states, ...owed, ...after],
    order,
    filter.limit + 1,
  );
  const { rows, next } = pageOf(found, filter.limit, (last) => placeIn(filter.sort, last));
  const { rows: counted } = await sql<{ state: ProblemState; count: number; overdue: number }>`
    select p.state, count(*) as count, count(*) filter (where p.deadline_at < ${now}::timestamptz) as overdue
    from problem p where ${sql.join(common, sql` and `)} group by p.state`.execute(tx);
  const shown = counted.filter(
    ({ state }) => (filter.states?.includes(state) ?? true) && (owed.length === 0 || isAnsweredFor(state)),
  );
  return {
    rows,
    next,
    counts: {
      byState: Object.fromEntries(counted.map(({ state, count }) => [state, count])),
      shown: sum(shown.map(({ count }) => count)),
      overdue: sum(shown.map(({ state, overdue }) => (isAnsweredFor(state) ? overdue : 0))),
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
