import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { RankingSummary } from '../../contract/rankings.ts';
import type { RankingInputs, RankingOutput } from '../../domain/rankings/ranking-record.ts';
import { printDocumentNumber } from '../documents/document-numbers.ts';
import type { Tx } from '../platform/database/database.ts';
import { pageOf, placeInstant, readCursor } from '../platform/paging.ts';

/** A ranking with everything that is frozen with it. */
export interface Ranking extends RankingSummary {
  readonly inputs: RankingInputs;
  readonly output: RankingOutput;
  readonly hash: string;
  readonly requestHash: string | null;
  readonly publishedBy: string | null;
  /** Series of its scheme; null for a table without a scheme. */
  readonly seriesId: string | null;
}

export interface RankingFilter {
  readonly schemeId?: string;
  readonly state?: 'draft' | 'published';
  /** Drafts are the office's own business. */
  readonly drafts: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

/** When a ranking came to be, for order: its publication, or its computation while it is a draft. */
const cameToBe = sql<string>`coalesce(r.published_at, r.computed_at)`;

/** Summaries, the newest first. `next` is the cursor of the next page. */
export async function listRankings(tx: Tx, cityId: string, filter: RankingFilter) {
  let query = filtered(summaries(tx, cityId), filter);
  const after = readCursor(z.tuple([placeInstant, z.uuid()]), filter.cursor);
  if (after) {
    const [at, id] = after;
    query = query.where(sql<boolean>`(${cameToBe}, r.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy(cameToBe, 'desc')
    .orderBy('r.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = pageOf(rows.map(summaryOf), filter.limit, (last) => [
    last.publishedAt ?? last.computedAt,
    last.id,
  ]);
  const counted = await filtered(tx.selectFrom('ranking as r').where('r.city_id', '=', cityId), filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { rankings: page.rows, total: Number(counted.count), next: page.next };
}

/** A ranking with its frozen parts; undefined when the city has none of this id. */
export async function findRanking(tx: Tx, cityId: string, id: string): Promise<Ranking | undefined> {
  const row = await summaries(tx, cityId)
    .select(['r.inputs', 'r.output', 'r.hash', 'r.request_hash as requestHash'])
    .select(sql<string | null>`coalesce(s.series_id, s.id)`.as('seriesId'))
    .leftJoin('person as publisher', (join) =>
      join.onRef('publisher.city_id', '=', 'r.city_id').onRef('publisher.id', '=', 'r.published_by'),
    )
    .select('publisher.name as publishedBy')
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    ...summaryOf(row),
    inputs: row.inputs as RankingInputs,
    output: row.output as RankingOutput,
    hash: row.hash,
    requestHash: row.requestHash,
    publishedBy: row.publishedBy,
    seriesId: row.seriesId,
  };
}

/** Like {@link findRanking}, and nobody else can change it until this transaction ends. */
export async function lockRanking(tx: Tx, cityId: string, id: string): Promise<Ranking | undefined> {
  await tx
    .selectFrom('ranking')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findRanking(tx, cityId, id);
}

/**
 * The published ranking of the same series before this one, passing over corrected issues and over the
 * one it corrects; undefined for the first.
 */
export async function findPreviousRanking(tx: Tx, cityId: string, ranking: Ranking) {
  if (ranking.seriesId === null) return undefined;
  let query = tx
    .selectFrom('ranking as r')
    .innerJoin('scheme as s', (join) =>
      join.onRef('s.city_id', '=', 'r.city_id').onRef('s.id', '=', 'r.scheme_id'),
    )
    .select(['r.id', 'r.title', 'r.output'])
    .where('r.city_id', '=', cityId)
    .where('r.state', '=', 'published')
    .where(sql<string>`coalesce(s.series_id, s.id)`, '=', ranking.seriesId)
    .where('r.id', '!=', ranking.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ranking as c')
            .select('c.id')
            .whereRef('c.city_id', '=', 'r.city_id')
            .whereRef('c.corrects_id', '=', 'r.id')
            .where('c.state', '=', 'published'),
        ),
      ),
    );
  if (ranking.correctsId !== null) query = query.where('r.id', '!=', ranking.correctsId);
  if (ranking.publishedAt !== null) query = query.where('r.published_at', '<', ranking.publishedAt);
  const row = await query
    .orderBy('r.published_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, title: row.title, output: row.output as RankingOutput };
}

function summaries(tx: Tx, cityId: string) {
  return tx
    .selectFrom('ranking as r')
    .leftJoin('scheme as s', (join) =>
      join.onRef('s.city_id', '=', 'r.city_id').onRef('s.id', '=', 'r.scheme_id'),
    )
    .leftJoin('round', (join) =>
      join.onRef('round.city_id', '=', 'r.city_id').onRef('round.id', '=', 'r.round_id'),
    )
    .where('r.city_id', '=', cityId)
    .select([
      'r.id',
      'r.title',
      'r.period',
      'r.state',
      'r.scheme_id as schemeId',
      's.name as schemeName',
      'r.round_id as roundId',
      'round.name as roundName',
      'r.document_prefix as prefix',
      'r.document_year as year',
      'r.document_number as number',
      'r.computed_at as computedAt',
      'r.published_at as publishedAt',
      'r.corrects_id as correctsId',
      'r.source',
      'r.is_sample as isSample',
      'r.version',
    ])
    .select(
      sql<string | null>`(select c.id from ranking c where c.city_id = r.city_id and c.corrects_id = r.id
        and c.state = 'published' limit 1)`.as('supersededById'),
    )
    .select(
      sql<{ colour: string; count: number }[]>`coalesce((select json_agg(json_build_object('colour', f.colour,
        'count', f.count) order by f.colour desc) from (select colour, count(*)::int as count from flag
        where flag.city_id = r.city_id and flag.ranking_id = r.id group by colour) f), '[]')`.as('flags'),
    );
}

function filtered<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { schemeId, state, drafts }: RankingFilter,
): SelectQueryBuilder<DB, TB, O> {
  let narrowed = query;
  if (schemeId !== undefined) narrowed = narrowed.where(sql<boolean>`r.scheme_id = ${schemeId}`);
  if (state !== undefined) narrowed = narrowed.where(sql<boolean>`r.state = ${state}`);
  if (!drafts) narrowed = narrowed.where(sql<boolean>`r.state = 'published'`);
  return narrowed;
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['executeTakeFirstOrThrow']>>;

function summaryOf(row: SummaryRow): RankingSummary {
  const { prefix, year, number, state, ...rest } = row;
  return {
    ...pickSummary(rest),
    state: state === 'published' ? 'published' : 'draft',
    documentNumber: printDocumentNumber({ prefix, year, number }),
  };
}

function pickSummary(row: Omit<SummaryRow, 'prefix' | 'year' | 'number' | 'state'>) {
  return {
    id: row.id,
    title: row.title,
    period: row.period,
    schemeId: row.schemeId,
    schemeName: row.schemeName,
    roundId: row.roundId,
    roundName: row.roundName,
    computedAt: row.computedAt,
    publishedAt: row.publishedAt,
    correctsId: row.correctsId,
    supersededById: row.supersededById,
    source: row.source,
    isSample: row.isSample,
    flags: row.flags,
    version: row.version,
  };
}
