import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import { runningStreaks, streakKey } from '../../domain/rankings/flag-streaks.ts';
import { printDocumentNumber } from '../documents/document-numbers.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeDay, readCursor } from '../platform/paging.ts';

export interface FlagFilter {
  readonly unitId?: string;
  readonly colour?: string;
  /** Calendar days, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const supersededBy = sql<boolean>`exists (select 1 from ranking c where c.city_id = f.city_id
  and c.corrects_id = f.ranking_id and c.state = 'published')`;

/** The flag register, the newest first. `next` is the cursor of the next page. */
export async function listFlags(tx: Tx, cityId: string, filter: FlagFilter) {
  let query = filtered(tx.selectFrom('flag as f').where('f.city_id', '=', cityId), filter)
    .innerJoin('ranking as r', (join) =>
      join.on(sql<boolean>`r.city_id = f.city_id`).on(sql<boolean>`r.id = f.ranking_id`),
    )
    .select([
      'f.id',
      'f.unit_id as unitId',
      'f.unit_name as unitName',
      'f.group_name as groupName',
      'f.colour',
      'f.rank',
      'f.score',
      'f.awarded_on as awardedOn',
      'r.id as rankingId',
      'r.title as rankingTitle',
      'r.document_prefix as prefix',
      'r.document_year as year',
      'r.document_number as number',
    ])
    .select(supersededBy.as('isSuperseded'));
  const after = readCursor(z.tuple([placeDay, z.uuid()]), filter.cursor);
  if (after) {
    const [day, id] = after;
    query = query.where(sql<boolean>`(f.awarded_on, f.id) < (${day}::date, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy('f.awarded_on', 'desc')
    .orderBy('f.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = pageOf(rows, filter.limit, (last) => [last.awardedOn, last.id]);
  return {
    flags: page.rows.map(({ prefix, year, number, ...flag }) => ({
      ...flag,
      documentNumber: printDocumentNumber({ prefix, year, number }),
    })),
    next: page.next,
    total: await countFlags(tx, cityId, filter),
  };
}

async function countFlags(tx: Tx, cityId: string, filter: FlagFilter): Promise<number> {
  const { count } = await filtered(tx.selectFrom('flag as f').where('f.city_id', '=', cityId), filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Flags that count, per unit and colour, with the running streak; most flags first. */
export async function countFlagsByUnit(tx: Tx, cityId: string, filter: FlagFilter) {
  const rows = await filtered(tx.selectFrom('flag as f').where('f.city_id', '=', cityId), filter)
    .where(sql<boolean>`not ${supersededBy}`)
    .select([
      'f.unit_id as unitId',
      'f.colour',
      sql<string>`max(f.unit_name)`.as('unitName'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .groupBy(['f.unit_id', sql`case when f.unit_id is null then f.unit_name end`, 'f.colour'])
    .orderBy('count', 'desc')
    .orderBy('unitName')
    .orderBy('f.colour')
    .limit(500)
    .execute();
  const streaks = runningStreaks(await listIssues(tx, cityId));
  return rows.map((row) => ({
    ...row,
    streak: streaks.get(streakKey(row.unitId ?? row.unitName, row.colour)) ?? 0,
  }));
}

/** Published rankings that were not corrected, with their flags. A ranking without a scheme is a series of its own. */
async function listIssues(tx: Tx, cityId: string) {
  const rows = await tx
    .selectFrom('ranking as r')
    .leftJoin('scheme as s', (join) =>
      join.onRef('s.city_id', '=', 'r.city_id').onRef('s.id', '=', 'r.scheme_id'),
    )
    .leftJoin('flag as f', (join) =>
      join.onRef('f.city_id', '=', 'r.city_id').onRef('f.ranking_id', '=', 'r.id'),
    )
    .select([
      'r.id',
      'r.published_at as publishedAt',
      sql<string>`coalesce(s.series_id, s.id, r.id)`.as('series'),
      'f.colour',
      sql<string | null>`coalesce(f.unit_id::text, f.unit_name)`.as('unit'),
    ])
    .where('r.city_id', '=', cityId)
    .where('r.state', '=', 'published')
    .where(
      sql<boolean>`not exists (select 1 from ranking c where c.city_id = r.city_id and c.corrects_id = r.id
        and c.state = 'published')`,
    )
    .execute();
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((flags) => {
    const [first] = flags;
    if (!first?.publishedAt) return [];
    return [
      {
        series: first.series,
        publishedAt: first.publishedAt,
        flags: flags.flatMap(({ unit, colour }) =>
          unit === null || colour === null ? [] : [{ unit, colour }],
        ),
      },
    ];
  });
}

function filtered<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { unitId, colour, from, to }: FlagFilter,
): SelectQueryBuilder<DB, TB, O> {
  let narrowed = query;
  if (unitId !== undefined) narrowed = narrowed.where(sql<boolean>`f.unit_id = ${unitId}`);
  if (colour !== undefined) narrowed = narrowed.where(sql<boolean>`f.colour = ${colour}`);
  if (from !== undefined) narrowed = narrowed.where(sql<boolean>`f.awarded_on >= ${from}::date`);
  if (to !== undefined) narrowed = narrowed.where(sql<boolean>`f.awarded_on <= ${to}::date`);
  return narrowed;
}
