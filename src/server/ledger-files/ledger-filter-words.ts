import { sql } from 'kysely';
import type { ProblemFilter } from '../../contract/problems.ts';
import type { Tx } from '../platform/database/database.ts';
import { type Locale, say } from '../platform/words.ts';

/** A filter as a sentence, for people who get the file later: "单位：一街道；状态：整改中、已派人". */
export async function describeFilter(
  tx: Tx,
  cityId: string,
  filter: ProblemFilter,
  locale: Locale,
): Promise<string> {
  const ids = [
    filter.unitId,
    filter.territoryId,
    filter.assistingUnitId,
    filter.siteId,
    filter.roundId,
    filter.personId,
  ].filter((id) => id !== undefined);
  const names = await findNamesOf(tx, cityId, ids);
  const category =
    filter.category === undefined ? undefined : await findCategory(tx, cityId, filter.category);
  const listed = (words: readonly string[]) => words.join(say(locale, 'problems.listComma'));
  const parts: [string, string | undefined][] = [
    ['list', filter.list],
    ['unit', filter.unitId && names.get(filter.unitId)],
    ['territory', filter.territoryId && names.get(filter.territoryId)],
    ['assisting', filter.assistingUnitId && names.get(filter.assistingUnitId)],
    ['states', filter.states && listed(filter.states.map((state) => say(locale, `problems.state.${state}`)))],
    ['overdue', filter.overdue === undefined ? undefined : yesNo(filter.overdue, locale)],
    ['light', filter.light && say(locale, `deadlines.light.${filter.light}`)],
    ['category', category],
    ['site', filter.siteId && names.get(filter.siteId)],
    ['round', filter.roundId && names.get(filter.roundId)],
    ['person', filter.personId && names.get(filter.personId)],
    ['mine', filter.mine ? yesNo(true, locale) : undefined],
    ['severity', filter.severity && say(locale, `problems.severity.${filter.severity}`)],
    ['source', filter.sourceKind && say(locale, `problems.source.${filter.sourceKind}`)],
    ['raised', spanOf(filter.raisedFrom, filter.raisedTo)],
    ['struckOff', spanOf(filter.struckOffFrom, filter.struckOffTo)],
    ['recurrence', filter.recurrence && yesNo(true, locale)],
    ['clockStopped', filter.clockStopped && yesNo(true, locale)],
    ['requests', filter.requests],
    ['search', filter.search],
    ['owed', filter.sort === 'newest' ? undefined : yesNo(true, locale)],
  ];
  const told = parts.flatMap(([key, words]) =>
    words === undefined ? [] : [`${say(locale, `ledgerFiles.filter.${key}`)}: ${words}`],
  );
  return told.length === 0 ? say(locale, 'ledgerFiles.filter.none') : told.join('; ');
}

function yesNo(value: boolean, locale: Locale): string {
  return say(locale, value ? 'common.yes' : 'common.no');
}

function spanOf(from: string | undefined, to: string | undefined): string | undefined {
  return from === undefined && to === undefined ? undefined : `${from ?? ''} – ${to ?? ''}`;
}

async function findNamesOf(tx: Tx, cityId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from unit where city_id = ${cityId} and id = any (${ids}::uuid[])
    union all select id, name from person where city_id = ${cityId} and id = any (${ids}::uuid[])
    union all select id, name from site where city_id = ${cityId} and id = any (${ids}::uuid[])
    union all select id, name from round where city_id = ${cityId} and id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}

async function findCategory(tx: Tx, cityId: string, key: string): Promise<string> {
  const category = await tx
    .selectFrom('category')
    .select('name')
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .executeTakeFirst();
  return category?.name ?? key;
}
