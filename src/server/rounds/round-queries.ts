import { sql } from 'kysely';
import type { RoundState } from '../../domain/rounds/round.ts';
import type { Tx } from '../platform/database/database.ts';
import { notFound } from '../platform/refused.ts';
import type { RoundSight } from './round-sight.ts';

/** A round as it is stored. Days are `YYYY-MM-DD`. */
export interface RoundRow {
  readonly id: string;
  readonly name: string;
  readonly state: RoundState;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly versionId: string;
  readonly standardTitle: string;
  readonly standardNumber: number;
  readonly isSample: boolean;
}

function selectRounds(tx: Tx, cityId: string) {
  return tx
    .selectFrom('round as r')
    .innerJoin('standard_version as sv', (join) =>
      join.onRef('sv.city_id', '=', 'r.city_id').onRef('sv.id', '=', 'r.version_id'),
    )
    .innerJoin('standard as st', (join) =>
      join.onRef('st.city_id', '=', 'sv.city_id').onRef('st.id', '=', 'sv.standard_id'),
    )
    .select([
      'r.id',
      'r.name',
      'r.state',
      'r.starts_on as startsOn',
      'r.ends_on as endsOn',
      'r.version_id as versionId',
      'st.title as standardTitle',
      'sv.number as standardNumber',
      'r.is_sample as isSample',
    ])
    .where('r.city_id', '=', cityId);
}

function roundOf(row: Omit<RoundRow, 'state'> & { state: string }): RoundRow {
  return { ...row, state: row.state as RoundState };
}

/** The round if it may be seen: who sees no plans sees no planned round. @throws Refused 404. */
export async function requireRound(tx: Tx, cityId: string, id: string, sight: RoundSight): Promise<RoundRow> {
  const row = await selectRounds(tx, cityId).where('r.id', '=', id).executeTakeFirst();
  if (!row || (row.state === 'planned' && !sight.seesPlan)) throw notFound();
  return roundOf(row);
}

/** The round, undefined where the city has none; nobody else plans it until this transaction ends. */
export async function lockRound(tx: Tx, cityId: string, id: string): Promise<RoundRow> {
  const row = await selectRounds(tx, cityId).where('r.id', '=', id).forUpdate('r').executeTakeFirst();
  if (!row) throw notFound();
  return roundOf(row);
}

/** Rounds, latest first. `after`: first day and id of the last round shown. */
export async function listRounds(
  tx: Tx,
  cityId: string,
  sight: RoundSight,
  filter: {
    readonly state: RoundState | undefined;
    readonly after: readonly [string, string] | undefined;
    readonly limit: number;
  },
): Promise<RoundRow[]> {
  let query = selectRounds(tx, cityId);
  if (!sight.seesPlan) query = query.where('r.state', '<>', 'planned');
  if (filter.state) query = query.where('r.state', '=', filter.state);
  if (filter.after) {
    const [day, id] = filter.after;
    query = query.where(sql<boolean>`(r.starts_on, r.id) < (${day}::date, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy('r.starts_on', 'desc')
    .orderBy('r.id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(roundOf);
}

/** How many rounds stand in each state. */
export async function countRounds(
  tx: Tx,
  cityId: string,
  sight: RoundSight,
): Promise<Record<RoundState, number>> {
  const rows = await tx
    .selectFrom('round')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('city_id', '=', cityId)
    .groupBy('state')
    .execute();
  const counts = { planned: 0, open: 0, closed: 0 };
  for (const row of rows) counts[row.state as RoundState] = Number(row.count);
  return sight.seesPlan ? counts : { ...counts, planned: 0 };
}
