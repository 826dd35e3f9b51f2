import { sql } from 'kysely';
import type { MemberUnit, RoundInspection, RoundProblem } from '../../domain/rankings/round-facts.ts';
import type { Tx } from '../platform/database/database.ts';

/** The scored inspections of a round, with where their sites lie and which bureau answers for them. */
export async function listScoredInspections(
  tx: Tx,
  cityId: string,
  roundId: string,
): Promise<readonly RoundInspection[]> {
  const rows = await tx
    .selectFrom('inspection')
    .innerJoin('site', (join) =>
      join.onRef('site.city_id', '=', 'inspection.city_id').onRef('site.id', '=', 'inspection.site_id'),
    )
    .innerJoin('unit as territory', (join) =>
      join
        .onRef('territory.city_id', '=', 'site.city_id')
        .onRef('territory.id', '=', 'site.territory_unit_id'),
    )
    .leftJoin('unit as bureau', (join) =>
      join.onRef('bureau.city_id', '=', 'site.city_id').onRef('bureau.id', '=', 'site.line_bureau_id'),
    )
    .select([
      'inspection.id as inspectionId',
      'inspection.site_id as siteId',
      'inspection.score',
      'inspection.finished_at as finishedAt',
      'territory.path as territoryPath',
      'bureau.path as lineBureauPath',
    ])
    .where('inspection.city_id', '=', cityId)
    .where('inspection.round_id', '=', roundId)
    .where('inspection.is_scored', '=', true)
    // a visit whose evidence is still on the phone counts for nobody
    .where('inspection.awaits_photos', '=', 0)
    .execute();
  return rows.flatMap((row) => (row.score === null ? [] : [{ ...row, score: row.score }]));
}

/** States that count for nobody: never accepted, withdrawn, or suspended with approval (挂账). */
const uncounted = ['reported', 'rejected', 'duplicate', 'voided', 'deferred'];

/** The problems of a round that some unit answers for by a deadline. */
export async function listAnsweredProblems(
  tx: Tx,
  cityId: string,
  roundId: string,
): Promise<readonly RoundProblem[]> {
  const rows = await tx
    .selectFrom('problem')
    .innerJoin('unit', (join) =>
      join.onRef('unit.city_id', '=', 'problem.city_id').onRef('unit.id', '=', 'problem.unit_id'),
    )
    .select([
      'problem.id as problemId',
      'problem.number',
      'problem.deadline_at as deadlineAt',
      'problem.struck_off_at as struckOffAt',
      'unit.path as unitPath',
    ])
    .where('problem.city_id', '=', cityId)
    .where('problem.round_id', '=', roundId)
    .where('problem.state', 'not in', uncounted)
    .execute();
  return rows.flatMap((row) => (row.deadlineAt === null ? [] : [{ ...row, deadlineAt: row.deadlineAt }]));
}

/** The units of a scheme, in the order of `ids`; ids the city does not have are left out. */
export async function listMembers(
  tx: Tx,
  cityId: string,
  ids: readonly string[],
): Promise<readonly MemberUnit[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'name', 'path', 'kind'])
    .where('city_id', '=', cityId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function findRankedRound(tx: Tx, cityId: string, id: string) {
  return tx
    .selectFrom('round')
    .select(['id', 'name', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}
