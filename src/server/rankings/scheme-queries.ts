import { type ExpressionBuilder, sql } from 'kysely';
import type { SchemeRules } from '../../domain/rankings/ranking-record.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.generated.ts';

export interface Scheme {
  readonly id: string;
  readonly name: string;
  readonly validFrom: string;
  /** First day on which it no longer holds. */
  readonly validTo: string | null;
  readonly rules: SchemeRules;
  readonly seriesId: string;
  readonly requestHash: string | null;
  readonly isSample: boolean;
  readonly version: number;
}

export interface SchemeWithUse extends Scheme {
  readonly rankings: number;
  readonly publishedRankings: number;
}

const columns = [
  'scheme.id',
  'scheme.name',
  'scheme.valid_from as validFrom',
  'scheme.valid_to as validTo',
  'scheme.rules',
  'scheme.request_hash as requestHash',
  'scheme.is_sample as isSample',
  'scheme.version',
] as const;

const series = sql<string>`coalesce(scheme.series_id, scheme.id)`.as('seriesId');

/** All schemes of a city, the newest first; a city has few. */
export async function listSchemes(tx: Tx, cityId: string): Promise<readonly SchemeWithUse[]> {
  const rows = await tx
    .selectFrom('scheme')
    .select(columns)
    .select(series)
    .select((eb) => [rankingsOf(eb).as('rankings'), publishedRankingsOf(eb).as('publishedRankings')])
    .where('city_id', '=', cityId)
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(withUse);
}

/** A scheme with its use; undefined when the city has none of this id. */
export async function findScheme(tx: Tx, cityId: string, id: string): Promise<SchemeWithUse | undefined> {
  const row = await tx
    .selectFrom('scheme')
    .select(columns)
    .select(series)
    .select((eb) => [rankingsOf(eb).as('rankings'), publishedRankingsOf(eb).as('publishedRankings')])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && withUse(row);
}

/** Holds the scheme until the transaction ends: an edit and a publication wait for each other. */
export async function lockScheme(tx: Tx, cityId: string, id: string): Promise<SchemeWithUse | undefined> {
  await tx
    .selectFrom('scheme')
    .select('id')
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findScheme(tx, cityId, id);
}

function rankingsOf(eb: ExpressionBuilder<Tables, 'scheme'>) {
  return eb
    .selectFrom('ranking')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .whereRef('ranking.city_id', '=', 'scheme.city_id')
    .whereRef('ranking.scheme_id', '=', 'scheme.id');
}

function publishedRankingsOf(eb: ExpressionBuilder<Tables, 'scheme'>) {
  return rankingsOf(eb).where('ranking.state', '=', 'published');
}

function withUse<Row extends { rules: unknown; rankings: number | null; publishedRankings: number | null }>(
  row: Row,
) {
  return {
    ...row,
    rules: row.rules as SchemeRules,
    rankings: row.rankings ?? 0,
    publishedRankings: row.publishedRankings ?? 0,
  };
}
