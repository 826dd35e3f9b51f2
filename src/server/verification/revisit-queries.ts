import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { RevisitLine } from '../../contract/revisits.ts';
import type {
  Revisit,
  RevisitConsequence,
  RevisitFinding,
  RevisitState,
} from '../../domain/verification/revisit.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.generated.ts';
import { type RevisitSight, revisitInSight } from './revisit-sight.ts';

export type RevisitRow = Selectable<Tables['revisit']>;

/** The revisit as the rules know it: the fold of its history. */
export function revisitOf(row: RevisitRow): Revisit {
  return {
    roundId: row.round_id,
    problemId: row.problem_id,
    unitId: row.unit_id,
    place: row.place,
    replacesId: row.replaces_id,
    inspectorId: row.inspector_id,
    state: row.state as RevisitState,
    finding: row.finding as RevisitFinding | null,
    reason: row.reason,
    consequence: row.consequence as RevisitConsequence | null,
    raisedProblemId: row.raised_problem_id,
    distanceMetres: row.distance_metres,
    version: row.version,
  };
}

/** The revisit if it may be seen. */
export async function findRevisit(
  tx: Tx,
  cityId: string,
  id: string,
  sight: RevisitSight,
): Promise<RevisitRow | undefined> {
  return tx
    .selectFrom('revisit as v')
    .selectAll('v')
    .where('v.city_id', '=', cityId)
    .where('v.id', '=', id)
    .where(revisitInSight(cityId, sight))
    .executeTakeFirst();
}

/** The revisit, and nobody else moves it until this transaction ends. Lock its round first. */
export async function lockRevisit(tx: Tx, cityId: string, id: string): Promise<RevisitRow | undefined> {
  return tx
    .selectFrom('revisit')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** A line with its place in the order of the list. */
export interface ListedRevisit extends RevisitLine {
  readonly order: readonly [string, number, string];
}

type Condition = RawBuilder<SqlBool>;

/** Revisits under some conditions over `revisit v`, in the order of units, then of the draw. */
export async function selectRevisits(
  tx: Tx,
  cityId: string,
  conditions: readonly Condition[],
  limit: number,
): Promise<ListedRevisit[]> {
  const { rows } = await sql<RevisitLine & { unitPath: string }>`
    select v.id, v.round_id as "roundId", r.name as "roundName", v.state, u.path as "unitPath",
      jsonb_build_object('id', p.id, 'number', p.number, 'title', p.title, 'state', p.state,
        'placeName', coalesce(s.name, p.place_text, ''),
        'struckOffAt', to_char(p.struck_off_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as problem,
      jsonb_build_object('id', u.id, 'name', u.name) as unit,
      case when w.id is null then null else jsonb_build_object('id', w.id, 'name', w.name) end as inspector,
      v.place, v.replaces_id is not null as "isReserve", v.finding, v.reason, v.consequence, v.done_at as "doneAt"
    from revisit v
    join revisit_round r on r.city_id = v.city_id and r.id = v.round_id
    join problem p on p.city_id = v.city_id and p.id = v.problem_id
    join unit u on u.city_id = v.city_id and u.id = v.unit_id
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join person w on w.city_id = v.city_id and w.id = v.inspector_id
    where v.city_id = ${cityId} and ${sql.join([sql`true`, ...conditions], sql` and `)}
    order by u.path, v.place, v.id limit ${limit}`.execute(tx);
  return rows.map(({ unitPath, ...line }) => ({ ...line, order: [unitPath, line.place, line.id] }));
}

/** "After this place in the order", over `revisit v` and `unit u`. */
export function afterPlace(after: readonly [string, number, string] | undefined): Condition {
  if (!after) return sql<SqlBool>`true`;
  return sql<SqlBool>`(u.path, v.place, v.id) > (${after[0]}, ${after[1]}::int, ${after[2]}::uuid)`;
}

/** What a list of a round's revisits asks for, but for state and page. */
export function conditionsOfRound(
  cityId: string,
  sight: RevisitSight,
  roundId: string,
  within: string | undefined,
): Condition[] {
  const conditions = [sql<SqlBool>`v.round_id = ${roundId}`, sql<SqlBool>`${revisitInSight(cityId, sight)}`];
  if (within !== undefined) {
    conditions.push(sql<SqlBool>`${withinSubtrees('v.unit_id', cityId, [within])}`);
  }
  return conditions;
}

/** How many revisits stand in each state under some conditions over `revisit v`. */
export async function countRevisits(
  tx: Tx,
  cityId: string,
  conditions: readonly Condition[],
): Promise<Record<RevisitState, number>> {
  const { rows } = await sql<{ state: RevisitState; count: number }>`
    select v.state, count(*) as count from revisit v
    where v.city_id = ${cityId} and ${sql.join([sql`true`, ...conditions], sql` and `)} group by v.state`.execute(
    tx,
  );
  const counts = { open: 0, held: 0, failed: 0, notPossible: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}
