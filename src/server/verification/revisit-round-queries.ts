import { type Selectable, sql } from 'kysely';
import type { RevisitRound, RevisitRoundState } from '../../domain/verification/revisit-round.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.generated.ts';
import { type RevisitSight, revisitInSight } from './revisit-sight.ts';

export type RevisitRoundRow = Selectable<Tables['revisit_round']>;

/** The round as the rules know it: the fold of its history. */
export function revisitRoundOf(row: RevisitRoundRow): RevisitRound {
  const state = row.state as RevisitRoundState;
  return {
    name: row.name,
    state,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    size: row.size,
    minimumPerUnit: row.minimum_per_unit,
    seedSource: row.seed_source,
    registerHash: row.register_hash,
    registerCount: row.register_count,
    secretHash: row.secret_hash,
    publicNumber: row.public_number,
    revealedSecret: state === 'closed' ? row.secret : null,
    voidReason: row.void_reason,
    version: row.version,
  };
}

export async function findRevisitRound(
  tx: Tx,
  cityId: string,
  id: string,
): Promise<RevisitRoundRow | undefined> {
  return tx
    .selectFrom('revisit_round')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Like {@link findRevisitRound}, and nobody else moves the round until this transaction ends. */
export async function lockRevisitRound(
  tx: Tx,
  cityId: string,
  id: string,
): Promise<RevisitRoundRow | undefined> {
  return tx
    .selectFrom('revisit_round')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Rounds, latest announced first. `after`: instant and id of the last one shown. */
export async function listRevisitRounds(
  tx: Tx,
  cityId: string,
  filter: {
    readonly state: RevisitRoundState | undefined;
    readonly after: readonly [string, string] | undefined;
    readonly limit: number;
  },
): Promise<RevisitRoundRow[]> {
  let query = tx.selectFrom('revisit_round').selectAll().where('city_id', '=', cityId);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.after) {
    const [instant, id] = filter.after;
    query = query.where(sql<boolean>`(announced_at, id) < (${instant}::timestamptz, ${id}::uuid)`);
  }
  return query.orderBy('announced_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
}

/** How many rounds stand in each state. */
export async function countRevisitRounds(tx: Tx, cityId: string): Promise<Record<RevisitRoundState, number>> {
  const rows = await tx
    .selectFrom('revisit_round')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('city_id', '=', cityId)
    .groupBy('state')
    .execute();
  const counts = { announced: 0, drawn: 0, closed: 0, voided: 0 };
  for (const row of rows) counts[row.state as RevisitRoundState] = Number(row.count);
  return counts;
}

/** How far rounds are, as far as it may be seen. */
export interface RevisitProgress {
  readonly revisits: number;
  readonly held: number;
  readonly failed: number;
  readonly notPossible: number;
  readonly withoutInspector: number;
}

export const noRevisitProgress: RevisitProgress = {
  revisits: 0,
  held: 0,
  failed: 0,
  notPossible: 0,
  withoutInspector: 0,
};

export async function findRevisitProgress(
  tx: Tx,
  cityId: string,
  roundIds: readonly string[],
  sight: RevisitSight,
): Promise<ReadonlyMap<string, RevisitProgress>> {
  if (roundIds.length === 0) return new Map();
  const { rows } = await sql<RevisitProgress & { roundId: string }>`
    select v.round_id as "roundId", count(*) as revisits,
      count(*) filter (where v.state = 'held') as held,
      count(*) filter (where v.state = 'failed') as failed,
      count(*) filter (where v.state = 'notPossible') as "notPossible",
      count(*) filter (where v.state = 'open' and v.inspector_id is null) as "withoutInspector"
    from revisit v
    where v.city_id = ${cityId} and v.round_id = any (${[...roundIds]}::uuid[]) and ${revisitInSight(cityId, sight)}
    group by v.round_id`.execute(tx);
  return new Map(rows.map(({ roundId, ...progress }) => [roundId, progress]));
}

/** A fix of a frozen register. `number` is the id that stands in the keys. */
export interface Candidate {
  readonly problemId: string;
  readonly number: number;
  readonly unitId: string;
  readonly unitCode: string;
}

export async function listCandidates(tx: Tx, cityId: string, roundId: string): Promise<Candidate[]> {
  return tx
    .selectFrom('revisit_candidate')
    .select(['problem_id as problemId', 'number', 'unit_id as unitId', 'unit_code as unitCode'])
    .where('city_id', '=', cityId)
    .where('round_id', '=', roundId)
    .execute();
}
