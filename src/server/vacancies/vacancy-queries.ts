import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { VacancyLine, vacancyFilters } from '../../contract/vacancies.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { Vacancy, VacancyState } from '../../domain/places/vacancy.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export type VacancyRow = Selectable<Tables['vacancy']>;

/** The vacancy as the rules know it: the fold of its history. */
export function vacancyOf(row: VacancyRow): Vacancy {
  return {
    siteId: row.site_id,
    state: row.state as VacancyState,
    dueOn: row.due_on,
    extensionCount: row.extension_count,
    keeperUnitId: row.keeper_unit_id,
    keeperPersonId: row.keeper_person_id,
    adoptedByUnitId: row.adopted_by_unit_id,
    consent: row.consent,
    reference: row.reference,
    voidReason: row.void_reason,
    version: row.version,
  };
}

/** The vacancy, and nobody else moves it until this transaction ends. Lock its site first. */
export async function lockVacancy(tx: Tx, cityId: string, id: string): Promise<VacancyRow | undefined> {
  return tx
    .selectFrom('vacancy')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The site that a vacancy is of; undefined where the city has no such vacancy. */
export async function findVacantSite(tx: Tx, cityId: string, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('vacancy')
    .select('site_id')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.site_id;
}

type Condition = RawBuilder<SqlBool>;

/** What a list of vacancies asks for, but for state, lateness and page. */
export interface VacancyScope {
  readonly cityId: string;
  /** Subtrees in which sites may be seen. */
  readonly roots: readonly string[];
  /** Path of a unit: its territory, or what it keeps. */
  readonly within: string | undefined;
  readonly siteId: string | undefined;
}

const current = sql<SqlBool>`v.state in ('open','kept')`;

function scopeConditions({ cityId, roots, within, siteId }: VacancyScope): Condition[] {
  // whoever keeps a site meanwhile sees it, wherever it lies
  const inSubtrees = (paths: readonly string[]) =>
    sql<SqlBool>`(${withinSubtrees('s.territory_unit_id', cityId, paths)}
      or ${withinSubtrees('v.keeper_unit_id', cityId, paths)})`;
  const conditions = [sql<SqlBool>`v.city_id = ${cityId}`, inSubtrees(roots)];
  if (within !== undefined) conditions.push(inSubtrees([within]));
  if (siteId !== undefined) conditions.push(sql<SqlBool>`v.site_id = ${siteId}`);
  return conditions;
}

function overdueOn(now: string): Condition {
  return sql<SqlBool>`(${current} and v.due_on < ${cityDay(now)}::date)`;
}

/** Vacancies, the first due first. `after`: due day and id of the last one shown. */
export async function listVacancies(
  tx: Tx,
  scope: VacancyScope,
  filter: {
    readonly state: (typeof vacancyFilters)[number];
    readonly overdue: boolean | undefined;
    readonly after: readonly [string, string] | undefined;
    readonly limit: number;
  },
  now: string,
): Promise<VacancyLine[]> {
  const conditions = scopeConditions(scope);
  conditions.push(filter.state === 'current' ? current : sql<SqlBool>`v.state = ${filter.state}`);
  if (filter.overdue !== undefined) {
    conditions.push(filter.overdue ? overdueOn(now) : sql<SqlBool>`not ${overdueOn(now)}`);
  }
  if (filter.after) {
    const [day, id] = filter.after;
    conditions.push(sql<SqlBool>`(v.due_on, v.id) > (${day}::date, ${id}::uuid)`);
  }
  return selectVacancies(tx, conditions, filter.limit, now);
}

/** One vacancy if its site may be seen. */
export async function findVacancyLine(
  tx: Tx,
  scope: Pick<VacancyScope, 'cityId' | 'roots'>,
  id: string,
  now: string,
): Promise<VacancyLine | undefined> {
  const conditions = scopeConditions({ ...scope, within: undefined, siteId: undefined });
  const [line] = await selectVacancies(tx, [...conditions, sql<SqlBool>`v.id = ${id}`], 1, now);
  return line;
}

async function selectVacancies(
  tx: Tx,
  conditions: readonly Condition[],
  limit: number,
  now: string,
): Promise<VacancyLine[]> {
  const { rows } = await sql<VacancyLine>`
    select v.id, v.version, v.state, jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name) as site,
      jsonb_build_object('id', t.id, 'name', t.name) as territory, v.opened_at as "openedAt",
      floor(extract(epoch from coalesce(v.closed_at, ${now}::timestamptz) - v.opened_at) / 86400)::int as "ageDays",
      v.due_on as "dueOn", ${overdueOn(now)} as "isOverdue", v.extension_count as "extensionCount",
      case when k.id is null then null else jsonb_build_object(
        'unit', jsonb_build_object('id', k.id, 'name', k.name),
        'person', jsonb_build_object('id', p.id, 'name', p.name)) end as keeper,
      case when a.id is null then null else jsonb_build_object('id', a.id, 'name', a.name) end as "adoptedBy",
      v.consent, v.reference, v.void_reason as "voidReason", v.closed_at as "closedAt",
      (select count(*) from problem x where x.city_id = v.city_id and x.site_id = v.site_id
        and x.state in ('reported','dispatched','returned','assigned','in_progress','deferred','fix_claimed'))
        as "openProblems",
      s.is_sample as "isSample"
    from vacancy v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    join unit t on t.city_id = s.city_id and t.id = s.territory_unit_id
    left join unit k on k.city_id = v.city_id and k.id = v.keeper_unit_id
    left join person p on p.city_id = v.city_id and p.id = v.keeper_person_id
    left join unit a on a.city_id = v.city_id and a.id = v.adopted_by_unit_id
    where ${sql.join(conditions, sql` and `)}
    order by v.due_on, v.id limit ${limit}`.execute(tx);
  return rows;
}

/** How many vacancies of a scope stand in each state, and how many are past their day. */
export async function countVacancies(
  tx: Tx,
  scope: VacancyScope,
  now: string,
): Promise<{ open: number; kept: number; overdue: number; adopted: number; voided: number }> {
  const { rows } = await sql<{
    open: number;
    kept: number;
    overdue: number;
    adopted: number;
    voided: number;
  }>`
    select count(*) filter (where v.state = 'open') as open, count(*) filter (where v.state = 'kept') as kept,
      count(*) filter (where ${overdueOn(now)}) as overdue,
      count(*) filter (where v.state = 'adopted') as adopted,
      count(*) filter (where v.state = 'voided') as voided
    from vacancy v join site s on s.city_id = v.city_id and s.id = v.site_id
    where ${sql.join(scopeConditions(scope), sql` and `)}`.execute(tx);
  return rows[0] ?? { open: 0, kept: 0, overdue: 0, adopted: 0, voided: 0 };
}
