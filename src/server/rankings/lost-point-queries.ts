import { sql } from 'kysely';
import { exact, formatExact, subtract } from '../../domain/exact-number.ts';
import { type FrozenUnit, wasOnTime } from '../../domain/rankings/ranking-record.ts';
import type { Tx } from '../platform/database/database.ts';

/** The sites behind a unit's score, the worst first, each with the items that lost points. */
export async function listLostPoints(tx: Tx, cityId: string, unit: FrozenUnit) {
  const scoreOf = new Map(unit.sites.map((site) => [site.inspectionId, site.score]));
  const ids = [...scoreOf.keys()];
  if (ids.length === 0) return [];
  const inspections = await tx
    .selectFrom('inspection')
    .innerJoin('site', (join) =>
      join.onRef('site.city_id', '=', 'inspection.city_id').onRef('site.id', '=', 'inspection.site_id'),
    )
    .select([
      'inspection.id as inspectionId',
      'inspection.veto_failed as vetoFailed',
      'site.id as siteId',
      'site.code',
      'site.name',
    ])
    .where('inspection.city_id', '=', cityId)
    .where('inspection.id', 'in', ids)
    .execute();
  const lost = await listLostItems(tx, cityId, ids);
  return inspections
    .map((row) => ({
      ...row,
      score: scoreOf.get(row.inspectionId) ?? '',
      lost: lost.get(row.inspectionId) ?? [],
    }))
    .sort((a, b) => Number(a.score) - Number(b.score) || (a.code < b.code ? -1 : 1));
}

/** Items that earned less than their weight, with the problem each raised, by inspection. */
async function listLostItems(tx: Tx, cityId: string, inspectionIds: readonly string[]) {
  const rows = await tx
    .selectFrom('answer')
    .innerJoin('inspection', (join) =>
      join
        .onRef('inspection.city_id', '=', 'answer.city_id')
        .onRef('inspection.id', '=', 'answer.inspection_id'),
    )
    .leftJoin('checklist_item as item', (join) =>
      join
        .onRef('item.city_id', '=', 'answer.city_id')
        .onRef('item.version_id', '=', 'inspection.version_id')
        .onRef('item.code', '=', 'answer.item_code'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('problem')
          .select(['problem.id', 'problem.number'])
          .whereRef('problem.city_id', '=', 'answer.city_id')
          .whereRef('problem.inspection_id', '=', 'answer.inspection_id')
          .whereRef('problem.item_code', '=', 'answer.item_code')
          .orderBy('problem.number')
          .limit(1)
          .as('raised'),
      (join) => join.onTrue(),
    )
    .select([
      'answer.inspection_id as inspectionId',
      'answer.item_code as itemCode',
      'answer.earned',
      'answer.weight',
      'item.title',
      'item.title_en as titleEn',
      'raised.id as problemId',
      'raised.number as problemNumber',
    ])
    .where('answer.city_id', '=', cityId)
    .where('answer.inspection_id', '=', sql<string>`any(${inspectionIds}::uuid[])`)
    .where('answer.value', '!=', 'na')
    .whereRef('answer.earned', '<', 'answer.weight')
    .orderBy(sql`answer.weight - answer.earned`, 'desc')
    .orderBy('answer.item_code')
    .execute();
  const items = rows.map(({ inspectionId, earned, title, ...row }) => ({
    inspectionId,
    item: {
      ...row,
      title: title ?? row.itemCode,
      earned: earned ?? '0',
      lost: formatExact(subtract(exact(row.weight), exact(earned ?? '0')), 2),
    },
  }));
  const grouped = Map.groupBy(items, ({ inspectionId }) => inspectionId);
  return new Map([...grouped].map(([id, entries]) => [id, entries.map(({ item }) => item)]));
}

/** The problems that counted for a unit's rate, with their titles as they are today. */
export async function listDueProblems(tx: Tx, cityId: string, unit: FrozenUnit) {
  const ids = unit.problems.map(({ problemId }) => problemId);
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('problem')
    .select(['id', 'title'])
    .where('city_id', '=', cityId)
    .where('id', 'in', ids)
    .execute();
  const titleOf = new Map(rows.map((row) => [row.id, row.title]));
  return unit.problems.map((problem) => ({
    problemId: problem.problemId,
    number: problem.number,
    title: titleOf.get(problem.problemId) ?? '',
    deadlineAt: problem.deadlineAt,
    struckOffAt: problem.struckOffAt,
    onTime: wasOnTime(problem),
  }));
}
