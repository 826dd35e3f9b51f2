import { type SqlBool, sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import { addDays } from '../../domain/organisation/city-day.ts';
import { isAssisted, type LedgerScope } from './problem-scope.ts';
import { answeredFor, type Condition, lightIs, overdueAt } from './problem-state-conditions.ts';
import { workListCondition } from './work-list-conditions.ts';

/** Conditions of a filter that only say where a closed problem is counted; see `countClosedByTally`. */
export function plainConditions(filter: ProblemFilter, scope: LedgerScope): Condition[] {
  const conditions: Condition[] = [];
  if (scope.unit) conditions.push(sql<SqlBool>`p.unit_id = any (${[...scope.unit.unitIds]}::uuid[])`);
  if (filter.category) conditions.push(sql<SqlBool>`p.category_key = ${filter.category}`);
  if (filter.severity) conditions.push(sql<SqlBool>`p.severity = ${sql.lit(filter.severity)}`);
  if (filter.sourceKind) conditions.push(sql<SqlBool>`p.source_kind = ${filter.sourceKind}`);
  return conditions;
}

/** The conditions of a filter but for its states, its search, the asker's sight, and the page. */
export function conditionsOf(cityId: string, filter: ProblemFilter, scope: LedgerScope): Condition[] {
  const { now, personId } = scope;
  const conditions: Condition[] = [
    sql<SqlBool>`p.city_id = ${cityId}`,
    ...plainConditions(filter, scope),
    ...daysIn(filter),
  ];
  if (filter.list) conditions.push(workListCondition(filter.list, scope));
  if (filter.mine) {
    conditions.push(
      sql<SqlBool>`((p.person_id = ${personId} and ${answeredFor}) or ${workListCondition('toVerify', scope)})`,
    );
  }
  if (scope.territory) {
    conditions.push(sql<SqlBool>`p.site_id = any (${[...scope.territory.siteIds]}::uuid[])`);
  }
  if (filter.assistingUnitId) {
    conditions.push(isAssisted(filter.assistingUnitId, scope.assisted));
  }
  if (filter.overdue !== undefined) {
    conditions.push(filter.overdue ? overdueAt(now) : sql<SqlBool>`(${overdueAt(now)}) is not true`);
  }
  if (filter.light) conditions.push(lightIs(filter.light, now));
  if (filter.siteId) conditions.push(sql<SqlBool>`p.site_id = ${filter.siteId}`);
  if (filter.roundId) conditions.push(sql<SqlBool>`p.round_id = ${filter.roundId}`);
  if (filter.personId) conditions.push(sql<SqlBool>`p.person_id = ${filter.personId}`);
  if (filter.recurrence) conditions.push(sql<SqlBool>`p.recurrence_of is not null`);
  if (filter.clockStopped) conditions.push(sql<SqlBool>`p.clock_stopped_at is not null`);
  if (filter.requests) conditions.push(timeAsked(filter.requests));
  return conditions;
}

function timeAsked(kind: NonNullable<ProblemFilter['requests']>): Condition {
  const extension = sql<SqlBool>`p.extension_asked_by is not null`;
  const deferral = sql<SqlBool>`p.deferral_asked_by is not null`;
  if (kind === 'extension') return extension;
  return kind === 'deferral' ? deferral : sql<SqlBool>`(${extension} or ${deferral})`;
}

/** Days begin at midnight in China. */
function daysIn(filter: ProblemFilter): Condition[] {
  const { raisedFrom, raisedTo, struckOffFrom, struckOffTo } = filter;
  const midnight = (day: string) => `${day}T00:00:00+08:00`;
  const conditions: Condition[] = [];
  if (raisedFrom) conditions.push(sql<SqlBool>`p.raised_at >= ${midnight(raisedFrom)}::timestamptz`);
  if (raisedTo) conditions.push(sql<SqlBool>`p.raised_at < ${midnight(addDays(raisedTo, 1))}::timestamptz`);
  if (struckOffFrom) {
    conditions.push(sql<SqlBool>`p.struck_off_at >= ${midnight(struckOffFrom)}::timestamptz`);
  }
  if (struckOffTo) {
    conditions.push(sql<SqlBool>`p.struck_off_at < ${midnight(addDays(struckOffTo, 1))}::timestamptz`);
  }
  return conditions;
}

/** Whether only closed problems can stand under the filter: nothing open has been struck off. */
export function holdsClosedOnly({ struckOffFrom, struckOffTo }: ProblemFilter): boolean {
  return struckOffFrom !== undefined || struckOffTo !== undefined;
}

/** Whether only open problems can stand under the filter, whatever its states. */
export function holdsOpenOnly(filter: ProblemFilter): boolean {
  return Boolean(
    (filter.list && filter.list !== 'duplicates') ||
      filter.mine ||
      filter.overdue ||
      filter.light ||
      filter.clockStopped ||
      filter.requests,
  );
}
