import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { FeedEvent } from '../platform/event-feed.ts';

/** A problem as messages about it need it. */
export interface ProblemFactsRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly unitId: string | null;
  /** Of the territory it lies in, else of the city. */
  readonly placePath: string | null;
  readonly personId: string | null;
  /** Who reported it, and who reported its duplicates. */
  readonly reporterIds: readonly string[];
}

export interface ContextRows {
  readonly problems: ReadonlyMap<string, ProblemFactsRow>;
  readonly revisits: ReadonlyMap<string, { readonly problemId: string }>;
  readonly orders: ReadonlyMap<string, OrderFactsRow>;
  readonly sweeps: ReadonlyMap<string, SweepFactsRow>;
  readonly vacancies: ReadonlyMap<string, { readonly siteName: string }>;
}

interface OrderFactsRow {
  readonly id: string;
  readonly unitId: string;
  readonly title: string;
  readonly prefix: string | null;
  readonly year: number | null;
  readonly number: number | null;
}

interface SweepFactsRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly sites: number;
  readonly unitIds: readonly string[];
}

/** The rows the events are about, one statement for each kind of subject. */
export async function loadContextRows(
  tx: Tx,
  cityId: string,
  events: readonly FeedEvent[],
): Promise<ContextRows> {
  const idsOf = (kind: string) =>
    events.filter((one) => one.subjectKind === kind).map((one) => one.subjectId);
  const revisits = await findRevisits(tx, cityId, idsOf('revisit'));
  const mentioned = events.flatMap(({ data }) =>
    [data.problemId, data.mainProblemId].filter((id) => typeof id === 'string'),
  );
  const problemIds = [
    ...idsOf('problem'),
    ...mentioned,
    ...[...revisits.values()].map((revisit) => revisit.problemId),
  ];
  return {
    problems: await findProblems(tx, cityId, problemIds),
    revisits,
    orders: await findOrders(tx, cityId, idsOf('order')),
    sweeps: await findSweeps(tx, cityId, idsOf('sweep')),
    vacancies: await findVacancies(tx, cityId, idsOf('vacancy')),
  };
}

async function findProblems(tx: Tx, cityId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, ProblemFactsRow>();
  const { rows } = await sql<ProblemFactsRow>`
    select p.id, p.number, p.title, p.unit_id as "unitId", p.person_id as "personId",
      coalesce(t.path, (select path from unit where city_id = ${cityId} and parent_id is null
        order by path limit 1)) as "placePath",
      array(select distinct r.raised_by::text from problem r where r.city_id = ${cityId}
        and (r.id = p.id or r.main_problem_id = p.id) and r.raised_by is not null) as "reporterIds"
    from problem p
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    where p.city_id = ${cityId} and p.id = any (${[...new Set(ids)]}::uuid[])`.execute(tx);
  return byId(rows);
}

async function findRevisits(tx: Tx, cityId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { id: string; problemId: string }>();
  const { rows } = await sql<{ id: string; problemId: string }>`
    select id, problem_id as "problemId" from revisit
    where city_id = ${cityId} and id = any (${ids}::uuid[])`.execute(tx);
  return byId(rows);
}

async function findOrders(tx: Tx, cityId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, OrderFactsRow>();
  const { rows } = await sql<OrderFactsRow>`
    select id, unit_id as "unitId", title, number_prefix as prefix, number_year as year, number
    from unit_order where city_id = ${cityId} and id = any (${ids}::uuid[])`.execute(tx);
  return byId(rows);
}

async function findSweeps(tx: Tx, cityId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, SweepFactsRow>();
  const { rows } = await sql<SweepFactsRow>`
    select w.id, w.number, w.title, count(c.*)::int as sites,
      coalesce(array_agg(distinct c.unit_id::text) filter (where c.unit_id is not null), '{}') as "unitIds"
    from sweep w left join sweep_check c on c.city_id = w.city_id and c.sweep_id = w.id
    where w.city_id = ${cityId} and w.id = any (${ids}::uuid[])
    group by w.city_id, w.id`.execute(tx);
  return byId(rows);
}

async function findVacancies(tx: Tx, cityId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { id: string; siteName: string }>();
  const { rows } = await sql<{ id: string; siteName: string }>`
    select v.id, s.name as "siteName" from vacancy v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    where v.city_id = ${cityId} and v.id = any (${ids}::uuid[])`.execute(tx);
  return byId(rows);
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
